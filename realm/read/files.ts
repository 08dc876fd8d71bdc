import { readdirSync, realpathSync, statSync } from "node:fs";
import * as path from "node:path";
import type { RealmProblem } from "../problem";

export const ENDINGS = [".yaml", ".yml", ".json"];

export interface FoundFile {
  readonly path: string;
  /** As messages name it. */
  readonly shown: string;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly problems: readonly RealmProblem[];
}

/**
 * The realm files that paths name, each once: files themselves, and of folders all that ends like one, sorted by path. What leads to no file
 * is a problem: nobody's realm may come out empty because of a slip in a path.
 */
export function findFiles(paths: readonly string[], folder: string): FoundFiles {
  const files = new Map<string, FoundFile>();
  const problems: RealmProblem[] = [];
  const problem = (shown: string, what: string) => problems.push({ file: shown, place: undefined, path: "", what });
  if (paths.length === 0) problem("files", "names no file; use realm.yaml, or a folder of realm files");

  for (const named of paths) {
    const whole = path.resolve(folder, named);
    const shown = shownPath(whole, folder);
    const sort = sortOf(whole);
    if (named.trim() === "") {
      problem("files", "has an empty path; use realm.yaml, or a folder of realm files");
    } else if (sort === "missing") {
      const isPattern = /[*?[\]{}]/.test(named);
      const hint = isPattern
        ? "patterns are not expanded; use the folder to read all realm files in it"
        : `paths are relative to ${folder}`;
      problem(shown, `there is no such file or folder; ${hint}`);
    } else if (sort === "folder") {
      const found = filesIn(whole, new Set());
      if (found.length === 0) problem(shown, `is a folder without realm files (${ENDINGS.join(", ")})`);
      for (const file of found) files.set(realPath(file), { path: file, shown: shownPath(file, folder) });
    } else if (sort === "other") {
      problem(shown, "can't be read: it is neither a file nor a folder that you can open");
    } else if (!ENDINGS.includes(path.extname(whole).toLowerCase())) {
      problem(shown, `is not a realm file: its name must end in ${ENDINGS.join(", ")}`);
    } else {
      files.set(realPath(whole), { path: whole, shown });
    }
  }
  return { files: [...files.values()], problems };
}

/** With `/` on every platform; outside of the folder as a whole path. */
function shownPath(file: string, folder: string): string {
  const relative = path.relative(folder, file);
  const shown = relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
  return shown.split(path.sep).join("/") || ".";
}

function sortOf(whole: string): "file" | "folder" | "missing" | "other" {
  try {
    const stats = statSync(whole);
    return stats.isDirectory() ? "folder" : stats.isFile() ? "file" : "other";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR" ? "missing" : "other";
  }
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** Links may lead back up: a folder is entered once. */
function filesIn(folder: string, entered: Set<string>): string[] {
  const real = realpathSync(folder);
  if (entered.has(real)) return [];
  entered.add(real);
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .sort()
    .flatMap((name) => {
      const whole = path.join(folder, name);
      const sort = sortOf(whole);
      if (sort === "folder") return filesIn(whole, entered);
      // A link that leads nowhere is found too: reading it says so.
      return ENDINGS.includes(path.extname(name).toLowerCase()) ? [whole] : [];
    })
    .sort();
}
