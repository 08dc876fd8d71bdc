import { UNKNOWN } from "../../provider/kinds";
import type { StoredResource } from "../support/miniEngine";
import { urnOf } from "../review/planText";

const UNKNOWN_SIGN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export interface PlanEdits {
  /** By label: what Git says by now; null where it no longer has it. */
  readonly git?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  /** What Git has beside what was applied. */
  readonly added?: readonly Pick<StoredResource, "kind" | "label" | "inputs">[];
}

/** What the engine's preview would print for a state of the small engine, with what Git has changed since. */
export function enginePlan(
  resources: ReadonlyMap<string, StoredResource>,
  { git = {}, added = [] }: PlanEdits = {},
): string {
  const state = ({ kind, label }: Pick<StoredResource, "kind" | "label">, more: object) => ({
    urn: urnOf(kind, label),
    type: `pulumi-nodejs:dynamic/reseller:${kind}`,
    custom: true,
    sourcePosition: "project:///index.ts#3,7",
    ...more,
  });
  const steps = [...resources.values()].map((resource) => {
    const { kind, label, id, inputs, state: outputs } = resource;
    const urn = urnOf(kind, label);
    const oldState = state(resource, { id, inputs, outputs });
    const now = Object.hasOwn(git, label) ? git[label] : undefined;
    if (now === null) return { op: "delete", urn, oldState };
    return {
      op: now === undefined ? "same" : "update",
      urn,
      oldState,
      newState: state(resource, { id, inputs: now ?? inputs }),
    };
  });
  const made = added.map((resource) => ({
    op: "create",
    urn: urnOf(resource.kind, resource.label),
    newState: state(resource, { inputs: resource.inputs }),
  }));
  const digest = { config: {}, steps: [...steps, ...made], diagnostics: [], changeSummary: {} };
  return JSON.stringify(digest, (_name, value: unknown) => (value === UNKNOWN ? UNKNOWN_SIGN : value));
}
