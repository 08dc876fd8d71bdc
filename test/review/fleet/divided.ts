import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { summaryOf } from "../../../engine/digest";
import { kindNameIn, kindOfType, nameIn, typeIn } from "../../../engine/names";
import { MASK, SECRET_SIGNATURE, SIGNATURE_KEY } from "../../../engine/values";
import { apart, referenceName, REFERENCES_INPUT } from "../../../provider/model";
import { FleetPlans, type PlannedCrossing, type Report, type ReviewOptions } from "../../../review";

type Values = Readonly<Record<string, unknown>>;

interface State {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Values;
  readonly outputs?: Values;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
}

interface Step {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: State;
  readonly newState?: State;
}

interface Diagnostic {
  readonly urn?: string;
  readonly severity: string;
  readonly message: string;
}

export interface PrintedPlan {
  readonly config?: Values;
  readonly steps: readonly Step[];
  readonly diagnostics?: readonly Diagnostic[] | null;
}

/** The plan of one stack as the plans and states of several, as a fleet would have them. */
export interface Divided {
  readonly previews: ReadonlyMap<string, string>;
  readonly states: ReadonlyMap<string, string>;
  readonly crossings: ReadonlyMap<string, readonly PlannedCrossing[]>;
  /** How many of the crossings are not known before the apply. */
  readonly pending: number;
}

/** Chooses one of so many for a name; the same one for the same name. */
export type Choice = (name: string, among: number) => number;

export function choiceOf(seed: number): Choice {
  return (name, among) => createHash("sha256").update(`${seed} ${name}`).digest().readUInt32BE(0) % among;
}

function statesOf({ oldState, newState }: Step): State[] {
  return [oldState, newState].filter((state) => state !== undefined);
}

function isOurs({ urn }: Step): boolean {
  return kindNameIn(typeIn(urn)) !== undefined;
}

/** Everything that each stack has of its own: itself, its providers, and the component of its realm files. */
function isOfEveryStack({ urn }: Step): boolean {
  return /^pulumi:(pulumi:Stack|providers:)/.test(typeIn(urn)) || typeIn(urn) === "reseller:index:Realm";
}

function referencesIn({ inputs = {} }: State): Readonly<Record<string, string>> {
  const { internal } = apart(inputs);
  return (internal[REFERENCES_INPUT] ?? {}) as Readonly<Record<string, string>>;
}

const fieldOf = (path: string) => path.split(/[.[]/)[0] ?? "";

function nameOf(urn: string): string {
  return referenceName(kindNameIn(typeIn(urn)) ?? "", nameIn(urn));
}

/** Resources that can't be in two stacks: realm files have no other reference than the id of a resource that has a name of its own. */
class Together {
  private readonly parents = new Map<string, string>();

  constructor(steps: readonly Step[]) {
    const byName = new Map<string, string>();
    for (const step of steps.filter(isOurs)) {
      const known = byName.get(nameOf(step.urn));
      if (known === undefined) byName.set(nameOf(step.urn), step.urn);
      else this.join(known, step.urn);
      for (const state of statesOf(step)) {
        this.join(step.urn, state.urn);
        const references = Object.entries(referencesIn(state));
        for (const [field, urns] of Object.entries(state.propertyDependencies ?? {}))
          for (const urn of urns ?? [])
            if (!references.some(([path, name]) => fieldOf(path) === field && name === nameOf(urn)))
              this.join(step.urn, urn);
      }
    }
  }

  of(urn: string): string {
    const parent = this.parents.get(urn);
    return parent === undefined ? urn : this.of(parent);
  }

  private join(one: string, other: string): void {
    const [first, second] = [this.of(one), this.of(other)];
    if (first !== second) this.parents.set(second, first);
  }
}

const stackName = (number: number) => `part-${number}`;

/** @param stacks how many there are at most. */
export function divided(plan: PrintedPlan, stacks: number, choose: Choice): Divided {
  const together = new Together(plan.steps);
  const stackOf = (urn: string) => stackName(choose(together.of(urn), stacks));
  const [original = ""] = plan.steps[0]?.urn.split("::") ?? [];
  const names = [
    ...new Set([stackName(0), ...plan.steps.filter((step) => !isOfEveryStack(step)).map(({ urn }) => stackOf(urn))]),
  ];
  const previews = new Map<string, string>();
  const states = new Map<string, string>();
  const crossings = new Map<string, PlannedCrossing[]>();
  for (const name of names.sort()) {
    const isIn = (urn: string) => stackOf(urn) === name;
    const own = plan.steps.filter((step) => isOfEveryStack(step) || isIn(step.urn));
    crossings.set(
      name,
      own.flatMap((step) => crossingsOf(step, stackOf)),
    );
    const steps = renamed(
      own.map((step) => withoutOthers(step, isIn)),
      original,
      name,
    );
    const diagnostics = (plan.diagnostics ?? []).filter(({ urn, message }) => {
      const of = urn === undefined || isOfEveryStack({ op: "", urn }) ? undefined : stackOf(urn);
      return (of !== undefined && names.includes(of) ? of : names[choose(message, names.length)]) === name;
    });
    const mayBeState = name !== names[0] && diagnostics.length === 0 && steps.every(staysAsItIs);
    if (mayBeState && choose(`state ${name}`, 2) === 0) states.set(name, exported(steps));
    else previews.set(name, JSON.stringify({ ...plan, steps, diagnostics, changeSummary: summaryOf(steps) }));
  }
  const unknown = plan.steps.flatMap((step) =>
    crossingsOf(step, stackOf).filter(({ path }) => isUnknownAt(step.newState?.inputs, path.join("."))),
  );
  return { previews, states, crossings, pending: unknown.length };
}

function crossingsOf({ urn, newState }: Step, stackOf: (urn: string) => string): PlannedCrossing[] {
  const kind = kindOfType(typeIn(urn));
  if (newState === undefined || kind === undefined) return [];
  return Object.entries(referencesIn(newState)).flatMap(([path, name]) =>
    (newState.propertyDependencies?.[fieldOf(path)] ?? [])
      .filter((other) => nameOf(other) === name && stackOf(other) !== stackOf(urn))
      .map((other) => ({
        from: { kind, name: nameIn(urn) },
        path: path
          .split(/[.[\]]+/)
          .filter(Boolean)
          .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
        to: { kind: kindOfType(typeIn(other))!, name: nameIn(other) },
        stack: stackOf(other),
      })),
  );
}

/**
 * A step as a stack has it that doesn't know the others: it depends on nothing of theirs. Evidence is left where a value isn't known yet,
 * as the program of a stack leaves it for a reference that is new in this run.
 */
function withoutOthers(step: Step, isIn: (urn: string) => boolean): Step {
  const alone = (state: State, isNew: boolean): State => {
    const dependencies = Object.entries(state.propertyDependencies ?? {});
    const others = new Set(dependencies.flatMap(([, urns]) => (urns ?? []).filter((urn) => !isIn(urn))).map(nameOf));
    const kept = Object.entries(referencesIn(state)).filter(
      ([path, name]) => !others.has(name) || (isNew && isUnknownAt(state.inputs, path)),
    );
    const inputs = state.inputs ?? {};
    return {
      ...state,
      ...(REFERENCES_INPUT in inputs ? { inputs: { ...inputs, [REFERENCES_INPUT]: Object.fromEntries(kept) } } : {}),
      propertyDependencies: Object.fromEntries(
        dependencies.map(([field, urns]) => [field, (urns ?? []).filter((urn) => isIn(urn))]),
      ),
    };
  };
  return {
    ...step,
    ...(step.oldState === undefined ? {} : { oldState: alone(step.oldState, false) }),
    ...(step.newState === undefined ? {} : { newState: alone(step.newState, true) }),
  };
}

const UNKNOWN_SIGN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function isUnknownAt(inputs: unknown, path: string): boolean {
  const parts = path.split(/[.[\]]+/).filter(Boolean);
  return parts.reduce<unknown>((value, part) => (value as Values | undefined)?.[part], inputs) === UNKNOWN_SIGN;
}

function renamed(steps: readonly Step[], original: string, name: string): Step[] {
  return JSON.parse(JSON.stringify(steps).replaceAll(`${original}::`, `urn:pulumi:${name}::`)) as Step[];
}

function staysAsItIs({ op, oldState, newState }: Step): boolean {
  const declared = (state: State | undefined) => apart(state?.inputs ?? {}).declared;
  return op === "same" && isDeepStrictEqual(declared(oldState), declared(newState));
}

/** The state that a plan of nothing was made from, as `pulumi stack export` prints it. */
function exported(steps: readonly Step[]): string {
  const encrypted = { [SIGNATURE_KEY]: SECRET_SIGNATURE, ciphertext: "v1:abc" };
  const resources = steps.map(({ oldState }) => oldState);
  return JSON.stringify({ version: 3, deployment: { resources } }, (_, value: unknown) =>
    value === MASK ? encrypted : value,
  );
}

export function fleetOf({ previews, states, crossings }: Divided): FleetPlans {
  const fleet = new FleetPlans((stack) => crossings.get(stack) ?? []);
  for (const [name, text] of states) fleet.addState(name, text);
  for (const [name, text] of previews) fleet.addPreview(name, text);
  return fleet;
}

export function reviewedAsFleet(division: Divided, options: ReviewOptions): Report {
  return fleetOf(division).report(options);
}

/** A report without what says in which stack something is. */
export function withoutStacks(report: Report): unknown {
  const { stack: _stack, stacks: _stacks, planHash: _planHash, ...rest } = report;
  const { gaps } = report.completeness;
  return {
    ...rest,
    completeness: {
      ...rest.completeness,
      gaps: gaps
        .map((gap) =>
          gap.replace(/^Stack \S+: /, "").replace(/ of the stacks? part-\d+( and part-\d+|, part-\d+)*/, ""),
        )
        .sort(),
    },
    findings: report.findings.map(({ stack: _, ...finding }) => finding),
    changes: report.changes.map(({ stack: _, urn: _urn, ...change }) => change),
  };
}
