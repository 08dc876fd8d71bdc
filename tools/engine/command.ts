import { spawn } from "node:child_process";

export interface CommandResult {
  readonly ok: boolean;
  readonly stdout: string;
  /** Why it failed, in one short piece of text: the end of what it printed, or that it ran out of time. */
  readonly failure: string;
}

export interface CommandOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds after which the command is stopped and counts as failed. */
  readonly timeLimit: number;
  readonly cwd?: string;
  /** Runs through the command interpreter, which Windows needs for batch files such as `npm`. */
  readonly shell?: boolean;
}

const LINES_OF_FAILURE = 5;

/** Runs a program without a terminal and collects what it prints. Never throws: a program that cannot start has failed. */
export function runCommand(program: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env,
      shell: options.shell ?? false,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));

    const finish = (ok: boolean, failure: string) => {
      clearTimeout(timer);
      resolve({ ok, stdout, failure });
    };
    const timer = setTimeout(() => {
      child.kill();
      // Whatever it started may hold these open for long; nobody reads them any more.
      child.stdout.destroy();
      child.stderr.destroy();
      finish(false, `no result within ${Math.round(options.timeLimit / 1000)} s`);
    }, options.timeLimit);
    child.on("error", (error) => finish(false, error.message));
    child.on("close", (code, signal) => finish(code === 0, lastLines(output) || `ended with ${signal ?? code}`));
  });
}

function lastLines(output: string): string {
  const lines = output.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .slice(-LINES_OF_FAILURE)
    .join("\n    ");
}
