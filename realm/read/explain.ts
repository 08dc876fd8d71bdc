import type { ErrorObject } from "ajv";
import { heldAgainst, type KindName, kinds } from "../../provider/model";
import { show, showField } from "../../provider/model/values";
import { alternatives, suggestion } from "../../provider/model/nearest";
import { SECTIONS } from "../entry";
import { changedAt, EACH, fieldPaths } from "../fieldPaths";
import { entryPosition, kindOfSection } from "./position";
import type { Path } from "./path";

const FORMS: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  null: "left empty",
};

const KEYS = "keys have 1 to 128 letters, digits and the characters . _ @ + -, and start with a letter or digit";

export const SECRET_TEXT =
  "must be { config: NAME }: secrets are in the stack's configuration, not in a realm file. " +
  "Set it with: pulumi config set --secret NAME";

/** The part of a path that leads to a secret, where it goes on into it: even a name in there may be the secret. */
export function secretAround(path: Path): Path | undefined {
  const { kind, entry, inside = [] } = entryPosition(path) ?? {};
  const secret = kind && fieldPaths(kind).secrets.find((steps) => steps.every((step, index) => inside[index] === step));
  return secret === undefined || inside.length === secret.length ? undefined : [...entry!, ...secret];
}

/**
 * What is wrong at a path of a realm file, and how it is mended, in the words of the kind where it has some.
 *
 * @param source a number, or true or false, as it stands in the file: whoever puts what is shown into quotes must get that.
 */
export function explain(root: unknown, path: Path, error: ErrorObject, source?: string): string {
  const { keyword, params, data, parentSchema } = error as ErrorObject<string, Record<string, unknown>>;
  const position = entryPosition(path);
  const secret = position !== undefined && isSecret(position.kind, position.inside);

  if (keyword === "additionalProperties") return strangerText(path, Object.keys(properties(parentSchema)));
  if (keyword === "required") return missingText(path, parentSchema);
  if (secret) return SECRET_TEXT;
  if (keyword === "propertyNames")
    return position !== undefined && position.inside.length > 0
      ? `is no name that is possible here${ofKind(root, path.slice(0, -1))}`
      : `is no key: ${KEYS}`;
  if (data === null) return "has no value; set one, or remove the line";

  const given = `is ${position === undefined ? (source ?? show(data)) : shownValue(position.kind, position.inside, data, source)}`;
  // Words to choose from are those of all portals.
  const own = keyword === "enum" ? undefined : ownText(root, path);
  const hint = unquotedHint(keyword, params, data, source);
  if (isReferenceAt(path)) return `${given}, but must be the key of an entry, or { existing: "name or id" }${hint}`;
  if (own !== undefined) return `${given}, but ${own}${hint}`;
  switch (keyword) {
    case "type":
      return `${given}, but must be ${FORMS[String(params["type"])] ?? String(params["type"])}${hint}`;
    case "anyOf":
      return `${given}, but must be ${formsAt(path)}${hint}`;
    case "minLength":
    case "minItems":
      return "must not be empty";
    case "pattern":
      return position?.inside.length === 0
        ? `${given}, which is not a key: ${KEYS}`
        : `${given}, which doesn't match ${String(params["pattern"])}`;
    case "enum":
      return `${given}, but must be one of ${words(params).join(", ")}${typeof data === "string" ? suggestion(data, words(params), 1) : ""}`;
    default:
      return `${given}, but ${error.message ?? "is not valid"}`;
  }
}

function words({ allowedValues }: Record<string, unknown>): string[] {
  return (allowedValues as unknown[]).map(String);
}

function properties(schema: unknown): Record<string, { description?: string }> {
  return (schema as { properties?: Record<string, { description?: string }> } | undefined)?.properties ?? {};
}

function strangerText(path: Path, known: readonly string[]): string {
  const position = entryPosition(path);
  const name = String(path.at(-1));
  if (position?.within !== undefined && position.inside.length === 1 && name === "account")
    return `is not repeated in an account: what stands in ${position.within} is of ${position.within}; take the line out`;
  const where =
    position === undefined
      ? "a realm file"
      : position.inside.length === 1
        ? `${article(position.kind)} ${position.kind}`
        : "this map";
  return `is not known in ${where}${alternatives(name, known)}`;
}

function missingText(path: Path, parentSchema: unknown): string {
  const name = String(path.at(-1));
  const position = entryPosition(path);
  const ofField = position?.inside.length === 1 ? kinds[position.kind].fields[name]?.schema.description : undefined;
  const description = ofField ?? properties(parentSchema)[name]?.description;
  return description === undefined
    ? "is missing"
    : `is missing: ${description.charAt(0).toLowerCase()}${description.slice(1).replace(/\.$/, "")}`;
}

function article(kind: string): string {
  return /^[AEIO]/.test(kind) ? "an" : "a";
}

/** YAML takes a word for a number, or for true and false, where nothing says that it is a text. */
function unquotedHint(
  keyword: string,
  params: Record<string, unknown>,
  data: unknown,
  source: string | undefined,
): string {
  const wantsText = (keyword === "type" && params["type"] === "string") || keyword === "anyOf";
  return wantsText && (typeof data === "number" || typeof data === "boolean")
    ? `; if it is meant as a string, put it in quotes${source === undefined ? "" : `: ${JSON.stringify(source)}`}`
    : "";
}

function formsAt(path: Path): string {
  const section = path.at(-1);
  const kind = kindOfSection(section);
  const isSection = path.length === 1 || (path.length === 3 && path[0] === SECTIONS.Account);
  if (kind !== undefined && isSection)
    return kind === "ServiceActivation" && path.length === 3
      ? "a list of service keys, or a map of them"
      : `a map of entries by their keys, such as ${String(section)}: { ${exampleKey(kind)}: { … } }`;
  return section === "formerly" ? "a resource name, or a list of them" : "of another form";
}

function exampleKey(kind: KindName): string {
  return {
    Account: "acme",
    User: "anna",
    Profile: "administrator",
    QuotaProfile: "starter",
    Quota: "ch-1",
    ServiceActivation: "openstack",
    Project: "main",
  }[kind];
}

function isSecret(kind: KindName, inside: Path): boolean {
  return fieldPaths(kind).secrets.some((path) => path.every((step, index) => inside[index] === step));
}

function isReferenceAt(path: Path): boolean {
  const position = entryPosition(path);
  if (position === undefined) return false;
  const steps = position.inside.map((step) => (typeof step === "number" ? EACH : step));
  return fieldPaths(position.kind).references.some(
    ({ path: reference }) =>
      reference.every((step, index) => step === steps[index]) && steps.length <= reference.length + 1,
  );
}

function shownValue(kind: KindName, [field, ...rest]: Path, data: unknown, source: string | undefined): string {
  // A map that holds a secret is shown without what is in it.
  const holdsSecret = fieldPaths(kind).secrets.some(([first]) => field === undefined || first === field);
  if (holdsSecret && typeof data === "object") return Array.isArray(data) ? "a list" : "a map";
  // What stands in the place of such a map may be the secret itself.
  if (source !== undefined && !(holdsSecret && rest.length === 0)) return source;
  return showField(kinds[kind].fields[String(field)], data, rest);
}

/** What the kind's own schema says of the value at a path. */
function ownText(root: unknown, path: Path): string | undefined {
  const position = entryPosition(path);
  const [field, ...rest] = position?.inside ?? [];
  if (position === undefined || typeof field !== "string") return undefined;
  const schema = kinds[position.kind].fields[field]?.schema;
  const whole = valueAt(root, [...position.entry, field]);
  const result = schema && heldAgainst(schema, asInProgram(position.kind, field, whole));
  const issue = result?.error?.issues.find(
    (candidate) => candidate.path.length === rest.length && candidate.path.every((step, index) => step === rest[index]),
  );
  return issue === undefined || !/^must /.test(issue.message) ? undefined : issue.message;
}

function ofKind(root: unknown, path: Path): string {
  const position = entryPosition(path);
  const field = position?.inside[0];
  if (position === undefined || typeof field !== "string") return "";
  const schema = kinds[position.kind].fields[field]?.schema;
  const issue = schema && heldAgainst(schema, valueAt(root, [...position.entry, field])).error?.issues[0];
  const nested = (issue as { issues?: { message: string }[] } | undefined)?.issues?.[0]?.message ?? issue?.message;
  return nested === undefined ? "" : `: it ${nested}`;
}

/** References as names, so that what the kind's schema says is about what is really wrong. */
function asInProgram(kind: KindName, field: string, value: unknown): unknown {
  const { references, secrets } = fieldPaths(kind);
  const paths = [...references.map(({ path }) => path), ...secrets].filter(([first]) => first === field);
  return paths.reduce(
    (changed, [, ...path]) =>
      changedAt(changed, path, (found) => (typeof found === "object" && found !== null ? "reference" : found)),
    value,
  );
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (here, step) => (typeof here === "object" && here !== null ? (here as Record<string, unknown>)[step] : undefined),
    value,
  );
}
