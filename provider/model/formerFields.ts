import { type DeclaredInputs, type FormerField, type Kind, SECRETS_INPUT } from ".";
import { SPELLINGS_KEY } from "./spellings";
import { isRecord } from "./shapes";

/** The fields that values have under a former name, and not under the present one. */
export function formerFieldsIn({ formerFields }: Kind, values: DeclaredInputs): FormerField[] {
  return formerFields.filter(({ name, field }) => isThere(values[name]) && !isThere(values[field]));
}

/**
 * Inputs, or a state, under the present names of their fields. What is given under both names stays as it is: `declarationFindings` refuses it.
 *
 * @param valueIn takes the value of today out of an object that the field was before
 */
export function underPresentNames(
  kind: Kind,
  values: DeclaredInputs,
  valueIn: (object: unknown, member: string) => unknown = memberIn,
): DeclaredInputs {
  if (kind.formerFields.length === 0) return values;
  const given = formerFieldsIn(kind, values);
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !given.some(({ field }) => field === name))
      .map(([name, value]) => {
        const former = given.find((one) => one.name === name);
        if (former === undefined) return [name, withPresentNames(kind, name, value)];
        return [former.field, former.member === undefined ? value : valueIn(value, former.member)];
      }),
  );
}

/** The other way round: values under the former names of fields that have them in a state, which is then no other than before. */
export function underFormerNames(
  formerFields: readonly FormerField[],
  values: DeclaredInputs,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const former = formerFields.find(({ field }) => field === name);
      if (former !== undefined)
        return [former.name, former.member === undefined || !isThere(value) ? value : { [former.member]: value }];
      return name === SPELLINGS_KEY && isRecord(value) ? [name, underFormerNames(formerFields, value)] : [name, value];
    }),
  );
}

/** The only member of an object. What has another form stays as it is, for the field's schema to refuse. */
export function memberIn(value: unknown, member: string): unknown {
  const isAlone = isRecord(value) && Object.hasOwn(value, member) && Object.keys(value).length === 1;
  return isAlone ? value[member] : value;
}

/** The path of a property (`productPrices.10001`) by the present name of its field. */
export function presentPath({ formerFields }: Kind, path: string): string {
  const [first, rest] = split(path);
  const former = formerFields.find(({ name }) => name === first);
  if (former === undefined) return path;
  const [member, inner] = split(rest.replace(/^\./, ""));
  return `${former.field}${former.member !== undefined && member === former.member ? inner : rest}`;
}

/** The steps from a declaration to a field, as it is written there. */
export function stepsTo(formerFields: readonly FormerField[], field: string): readonly string[] {
  const former = formerFields.find((one) => one.field === field);
  if (former === undefined) return [field];
  return former.member === undefined ? [former.name] : [former.name, former.member];
}

/** The path of a property as it is written where fields have former names. */
export function writtenPath(formerFields: readonly FormerField[], path: string): string {
  const [field, rest] = split(path);
  return `${stepsTo(formerFields, field).join(".")}${rest}`;
}

/** What is said of a field that has its former name. */
export function formerNameText({ name, field, member }: FormerField): string {
  const before = member === undefined ? name : `${name}.${member}`;
  return `is the former name of ${field}, and still works: use ${field} instead, with the value of ${before}`;
}

/** What is wrong where a field is given under both of its names. */
export function bothNamesText({ name, field }: FormerField): string {
  return `is the former name of ${field}, which is also set: remove ${name}`;
}

/** What a state, or the program's side, keeps by the names of fields. */
function withPresentNames(kind: Kind, name: string, value: unknown): unknown {
  if (name === SECRETS_INPUT && Array.isArray(value))
    return value.map((field: unknown) => (typeof field === "string" ? presentPath(kind, field) : field));
  if (name === SPELLINGS_KEY && isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([field, mark]) => [presentPath(kind, field), mark]));
  return value;
}

function split(path: string): [field: string, rest: string] {
  const end = /[.[]|$/.exec(path)!.index;
  return [path.slice(0, end), path.slice(end)];
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
