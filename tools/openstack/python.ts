import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { runCommand } from "../engine/command";
import { findExecutable, searchFolders } from "../engine/searchPath";

/** What a Python is for: the subject of a message, and the oldest Python 3 that serves. */
export interface PythonUse {
  readonly what: string;
  readonly oldestMinor: number;
}

/** The pinned releases of OpenStack accept no older one. */
const SERVERS: PythonUse = { what: "The servers of OpenStack need", oldestMinor: 11 };
const NAMES = ["python3.11", "python3.12", "python3.13", "python3"];
const TIME_LIMIT = 60_000;
/** Debian has Python without what makes environments. */
const QUESTION =
  "import json, sys, venv, ensurepip; print(json.dumps([sys.executable, sys.version_info[0], sys.version_info[1]]))";

export interface Python {
  readonly binary: string;
  /** Such as `3.11`. */
  readonly version: string;
}

/** No Python on this machine serves. The message says what was looked at, and what to install. */
export class PythonNotFound extends Error {
  override readonly name = "PythonNotFound";
}

/** A Python that can make environments: the one that `PYTHON` names, one on the search path, or one of pyenv's. */
export async function findPython(env: NodeJS.ProcessEnv, { what, oldestMinor }: PythonUse = SERVERS): Promise<Python> {
  const failures: string[] = [];
  for (const binary of process.platform === "win32" ? [] : candidates(env, oldestMinor)) {
    const found = await asked(binary, env, oldestMinor);
    if (typeof found !== "string") return found;
    failures.push(`${binary}: ${found}`);
  }
  const why = failures.length === 0 ? "" : ` Tried: ${failures.join("; ")}.`;
  throw new PythonNotFound(
    `${what} Python 3.${oldestMinor} or newer with its modules venv and ensurepip, on Linux or macOS.${why}` +
      " Install it (Debian: apt-get install python3 python3-venv), or set PYTHON to its path.",
  );
}

function candidates(env: NodeJS.ProcessEnv, oldestMinor: number): string[] {
  const named = env["PYTHON"];
  if (named !== undefined && named !== "") return [named];
  const onPath = NAMES.map((name) => findExecutable(name, searchFolders(env)));
  return [...onPath.filter((binary) => binary !== undefined), ...pyenvs(env, oldestMinor)];
}

function pyenvs(env: NodeJS.ProcessEnv, oldestMinor: number): string[] {
  const folder = path.join(env["PYENV_ROOT"] || path.join(env["HOME"] || os.homedir(), ".pyenv"), "versions");
  if (!fs.existsSync(folder)) return [];
  const versions = fs.readdirSync(folder).filter((version) => minorOf(version) >= oldestMinor);
  return versions
    .sort((one, other) => minorOf(one) - minorOf(other))
    .map((version) => path.join(folder, version, "bin", "python3"));
}

function minorOf(version: string): number {
  return Number(/^3\.(\d+)/.exec(version)?.[1] ?? 0);
}

async function asked(binary: string, env: NodeJS.ProcessEnv, oldestMinor: number): Promise<Python | string> {
  const answer = await runCommand(binary, ["-c", QUESTION], { env, timeLimit: TIME_LIMIT });
  if (!answer.ok) return answer.failure.split("\n").at(-1)!.trim();
  const [executable, major, minor] = JSON.parse(answer.stdout) as [string, number, number];
  if (major !== 3 || minor < oldestMinor) return `is version ${major}.${minor}`;
  return { binary: executable, version: `${major}.${minor}` };
}
