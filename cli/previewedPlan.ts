import { spawn } from "node:child_process";
import { OFFLINE_VARIABLE } from "../provider/lifecycle";

/** An engine, or a portal behind it, that doesn't answer: nothing is wrong with how it was asked. */
export class Unreachable extends Error {}

export interface Preview {
  readonly stack?: string;
  readonly cwd?: string;
  /** Where the engine keeps what it would do, for `pulumi up --plan`. */
  readonly savePlan?: string;
  /** The declaration alone: the portal is not asked, neither for checks nor for a refresh that the project asks for. */
  readonly offline?: boolean;
}

const STDERR_KEPT = 4000;

/**
 * What the engine would do, as its preview prints it. A preview that fails is an answer too, as long as it printed its plan.
 *
 * @throws Unreachable where there is no engine, or no plan.
 */
export async function previewedPlan({ stack, cwd, savePlan, offline = false }: Preview): Promise<string> {
  const args = [
    "preview",
    "--json",
    "--show-sames",
    "--non-interactive",
    ...(stack === undefined ? [] : ["--stack", stack]),
    ...(savePlan === undefined ? [] : ["--save-plan", savePlan]),
    ...(offline ? ["--refresh=false"] : []),
  ];
  const child = spawn("pulumi", args, {
    cwd,
    env: {
      ...process.env,
      PULUMI_SKIP_UPDATE_CHECK: "1",
      PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "",
      ...(offline ? { [OFFLINE_VARIABLE]: "true" } : {}),
    },
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const printed: Buffer[] = [];
  let complaints = "";
  child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
  child.stderr
    .setEncoding("utf8")
    .on("data", (text: string) => (complaints = `${complaints}${text}`.slice(-STDERR_KEPT)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(
        new Unreachable(
          error.code === "ENOENT"
            ? `there is no pulumi on the PATH: install the engine (https://www.pulumi.com/docs/install/), or give a plan that was made elsewhere`
            : `pulumi can't be run: ${error.message}`,
        ),
      ),
    );
    child.on("close", resolve);
  });
  const text = Buffer.concat(printed).toString("utf8");
  if (!text.trimStart().startsWith("{"))
    throw new Unreachable(
      `pulumi preview ended with ${code === null ? "a signal" : `code ${code}`} and printed no plan:\n${(complaints || text).trim()}`,
    );
  return text;
}
