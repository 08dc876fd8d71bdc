import { type DeclaredInputs, KIND_NAMES, type Kind, type KindName, UNKNOWN } from "../model";
import { calledAt } from "../model/called";
import { CannotTell, UserError } from "../model/errors";
import { changedAt, fieldPaths } from "../model/fieldPaths";
import { writeFailure } from "../model/failureText";
import { isStateOnly } from "../model/definePortal";
import { mendingOf, numbersOrProfile, ownInputs, without, withoutGone } from "../model/liveInputs";
import { isDeclarable, type LiveObject } from "../model/liveObjects";
import { kindAt } from "../model/kindAt";
import { DEFAULT_CONNECTION } from "../model/portal";
import type { ProgramResource } from "../model/programResource";
import { programFindings } from "../model/program";
import { withoutUsual } from "../model/usualValues";
import { isList } from "../model/shapes";
import { type Context, type State, stateOf } from "./context";
import type { Listings } from "./listings";

/** An object that nobody has declared, as a state has it when a program declares it as it is. */
export interface Importable {
  readonly id: string;
  readonly inputs: State;
  readonly state: State;
}

/** Every round leaves something out or confirms something. */
const MOST_ROUNDS = 50;

/**
 * The object that has an id, or that people call by a word: its name, `ACCOUNT/NAME`. Undefined where there is none.
 *
 * @throws UserError where several have the name; CannotTell where there may be one that the token doesn't see
 */
export function findObject(context: Context, listings: Listings, word: string): LiveObject | undefined {
  const { kind } = context;
  const found = listings.objects.withId(kind.name, word);
  if (found !== undefined) return found;
  const [first, ...others] = calledObjects(kind, listings, word);
  if (first === undefined) return undefined;
  if (others.length > 0) {
    const ids = [first, ...others].map((object) => object.found.id).join(", ");
    throw new UserError(
      `several objects of the kind ${kind.name} are called ${word}: use the id of one of them: ${ids}`,
    );
  }
  return first;
}

function calledObjects(kind: Kind, { objects }: Listings, word: string): LiveObject[] {
  const splits = [...word.matchAll(/\//g)].map(({ index }) => [word.slice(0, index), word.slice(index + 1)] as const);
  return objects.all.filter((object) => {
    if (object.kind !== kind.name) return false;
    const { names, borrowed = [], accounts } = calledAt(objects, object);
    const own = [...names, ...borrowed, object.found.id];
    return own.includes(word) || splits.some(([account, name]) => accounts.includes(account) && own.includes(name));
  });
}

/**
 * Inputs and state of an object for a program that declares it as it is, so that the next preview shows no difference. Equal to what an
 * import of the whole realm writes for it. Never writes.
 *
 * @throws UserError where it can't be declared
 */
export async function importObject(
  context: Context,
  listings: Listings,
  word: string,
): Promise<Importable | undefined> {
  const { kind, session } = context;
  if (isStateOnly(session.portal, kind.name))
    throw new UserError(
      `${session.portal.title} has no ${kind.name}: the provider stores it in the state only. Declare it instead of importing it`,
    );
  const object = findObject(context, listings, word);
  if (object === undefined) return absent(context, listings, word);
  if (!isDeclarable(object)) throw new UserError(`${naming(listings, object)} can't be imported: ${whyNot(object)}`);
  const inputs = await declarableInputs(context, listings, object);
  const { found } = object;
  context.run.plan(context.realm, kind.name, found.id, inputs);
  return { id: found.id, inputs, state: stateOf(inputs, found.outputs) };
}

/** Undefined where it is certain that no object has the id, or the name. */
async function absent({ kind, session }: Context, listings: Listings, word: string): Promise<undefined> {
  const { objects, without: unlisted } = listings;
  if (unlisted.length > 0 && objects.all.every((object) => object.kind !== kind.name))
    throw new UserError(
      `${session.portal.title} lists no object of the kind ${kind.name} that could be imported: ${unlisted.join("; ")}`,
    );
  for (const other of KIND_NAMES.filter((name) => name !== kind.name)) {
    const { found = [] } = (await session.kinds[other]?.everything()) ?? {};
    if (found.some(({ id }) => id === word))
      throw new UserError(`${word} is the id of an object of the kind ${other}, not ${kind.name}`);
  }
  if (listings.unseen !== undefined)
    throw new CannotTell(
      `no object of the kind ${kind.name} with the id or name ${word} was found, but ${listings.unseen}`,
    );
  return undefined;
}

function whyNot({ found: { builtIn, deleting, undeclarable, untouched } }: LiveObject): string {
  if (builtIn !== undefined) return `it is ${builtIn}. Refer to it by name instead`;
  if (deleting !== undefined) return "it is being deleted";
  if (untouched === true) return "nobody has set it. Declare it instead of importing it";
  return undeclarable ?? "it can't be declared";
}

function naming({ objects }: Listings, object: LiveObject): string {
  return `${object.kind} ${objects.shownName(object)} (id ${object.found.id})`;
}

async function declarableInputs(context: Context, listings: Listings, object: LiveObject): Promise<State> {
  const { kind, session, connection } = context;
  const refuse = (why: string): never => {
    throw new UserError(
      `${naming(listings, object)} can't be imported, because no program can declare it as it is: ${why}`,
    );
  };
  let inputs: DeclaredInputs = presentInputs(context, listings, object, refuse);
  if (connection !== DEFAULT_CONNECTION) inputs = { ...inputs, connection };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const program = programOf(context, listings, object, inputs);
    const [finding] = programFindings(session.portal, program)
      .filter(({ resource }) => resource === program.at(-1))
      .filter(({ severity, rule }) => severity !== "warn" && !(severity === "confirm" && isConfirmed(inputs, rule)));
    if (finding === undefined) return withLiveConfirmations(context, inputs);
    const mending = mendingOf(kind, finding, inputs, inputs);
    if ("confirm" in mending) inputs = confirmed(inputs, mending.confirm);
    else if (mending.leave === "object") refuse(writeFailure(finding));
    else if (mending.leave === "field") inputs = without(inputs, mending.field);
    else {
      const entries = inputs[mending.field];
      const { entry } = mending;
      inputs = { ...inputs, [mending.field]: isList(entries) ? entries.filter((other) => other !== entry) : entries };
    }
  }
  return refuse("its values break too many rules");
}

/** The object as a program declares it, after what it refers to and what has nearly its name: rules look at all of them. */
function programOf(
  { session }: Context,
  { objects, alike }: Listings,
  object: LiveObject,
  inputs: DeclaredInputs,
): ProgramResource[] {
  const others = new Map<LiveObject, ProgramResource>();
  const valuesOf = ({ kind, found }: LiveObject) => ownInputs(kindAt(kind, session.portal), found.inputs);
  const referring = (one: LiveObject, values: DeclaredInputs): ProgramResource => {
    const references: Record<string, ProgramResource[]> = {};
    const target = (kind: KindName, id: unknown, field: string) => {
      const referent = typeof id === "string" ? objects.withId(kind, id) : undefined;
      if (referent === undefined || !isDeclarable(referent)) return id;
      const known = others.get(referent) ?? { ...named(referent), inputs: valuesOf(referent), references: {} };
      others.set(referent, known);
      (references[field] ??= []).push(known);
      return UNKNOWN;
    };
    const unknown = fieldPaths(one.kind).references.reduce<DeclaredInputs>(
      (changed, { path, kind }) =>
        changedAt(changed, path, (id, [field]) => target(kind, id, String(field))) as DeclaredInputs,
      values,
    );
    return { ...named(one), inputs: unknown, references };
  };
  const near = alike(object).filter((other) => other !== object && isDeclarable(other));
  const program = [...near.map((other) => referring(other, valuesOf(other))), referring(object, inputs)];
  return [...others.values(), ...program];
}

function named({ kind, name: label }: LiveObject): Pick<ProgramResource, "kind" | "label"> {
  return { kind, label };
}

function presentInputs(
  { kind, session }: Context,
  listings: Listings,
  { found }: LiveObject,
  refuse: (why: string) => never,
): DeclaredInputs {
  const { objects, whole } = listings;
  const limitsOf = (profile: string) => objects.withId("QuotaProfile", profile)?.found.inputs["limits"];
  const result = withoutGone(
    kind,
    numbersOrProfile(kind.name, ownInputs(kind, found.inputs), limitsOf),
    (target, id) => {
      const referent = objects.withId(target, id);
      if (referent?.found.deleting !== undefined) return `the ${target} ${id}, which is being deleted`;
      const isKnowable = whole.has(target) && !isStateOnly(session.portal, target);
      return referent === undefined && isKnowable ? `the ${target} ${id}, which doesn't exist` : undefined;
    },
    { field: () => undefined, entry: () => undefined },
  );
  if (!("values" in result)) return refuse(`${result.undeclarable.field} ${result.undeclarable.why}`);
  return withoutUsual(kind.name, withNamesOfBuiltIn(kind, listings, result.values));
}

/** The portal's own objects are referred to by their names, as in an import of the whole realm. */
function withNamesOfBuiltIn(kind: Kind, { objects, names }: Listings, inputs: DeclaredInputs): DeclaredInputs {
  return fieldPaths(kind.name).references.reduce<DeclaredInputs>(
    (values, { path, kind: target }) =>
      changedAt(values, path, (id) => {
        const referent = typeof id === "string" ? objects.withId(target, id) : undefined;
        return referent?.found.builtIn !== undefined && names.has(referent) ? referent.name : id;
      }) as DeclaredInputs,
    inputs,
  );
}

/** With the ids of rules that the live portal asks to confirm, as a dry run of an import does it. */
async function withLiveConfirmations({ kind, session, run, realm }: Context, inputs: DeclaredInputs): Promise<State> {
  const surroundings = { before: undefined, planned: run.on(realm), say: () => undefined };
  const asked = (await session.verify(kind.name, inputs, surroundings)).filter(
    ({ severity }) => severity === "confirm",
  );
  return asked.reduce((values, { rule }) => (rule === undefined ? values : confirmed(values, rule)), { ...inputs });
}

function isConfirmed({ confirm }: DeclaredInputs, rule: string | undefined): boolean {
  return isList(confirm) && confirm.includes(rule);
}

function confirmed(inputs: DeclaredInputs, rule: string): State {
  const confirm = isList(inputs["confirm"]) ? inputs["confirm"] : [];
  return { ...inputs, confirm: [...new Set([...confirm, rule])].sort() };
}
