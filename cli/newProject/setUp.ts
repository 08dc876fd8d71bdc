import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import * as path from "node:path";
import { endsWithThis } from "../endings";
import { NoEngine, runPulumi } from "../pulumi";
import { realPath } from "./folder";
import type { Progress } from "../progress";
import type { Done } from "./nextCommands";
import type { Choices } from "./questions";

const OUTPUT_SHOWN = 2000;

/** A port of this machine that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/**
 * Installs the packages of a project that was written; on a sandbox starts that, too, and makes the stack. What fails is told and left to do.
 *
 * @param environment of the sandbox's stack.
 * @param say takes a line for the user that stays.
 */
export async function setUp(
  { place, stack }: Choices,
  folder: string,
  environment: Readonly<Record<string, string>>,
  progress: Progress,
  say: (line: string) => void,
): Promise<Done> {
  let hasPulumi = true;
  let hasFailed = false;
  const step = async (command: string, work: () => Promise<void>) => {
    progress.step(`Running ${command}`);
    try {
      await work();
      return true;
    } catch (error) {
      progress.end();
      if (error instanceof NoEngine) hasPulumi = false;
      else {
        hasFailed = true;
        const said = error instanceof Error ? error.message : String(error);
        say(`${command} failed, and the project stays as it is:\n${said}`.replaceAll("\n", "\n  "));
      }
      return false;
    }
  };
  const isInstalled = await step("npm install", () => installPackages(folder));
  const isSandbox = place === "sandbox";
  const sandboxRuns = isSandbox && isInstalled && (await step("npm run sandbox", () => startSandbox(folder)));
  const stackIsMade =
    isSandbox && (await step(`pulumi stack init ${stack}`, () => makeStack(folder, stack, environment)));
  progress.end();
  return {
    isInstalled,
    sandboxRuns,
    stackIsMade,
    hasPulumi: hasPulumi && (isSandbox || (await hasEngine())),
    hasFailed,
  };
}

async function installPackages(folder: string): Promise<void> {
  const quiet = { npm_config_audit: "false", npm_config_fund: "false", npm_config_update_notifier: "false" };
  await run("npm", ["install"], folder, quiet);
}

/** As `npm run sandbox` does. It goes on when this process has ended. */
async function startSandbox(folder: string): Promise<void> {
  const file = path.join(folder, "package.json");
  const { scripts } = JSON.parse(fs.readFileSync(file, "utf8")) as { scripts: { sandbox: string } };
  const manifest = createRequire(realPath(file)).resolve("pulumi-reseller/package.json");
  const { bin } = JSON.parse(fs.readFileSync(manifest, "utf8")) as { bin: { reseller: string } };
  const [, ...args] = scripts.sandbox.split(" ");
  await run(process.execPath, [path.join(path.dirname(manifest), bin.reseller), ...args], folder, {});
}

async function makeStack(folder: string, stack: string, more: Readonly<Record<string, string>>): Promise<void> {
  const environment = { ...process.env, ...more };
  const { code, stderr } = await runPulumi(["stack", "init", stack, "--non-interactive"], { cwd: folder, environment });
  if (code !== 0) throw new Error(stderr.trim().slice(-OUTPUT_SHOWN));
}

async function hasEngine(): Promise<boolean> {
  try {
    await runPulumi(["version"], { environment: process.env });
    return true;
  } catch (error) {
    if (error instanceof NoEngine) return false;
    throw error;
  }
}

/** To its end. Its output is kept, and shown where it fails. */
async function run(command: string, args: readonly string[], cwd: string, more: Record<string, string>): Promise<void> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...more },
    stdio: ["ignore", "ignore", "pipe"],
    // There, npm is a batch file.
    shell: process.platform === "win32" && command === "npm",
  });
  endsWithThis(child);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0)
    throw new Error(said.trim().slice(-OUTPUT_SHOWN) || `${command} ended with exit code ${String(code)}`);
}
