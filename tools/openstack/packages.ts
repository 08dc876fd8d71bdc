import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { cacheFolder, makeCached } from "../engine/cache";
import { runCommand } from "../engine/command";
import { withLock } from "../engine/lock";
import { whileTelling } from "../engine/progress";
import { findPython } from "./python";

/** A set of packages in a Python environment of its own. */
export type PackageSet = "identity";

export interface Environment {
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
const EXPECTED: Record<PackageSet, string> = { identity: "half a minute" };

/** The folder of this file's sources: what isn't compiled is only there. */
export const sources = path.join(packageRoot(), "tools", "openstack");

/**
 * An environment with exactly the packages that `requirements/SET.txt` pins, each checked against its hash. It is made once and kept in the
 * cache folder outside the checkout.
 *
 * @throws PythonNotFound where no Python serves.
 */
export async function ensurePackages(set: PackageSet, { env, log }: Surroundings): Promise<Environment> {
  const { binary, version } = await findPython(env);
  const requirements = path.join(sources, "requirements", `${set}.txt`);
  const digest = digestOf(fs.readFileSync(requirements, "utf8"), version);
  const folder = path.join(openstackFolder(env), `${set}-${version}-${process.platform}-${process.arch}-${digest}`);
  const waiting = (holder: number) => log(`waiting for process ${holder}, which installs the same packages`);
  const python =
    readEnvironment(folder) ??
    (await withLock(`${folder}.lock`, waiting, async () => {
      const install = (work: string) =>
        whileTelling(`packages of OpenStack: ${set}`, EXPECTED[set], log, () => fill(work, binary, requirements, env));
      return readEnvironment(folder) ?? makeCached(folder, readEnvironment, install);
    }));
  return { python, digest };
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
async function fill(work: string, python: string, requirements: string, env: NodeJS.ProcessEnv): Promise<void> {
  await succeeded(python, ["-m", "venv", work], env);
  const strict = [
    "--require-hashes",
    "--no-deps",
    "--only-binary",
    ":all:",
    "--no-compile",
    "--disable-pip-version-check",
  ];
  const pip = path.join(work, "bin", "python3");
  await succeeded(pip, ["-m", "pip", "install", "--quiet", ...strict, "-r", requirements], env);
  fs.writeFileSync(path.join(work, COMPLETE), "");
}

export async function succeeded(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd?: string,
): Promise<void> {
  const done = await runCommand(program, args, { env, cwd, timeLimit: INSTALL_TIME_LIMIT });
  if (!done.ok) throw new Error(`${program} ${args.join(" ")} failed: ${done.failure}`);
}

/** This file runs from `tools/` and, compiled, from `dist/tools/`. */
function packageRoot(): string {
  let folder = __dirname;
  while (!fs.existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
  return folder;
}
