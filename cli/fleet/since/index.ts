import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { examineFleet, type Fleet, LOCK_FILE } from "../../../fleet";
import { ENDINGS } from "../../../realm/read/files";
import { problemText } from "../../../realm/problem";
import { goneWithThis } from "../../endings";
import { WrongUse } from "../../wrongUse";
import { ofProject } from "../projectFile";
import { differencesBetween, type Reasons } from "./differences";
import { GitCommit } from "./git";
import { meaningOf } from "./otherFiles";

export type { Reasons } from "./differences";

/**
 * The stacks of a fleet that a range of Git touches, and why: from a commit to the files as they are now, committed or not. Realm files, `fleet.yaml` and
 * its lock are compared entry by entry; settings of a stack touch that stack, and whatever else a program may read touches all.
 *
 * @throws WrongUse where Git can't tell
 */
export function stacksSince(fleet: Fleet, ref: string): Reasons {
  const folder = fs.realpathSync(fleet.folder);
  const commit = GitCommit.find(folder, ref);
  const project = commit.pathOf(folder) ?? "";
  const outside = fleet.file.files.find((file) => commit.pathOf(path.resolve(folder, file)) === undefined);
  if (outside !== undefined)
    throw new WrongUse(
      `--since ${ref}: ${outside} is outside of the Git repository ${commit.root}, so that Git can't tell what has changed in it. Leave --since out to run all stacks`,
    );
  const { before, problem } = fleetAt(commit, project, fleet);
  if (before === undefined) return all(fleet, `${problem} at ${ref}`);
  const reasons = new Map(differencesBetween(before, fleet));
  for (const [stack, more] of ofOtherFiles(commit, project, [before, fleet]))
    reasons.set(stack, [...(reasons.get(stack) ?? []), ...more]);
  return reasons;
}

/** The fleet as a commit has it, read from a copy of its files. @param now as it is now */
function fleetAt(
  commit: GitCommit,
  project: string,
  { fileName, realm }: Fleet,
):
  | { readonly before: Fleet; readonly problem?: undefined }
  | { readonly before?: undefined; readonly problem: string } {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), "pulumi-reseller-")));
  const temporary = goneWithThis(root);
  try {
    const folder = path.join(root, project);
    const ofFleet = new Set([fileName, LOCK_FILE].map((name) => path.posix.join(project, name)));
    const isRealmFile = (file: string) => ENDINGS.includes(path.posix.extname(file).toLowerCase());
    for (const { path: file, isLink, content } of commit.files((name) => ofFleet.has(name) || isRealmFile(name))) {
      const target = path.join(root, file);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      if (isLink) fs.symlinkSync(content.toString("utf8"), target);
      else fs.writeFileSync(target, content, { mode: 0o600 });
    }
    if (!fs.existsSync(path.join(folder, fileName))) return { problem: `there is no ${fileName}` };
    const { fleet, problems } = examineFleet(folder, fileName, realm);
    const [first] = problems;
    if (fleet !== undefined && first === undefined) return { before: fleet };
    return { problem: `the fleet can't be read (${first === undefined ? "unknown" : problemText(first)})` };
  } finally {
    temporary.remove();
  }
}

/** What files touch that declare no entry. */
function ofOtherFiles(commit: GitCommit, project: string, fleets: readonly [Fleet, Fleet]): Reasons {
  const [, now] = fleets;
  const reasons = new Map<string, string[]>();
  const add = (stack: string, reason: string) => reasons.set(stack, [...(reasons.get(stack) ?? []), reason]);
  const settingsFolder = settingsFolderOf(now.folder);
  for (const changed of commit.changedFiles()) {
    const file = path.posix.relative(project, changed);
    if (fleets.some((fleet) => declares(fleet, file))) continue;
    const meaning = meaningOf(file, settingsFolder);
    if (meaning === "nothing") continue;
    if (meaning === "all stacks") for (const { name } of now.stacks) add(name, `${file} has changed`);
    else if (now.stacks.some(({ name }) => name === meaning.stack)) add(meaning.stack, `${file} has changed`);
  }
  return reasons;
}

/** Whether a file declares entries, or how they are divided: those are compared one by one. */
function declares({ file: { files }, fileName }: Fleet, file: string): boolean {
  if (file === fileName || file === LOCK_FILE) return true;
  return files.some((named) => {
    const whole = path.posix.normalize(named.split(path.sep).join("/")).replace(/\/$/, "");
    return file === whole || (file.startsWith(`${whole}/`) && ENDINGS.includes(path.posix.extname(file).toLowerCase()));
  });
}

/** `stackConfigDir` of `Pulumi.yaml`. */
function settingsFolderOf(folder: string): string {
  const given = ofProject(folder, "stackConfigDir");
  return typeof given === "string" ? given : ".";
}

function all({ stacks }: Fleet, reason: string): Reasons {
  return new Map(stacks.map(({ name }) => [name, [reason]]));
}
