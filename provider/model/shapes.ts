/** Whether a value is one of some words. */
export function isOneOf<Word extends string>(words: readonly Word[], value: unknown): value is Word {
  return words.some((word) => word === value);
}

/** Whether a value has members by name. */
export function isRecord(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. Of what, nobody knows yet. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** What a list or an object has under a number or a name; undefined where it is neither, or has nothing there. */
export function memberAt(value: unknown, step: PropertyKey): unknown {
  if (isList(value)) return typeof step === "number" ? value[step] : undefined;
  return isRecord(value) ? value[step] : undefined;
}
