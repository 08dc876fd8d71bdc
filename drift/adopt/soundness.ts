import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type RealmProblem, problemText } from "../../realm/problem";
import { examineRealm } from "../../realm/read";

/**
 * What would be wrong with a realm that is right today, were these its files: an entry that was taken out and that others refer to, say.
 *
 * @param files texts before and after, by name
 */
export function newProblems(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const known = new Set(problemsOf(before).map(told));
  return problemsOf(new Map([...before, ...after]))
    .filter((problem) => !known.has(told(problem)))
    .map(problemText);
}

function told({ file, path: of, what }: RealmProblem): string {
  return JSON.stringify([file, of, what]);
}

/** A realm is read from files: it is laid out once more, apart from the one that people work with. */
function problemsOf(files: ReadonlyMap<string, string>): readonly RealmProblem[] {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(tmpdir()), "reseller-adopt-"));
  try {
    for (const [file, text] of files) {
      const target = path.join(folder, file);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, text);
    }
    return examineRealm([...files.keys()], folder).problems;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
