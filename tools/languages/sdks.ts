/** SDKs for Python and Go, which Pulumi's own generators make from the plugin's schema. */
import fs from "node:fs";
import path from "node:path";

import { runCommand } from "../engine/command";
import { languageModules, packageRoot } from "../engine/pins";
import { executableName } from "../engine/searchPath";
import { digestOf, type Surroundings } from "../openstack/packages";
import { compileGo, ensureFolder } from "./goBuild";

const TIME_LIMIT = 60_000;
const GENERATOR = executableName("sdks");

/** The folders of an SDK each, as `writeSdks` writes them. */
export const SDK_FOLDERS = { python: "sdk-python", go: "sdk-go" } as const;

/** Writes the SDKs for Python and Go into a folder, as `sdk-python/` and `sdk-go/`. */
export async function writeSdks(folder: string, surroundings: Surroundings): Promise<void> {
  const generator = await ensureGenerator(surroundings);
  const schema = path.join(packageRoot(), "docs", "plugin.schema.json");
  const done = await runCommand(path.join(generator, GENERATOR), [schema, folder], {
    env: surroundings.env,
    timeLimit: TIME_LIMIT,
  });
  if (!done.ok) throw new Error(`the SDKs can't be generated: ${done.failure}`);
}

/** The same in the cache. */
export async function ensureSdks(surroundings: Surroundings): Promise<string> {
  const generator = await ensureGenerator(surroundings);
  const schema = fs.readFileSync(path.join(packageRoot(), "docs", "plugin.schema.json"), "utf8");
  const name = `sdks-${digestOf(path.basename(generator), schema)}`;
  const told = { name, what: "SDKs for Python and Go", expected: "a second" };
  return ensureFolder(told, surroundings, (work) => writeSdks(work, surroundings));
}

function ensureGenerator(surroundings: Surroundings): Promise<string> {
  const module = path.join(languageModules, "pulumi");
  const sources = ["go.mod", "main.go"].map((file) => fs.readFileSync(path.join(module, file), "utf8"));
  const name = `generator-${process.platform}-${process.arch}-${digestOf(...sources)}`;
  const told = { name, what: "build of the generator of SDKs", expected: "a minute the first time" };
  return ensureFolder(told, surroundings, async (work) => {
    await compileGo(".", path.join(work, GENERATOR), module, surroundings.env);
  });
}
