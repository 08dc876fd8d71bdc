export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** How messages name an object and what it belongs to, as far as both are known: "main of acc_1", "main". */
export function nameWithin(name: unknown, owner: unknown): string {
  return [text(name), text(owner) === "" ? "" : `of ${text(owner)}`].filter((part) => part !== "").join(" ");
}

/** Those of the declared words that are known by now. */
export function knownWords(declared: unknown): string[] {
  return Array.isArray(declared)
    ? (declared as unknown[]).filter((word): word is string => typeof word === "string")
    : [];
}

/** A few of many, for messages. */
export function listed(words: readonly string[], most = 8): string {
  const shown = words.slice(0, most).join(", ");
  return words.length > most ? `${shown} and ${words.length - most} more` : shown;
}

/** Several parts of a natural key as one string. */
export function keyOf(...parts: (string | null | undefined)[]): string {
  return JSON.stringify(parts.map((part) => part ?? null));
}
