import { KIND_NAMES, type KindName, kinds } from "../provider/model";
import { holdsUnknown } from "../provider/model/unknown";
import { differingFields, normalise } from "../provider/model/values";
import { counted, joined } from "../text/words";
import { type EngineDigest, type EngineState, type EngineStep, summaryOf } from "./digest";
import { kindNameIn, typeIn } from "./names";
import { compare, OPERATION_OF_STEP, type Plan, readPlan, valuesIn } from "./plannedResource";
import { holdsMask } from "./values";

/** Steps that make one replacement, in whatever order they come. */
const OF_REPLACEMENT = [
  "replace",
  "create-replacement",
  "delete-replaced",
  "read-replacement",
  "import-replacement",
  "discard-replaced",
  "remove-pending-replace",
];
const WITHOUT_OLD_STATE = ["create", "import", "read", "import-replacement", "read-replacement"];
const WITHOUT_NEW_STATE = ["delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"];

/** A plan that the engine printed, with what shows that it isn't whole among its gaps. */
export function readPrintedPlan(digest: EngineDigest): Plan {
  const plan = readPlan(digest);
  return { ...plan, gaps: [...soundnessGaps(digest), ...plan.gaps] };
}

/**
 * What shows that a plan is not what the engine printed, or not all of it: counts that don't fit the steps, steps that contradict
 * themselves, resources that are missing. Nothing can be told from such a plan. That a plan was cut down to targets can't be seen in it.
 */
export function soundnessGaps({ steps, changeSummary }: EngineDigest): string[] {
  return [
    ...summaryGaps(steps, changeSummary),
    ...steps.flatMap(stateGaps),
    ...repeatedGaps(steps),
    ...strayGaps(steps),
    ...steps.flatMap(contentGaps),
  ].sort(compare);
}

function summaryGaps(steps: readonly EngineStep[], summary: EngineDigest["changeSummary"]): string[] {
  if (summary === undefined || summary === null)
    return ["The plan has no count of its changes, so it can't be seen whether all of them are in it."];
  const there = summaryOf(steps);
  return Object.keys({ ...summary, ...there })
    .sort()
    .flatMap((op) => {
      const [is, said] = [there[op] ?? 0, summary[op] ?? 0];
      // What is read anew and was the same before, such as a stack reference, the engine doesn't count.
      if (is === said || (op === "read" && is > said)) return [];
      if (op === "same" && is < said)
        return [
          `The plan leaves out ${said - is} of ${said} resources that don't change, so nobody's rights can be told: make it with --show-sames.`,
        ];
      return [`The plan says that it has ${counted(said, "step", "steps")} ${JSON.stringify(op)}, and has ${is}.`];
    });
}

function stateGaps({ op, urn, oldState, newState }: EngineStep): string[] {
  const of = `the step ${JSON.stringify(op)} of ${urn}`;
  const missing = [
    ...(oldState === undefined && !WITHOUT_OLD_STATE.includes(op) ? ["before"] : []),
    ...(newState === undefined && !WITHOUT_NEW_STATE.includes(op) ? ["after"] : []),
  ];
  const strangers = [oldState, newState].filter(
    (state) => state !== undefined && (state.urn !== urn || state.type !== typeIn(urn)) && !isRenamed(state, newState),
  );
  return [
    ...(Object.hasOwn(OPERATION_OF_STEP, op)
      ? []
      : [`The plan has the step ${JSON.stringify(op)}, which this version doesn't know.`]),
    ...(missing.length === 0 ? [] : [`The plan doesn't say what is ${joined(missing)} ${of}.`]),
    ...(strangers.length === 0 ? [] : [`The plan has the state of another resource in ${of}.`]),
  ];
}

/** The state before the change has another name where the resource was renamed with an alias. */
function isRenamed(state: EngineState, newState: EngineState | undefined): boolean {
  return newState !== undefined && state !== newState && (newState.aliases ?? []).length > 0;
}

function repeatedGaps(steps: readonly EngineStep[]): string[] {
  const byUrn = new Map<string, string[]>();
  for (const { op, urn } of steps) byUrn.set(urn, [...(byUrn.get(urn) ?? []), op]);
  return [...byUrn].flatMap(([urn, ops]) => {
    const others = ops.filter((op) => !OF_REPLACEMENT.includes(op) && op !== "refresh");
    return new Set(ops).size === ops.length && others.length <= 1
      ? []
      : [`The plan has ${urn} more than once: ${joined(ops)}.`];
  });
}

/** What resources after the change hang on is in the plan, too. */
function strayGaps(steps: readonly EngineStep[]): string[] {
  const there = new Set(steps.filter(({ newState }) => newState !== undefined).map(({ urn }) => urn));
  const missing = new Set(
    steps.flatMap(({ newState }) =>
      Object.values(newState?.propertyDependencies ?? {}).flatMap((urns) =>
        (urns ?? []).filter((urn) => !there.has(urn) && kindNameIn(typeIn(urn)) !== undefined),
      ),
    ),
  );
  return [...missing].sort().map((urn) => `The plan doesn't have ${urn}, which other resources hang on.`);
}

/** An unchanged resource has the same values on both sides, and one that changes hasn't. */
function contentGaps({ op, urn, oldState, newState }: EngineStep): string[] {
  const kind = kindOf(newState);
  if (kind === undefined || oldState === undefined || newState === undefined) return [];
  const after = valuesIn(kind, newState.inputs);
  const differing = [oldState.inputs, oldState.outputs].map((before) =>
    differencesOf(kind, valuesIn(kind, before), after),
  );
  if (op === "same" && differing.every(({ length }) => length > 0))
    return [`The plan says that ${urn} stays the same, and has another ${joined(differing[0]!)} after the change.`];
  const isMended = (oldState.initErrors ?? []).length > 0;
  const mayDifferUnseen = isMended || Object.values(after).some((value) => holdsUnknown(value) || holdsMask(value));
  if (op === "update" && !mayDifferUnseen && differing.every(({ length }) => length === 0))
    return [`The plan says that ${urn} changes, and has the same values before and after.`];
  return [];
}

function differencesOf(
  kind: KindName,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  const of = kinds[kind];
  return differingFields(of, normalise(of, before), normalise(of, after)).filter(
    // What isn't known, or not shown, is never the same as anything.
    (name) => !holdsUnknown(before[name]) && !holdsUnknown(after[name]),
  );
}

function kindOf(state: EngineState | undefined): KindName | undefined {
  const name = kindNameIn(state?.type ?? "");
  return (KIND_NAMES as readonly (string | undefined)[]).includes(name) ? (name as KindName) : undefined;
}
