import * as fs from "node:fs";
import * as path from "node:path";
import type { WrittenFile } from "../../realm/write/file";
import { some } from "../../text/words";
import { WrongUse } from "../wrongUse";
import { writeTogether } from "../writtenFiles";

/** What a folder has that is new all the same: what a repository begins with, and what systems and editors leave. */
const IN_NEW_FOLDERS =
  /^(?:\.git|\.gitattributes|\.hg|\.svn|\.idea|\.vscode|\.editorconfig|\.ds_store|thumbs\.db|readme(?:\..*)?|licen[cs]e(?:\..*)?)$/i;

/** @throws WrongUse where it isn't empty, with what is in it */
export function mustBeEmpty(folder: string): void {
  const shown = path.resolve(folder);
  if (!fs.existsSync(folder)) return;
  if (!fs.statSync(folder).isDirectory())
    throw new WrongUse(`${shown} is a file: choose an empty folder, or one that doesn't exist yet`);
  const inTheWay = fs
    .readdirSync(folder)
    .filter((name) => !IN_NEW_FOLDERS.test(name))
    .sort();
  if (inTheWay.length > 0)
    throw new WrongUse(
      `${shown} is not empty, and nothing was written. In the way: ${some(inTheWay, 10)}. ` +
        "Choose an empty folder, or one that doesn't exist yet: reseller init my-realm",
    );
}

/** All files or none, and then no folder either that wasn't there. @throws UserError */
export function writeProject(folder: string, files: readonly WrittenFile[]): void {
  const first = firstMissing(path.resolve(folder));
  try {
    writeTogether(folder, files);
  } catch (error) {
    if (first !== undefined) fs.rmSync(first, { recursive: true, force: true });
    throw error;
  }
}

/** The uppermost folder of the path that isn't there. */
function firstMissing(folder: string): string | undefined {
  if (fs.existsSync(folder)) return undefined;
  return firstMissing(path.dirname(folder)) ?? folder;
}

/** Symbolic links resolved, as far as it exists. */
export function realPath(place: string): string {
  const whole = path.resolve(place);
  if (fs.existsSync(whole)) return fs.realpathSync(whole);
  return path.join(realPath(path.dirname(whole)), path.basename(whole));
}
