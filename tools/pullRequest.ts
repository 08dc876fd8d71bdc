import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import * as path from "node:path";
import { applyPatch } from "diff";

/** The checkout, whether this runs as it is or compiled. */
const ROOT = path.dirname(realpathSync(require.resolve("pulumi-reseller/package.json")));
const BASE = path.join(ROOT, "examples", "ewcs-reseller");
export const PULL_REQUEST = path.join(ROOT, "examples", "pull-request");

/** Puts the example realm into a folder where the engine can run it. */
export function checkOutExample(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(BASE).filter((name) => /\.(ts|json|yaml)$/.test(name)))
    copyFileSync(path.join(BASE, file), path.join(folder, file));
  const modules = path.join(folder, "node_modules");
  if (!existsSync(modules)) symlinkSync(path.join(ROOT, "node_modules"), modules, "junction");
}

/** The same, with the pull request's change made. */
export function checkOutPullRequest(folder: string): void {
  checkOutExample(folder);
  const program = readFileSync(path.join(BASE, "index.ts"), "utf8");
  const changed = applyPatch(program, readFileSync(path.join(PULL_REQUEST, "change.diff"), "utf8"));
  if (changed === false)
    throw new Error("examples/pull-request/change.diff doesn't fit examples/ewcs-reseller/index.ts any more");
  writeFileSync(path.join(folder, "index.ts"), changed);
}
