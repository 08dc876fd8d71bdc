import * as fs from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { UserError } from "../provider/model/errors";
import type { Environment } from "../provider/model/portal";
import { goneWithThis } from "./endings";

const MANIFEST = require.resolve("pulumi-reseller/package.json");
/** The plugin as this package has it: whatever it needs is in this folder. */
const PLUGIN = path.join(path.dirname(MANIFEST), "plugin");
const EXECUTABLE = "pulumi-resource-reseller";
/** What the engine keeps beside a plugin; the first means that its installation has not ended. */
const BESIDE = [".partial", ".lock", ".lastused"];

export const { version: PLUGIN_VERSION } = require("pulumi-reseller/package.json") as { readonly version: string };

/** Where the engine looks for this version of the plugin if no project names another place. */
export function cachedPlugin(environment: Environment): string {
  const home = environment["PULUMI_HOME"];
  const pulumi = home === undefined || home === "" ? path.join(homedir(), ".pulumi") : path.resolve(home);
  return path.join(pulumi, "plugins", `resource-reseller-v${PLUGIN_VERSION}`);
}

/**
 * Installs the plugin of this package, whole or not at all.
 *
 * @throws UserError if another one of this version is installed, and is not to be replaced
 */
export function installPlugin(folder: string, isForced: boolean): "installed" | "already installed" | "replaced" {
  const present = isInstalled(folder);
  if (present && isSame(folder, PLUGIN)) return "already installed";
  if (present && !isForced)
    throw new UserError(
      `another build of the plugin ${PLUGIN_VERSION} is installed in ${folder}. Replace it with --force`,
    );
  return writing(folder, () => {
    const plugins = path.dirname(folder);
    fs.mkdirSync(plugins, { recursive: true });
    // Not a name that the engine takes for a plugin.
    const temporary = fs.mkdtempSync(path.join(plugins, ".reseller-"));
    const { remove } = goneWithThis(temporary);
    try {
      const made = path.join(temporary, "new");
      fs.cpSync(PLUGIN, made, { recursive: true });
      fs.chmodSync(path.join(made, EXECUTABLE), 0o755);
      if (fs.existsSync(folder)) fs.renameSync(folder, path.join(temporary, "former"));
      fs.renameSync(made, folder);
      removeBeside(folder);
    } finally {
      remove();
    }
    return present ? "replaced" : "installed";
  });
}

export function removePlugin(folder: string): "removed" | "not installed" {
  if (!fs.existsSync(folder)) return "not installed";
  return writing(folder, () => {
    fs.rmSync(folder, { recursive: true });
    removeBeside(folder);
    return "removed";
  });
}

function isInstalled(folder: string): boolean {
  return fs.existsSync(folder) && !fs.existsSync(`${folder}.partial`);
}

function removeBeside(folder: string): void {
  for (const ending of BESIDE) fs.rmSync(`${folder}${ending}`, { force: true });
}

function isSame(one: string, other: string): boolean {
  const files = fs.readdirSync(other);
  if (fs.readdirSync(one).length !== files.length) return false;
  return files.every((file) => {
    const copy = path.join(one, file);
    return fs.existsSync(copy) && fs.readFileSync(copy).equals(fs.readFileSync(path.join(other, file)));
  });
}

function writing<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code, path: place = folder } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UserError(`the plugin folder can't be changed: ${place} (${code})`);
  }
}
