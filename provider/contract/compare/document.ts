import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import { UserError } from "../../model/errors";
import { isRecord } from "../../model/shapes";
import { shownName } from "../../../text/escape";

/** What a person can have as a document of an API, and is read in seconds. */
const MOST_BYTES = 64 * 1024 * 1024;
/** YAML is read more slowly than JSON. */
const MOST_YAML_BYTES = 12 * 1024 * 1024;
/** Anchors that are used more often than any document needs are there to use up memory. */
const MOST_ALIASES = 10_000;

export type Json = Readonly<Record<string, unknown>>;

export interface OpenApiDocument {
  readonly version: "2" | "3.0" | "3.1";
  readonly root: Json;
  readonly title: string;
  /** The API's version, as the document has it. */
  readonly release: string;
}

/**
 * Reads a document of OpenAPI 2, 3.0 or 3.1, as JSON or YAML. Nothing else is read: references to other files and addresses aren't followed.
 *
 * @param file as it is shown in errors
 * @throws UserError if it is none
 */
export function readOpenApi(text: string, file: string): OpenApiDocument {
  const root = parsed(text, file);
  if (!isRecord(root)) throw new UserError(`${file} is no OpenAPI document: it has no members`);
  const version = versionOf(root, file);
  const paths = root["paths"];
  if (!isRecord(paths) || Object.keys(paths).length === 0)
    throw new UserError(
      `${file} has no paths, so there is nothing to compare; if the vendor has several documents, take the one with paths`,
    );
  const info = isRecord(root["info"]) ? root["info"] : {};
  const textOf = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");
  return { version, root, title: textOf(info["title"]), release: textOf(info["version"]) };
}

function versionOf(root: Json, file: string): OpenApiDocument["version"] {
  const { openapi, swagger } = root;
  const given = String(openapi ?? swagger ?? "");
  const version = /^(?:2(?=\.0|$)|3\.[01])/.exec(given)?.[0] as OpenApiDocument["version"] | undefined;
  if (version !== undefined) return version;
  if (openapi === undefined && swagger === undefined)
    throw new UserError(`${file} is no OpenAPI document: it has neither openapi nor swagger at its top`);
  throw new UserError(`${file} has OpenAPI ${shownName(given)}, but only 2.0, 3.0 and 3.1 can be compared`);
}

function parsed(text: string, file: string): unknown {
  if (text.length > MOST_BYTES)
    throw new UserError(`${file} has ${megabytes(text)}, more than the ${megabytes(MOST_BYTES)} that can be compared`);
  if (text.trim() === "") throw new UserError(`${file} is empty`);
  if (!/^\s*[{[]/.test(text)) return parsedYaml(text, file);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // YAML can begin with a brace, too.
    if (text.length > MOST_YAML_BYTES)
      throw new UserError(`${file} is not JSON: ${shownName((error as Error).message, 200)}`);
    return parsedYaml(text, file);
  }
}

function parsedYaml(text: string, file: string): unknown {
  if (text.length > MOST_YAML_BYTES)
    throw new UserError(
      `${file} has ${megabytes(text)} of YAML, more than the ${megabytes(MOST_YAML_BYTES)} that can be compared; convert it to JSON`,
    );
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: "silent",
    });
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw new UserError(`${file}:${line}:${col}: ${shownName(error.message.split("\n")[0] ?? "", 200)}`);
    }
    // Said before the whole is made: a page of HTML is one text.
    if (!isMap(document.contents) || !document.contents.items.some(({ key }) => isScalar(key) && isVersion(key.value)))
      throw new UserError(`${file} is no OpenAPI document: it has neither openapi nor swagger at its top`);
    return document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown;
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof RangeError) throw new UserError(`${file} is nested too deeply to be read`);
    throw new UserError(`${file} can't be read: ${shownName((error as Error).message, 200)}`);
  }
}

function isVersion(key: unknown): boolean {
  return key === "openapi" || key === "swagger";
}

function megabytes(of: string | number): string {
  return `${Math.round((typeof of === "string" ? of.length : of) / 1024 / 1024)} MiB`;
}
