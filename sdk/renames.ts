import { createRequire } from "node:module";
import * as pulumi from "./pulumi";
import { ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { KindName } from "../provider/model";
import { likeness, naturalKeyFields, programError } from "../provider/model/program";
import { DEFAULT_CONNECTION, KNOWN_IDS_VARIABLE, realmOf, type Settings } from "../provider/portals/settings";
import { portalNamed } from "../provider/portals/list";
import type { Portal, ProgramFailure } from "../provider/model/portal";
import type { Declared } from "./declared";
import { endOfRun } from "./endOfRun";
import { hasCallbacks } from "./evidence";
import { kindOfType, nameIn } from "../engine/names";
import { isSigned } from "../engine/values";
import { formerUrns, renamed, urnOf } from "./urns";
import { isStateOnly } from "../provider/model/definePortal";

/** The engine's own function: what the stack's state has, without ids. */
const READ_STATE = "pulumi:pulumi:readStackResourceOutputs";

/** A resource of the state, as far as its natural key goes. */
interface Stored {
  readonly urn: string;
  readonly kind: KindName;
  /** Where its object is; undefined where there is none at a portal. */
  readonly place: Place | undefined;
  /** The value of one field, without what marks it as a secret. */
  output(field: string): unknown;
}

/** Where an object is. */
interface Place {
  readonly portal: Portal;
  readonly realm: string;
}

interface Suspicion {
  readonly declared: Declared;
  readonly stored: Stored;
  /** Where the object of the declared one is. */
  readonly place: Place;
}

/**
 * Finds resources that were renamed without an alias. Pulumi knows a resource by its name alone: the new name makes another resource, and
 * the old one is deleted, at the portal too. The provider is asked about one resource at a time and doesn't see the state; a program can
 * ask the engine for it.
 *
 * Where the engine doesn't answer, nothing is said: the provider keeps what another resource of the run has.
 */
export class Renames {
  private state: Promise<ReadonlyMap<string, Stored>> | undefined;
  private readonly suspicions = new Map<pulumi.Resource, Suspicion[]>();
  private readonly late: ProgramFailure[] = [];

  /** Resolves when nothing that was declared fresh is certain to be a rename; never, where something is: the run ends with an error. */
  async examine(fresh: readonly Declared[], all: readonly Declared[], settings: Settings): Promise<void> {
    if (fresh.length === 0 || process.env[KNOWN_IDS_VARIABLE] !== undefined) return;
    const state = await (this.state ??= readState(settings));
    if (state.size === 0) return;
    const covered = new Map<string, Declared>();
    for (const declared of all)
      for (const urn of urnsOf(declared) ?? []) if (state.has(urn)) covered.set(urn, declared);
    const kept = new Set(covered.values());
    const left = new Map<KindName, Stored[]>();
    for (const stored of state.values())
      if (!covered.has(stored.urn) && stored.place !== undefined) push(left, stored.kind, stored);
    if (left.size === 0) return;

    const ids = idsIn(covered, kept, state);
    const failures: ProgramFailure[] = [];
    for (const declared of fresh) {
      if (declared.isBroken || kept.has(declared) || isBeyondSight(declared)) continue;
      const place = placeOf(declared.kind, declared.inputs["connection"], settings);
      for (const stored of (place && left.get(declared.kind)) ?? []) {
        const found = { declared, stored, place: place! };
        const likely = likenessOf(found, ids);
        if (likely === "same") failures.push(failureOf(found));
        if (likely === "unclear") push(this.suspicions, declared.resource, found);
      }
    }
    if (failures.length > 0) await refuse(() => programError(failures));
  }

  /** The same for what hangs on values that weren't known then, such as the id of an account: right before the resource is sent. */
  async examineLate(resource: pulumi.Resource): Promise<void> {
    const suspicions = this.suspicions.get(resource) ?? [];
    const [first] = suspicions;
    if (first === undefined) return;
    const inputs = await knownInputs(first);
    if (inputs === undefined) return;
    const declared = { ...first.declared, inputs };
    const failures = suspicions
      .filter((suspicion) => likenessOf({ ...suspicion, declared }, new Map()) === "same")
      .map(failureOf);
    if (failures.length === 0) return;
    this.late.push(...failures);
    // What becomes known with it is said with it.
    await refuse(() => programError(this.late, [], "none of this was sent to the portal"));
  }
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Throws out of the event loop: the run ends with this one message. */
function refuse(error: () => Error): Promise<never> {
  setImmediate(() => {
    throw endOfRun(error());
  });
  return new Promise(() => undefined);
}

function urnsOf({ resource }: Declared): string[] | undefined {
  const own = urnOf(resource);
  const former = formerUrns(resource);
  return own === undefined ? undefined : [own, ...(former ?? [])];
}

/** What the engine will make of its name, its aliases and its inputs can't be told from the program. */
function isBeyondSight({ resource, isTransformed }: Declared): boolean {
  return isTransformed || hasCallbacks() || formerUrns(resource) === undefined;
}

/** Ids of resources that others refer to, as the state of those others has them. */
function idsIn(
  covered: ReadonlyMap<string, Declared>,
  kept: ReadonlySet<Declared>,
  state: ReadonlyMap<string, Stored>,
): Map<pulumi.Resource, unknown> {
  const ids = new Map<pulumi.Resource, unknown>();
  const known = new Set([...kept].map(({ resource }) => resource));
  for (const [urn, { referents }] of covered)
    for (const [field, resource] of Object.entries(referents)) {
      const id = state.get(urn)?.output(field);
      if (known.has(resource) && typeof id === "string") ids.set(resource, id);
    }
  return ids;
}

function likenessOf(
  { declared, stored, place }: Suspicion,
  ids: ReadonlyMap<pulumi.Resource, unknown>,
): ReturnType<typeof likeness> {
  if (stored.place?.realm !== place.realm) return "different";
  const value = (field: string) => {
    const referent = declared.referents[field];
    return (referent && ids.get(referent)) ?? declared.inputs[field];
  };
  return likeness(place.portal, declared.kind, value, (field) => stored.output(field));
}

/** Undefined where there is no object at a portal. */
function placeOf(
  kind: KindName,
  connection: unknown = DEFAULT_CONNECTION,
  { connections }: Settings,
): Place | undefined {
  const found = typeof connection === "string" ? connections.get(connection) : undefined;
  const portal = found && portalNamed(found.portal);
  if (found === undefined || portal === undefined || isStateOnly(portal, kind)) return undefined;
  return { portal: portal, realm: realmOf(found) };
}

function failureOf({ declared, stored: { urn, kind }, place }: Suspicion): ProgramFailure {
  const own = urnOf(declared.resource) ?? "";
  const old = nameIn(urn);
  const fields = naturalKeyFields(place.portal, kind);
  const alias = renamed(own, old) === urn ? `{ name: ${JSON.stringify(old)} }` : JSON.stringify(urn);
  const way =
    declared.placeOf === undefined
      ? `aliases: [${alias}] to its options`
      : `formerly: ${JSON.stringify(old)} to its entry`;
  return {
    resource: declared,
    property: "",
    reason:
      `has the same ${fields.join(" and ")} as the ${kind} ${old}, which is in the state and no longer in the program: Pulumi would delete ` +
      `that resource. If it was renamed, add ${way}. If it should be deleted and created again, first remove ${old} in a separate pulumi up`,
  };
}

/** The inputs with all of the natural key, as far as it can be known in this run; undefined where it can't. */
async function knownInputs({ declared, place }: Suspicion): Promise<Declared["inputs"] | undefined> {
  const values = await Promise.all(
    naturalKeyFields(place.portal, declared.kind).map(async (field) => {
      const value = declared.args[field];
      const output = pulumi.output(pulumi.CustomResource.isInstance(value) ? value.id : value) as unknown as Settling;
      try {
        return (await output.isKnown) ? { field, value: await output.promise() } : undefined;
      } catch {
        // Said where the resource itself waits for it.
        return undefined;
      }
    }),
  );
  if (values.includes(undefined)) return undefined;
  return { ...declared.inputs, ...Object.fromEntries(values.map((known) => [known!.field, known!.value])) };
}

/** What the SDK hides of an output from its types. */
interface Settling {
  readonly isKnown: Promise<boolean>;
  promise(): Promise<unknown>;
}

/** A value of the engine's protocol; Pulumi's own copy of the library, which makes them, has its types to itself. */
interface WireValue {
  toJavaScript(): unknown;
  getStructValue(): WireStruct | undefined;
}

interface WireStruct {
  getFieldsMap(): {
    get(name: string): WireValue | undefined;
    forEach(each: (value: WireValue, name: string) => void): void;
  };
}

/**
 * What the state has of our kinds, by URN. The engine is asked without the SDK's `invoke`: that would write the whole answer, secrets and
 * all, into the debug log. Nothing but natural keys is taken out of it.
 */
async function readState(settings: Settings): Promise<ReadonlyMap<string, Stored>> {
  const monitor = pulumi.runtime.getMonitor();
  // A program's own tests have no state, and count the calls that their mocks get.
  if (monitor === undefined || "mocks" in monitor) return new Map();
  const { Struct } = createRequire(require.resolve("@pulumi/pulumi"))("google-protobuf/google/protobuf/struct_pb") as {
    Struct: { fromJavaScript(value: object): never };
  };
  const ask = (stackName: string) => {
    const request = new ResourceInvokeRequest();
    request.setTok(READ_STATE);
    request.setArgs(Struct.fromJavaScript({ stackName }));
    return new Promise<WireStruct | undefined>((resolve, reject) =>
      monitor.invoke(request, (error, answer) =>
        error === null ? resolve(answer.getReturn() as unknown as WireStruct | undefined) : reject(error),
      ),
    );
  };
  const stack = pulumi.getStack();
  try {
    // Backends without projects know the bare name alone.
    const whole = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
    return storedIn(await ask(whole).catch(() => ask(stack)), settings);
  } catch {
    return new Map();
  }
}

function storedIn(answer: WireStruct | undefined, settings: Settings): ReadonlyMap<string, Stored> {
  const stored = new Map<string, Stored>();
  member(answer, "outputs")
    ?.getFieldsMap()
    .forEach((value, urn) => {
      const resource = value.getStructValue();
      const type = resource?.getFieldsMap().get("type")?.toJavaScript();
      const kind = typeof type === "string" ? kindOfType(type) : undefined;
      const outputs = member(resource, "outputs");
      if (kind === undefined || outputs === undefined) return;
      const known = new Map<string, unknown>();
      const output = (field: string) => {
        if (!known.has(field)) known.set(field, unsealed(outputs.getFieldsMap().get(field)?.toJavaScript()));
        return known.get(field);
      };
      stored.set(urn, { urn, kind, place: placeOf(kind, output("connection"), settings), output });
    });
  return stored;
}

function member(struct: WireStruct | undefined, name: string): WireStruct | undefined {
  return struct?.getFieldsMap().get(name)?.getStructValue();
}

function unsealed(value: unknown): unknown {
  // The value of a secret stands beside what marks it.
  return isSigned(value) && "value" in value ? value["value"] : (value ?? undefined);
}
