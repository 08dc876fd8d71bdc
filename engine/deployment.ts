import { z } from "zod";
import { heldAgainst } from "../provider/model";
import { type EngineState, PlanError, StateOfResource } from "./digest";
import { kindNameIn, typeIn } from "./names";
import { readPlan, type Plan } from "./plannedResource";
import { isSigned, MASK, SECRET_SIGNATURE, SIGNATURE_KEY } from "./values";

const Kept = StateOfResource.extend({ delete: z.boolean().optional() });
const Exported = z.object({
  version: z.number(),
  deployment: z.object({
    resources: z.array(Kept).nullish(),
    pending_operations: z.array(z.object({ resource: z.object({ urn: z.string() }), type: z.string() })).nullish(),
  }),
});

/** Versions of exported states whose resources this version can read. */
const KNOWN_VERSIONS = [3, 4];

/**
 * The plan of a stack that nobody runs: every resource of its state stays as it is. Secrets stay encrypted: where the state has one, a plan
 * has its mask.
 *
 * @param text what `pulumi stack export` printed.
 * @throws PlanError where it is no such text, without a word of it.
 */
export function unchangedPlan(text: string, from: string): Plan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PlanError(`${from} is not JSON`);
  }
  const result = heldAgainst(Exported, value);
  if (!result.success) throw new PlanError(`${from} is not what pulumi stack export prints`);
  const { version, deployment } = result.data;
  if (!KNOWN_VERSIONS.includes(version))
    throw new PlanError(`${from} is of version ${version}, made by a newer engine: update pulumi-reseller`);
  const resources = deployment.resources ?? [];
  const states = resources.filter((resource) => resource.delete !== true).map(withMasks);
  const steps = states.map((state) => ({ op: "same", urn: state.urn, oldState: state, newState: state }));
  const plan = readPlan({ steps });
  const leaving = resources.filter((resource) => resource.delete === true).map(({ urn }) => urn);
  const pending = (deployment.pending_operations ?? []).map(({ resource }) => resource.urn);
  const unfinished = [...leaving, ...pending].filter((urn) => kindNameIn(typeIn(urn)) !== undefined).sort();
  return { ...plan, gaps: [...plan.gaps, ...[...new Set(unfinished)].map(unfinishedGap)] };
}

function unfinishedGap(urn: string): string {
  return `An operation on ${urn} was interrupted, so its status at the portal is not known: run pulumi up for its stack.`;
}

function withMasks(state: z.output<typeof Kept>): EngineState {
  const masked = (values: EngineState["inputs"]) =>
    values === undefined ? undefined : (secretsMasked(values) as NonNullable<EngineState["inputs"]>);
  return { ...state, inputs: masked(state.inputs), outputs: masked(state.outputs) };
}

/** A value as a plan shows it. */
function secretsMasked(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(secretsMasked);
  if (isSigned(value) && value[SIGNATURE_KEY] === SECRET_SIGNATURE) return MASK;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, secretsMasked(member)]));
}
