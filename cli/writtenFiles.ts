import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../provider/lifecycle";
import type { WrittenFile } from "../realm/write/file";

/** @throws UserError where files are there that would be overwritten, all at once */
export function refuseOverwriting(folder: string, files: readonly Pick<WrittenFile, "path">[]): void {
  const there = files.filter((file) => fs.existsSync(path.join(folder, file.path))).map((file) => file.path);
  if (there.length === 0) return;
  const shown = there.slice(0, 10).join(", ");
  const more = there.length > 10 ? ` and ${there.length - 10} more` : "";
  throw new UserError(
    `${shown}${more} in ${path.resolve(folder)} ${there.length === 1 ? "exists" : "exist"} already; use --force to overwrite, or another place with --out`,
  );
}

/**
 * Writes files all together at the end: each beside its place first, and moved there when all are written, so that whatever fails on the way
 * leaves what was there.
 */
export function writeTogether(folder: string, files: readonly WrittenFile[]): void {
  const written: { readonly temporary: string; readonly target: string }[] = [];
  try {
    for (const file of files) {
      const target = path.join(folder, file.path);
      const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.part`);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      written.push({ temporary, target });
      fs.writeFileSync(temporary, file.text, { flag: "wx", mode: file.mode });
    }
    for (const { temporary, target } of written) fs.renameSync(temporary, target);
  } catch (error) {
    for (const { temporary } of written) fs.rmSync(temporary, { force: true });
    const { code, path: where, message } = error as NodeJS.ErrnoException;
    throw new UserError(`${where ?? folder} can't be written (${code ?? message})`);
  }
}

/** Files of an import of another day, in the folder of accounts, that this one doesn't have: they would be read with the rest. */
export function strayFiles(folder: string, files: readonly WrittenFile[]): string[] {
  const own = new Set(files.map((file) => file.path));
  const folders = new Set(
    files.flatMap((file) => (file.path.includes("/") ? [file.path.slice(0, file.path.lastIndexOf("/"))] : [])),
  );
  return [...folders].flatMap((inner) =>
    fs
      .readdirSync(path.join(folder, inner))
      .filter((name) => /\.(ya?ml|json|ts)$/.test(name))
      .map((name) => `${inner}/${name}`)
      .filter((name) => !own.has(name))
      .sort(),
  );
}
