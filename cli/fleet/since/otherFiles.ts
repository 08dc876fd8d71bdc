import * as path from "node:path";

/** What programs are installed from. Those of the folders above count as well, as in a workspace. */
const MANIFESTS = new Set([
  "package.json",
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "requirements.txt",
  "pyproject.toml",
  "go.mod",
  "go.sum",
]);
/** What no program and no run reads: documents, and what is for editors, Git and pipelines. */
const READ_BY_NOBODY = /(?:^|\/)(?:[^/]*\.md|LICENSE[^/]*|\.[^/]+)(?:\/|$)/i;
const READ_ALL_THE_SAME = /(?:^|\/)\.env(?:\.[^/]+)?$/;
const STACK_SETTINGS = /^Pulumi\.(.+)\.ya?ml$/;

/** What a changed file that declares no entry means. */
export type Meaning = "nothing" | "all stacks" | { readonly stack: string };

/**
 * @param file relative to the folder of the project, with `/`; begins with `../` where it is outside
 * @param settingsFolder where settings of stacks are, relative to the project: `stackConfigDir` of `Pulumi.yaml`
 */
export function meaningOf(file: string, settingsFolder: string): Meaning {
  const name = path.posix.basename(file);
  const folder = path.posix.dirname(file);
  if (folder.startsWith("..")) {
    const isAbove = folder.split("/").every((part) => part === "..");
    return isAbove && MANIFESTS.has(name) ? "all stacks" : "nothing";
  }
  const stack = STACK_SETTINGS.exec(name)?.[1];
  if (stack !== undefined && (folder === path.posix.normalize(settingsFolder) || folder === ".")) return { stack };
  return READ_BY_NOBODY.test(file) && !READ_ALL_THE_SAME.test(file) ? "nothing" : "all stacks";
}
