import { type KindName, UNKNOWN } from "../../provider/model";
import { DEFAULT_CONNECTION, type Lifecycle, type State, type TakenIn } from "../../provider/lifecycle";
import { nameIn } from "../../engine/names";
import { type Planned, readableInputs, secretFields } from "./plan";

/** What was found out about one resource of the program that is not in the stack. */
export type LookedUp =
  | { readonly is: "there"; readonly id: string }
  | { readonly is: "absent"; readonly because?: string }
  /** It, or what may be it, exists, and is not taken in. */
  | { readonly is: "left"; readonly because: string };

/** A resource that goes into the state. */
export interface FoundObject extends TakenIn {
  readonly planned: Own;
  readonly id: string;
  /** Fields that are secret in the program: they were not compared. */
  readonly sealed: readonly string[];
}

const STACK_TYPE = "pulumi:pulumi:Stack";

export type Own = Planned & { readonly kind: KindName };

/** Resources of this package that the stack lacks. */
export function missingOf(plan: readonly Planned[]): Own[] {
  return plan.filter((planned): planned is Own => planned.kind !== undefined && planned.op === "create");
}

/** Looks every resource up whose natural key is known by now; the others are left out. */
export async function lookUp(lifecycle: Lifecycle, resources: readonly Own[]): Promise<Map<string, LookedUp>> {
  const answers = await Promise.all(
    resources.map(async (planned) => [planned.urn, await lookedUp(lifecycle, planned)] as const),
  );
  return new Map(answers.flatMap(([urn, answer]) => (answer === undefined ? [] : [[urn, answer] as const])));
}

async function lookedUp(lifecycle: Lifecycle, planned: Own): Promise<LookedUp | undefined> {
  const secrets = secretFields(planned);
  const unreadable = Object.fromEntries(secrets.map((name) => [name, UNKNOWN]));
  const answer = await attempt(lifecycle, () =>
    lifecycle.identify(planned.kind, { ...declaredOf(planned), ...unreadable }),
  );
  if (answer.is === "unfit") return { is: "left", because: answer.because };
  if (answer.is !== "unknown") return answer;
  const unread = answer.fields.filter((name) => secrets.includes(name));
  if (unread.length === 0) return undefined;
  return {
    is: "left",
    because: `${unread.join(" and ")} is a secret in the program, so it can't be looked up; pulumi up with adopt: true takes it over`,
  };
}

/** What stays unknown when all that can be found has been: it hangs on what isn't there, or on what only an `up` brings. */
export function unreachable(planned: Own, answers: ReadonlyMap<string, LookedUp>): LookedUp {
  const sources = Object.values(planned.state.propertyDependencies ?? {}).flat();
  const isOpen = (urn: string) => answers.get(urn)?.is !== "there";
  const outside = sources.filter((urn) => isOpen(urn) && answers.get(urn)?.is !== "absent");
  const [first] = outside.length > 0 ? outside : sources.filter(isOpen);
  if (outside.length === 0 && first !== undefined)
    return { is: "absent", because: `depends on ${nameIn(first)}, which doesn't exist` };
  return {
    is: "left",
    because: `its natural key is not known before ${first === undefined ? "the program runs" : nameIn(first)}; pulumi up with adopt: true takes it over`,
  };
}

/** Reads what was found, as the state will have it. What can't be read is left, and said in `answers`. */
export async function read(
  lifecycle: Lifecycle,
  missing: readonly Own[],
  answers: Map<string, LookedUp>,
): Promise<FoundObject[]> {
  const found = await Promise.all(
    missing.map(async (planned): Promise<FoundObject | undefined> => {
      const answer = answers.get(planned.urn);
      if (answer?.is !== "there") return undefined;
      const taken = await attempt(lifecycle, async () => {
        const taking = await lifecycle.takeIn(planned.kind, answer.id, declaredOf(planned));
        return taking ?? ({ is: "unfit", because: "no longer exists" } as const);
      });
      if (!("is" in taken))
        return {
          ...taken,
          inputs: asDeclared(planned, taken.inputs),
          state: asDeclared(planned, taken.state),
          planned,
          id: answer.id,
          sealed: secretFields(planned),
        };
      answers.set(planned.urn, { is: "left", because: taken.because });
      return undefined;
    }),
  );
  return found.filter((entry) => entry !== undefined);
}

/** What is declared, as far as it can be read, with the connection that it has through its provider resource. */
function declaredOf(planned: Own): Record<string, unknown> {
  const { connection } = planned;
  return { ...readableInputs(planned), ...(connection === undefined ? {} : { connection }) };
}

function asDeclared({ inputs }: Own, { connection: _, ...values }: State): State {
  return inputs["connection"] === undefined ? values : { ...values, connection: inputs["connection"] };
}

async function attempt<Answer>(
  lifecycle: Lifecycle,
  work: () => Promise<Answer>,
): Promise<Answer | { readonly is: "unfit"; readonly because: string }> {
  try {
    return await work();
  } catch (error) {
    return { is: "unfit", because: lifecycle.redact(error instanceof Error ? error.message : String(error)) };
  }
}

/** An object that several resources are about, or one that a resource of the stack is about already, is left. */
export function leaveWhatClashes(
  answers: Map<string, LookedUp>,
  missing: readonly Own[],
  plan: readonly Planned[],
): void {
  const owners = new Map<string, string[]>();
  for (const planned of plan) {
    const { state, kind, urn, op } = planned;
    if (kind === undefined || op === "create" || state.id === undefined) continue;
    owners.set(objectKey(planned, kind, state.id), [urn]);
  }
  for (const planned of missing) {
    const answer = answers.get(planned.urn);
    if (answer?.is !== "there") continue;
    const key = objectKey(planned, planned.kind, answer.id);
    owners.set(key, [...(owners.get(key) ?? []), planned.urn]);
  }
  for (const planned of missing) {
    const answer = answers.get(planned.urn);
    if (answer?.is !== "there") continue;
    const others = (owners.get(objectKey(planned, planned.kind, answer.id)) ?? []).filter((urn) => urn !== planned.urn);
    if (others.length > 0)
      answers.set(planned.urn, {
        is: "left",
        because: `its object (id ${answer.id}) belongs to ${others.join(" and ")} as well: declare it once, or, if that is its previous name, use the resource option aliases`,
      });
  }
}

/** A resource can't be in the state without its parent. */
export function leaveOrphans(answers: Map<string, LookedUp>, missing: readonly Own[], plan: readonly Planned[]): void {
  for (const { urn, state } of missing) {
    if (answers.get(urn)?.is !== "there" || state.parent === undefined || willBeThere(state.parent, answers, plan))
      continue;
    answers.set(urn, {
      is: "left",
      because: `its parent ${nameIn(state.parent)} is not in the stack and can't be adopted; pulumi up creates the parent first, and takes this object over with adopt: true`,
    });
  }
}

/** Components of the program itself, which are nothing but their place in the state. */
export function missingComponents(plan: readonly Planned[], answers: ReadonlyMap<string, LookedUp>): Planned[] {
  return plan.filter(
    (planned) => planned.op === "create" && isLocalComponent(planned) && willBeThere(planned.urn, answers, plan),
  );
}

function willBeThere(urn: string, answers: ReadonlyMap<string, LookedUp>, plan: readonly Planned[]): boolean {
  const planned = plan.find((other) => other.urn === urn);
  if (planned === undefined || planned.op !== "create" || planned.state.type === STACK_TYPE) return true;
  const itself = planned.kind === undefined ? isLocalComponent(planned) : answers.get(urn)?.is === "there";
  const { parent } = planned.state;
  return itself && (parent === undefined || willBeThere(parent, answers, plan));
}

function isLocalComponent({ state }: Planned): boolean {
  return !state.custom && (state.provider ?? "") === "" && state.type !== STACK_TYPE;
}

function objectKey({ connection }: Planned, kind: KindName, id: string): string {
  return JSON.stringify([connection ?? DEFAULT_CONNECTION, kind, id]);
}
