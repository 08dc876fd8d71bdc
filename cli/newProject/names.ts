import * as path from "node:path";

/** What Pulumi takes for a project and for a stack, but that it begins with a letter or digit: no command takes it for a flag. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** What is wrong with a name; undefined where nothing is. */
export function nameProblem(name: string): string | undefined {
  return NAME.test(name)
    ? undefined
    : "a name starts with a letter or digit, and has up to 100 letters from a to z, digits and the characters . _ -";
}

/** A project's name by its folder's. */
export function nameOfFolder(folder: string): string {
  const name = path
    .basename(path.resolve(folder))
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "")
    .slice(0, 100);
  return name === "" ? "realm" : name;
}

/** A word as a POSIX shell takes it, whatever is in it; a folder is no flag. */
export function shellWord(word: string): string {
  const plain = word.startsWith("-") ? `./${word}` : word;
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`;
}
