import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { runCommand } from "../engine/command";
import { type PackageSet, sources, succeeded } from "./packages";
import { findPython } from "./python";

/** The registry has these as sources only. */
const WITHOUT_WHEEL = ["confspirator", "ovs"];
const SETS: readonly PackageSet[] = ["identity", "services"];
const OLDEST_PYTHON = "3.11";
const TIME_LIMIT = 10 * 60_000;

/** Makes `requirements/*.txt` anew from `requirements/*.in`: the newest versions that fit together, with the hashes of all their files. */
export async function makePins(env: NodeJS.ProcessEnv): Promise<void> {
  const { binary } = await findPython(env);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "reseller-pins-"));
  try {
    await succeeded(binary, ["-m", "venv", folder], env);
    // Of the resolvers, this one makes a file for all versions of Python and all platforms.
    const python = path.join(folder, "bin", "python3");
    await succeeded(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"], env);
    for (const set of SETS) write(set, await resolved(path.join(folder, "bin", "uv"), set, env));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function resolved(uv: string, set: PackageSet, env: NodeJS.ProcessEnv): Promise<string> {
  const file = path.join(sources, "requirements", `${set}.in`);
  const how = ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes", "--no-header", "--no-annotate"];
  const done = await runCommand(uv, ["pip", "compile", "--quiet", ...how, file], { env, timeLimit: TIME_LIMIT });
  if (!done.ok) throw new Error(`${file} can't be resolved: ${done.failure}`);
  return done.stdout;
}

/** What has no wheel is installed after the rest, which has what builds it. */
function write(set: PackageSet, text: string): void {
  const packages = text.trim().split(/\n(?=\S)/);
  const isSource = (one: string) => WITHOUT_WHEEL.includes(one.split("==")[0]!);
  const files = { [set]: packages.filter((one) => !isSource(one)), [`${set}-sources`]: packages.filter(isSource) };
  for (const [name, all] of Object.entries(files))
    if (all.length > 0) fs.writeFileSync(path.join(sources, "requirements", `${name}.txt`), `${all.join("\n")}\n`);
}
