import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { z } from "zod";
import { heldAgainst } from "./heldAgainst";
import { suggestion } from "./nearest";
import { pathText } from "../../text/path";
import { counted } from "../../text/words";
import { inWords } from "./yamlWords";

export interface YamlForm<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** What could stand where a path leads, for "did you mean". */
  readonly known: (path: readonly PropertyKey[]) => readonly string[];
  readonly error: (message: string) => Error;
  /** What the schema can't tell, also where it finds something else wrong. */
  readonly further?: (value: unknown) => readonly FurtherProblem[];
}

export interface FurtherProblem {
  readonly path: readonly PropertyKey[];
  /** Continues the path. */
  readonly message: string;
}

export interface CheckedYaml<Value> {
  readonly value: Value;
  /** Line that a path leads to, from 1. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** A file that people write, held against its form. @throws what `error` makes of everything that is wrong with it, each with its line. */
export function checkedYaml<Schema extends z.ZodType>(
  text: string,
  file: string,
  { schema, known, error, further = () => [] }: YamlForm<Schema>,
): CheckedYaml<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0)
    throw error(document.errors.map(({ message, pos }) => `${at(pos[0])}: ${message.split("\n")[0]}`).join("\n"));
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (cause) {
    throw error(`${file}: ${(cause as Error).message}`);
  }
  const result = heldAgainst(schema, value, inWords);
  const others = further(value);
  if (result.success && others.length === 0)
    return { value: result.data, lineOf: (path) => lines.linePos(offsetOf(document.contents, path)).line };
  const problemAt = (path: readonly PropertyKey[], what: string) => {
    const offset = offsetOf(document.contents, path);
    const where = pathText(path) || "the file";
    return { offset, where, text: `${at(offset)}: ${where} ${what}` };
  };
  const problems = faultsOf(result.error, known, (path) => sourceOf(document.getIn(path, true))).map(
    ({ path, message }) => problemAt(path, message),
  );
  problems.push(...others.map(({ path, message }) => problemAt(path, message)));
  // What else is wrong with a value follows from what is said of it first.
  const first = problems.filter(({ where }, index) => problems.findIndex((other) => other.where === where) === index);
  const sorted = first.sort((one, other) => one.offset - other.offset).map(({ text: line }) => line);
  throw error(
    sorted.length === 1
      ? (sorted[0] ?? "")
      : [`${counted(sorted.length, "problem")} in ${file}`, ...sorted.map((line) => `  ${line}`)].join("\n"),
  );
}

/**
 * What a schema finds wrong with a file that people write, with "did you mean" for what isn't known.
 *
 * @param sourceAt a number, or true or false, as it is written; undefined where something else is
 */
export function faultsOf(
  error: z.ZodError | undefined,
  known: YamlForm<z.ZodType>["known"],
  sourceAt: (path: readonly PropertyKey[]) => string | undefined,
): FurtherProblem[] {
  return (error?.issues ?? []).flatMap((issue) => {
    if (issue.code !== "unrecognized_keys")
      return [{ path: issue.path, message: `${issue.message}${quotesHint(issue, sourceAt(issue.path))}` }];
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { path, message: `is not known here${suggestion(key, known(path))}` };
    });
  });
}

function sourceOf(node: unknown): string | undefined {
  return isScalar(node) && ["number", "boolean"].includes(typeof node.value) ? node.source : undefined;
}

/** YAML takes a word for a number, or for true and false, where nothing says that it is a text. */
function quotesHint(issue: { readonly code?: string; readonly expected?: string }, source: string | undefined): string {
  if (source === undefined || issue.code !== "invalid_type" || issue.expected !== "string") return "";
  const isShownSo = String(Number(source)) === source || source === "true" || source === "false";
  return `;${isShownSo ? "" : ` it is ${source}:`} if it is meant as a string, put it in quotes: ${JSON.stringify(source)}`;
}

/** Where in the text a path leads; as far as it goes. */
function offsetOf(contents: unknown, path: readonly PropertyKey[]): number {
  let node = contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = node.items[Number(step)] as Node | null;
      offset = node?.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}
