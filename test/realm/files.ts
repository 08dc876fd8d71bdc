import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { problemText } from "../../realm/problem";
import { examineRealm, type RealmReading } from "../../realm/read";

/** A folder with these files for as long as `work` runs. */
export function withFiles<Result>(
  files: Readonly<Record<string, string | Buffer>>,
  work: (folder: string) => Result,
): Result {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "reseller-realm-")));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What reading these files comes to; without `paths` all of them. */
export function examined(
  files: Readonly<Record<string, string | Buffer>>,
  paths: string | string[] = ".",
): RealmReading {
  return withFiles(files, (folder) => examineRealm(paths, folder));
}

export function problemsOf(files: Readonly<Record<string, string | Buffer>>, paths?: string | string[]): string[] {
  return examined(files, paths).problems.map(problemText);
}
