import * as fs from "node:fs";
import { UserError } from "../provider/lifecycle";

export type Variables = Readonly<Record<string, string>>;

/** As a POSIX shell takes them, and readers of `.env` files. */
export function exportLines(variables: Variables): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join("");
}

/** Sets variables in a file that others have lines in, too; those stay. Nobody but its owner reads it. @throws UserError */
export function setVariables(file: string, variables: Variables): void {
  try {
    const before = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
    const kept = before.split("\n").filter((line) => {
      const name = /^\s*(?:export\s+)?(\w+)=/.exec(line)?.[1];
      return line !== "" && (name === undefined || !Object.hasOwn(variables, name));
    });
    const text = [...kept.map((line) => `${line}\n`), exportLines(variables)].join("");
    fs.writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw new UserError(`--save-env ${file}: can't be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
