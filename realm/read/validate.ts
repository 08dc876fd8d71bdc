import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import { realmSchema } from "../schema";
import { explain, SECRET_TEXT, secretAround } from "./explain";
import { entryPosition } from "./position";
import type { Path } from "./path";
import type { RealmText } from "./text";

/** A place in a realm file's value that is not as the schema has it. */
export interface Fault {
  readonly path: Path;
  readonly what: string;
}

/** The schema is this package's own, and a test holds it against the standard: every program that has a realm file would wait for that. */
const OPTIONS = {
  allErrors: true,
  verbose: true,
  strict: false,
  strictNumbers: true,
  inlineRefs: false,
  messages: false,
  validateSchema: false,
  meta: false,
} as const;

let compiled: ValidateFunction | undefined;

function validator(): ValidateFunction {
  compiled ??= new Ajv(OPTIONS).compile(realmSchema());
  return compiled;
}

/**
 * Everything in which a file's value is not what the schema of realm files asks for.
 *
 * @param isOpaque what stands for a value that nobody knows yet: it is right wherever a field can have a value
 */
export function faultsIn(
  text: Pick<RealmText, "value" | "sourceOf">,
  isOpaque?: (value: unknown) => boolean,
): readonly Fault[] {
  const known = isOpaque === undefined ? validated.get(text) : undefined;
  const faults = known ?? faultsNow(text, isOpaque);
  if (isOpaque === undefined) validated.set(text, faults);
  return faults;
}

/** A text that stands in two readings is looked at once. */
const validated = new WeakMap<object, readonly Fault[]>();

function faultsNow(
  { value: whole, sourceOf }: Pick<RealmText, "value" | "sourceOf">,
  isOpaque?: (value: unknown) => boolean,
): Fault[] {
  const value = whole ?? {};
  const validate = validator();
  if (validate(value)) return [];
  const secrets = new Set<string>();
  return told(validate.errors ?? []).flatMap((error) => {
    const path = pathOf(value, error);
    if (isOpaque !== undefined && leadsToOpaque(value, path, isOpaque)) return [];
    const secret = secretAround(path);
    if (secret === undefined) return [{ path, what: explain(value, path, error, sourceOf(path)) }];
    const isNew = !secrets.has(JSON.stringify(secret));
    secrets.add(JSON.stringify(secret));
    return isNew ? [{ path: secret, what: SECRET_TEXT }] : [];
  });
}

function leadsToOpaque(root: unknown, path: Path, isOpaque: (value: unknown) => boolean): boolean {
  const fieldAt = (entryPosition(path)?.entry.length ?? Infinity) + 1;
  let here = root;
  for (const [index, step] of path.entries()) {
    if (typeof here !== "object" || here === null) return false;
    here = (here as Record<string | number, unknown>)[step];
    if (isOpaque(here)) return index + 1 >= fieldAt;
  }
  return false;
}

/** Keywords that say that a value is not of the form in question, as opposed to having something wrong in it. */
const OF_ANOTHER_FORM = new Set(["type", "const", "enum", "not"]);

/**
 * The errors that are worth telling. Where a value can have several forms, the validator complains about each of them: what is wrong inside
 * of the one that is meant says it all, and where none is meant, that it is none of them does.
 */
function told(errors: readonly ErrorObject[]): ErrorObject[] {
  const forms = new Set(errors.filter(({ keyword }) => keyword === "anyOf").map(({ instancePath }) => instancePath));
  const inside = new Set<string>();
  const rest = errors.filter((error) => {
    // A key that is none comes twice: as what is wrong with it, and as a member with a wrong key.
    if (error.propertyName !== undefined) return false;
    return !(forms.has(error.instancePath) && (error.keyword === "anyOf" || OF_ANOTHER_FORM.has(error.keyword)));
  });
  for (const { instancePath } of rest)
    for (let end = instancePath.length; end >= 0; end = instancePath.lastIndexOf("/", end - 1)) {
      const parent = instancePath.slice(0, end);
      if (inside.has(parent)) break;
      inside.add(parent);
      if (end === 0) break;
    }
  const none = errors.filter(({ keyword, instancePath }) => keyword === "anyOf" && !inside.has(instancePath));
  // One form may hold others: the outermost that fails says it.
  const seen = new Set<string>();
  return [...rest, ...none.filter(({ instancePath }) => !seen.has(instancePath) && seen.add(instancePath))];
}

function pathOf(value: unknown, { instancePath, keyword, params }: ErrorObject): Path {
  const steps = instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const path: (string | number)[] = [];
  let here = value;
  for (const step of steps) {
    path.push(Array.isArray(here) ? Number(step) : step);
    here = (here as Record<string, unknown> | undefined)?.[step];
  }
  const { additionalProperty, missingProperty, propertyName } = params as Record<string, string | undefined>;
  const member = { additionalProperties: additionalProperty, required: missingProperty, propertyNames: propertyName }[
    keyword
  ];
  return member === undefined ? path : [...path, member];
}
