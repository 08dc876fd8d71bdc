import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { startRegistry } from "../docs/registry";
import { engineRun } from "../support/engineRun";

/**
 * Installs this package as it is published, with a version of `@pulumi/pulumi`.
 *
 * @returns the folder of the packages, `node_modules`
 */
export async function installedWith(sdk: string): Promise<string> {
  const folder = mkdtempSync(path.join(engineRun().folder, "installed-"));
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "installed", private: true }));
  const registry = await startRegistry();
  try {
    const packages = ["pulumi-reseller", "pulumi-reseller-sandbox", `@pulumi/pulumi@${sdk}`];
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", `--registry=${registry.url}`];
    await promisify(execFile)("npm", ["install", ...flags, ...packages], { cwd: folder });
  } finally {
    await registry.close();
  }
  return path.join(folder, "node_modules");
}
