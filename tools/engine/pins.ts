import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** Oldest engine that is known to run dynamic providers the way this package uses them. */
export const OLDEST_ENGINE = "3.200.0";
/** Oldest Go that the modules of the engine accept. */
export const OLDEST_GO = "1.26";

const MODULES = path.join(packageRoot(), "tools", "engine");

/** The Go modules that pin what is built. They need different versions of the same library, so they are apart. */
const pinnedModule = path.join(MODULES, "pulumi");
export const languageHostModule = path.join(MODULES, "language-host");
/** Sources and pins for programs in other languages: see `tools/languages`. */
export const languageModules = path.join(packageRoot(), "tools", "languages");

/** The Go module that builds an engine: the pinned one, or an older one that is only tested with. */
export function engineModule(version: string): string | undefined {
  if (version === pinnedVersion()) return pinnedModule;
  const folder = path.join(MODULES, "versions", version);
  return fs.existsSync(folder) ? folder : undefined;
}

/** The engine's version, written once: in the go.mod that builds it. The npm package is taken in the same version. */
export function pinnedVersion(): string {
  const pinned = /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\d+\.\d+\.\d+)/.exec(moduleFile(pinnedModule))?.[1];
  if (pinned === undefined) {
    throw new Error(`${pinnedModule}/go.mod does not require github.com/pulumi/pulumi/pkg/v3`);
  }
  return pinned;
}

/** A name for what these modules build on this platform: it changes when any of them does. */
export function buildName(version: string, engineFolder: string): string {
  const hash = crypto.createHash("sha256").update(moduleFile(engineFolder)).update(moduleFile(languageHostModule));
  return `${version}-${process.platform}-${process.arch}-${hash.digest("hex").slice(0, 12)}`;
}

function moduleFile(folder: string): string {
  return fs.readFileSync(path.join(folder, "go.mod"), "utf8");
}

/** This file runs from `tools/` and, compiled, from `dist/tools/`; the Go modules are in the former only. */
export function packageRoot(): string {
  let folder = __dirname;
  while (!fs.existsSync(path.join(folder, "package.json"))) {
    folder = path.dirname(folder);
  }
  return folder;
}
