import { UNKNOWN } from "../../provider/model";
import { summaryOf } from "../../engine/digest";
import type { StoredResource } from "../support/miniEngine";
import { urnOf } from "../review/planText";

const UNKNOWN_SIGN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export interface PlanEdits {
  /** By label: what Git says by now; null where it no longer has it. */
  readonly git?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  /** What Git has beside what was applied. */
  readonly added?: readonly Pick<StoredResource, "kind" | "label" | "inputs">[];
  /** Lines of a realm file by label (`User acme/anna`), where the resources come from one. */
  readonly lines?: ReadonlyMap<string, number>;
}

/** What the engine's preview would print for a state of the small engine, with what Git has changed since. */
export function enginePlan(
  resources: ReadonlyMap<string, StoredResource>,
  { git = {}, added = [], lines }: PlanEdits = {},
): string {
  const urnFor = ({ kind, label }: Pick<StoredResource, "kind" | "label">) =>
    urnOf(kind, lines === undefined ? label : label.slice(kind.length + 1));
  const state = (resource: Pick<StoredResource, "kind" | "label">, more: object) => ({
    urn: urnFor(resource),
    type: `pulumi-nodejs:dynamic/reseller:${resource.kind}`,
    custom: true,
    sourcePosition:
      lines === undefined ? "project:///index.ts#3,7" : `project:///realm.yaml#${lines.get(resource.label) ?? 1},1`,
    ...more,
  });
  const steps = [...resources.values()].map((resource) => {
    const { label, id, inputs, state: outputs } = resource;
    const urn = urnFor(resource);
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
    urn: urnFor(resource),
    newState: state(resource, { inputs: resource.inputs }),
  }));
  const all = [...steps, ...made];
  const digest = { config: {}, steps: all, diagnostics: [], changeSummary: summaryOf(all) };
  return JSON.stringify(digest, (_name, value: unknown) => (value === UNKNOWN ? UNKNOWN_SIGN : value));
}
