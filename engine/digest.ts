import { z } from "zod";
import { heldAgainst } from "../provider/model";

/**
 * What `pulumi preview --json --show-sames` prints, as far as a review needs it. The engine says more, and may say yet more tomorrow: what
 * isn't named here is passed over.
 */
export const StateOfResource = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().optional(),
  id: z.string().optional(),
  provider: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
  sourcePosition: z.string().optional(),
  protect: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
  aliases: z.array(z.string()).nullish(),
  initErrors: z.array(z.string()).nullish(),
});
export type EngineState = z.output<typeof StateOfResource>;

const EngineStep = z.object({
  op: z.string(),
  urn: z.string(),
  oldState: StateOfResource.optional(),
  newState: StateOfResource.optional(),
  replaceReasons: z.array(z.string()).nullish(),
});
export type EngineStep = z.output<typeof EngineStep>;

const Diagnostic = z.object({ message: z.string(), severity: z.string(), urn: z.string().optional() });
export type Diagnostic = z.output<typeof Diagnostic>;

const EngineDigest = z.object({
  config: z.record(z.string(), z.unknown()).optional(),
  steps: z.array(EngineStep),
  diagnostics: z.array(Diagnostic).nullish(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});
export type EngineDigest = z.output<typeof EngineDigest>;

/** How many steps there are of each kind, as the engine counts them. */
export function summaryOf(steps: readonly { readonly op: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { op } of steps) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
}

/** What can't be read as a plan; the message says what it is, and how to get a plan. */
export class PlanError extends Error {}

const HOW = "Make one with: pulumi preview --json --show-sames > plan.json";
const EXCERPT = 40;

/** @throws PlanError where the text is not what the engine prints. */
export function parsePlan(text: string, from = "the plan"): EngineDigest {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (body.trim() === "") throw new PlanError(`${from} is empty: did the preview end with an error? ${HOW}`);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw new PlanError(`${from} ${whatIsWrong(body, error as Error)}`);
  }
  const stranger = otherTool(value);
  if (stranger !== undefined) throw new PlanError(`${from} is ${stranger}. ${HOW}`);
  const result = heldAgainst(EngineDigest, value);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 5).map(({ path, message }) => `${pathText(path)}: ${message}`);
  const more = result.error.issues.length > 5 ? ` and ${result.error.issues.length - 5} more` : "";
  throw new PlanError(
    `${from} is JSON, but not what this version of the engine's preview prints (${problems.join("; ")}${more}). ${HOW}`,
  );
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "the whole" : path.map(String).join(".");
}

function whatIsWrong(body: string, error: Error): string {
  const start = body.trimStart();
  if (!start.startsWith("{"))
    return `is not JSON: it begins with ${JSON.stringify(start.slice(0, EXCERPT))}. Output for people isn't a plan. ${HOW}`;
  const events = start.slice(0, start.indexOf("\n") + 1);
  if (isJson(events))
    return `is a stream of events, one JSON object a line; a plan is one object. Leave PULUMI_ENABLE_STREAMING_JSON_PREVIEW unset. ${HOW}`;
  if (!body.trimEnd().endsWith("}"))
    return `is truncated after ${body.length} characters: a part of a plan can't be used. ${HOW}`;
  return `is not JSON: ${error.message.slice(0, 120)}. ${HOW}`;
}

function isJson(text: string): boolean {
  if (text.trim() === "") return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What other tools' plans have, so that the message can name them. */
function otherTool(value: unknown): string | undefined {
  if (Array.isArray(value)) return "a JSON list, not a plan";
  if (typeof value !== "object" || value === null) return "JSON, but not a plan";
  const has = (name: string) => Object.hasOwn(value, name);
  if (has("resource_changes") || has("planned_values") || has("terraform_version"))
    return "a plan of Terraform or OpenTofu";
  if (has("resourcePlans")) return "a plan saved by --save-plan, which has no state before the change";
  if (has("deployment") || has("checkpoint")) return "a state, not a plan";
  return undefined;
}
