import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { cacheFolder, makeCached } from "../engine/cache";
import { runCommand } from "../engine/command";
import { withLock } from "../engine/lock";
import { whileTelling } from "../engine/progress";
import { findPython, type Python } from "./python";

/** A set of packages in a Python environment of its own. */
export type PackageSet = "identity" | "services";

export interface Environment {
  readonly folder: string;
  readonly python: string;
  /** Changes when a pinned package does, or the version of Python. */
  readonly digest: string;
}

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

const INSTALL_TIME_LIMIT = 20 * 60_000;
/** Written last. */
const COMPLETE = "complete";
const EXPECTED: Record<PackageSet, string> = { identity: "half a minute", services: "two minutes" };

/** The folder of this file's sources: what isn't compiled is only there. */
export const sources = path.join(packageRoot(), "tools", "openstack");

/**
 * An environment with exactly the packages that `requirements/SET.txt` pins, each checked against its hash. It is made once and kept in the
 * cache folder outside the checkout.
 *
 * @throws PythonNotFound where no Python serves.
 */
export async function ensurePackages(set: PackageSet, surroundings: Surroundings): Promise<Environment> {
  const python = await findPython(surroundings.env);
  const told = { what: `packages of OpenStack: ${set}`, expected: EXPECTED[set] };
  const name = path.join(openstackFolder(surroundings.env), set);
  return ensureEnvironment({ python, name, pins: requirementsOf(set), ...told }, surroundings);
}

export interface EnvironmentWanted {
  readonly python: Python;
  /** The beginning of its folder. */
  readonly name: string;
  readonly pins: Requirements;
  /** What is said while it is made. */
  readonly what: string;
  readonly expected: string;
}

/** An environment of Python with what is pinned, made where it is missing. */
export async function ensureEnvironment(
  { python: { binary, version }, name, pins, what, expected }: EnvironmentWanted,
  { env, log }: Surroundings,
): Promise<Environment> {
  const digest = digestOf(version, ...Object.values(pins).map((file) => fs.readFileSync(file, "utf8")));
  const folder = `${name}-${version}-${process.platform}-${process.arch}-${digest}`;
  const waiting = (holder: number) => log(`waiting for process ${holder}, which installs the same packages`);
  const install = (work: string) => whileTelling(what, expected, log, () => fill(work, binary, pins, env));
  const python =
    readEnvironment(folder) ??
    (await withLock(`${folder}.lock`, waiting, async () => {
      return readEnvironment(folder) ?? makeCached(folder, readEnvironment, install);
    }));
  return { folder, python, digest };
}

export interface Requirements {
  readonly wheels: string;
  /** What the registry has as sources only. */
  readonly sources?: string;
}

function requirementsOf(set: PackageSet): Requirements {
  const file = (name: string) => path.join(sources, "requirements", `${name}.txt`);
  return { wheels: file(set), ...(set === "services" ? { sources: file("services-sources") } : {}) };
}

export function openstackFolder(env: NodeJS.ProcessEnv): string {
  return path.join(cacheFolder(env), "openstack");
}

export function digestOf(...parts: readonly string[]): string {
  return crypto.createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 12);
}

/** Its Python is a link to the machine's, which may have gone. */
function readEnvironment(folder: string): string | undefined {
  const python = path.join(folder, "bin", "python3");
  return fs.existsSync(path.join(folder, COMPLETE)) && fs.existsSync(python) ? python : undefined;
}

/** Scripts in `bin` name the folder that they were made in, so they aren't used: an environment is moved when it is complete. */
async function fill(work: string, python: string, pins: Requirements, env: NodeJS.ProcessEnv): Promise<void> {
  await succeeded(python, ["-m", "venv", work], env);
  const install = (file: string, ...how: string[]) => {
    const strict = ["--require-hashes", "--no-deps", "--no-compile", "--disable-pip-version-check", ...how];
    return succeeded(
      path.join(work, "bin", "python3"),
      ["-m", "pip", "install", "--quiet", ...strict, "-r", file],
      env,
    );
  };
  await install(pins.wheels, "--only-binary", ":all:");
  // Built by the pinned setuptools among the wheels, not by one that pip would choose.
  if (pins.sources !== undefined) await install(pins.sources, "--no-build-isolation");
  fs.writeFileSync(path.join(work, COMPLETE), "");
}

/** Nothing that the machine sets for other programs in Python. What is imported is compiled once, then kept. */
export function pythonEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("PYTHON")));
}

export async function succeeded(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd?: string,
): Promise<void> {
  const done = await runCommand(program, args, { env: pythonEnvironment(env), cwd, timeLimit: INSTALL_TIME_LIMIT });
  if (!done.ok) throw new Error(`${program} ${args.join(" ")} failed: ${done.failure}`);
}

/** This file runs from `tools/` and, compiled, from `dist/tools/`. */
function packageRoot(): string {
  let folder = __dirname;
  while (!fs.existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
  return folder;
}
