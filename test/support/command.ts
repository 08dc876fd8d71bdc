import { execFile } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import * as http from "node:http";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import { COMMAND, type CommandRun, type Ended } from "./commandHosts";

const LONGEST_OUTPUT = 64 * 1024 * 1024;
/** Where commands are run: see `test/lanes/begin.ts`. */
const hosts = () => process.env["RESELLER_TEST_COMMANDS"] ?? "";

export type { Ended } from "./commandHosts";

interface Surroundings {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** In place of the environment of this process. */
  readonly wholeEnv?: NodeJS.ProcessEnv;
  /** What stands on standard input. */
  readonly input?: string;
  /** The command's script; that of the checkout by default. */
  readonly command?: string;
}

/** Runs the `reseller` command as a person does, in a process that has run others before: see `commandHost.js`. */
export function reseller(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  const { cwd = process.cwd(), input = "" } = surroundings;
  const run: CommandRun = { args, environment: environmentOf(surroundings), folder: cwd, input };
  return new Promise((resolve, reject) => {
    // A command may take longer than any answer that `fetch` waits for. A connection of its own: a kept one may end as it is used again.
    const request = http.request(hosts(), { method: "POST", agent: false }, (response) => {
      void text(response).then((body) => resolve(JSON.parse(body) as Ended), reject);
    });
    request.on("error", reject).end(JSON.stringify(run));
  });
}

/** The same in a process of its own. */
export function resellerInOwnProcess(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: surroundings.cwd, env: environmentOf(surroundings), maxBuffer: LONGEST_OUTPUT };
    const child = execFile(
      process.execPath,
      [surroundings.command ?? COMMAND, ...args],
      options,
      (_error, printed, complained) => resolve({ code: child.exitCode ?? -1, printed, complained }),
    );
    child.stdin?.end(surroundings.input);
  });
}

/** A file that scripts find as `reseller`: `sandbox` and what stays is run in a process of its own, and the rest as `reseller()` runs it. */
export function writeCommand(file: string): void {
  const client = path.join(__dirname, "commandClient.js");
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${client}' '${hosts()}' '${COMMAND}' "$@"\n`);
  chmodSync(file, 0o755);
}

/** What is undefined is not there. */
function environmentOf({ env, wholeEnv = { ...process.env, ...env } }: Surroundings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wholeEnv).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
