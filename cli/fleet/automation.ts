import { spawn } from "node:child_process";
import * as fs from "node:fs";
import type * as automation from "@pulumi/pulumi/automation";
import { UserError } from "../../provider/model/errors";
import type { Environment } from "../../provider/model/portal";
import { endsWithThis } from "../endings";
import { NoEngine } from "../pulumi";

/** One run of the engine on a stack. */
export interface EngineRun {
  readonly command: "up" | "refresh" | "destroy";
  readonly stack: string;
  readonly environment: Environment;
  /** What it prints is appended here. */
  readonly log: string;
  /** What it tells programs is written here. */
  readonly events: string;
  /** URNs of resources that stay as they are. */
  readonly exclude?: readonly string[];
  /** A destroy leaves what is protected. */
  readonly excludeProtected?: boolean;
  /** A saved plan: nothing else is done. */
  readonly plan?: string;
  started(pid: number): void;
}

/** An engine that ended by itself with another code than 0, or by a signal. */
class EngineFailed extends Error {}

/**
 * The engine by Pulumi's Automation API. All stacks have one folder; what the runs would share there is left out: none of them selects a
 * stack, each names its own.
 */
export class EngineDriver {
  private constructor(
    private readonly api: typeof automation,
    private readonly command: automation.PulumiCommand,
    private readonly cwd: string,
  ) {}

  /** @throws UserError where there is no engine on the PATH, or one that the Automation API doesn't drive */
  static async load(cwd: string): Promise<EngineDriver> {
    // Loading it takes as long as a small command: only what runs the engine does.
    const api = require("@pulumi/pulumi/automation") as typeof automation;
    const command = await api.PulumiCommand.get().catch((error: Error) => {
      if (error.message.includes("ENOENT")) throw new UserError(new NoEngine({ ...error, code: "ENOENT" }).message);
      throw new UserError(`pulumi can't be used: ${error.message}`);
    });
    return new EngineDriver(api, command, cwd);
  }

  /** Whether the run ended well; why it didn't is in its events and its log. */
  async run(run: EngineRun): Promise<boolean> {
    const { command, plan } = run;
    const stack = await this.stackOf(run);
    const options = { color: "never", message: `reseller fleet ${command}` } as const;
    try {
      if (command === "refresh") await stack.refresh(options);
      else if (command === "destroy") await stack.destroy(options);
      else await stack.up({ ...options, plan });
      return true;
    } catch (error) {
      if (error instanceof EngineFailed) return false;
      throw error;
    }
  }

  private async stackOf(run: EngineRun): Promise<automation.Stack> {
    const workspace = await this.api.LocalWorkspace.create({
      workDir: this.cwd,
      envVars: definedIn(run.environment),
      pulumiCommand: this.commandFor(run),
    });
    // To select a stack writes the choice of the folder, which all runs share. Outputs would be read with their secrets, by two more engines.
    Object.assign(workspace, { selectStack: () => Promise.resolve(), stackOutputs: () => Promise.resolve({}) });
    const stack = await this.api.Stack.select(run.stack, workspace);
    return Object.assign(stack, { info: () => Promise.resolve(undefined) });
  }

  /** The Automation API's own command would get Ctrl-C twice, and end with this process. */
  private commandFor(run: EngineRun): automation.PulumiCommand {
    const own: automation.PulumiCommand = Object.create(this.command) as automation.PulumiCommand;
    return Object.assign(own, {
      run: (args: readonly string[], cwd: string, environment: Environment) =>
        runLogged([...args, ...ownOptions(run)], cwd, environment, run),
    });
  }
}

/** What older versions of the Automation API don't have, and would leave out without a word. */
function ownOptions({ events, exclude = [], excludeProtected = false }: EngineRun): string[] {
  return [
    ...["--non-interactive", "--event-log", events],
    ...exclude.flatMap((urn) => ["--exclude", urn]),
    ...(excludeProtected ? ["--exclude-protected"] : []),
  ];
}

/** What it prints goes to its log by itself: where this process is killed, the engine goes on to its end and saves the state. */
async function runLogged(
  args: readonly string[],
  cwd: string,
  environment: Environment,
  { log, events, started }: EngineRun,
): Promise<{ readonly stdout: ""; readonly stderr: ""; readonly code: 0 }> {
  // The events have more than the engine prints: nobody else reads them.
  fs.writeFileSync(events, "", { mode: 0o600 });
  const output = fs.openSync(log, "a", 0o600);
  try {
    const child = spawn("pulumi", args, {
      cwd,
      env: { ...process.env, ...environment, PULUMI_AUTOMATION_API: "true", PULUMI_SKIP_UPDATE_CHECK: "1" },
      stdio: ["ignore", output, output],
      // As for every run of the engine: see cli/pulumi.ts.
      detached: process.platform !== "win32",
      shell: process.platform === "win32",
    });
    endsWithThis(child);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", (error) => reject(new NoEngine(error)));
      child.on("close", resolve);
      if (child.pid !== undefined) started(child.pid);
    });
    if (code !== 0) throw new EngineFailed(`pulumi ended with ${code === null ? "a signal" : `code ${code}`}`);
    return { stdout: "", stderr: "", code };
  } finally {
    fs.closeSync(output);
  }
}

function definedIn(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
