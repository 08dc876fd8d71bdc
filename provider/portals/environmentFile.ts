import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../model/errors";
import type { Environment } from "../model/portal";
import { counted } from "../../text/words";
import { projectFolder } from "./projectFolder";
import { settingVariables } from "./settings";

/** The file beside a project that has variables of its environment. */
export const ENVIRONMENT_FILE = ".env";

/** Bits of a file's mode by which others than its owner may read or write it. */
const OF_OTHERS = 0o077;

/** `NAME=value`, `export NAME=value`, a value in quotes over several lines, a comment, or nothing. */
const LINE =
  /[ \t]*(?:(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|((?:[^\s"'`#][^\n#]*?)?))(?=\s|$)[ \t]*)?(?:#[^\n]*)?(?:\n|$)/y;

export interface ProjectEnvironment {
  /** The environment, with the variables of the file that it doesn't have. */
  readonly environment: Environment;
  /** The variables that are the file's. */
  readonly taken: Readonly<Record<string, string>>;
  /** What is no error, and should be mended. */
  readonly remarks: readonly string[];
}

/**
 * The environment of a project: what the process has, and where that has nothing for a setting, the file `.env` in the project's folder (in
 * `start` itself, where there is no project). Only variables of settings are taken.
 *
 * @throws UserError where the file can't be read, or has lines that are none. No message has a value of it.
 */
export function projectEnvironment(environment: Environment, start: string): ProjectEnvironment {
  const file = path.join(projectFolder(start) ?? path.resolve(start), ENVIRONMENT_FILE);
  const read = contentOf(file);
  if (read === undefined) return { environment, taken: {}, remarks: [] };
  const values = environmentIn(read.text, file);
  const isSet = (name: string) => (environment[name] ?? "") !== "";
  const groups = settingVariables().filter(({ names }) => !names.some(isSet));
  const taken = Object.fromEntries(
    groups.flatMap(({ names }) => names.flatMap((name) => (values.has(name) ? [[name, values.get(name)!]] : []))),
  );
  const isSecret = groups.some(({ credential, names }) => credential && names.some((name) => name in taken));
  const open = process.platform !== "win32" && isSecret && (read.mode & OF_OTHERS) !== 0;
  return {
    environment: { ...environment, ...taken },
    taken,
    remarks: open
      ? [
          `${file} has a credential, and other users can read it (mode ${(read.mode & 0o777).toString(8)}): chmod 600 ${file}`,
        ]
      : [],
  };
}

function contentOf(file: string): { readonly text: string; readonly mode: number } | undefined {
  try {
    const { mode } = fs.statSync(file);
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(fs.readFileSync(file)), mode };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new UserError(
      code === "ERR_ENCODING_INVALID_ENCODED_DATA"
        ? `${file} is not UTF-8: save it as UTF-8`
        : `${file} can't be read (${code ?? "unknown reason"}): it is read for the portal's settings; correct or delete it`,
    );
  }
}

/** @throws UserError that names all lines that are none, by their numbers alone */
export function environmentIn(content: string, file: string): ReadonlyMap<string, string> {
  const text = content.replaceAll("\r\n", "\n");
  const values = new Map<string, string>();
  const wrong: number[] = [];
  let at = 0;
  while (at < text.length) {
    LINE.lastIndex = at;
    const found = LINE.exec(text);
    if (found === null) {
      wrong.push(text.slice(0, at).split("\n").length);
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end + 1;
      continue;
    }
    const [whole, name, double, single, backtick, plain] = found;
    if (name !== undefined) values.set(name, double?.replaceAll("\\n", "\n") ?? single ?? backtick ?? plain ?? "");
    at += whole.length;
  }
  if (wrong.length === 0) return values;
  throw new UserError(
    `${file} has ${counted(wrong.length, "line")} that can't be read, which ${wrong.length === 1 ? "is not shown: line" : "are not shown: lines"} ${wrong.join(", ")}. ` +
      'A line is NAME=value, NAME="value" or # a comment; quote values that contain # or quotes, and close the quotes',
  );
}
