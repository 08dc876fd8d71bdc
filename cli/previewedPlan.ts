import { OFFLINE_VARIABLE } from "../provider/lifecycle";
import { NO_STACK, noStackText } from "./noStack";
import type { Environment } from "../provider/model/portal";
import type { EngineProgress } from "./progress";
import { NoEngine } from "./pulumi";
import { projectHere } from "./stackSettings";
import { watchedPulumi } from "./watchedEngine";
import { WrongUse } from "./wrongUse";

/** An engine, or a portal behind it, that doesn't answer: nothing is wrong with how it was asked. */
export class Unreachable extends Error {}

export interface Preview {
  readonly stack?: string;
  readonly cwd?: string;
  /** Where the engine keeps what it would do, for `pulumi up --plan`. */
  readonly savePlan?: string;
  /** The declaration alone: the portal is not asked, neither for checks nor for a refresh that the project asks for. */
  readonly offline?: boolean;
  /** In place of this process's own. */
  readonly environment?: Environment;
  /** URNs of resources that stay as they are. */
  readonly exclude?: readonly string[];
}

const SHOWN = 4000;

/**
 * What the engine would do, as its preview prints it. A preview that fails is an answer too, as long as it printed its plan.
 *
 * @throws WrongUse where there is no project, or no stack of it; Unreachable where there is no engine, or no plan.
 */
export async function previewedPlan(
  { stack, cwd, savePlan, offline = false, environment: given = process.env, exclude = [] }: Preview,
  progress: EngineProgress,
): Promise<string> {
  const project = projectHere(cwd, ", or pass a plan that was created elsewhere");
  const args = [
    "preview",
    "--json",
    "--show-sames",
    "--non-interactive",
    ...(stack === undefined ? [] : ["--stack", stack]),
    ...(savePlan === undefined ? [] : ["--save-plan", savePlan]),
    ...(offline ? ["--refresh=false"] : []),
    ...exclude.flatMap((urn) => ["--exclude", urn]),
  ];
  const environment = {
    ...given,
    PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "",
    ...(offline ? { [OFFLINE_VARIABLE]: "true" } : {}),
  };
  progress.step("Running pulumi preview");
  const {
    code,
    stdout: text,
    stderr: complaints,
  } = await watchedPulumi(args, { cwd, environment }, progress).catch((error: unknown) => {
    if (!(error instanceof NoEngine)) throw error;
    throw new Unreachable(`${error.message}, or pass a plan that was created elsewhere`);
  });
  if (NO_STACK.test(complaints) && !text.trimStart().startsWith("{")) throw new WrongUse(noStackText(project, stack));
  if (!text.trimStart().startsWith("{"))
    throw new Unreachable(
      `pulumi preview ended with ${code === null ? "a signal" : `code ${code}`} and printed no plan:\n${(complaints || text).trim().slice(-SHOWN)}`,
    );
  return text;
}
