import { createRequire } from "node:module";
import * as path from "node:path";
import type { KindName } from "../provider/model";
import { endOfRun } from "./endOfRun";

const HOST = "pulumi-reseller/host";

/**
 * What a resource's state holds in place of a serialized provider: the name of this package's host and the kind. It must
 * stay the same from release to release, because refresh and delete run what the state says.
 */
export function providerString(kind: KindName): string {
  return `exports.handler=()=>require("${HOST}").${kind}`;
}

/** A program that the engine runs, in the folder where it runs the dynamic provider as well. */
const RUN_BY_ENGINE = /[\\/]pulumi[\\/]cmd[\\/]run[\\/]/;
let isChecked = false;

/**
 * The dynamic provider loads this package from the program's folder. There, pnpm puts only what the program's own package.json names.
 *
 * @throws RunError if the package isn't found there
 */
export function requireHostInProgram(): void {
  if (isChecked) return;
  const folder = process.cwd();
  if (RUN_BY_ENGINE.test(require.main?.filename ?? "") && !isFoundFrom(folder))
    throw endOfRun(
      `pulumi-reseller is not among the dependencies of the program in ${folder}, where the dynamic provider loads it. Add it to the dependencies in package.json, or use the plugin: pulumi config set reseller:host plugin`,
    );
  isChecked = true;
}

function isFoundFrom(folder: string): boolean {
  try {
    createRequire(path.join(folder, "program.js")).resolve(HOST);
    return true;
  } catch {
    return false;
  }
}
