import {
  ADOPTS_INPUT,
  apart,
  type DeclaredInputs,
  KIND_NAMES,
  type KindName,
  kinds,
  REFERENCES_INPUT,
} from "../provider/model";
import { presentPath, underPresentNames } from "../provider/model/formerFields";
import { normalise } from "../provider/model/values";
import { DEFAULT_CONNECTION } from "../provider/model/portal";
import type { EngineDigest, EngineState, EngineStep } from "./digest";
import { type EngineMessage, readMessages } from "./messages";
import { connectionThrough, kindNameIn, nameIn, providerNameIn, providerOf, REALM_TYPE, typeIn } from "./names";
import { UNKNOWN_SIGN, withUnknowns } from "./values";
import { isOneOf } from "../provider/model/shapes";

/** The stack itself, and this package's component of realm files, which is nothing at a portal. */
const OF_NO_PROVIDER = ["pulumi:pulumi:Stack", REALM_TYPE];
const PROVIDER_TYPE = /^pulumi:providers:/;

/** What the engine would do with a resource. */
export const OPERATIONS = ["create", "update", "replace", "delete", "same"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Where a program declares a resource. */
export interface Source {
  /** Path of the file, relative to the program's folder, with slashes. */
  readonly file: string;
  /** From 1, like the column. */
  readonly line: number;
  readonly column?: number;
}

export interface ResourceState {
  readonly id: string | undefined;
  readonly values: DeclaredInputs;
  readonly outputs: DeclaredInputs;
  /** By property: URNs of the resources that its value comes from. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  /** By path (`profiles[0]`): of which resource of the program the value is the id, as the program's side has left it. */
  readonly references: Readonly<Record<string, string>>;
  /** Whether a setting of the program's environment says that an object that exists is taken over. */
  readonly adopts: boolean;
  readonly protect: boolean;
}

/** One resource of this provider, as a plan has it. */
export interface PlannedResource {
  /** Its kind and its name in the program; what findings and acceptances name. */
  readonly key: string;
  readonly label: string;
  readonly kind: KindName;
  readonly urn: string;
  /** In the plan of several stacks: the one that has it. */
  readonly stack?: string;
  /** Its connection; that of a provider resource has the name of that one. */
  readonly connection: string | undefined;
  readonly operation: Operation;
  /** It leaves the program, and stays at the portal as it is: it is there after the change. */
  readonly isLetGo: boolean;
  /** It is replaced, and the object that it was stays at the portal as it is. */
  readonly leavesOld?: true;
  /** Properties that make it a replacement. */
  readonly because: readonly string[];
  readonly before?: ResourceState;
  readonly after?: ResourceState;
  readonly source?: Source;
  /**
   * What the portal says of it, where it was asked: a create that takes over what is there, a create for which there is nothing yet; and
   * objects that no resource of the plan stands for, among them the portal's own.
   */
  readonly live?: "adopted" | "new" | "not declared" | "built in";
}

export interface Plan {
  readonly project: string;
  readonly stack: string;
  /** The stacks, where it is the plan of several. */
  readonly stacks?: readonly StackOfPlan[];
  readonly config: Readonly<Record<string, unknown>>;
  /** Settings of the provider resources, by name. Credentials are masked. */
  readonly providers?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly resources: readonly PlannedResource[];
  /** How many resources of other providers there are, and how many of them change. */
  readonly others: number;
  readonly messages: readonly EngineMessage[];
  /** What is missing of the plan itself. */
  readonly gaps: readonly string[];
}

/** One of several stacks whose plans are read as one. */
export interface StackOfPlan {
  readonly name: string;
  /** What it was read from: its preview, its state since nobody runs it, or nothing since that failed. */
  readonly read: "preview" | "state" | "nothing";
}

/** By what the engine calls a step. */
export const OPERATION_OF_STEP: Readonly<Record<string, Operation>> = {
  same: "same",
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  // The object is at the portal already, and becomes part of the state.
  import: "update",
  "import-replacement": "replace",
  refresh: "same",
  read: "same",
  "read-replacement": "replace",
  "remove-pending-replace": "delete",
  "discard-replaced": "replace",
  // What was only read, such as a stack reference, is read no longer.
  discard: "delete",
};

/** The plan's resources of this provider, in an order that doesn't hang on the engine's. */
export function readPlan(digest: EngineDigest): Plan {
  const gaps: string[] = [];
  const steps = mergedSteps(digest.steps);
  const [project, stack] = placeOf(digest.steps);
  const ours = steps.filter(({ type }) => kindNameIn(type) !== undefined);
  const others = steps.filter(
    ({ type }) => kindNameIn(type) === undefined && !OF_NO_PROVIDER.includes(type) && !PROVIDER_TYPE.test(type),
  );
  const keys = keysOf(ours);
  const resources = ours.flatMap((step): PlannedResource[] => {
    const kind = kindNameIn(step.type) ?? "";
    if (!isOneOf(KIND_NAMES, kind)) {
      gaps.push(`The plan has a ${kind}, which this version doesn't know: use the version that the program uses.`);
      return [];
    }
    return [resourceOf(step, kind, keys.get(step.urn)!)];
  });
  return {
    project,
    stack,
    config: digest.config ?? {},
    providers: providersIn(steps, gaps),
    resources: resources.sort((one, other) => compare(one.key, other.key) || compare(one.urn, other.urn)),
    others: others.length,
    messages: readMessages(digest.diagnostics ?? []),
    gaps,
  };
}

function providersIn(steps: readonly Step[], gaps: string[]): Plan["providers"] {
  const providers = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { urn, before, after } of steps) {
    const name = providerNameIn(urn);
    if (name === undefined) continue;
    if (providers.has(name))
      gaps.push(`Two provider resources are called ${name}, so it can't be told which portal is meant: rename one.`);
    providers.set(name, (after ?? before)?.inputs ?? {});
  }
  return Object.fromEntries(providers);
}

/** By code units, so that no locale changes an order. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

interface Step {
  readonly urn: string;
  readonly type: string;
  readonly operation: Operation;
  readonly because: readonly string[];
  readonly before?: EngineState;
  readonly after?: EngineState;
}

/** One step for each resource: a replacement may come as several, and what a refresh has read comes before what is made of it. */
function mergedSteps(steps: readonly EngineStep[]): Step[] {
  const byUrn = new Map<string, EngineStep[]>();
  for (const step of steps) byUrn.set(step.urn, [...(byUrn.get(step.urn) ?? []), step]);
  return [...byUrn].map(([urn, all]): Step => {
    const changing = all.filter(({ op }) => op !== "refresh");
    const own = changing.length === 0 ? all : changing;
    const operation = Object.hasOwn(OPERATION_OF_STEP, own[0]!.op) ? OPERATION_OF_STEP[own[0]!.op] : undefined;
    return {
      urn,
      type: own.map(({ newState, oldState }) => (newState ?? oldState)?.type).find(Boolean) ?? typeIn(urn),
      operation: own.length > 1 ? "replace" : (operation ?? "update"),
      because: [...new Set(own.flatMap(({ replaceReasons }) => replaceReasons ?? []))].sort(),
      before: own.map(({ oldState }) => oldState).findLast((state) => state !== undefined),
      after: own.map(({ newState }) => newState).findLast((state) => state !== undefined),
    };
  });
}

function resourceOf(step: Step, kind: KindName, key: string): PlannedResource {
  const { urn, operation, because } = step;
  const isLetGo = operation === "delete" && step.before !== undefined && stays(kind, step.before);
  const after = isLetGo ? step.before : operation === "delete" ? undefined : step.after;
  const before = operation === "create" ? undefined : step.before;
  const keptId = operation === "same" || operation === "update" ? before?.id : undefined;
  // What doesn't change is printed without its outputs after the change: they are those before it.
  const outputs = after?.outputs ?? (operation === "same" ? before?.outputs : undefined);
  const afterState = after && stateOf(kind, { ...after, outputs }, after.id ?? keptId);
  // What doesn't change may be written in other words (a group by its name, or by its id): the declaration's are taken for both.
  const beforeState =
    before === undefined
      ? undefined
      : operation === "same" && afterState !== undefined
        ? {
            ...stateOf(kind, before, before.id),
            values: afterState.values,
            dependencies: afterState.dependencies,
            references: afterState.references,
          }
        : stateOf(kind, before, before.id);
  const declared = (afterState ?? beforeState)?.values["connection"];
  const connection = typeof declared === "string" && declared !== DEFAULT_CONNECTION ? declared : undefined;
  const position = (step.after ?? step.before)?.sourcePosition;
  return {
    key,
    label: labelOf(urn),
    kind,
    urn,
    connection: connectionThrough(providerOf((step.after ?? step.before)?.provider), connection),
    operation,
    isLetGo,
    ...(operation === "replace" && step.before?.retainOnDelete === true ? { leavesOld: true as const } : {}),
    because: because.map((property) => presentPath(kinds[kind], property)),
    ...(beforeState === undefined ? {} : { before: beforeState }),
    ...(afterState === undefined ? {} : { after: afterState }),
    ...(position === undefined ? {} : { source: sourceOf(position) }),
  };
}

/** Whether an object stays at the portal when its resource is deleted: by the resource option retainOnDelete, or by its own `onDelete`. */
function stays(kind: KindName, { retainOnDelete, inputs }: EngineState): boolean {
  const onDelete = inputs?.["onDelete"];
  switch (kind) {
    case "Account":
      return retainOnDelete === true || onDelete === undefined || onDelete === "retain";
    case "ServiceActivation":
      return retainOnDelete === true || onDelete !== "remove";
    case "Quota":
      return retainOnDelete === true || onDelete !== "reset";
    default:
      return retainOnDelete === true;
  }
}

function stateOf(kind: KindName, state: EngineState, id: string | undefined): ResourceState {
  const { internal } = apart(state.inputs ?? {});
  return {
    id: id === UNKNOWN_SIGN || id === "" ? undefined : id,
    // Sets in one order, so that what is said of a change doesn't hang on how it is declared.
    values: normalise(kinds[kind], valuesIn(kind, state.inputs)),
    outputs: valuesIn(kind, state.outputs),
    dependencies: byPresentNames(
      kind,
      Object.entries(state.propertyDependencies ?? {}).map(([name, urns]) => [name, urns ?? []]),
    ),
    references: byPresentNames(kind, Object.entries(namesIn(internal[REFERENCES_INPUT]))),
    adopts: internal[ADOPTS_INPUT] === true,
    protect: state.protect ?? false,
  };
}

function byPresentNames<Value>(kind: KindName, entries: [string, Value][]): Record<string, Value> {
  return Object.fromEntries(entries.map(([path, value]) => [presentPath(kinds[kind], path), value]));
}

function namesIn(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** The declared inputs, or the outputs, of a state under the names that fields have today, with what isn't known marked. */
export function valuesIn(kind: KindName, values: Readonly<Record<string, unknown>> = {}): DeclaredInputs {
  return underPresentNames(kinds[kind], withUnknowns(apart(values).declared) as Record<string, unknown>);
}

/** Kind and name, and where two resources have the same, the types of their parents too. */
function keysOf(steps: readonly Step[]): Map<string, string> {
  const short = (step: Step) => `${kindNameIn(step.type) ?? ""}/${labelOf(step.urn)}`;
  const counts = new Map<string, number>();
  for (const step of steps) counts.set(short(step), (counts.get(short(step)) ?? 0) + 1);
  return new Map(
    steps.map((step) => [
      step.urn,
      counts.get(short(step)) === 1 ? short(step) : `${short(step)} (${step.urn.split("::")[2] ?? step.urn})`,
    ]),
  );
}

function labelOf(urn: string): string {
  return nameIn(urn) || urn;
}

/** `urn:pulumi:STACK::PROJECT::TYPE::NAME` */
function placeOf(steps: readonly EngineStep[]): [project: string, stack: string] {
  const [head = "", project = ""] = steps[0]?.urn.split("::") ?? [];
  return [project, head.replace(/^urn:pulumi:/, "")];
}

/** `project:///index.js#5,15` */
function sourceOf(position: string): Source | undefined {
  const [, file = "", line = "", column = ""] = /^project:\/\/\/?(.*)#(\d+)(?:,(\d+))?$/.exec(position) ?? [];
  if (file === "" || Number(line) < 1) return undefined;
  const path = decoded(file);
  return { file: path, line: Number(line), ...(Number(column) > 0 ? { column: Number(column) } : {}) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
