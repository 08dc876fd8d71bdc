import { LineCounter } from "yaml";
import type { Place } from "../entry";
import type { RealmProblem } from "../problem";
import { composed, NestedTooDeep, said, TOO_DEEP } from "./compose";
import { Nodes } from "./nodes";
import type { Path } from "./path";

/** The text of one realm file, understood as far as it goes. */
export interface RealmText {
  /** Undefined where the realm comes from a program. */
  readonly file: string | undefined;
  readonly text: string | undefined;
  /** Plain values: what aliases and merge keys stand for is in their places. */
  readonly value: unknown;
  /** What is wrong with the text itself, whatever it means. */
  readonly problems: readonly RealmProblem[];
  /** Where a path leads: the key of a member, the entry of a list; as far as the path goes. */
  placeOf(path: Path): Place | undefined;
  /** A number, `true`, `false` or `null` as somebody has written it; undefined where there is a text, or no file. */
  sourceOf(path: Path): string | undefined;
  /** A line of the file, from 1. */
  lineOf(line: number): string;
  /** The path that a property's name leads to, such as `limits.vcpus` or `access[0].account`, from `base` on. */
  pathOf(base: Path, property: string): Path;
}

export function parseText(text: string, file: string): RealmText {
  let split: readonly string[] | undefined;
  const lineOf = (line: number) => (split ??= text.split("\n"))[line - 1] ?? "";
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = composed(text, lines);
  if (document instanceof NestedTooDeep) {
    const place = at(document.offset);
    return {
      ...{ file, text },
      value: undefined,
      problems: [{ file, place, path: "", what: TOO_DEEP }],
      placeOf: () => place,
      sourceOf: () => undefined,
      lineOf,
      pathOf: (base) => base,
    };
  }
  const faults = [...document.errors, ...document.warnings].map(({ code, message, pos }): RealmProblem => ({
    file,
    place: at(pos[0]),
    path: "",
    what: said(code, message),
  }));
  const version = document.directives?.yaml;
  if (version?.explicit === true && version.version !== "1.2")
    faults.push({
      file,
      place: at(0),
      path: "",
      what: `asks for YAML ${version.version}, where words such as "no" mean something else; realm files are YAML 1.2: remove the line %YAML`,
    });
  const nodes = new Nodes(file, at);
  // What is half understood would only bring up problems that aren't there.
  const value = document.errors.length > 0 ? undefined : nodes.plain(document.contents);
  return {
    ...{ file, text, value },
    problems: [...faults, ...nodes.problems],
    placeOf: (path) => at(nodes.offsetOf(document.contents, path)),
    lineOf,
    sourceOf: (path) => nodes.sourceOf(document.contents, path),
    pathOf: (base, property) => nodes.pathOf(document.contents, base, property),
  };
}
