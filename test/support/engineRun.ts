import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import * as path from "node:path";
import type { Engine } from "../../tools/engine";

/** Where the processes of one `npm test` find what they share. */
const VARIABLE = "RESELLER_TEST_RUN";

/** Names a folder where a run of the engine asks for a process that runs its program: see `programHosts.ts`. */
export const HOSTS_VARIABLE = "RESELLER_TEST_HOSTS";

/** Names a folder where the provider of a run of the engine is served already: see `providerHost.js`. */
const PROVIDER_VARIABLE = "RESELLER_TEST_PROVIDER";

/** The secrets provider of stacks: see `test/lanes/keys.ts`. */
export const KEYS = "hashivault://tests";

/** What the engine needs for it. */
export function keysEnvironment(): Record<string, string> {
  return { VAULT_SERVER_URL: process.env["RESELLER_TEST_KEYS"] ?? "", VAULT_SERVER_TOKEN: "of-the-tests" };
}

const LAUNCHER = "pulumi-resource-pulumi-nodejs";

/** What all tests of one run share of the engine: a count of its starts, and an empty stack to copy. */
export class EngineRun {
  constructor(readonly folder: string) {}

  /** A stack without resources, settings or secrets, as `pulumi stack init` leaves it. */
  get emptyStack(): string {
    return path.join(this.folder, "stack");
  }

  /**
   * The environment of runs of the engine that ask for a process which runs their program; without it, the engine makes one for each run,
   * as it does for a user. On Windows it always does.
   */
  get programHosts(): Record<string, string> {
    return process.platform === "win32" ? {} : { [HOSTS_VARIABLE]: this.hosts };
  }

  /** Where such processes are asked for. */
  get hosts(): string {
    return path.join(this.folder, "hosts");
  }

  /** The engine behind a script that notes each start. Windows has no such scripts: nothing is counted there. */
  counted({ binary, env }: Pick<Engine, "binary" | "env">): TestEngine {
    if (process.platform === "win32") return { binary, env };
    const folder = path.join(this.folder, "bin");
    const script = path.join(folder, "pulumi");
    const copy = path.join(this.folder, "engine", "pulumi");
    if (!existsSync(script)) {
      mkdirSync(folder, { recursive: true });
      this.copy(binary);
      // No more than the command's first word: others may be secrets.
      writeScript(
        script,
        `echo "$1" >> '${path.join(this.folder, "starts")}'`,
        `case "$${HOSTS_VARIABLE}:$1" in`,
        "?*:preview | ?*:up | ?*:refresh | ?*:destroy | ?*:import)",
        `  answers="$${HOSTS_VARIABLE}/$$"`,
        '  mkfifo "$answers"',
        '  env -0 > "$answers.environment"',
        `  echo $$ > "$${HOSTS_VARIABLE}/requests"`,
        `  read -r address ${PROVIDER_VARIABLE} < "$answers"`,
        '  rm "$answers" "$answers.environment"',
        `  export ${PROVIDER_VARIABLE}`,
        '  [ "$1" = import ] || set -- "$@" "--client=$address" ;;',
        "esac",
        // A run is over before collecting garbage pays; a large one collects what it can't keep.
        'export GOGC="${GOGC:-off}" GOMEMLIMIT="${GOMEMLIMIT:-512MiB}"',
        `exec '${copy}' "$@"`,
      );
    }
    const others = (env["PATH"] ?? "").split(path.delimiter).filter((entry) => entry !== path.dirname(binary));
    return { binary: script, env: { ...env, PATH: [folder, path.dirname(copy), ...others].join(path.delimiter) } };
  }

  /** The engine, with a launcher of dynamic providers beside it that knows of providers which are served already. */
  private copy(binary: string): void {
    const from = path.dirname(realpathSync(binary));
    const folder = mkdtempSync(path.join(this.folder, "copy-"));
    copyFileSync(binary, path.join(folder, "pulumi"));
    const [host, launcher] = ["pulumi-language-nodejs", LAUNCHER].map((name) => path.join(from, name)) as [
      string,
      string,
    ];
    // What isn't beside it is found on the PATH.
    if (existsSync(host)) symlinkSync(host, path.join(folder, path.basename(host)));
    if (!existsSync(launcher)) return place(folder, path.join(this.folder, "engine"));
    writeScript(
      path.join(folder, LAUNCHER),
      `[ -n "$${PROVIDER_VARIABLE}" ] || exec '${launcher}' "$@"`,
      `echo "$1" > "$${PROVIDER_VARIABLE}/engine"`,
      `cat "$${PROVIDER_VARIABLE}/port"`,
      // It ends when the engine ends it.
      "exec sleep 86400",
    );
    place(folder, path.join(this.folder, "engine"));
  }
}

export interface TestEngine {
  /** The `pulumi` executable; each start of it is counted. */
  readonly binary: string;
  /** What a process needs to use it. */
  readonly env: Record<string, string>;
}

/** Whole or not at all: another process may be making the same. */
export function place(made: string, folder: string): void {
  try {
    renameSync(made, folder);
  } catch {
    rmSync(made, { recursive: true });
  }
}

function writeScript(file: string, ...lines: readonly string[]): void {
  const made = `${file}-${process.pid}`;
  writeFileSync(made, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(made, 0o755);
  // Another process may be making the same.
  renameSync(made, file);
}

/** The run that this process belongs to, as `test/lanes/begin.ts` begins it. */
export function engineRun(): EngineRun {
  const folder = process.env[VARIABLE];
  if (folder === undefined)
    throw new Error(`${VARIABLE} is not set: tests are run by jest, with the project's configuration`);
  return new EngineRun(folder);
}
