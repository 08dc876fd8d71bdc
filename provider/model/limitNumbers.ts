/** Limits by the portal's names of them. */
export type LimitNumbers = Readonly<Record<string, number>>;

/** The limits of a value that are known. */
export function numbersIn(limits: unknown): LimitNumbers {
  if (typeof limits !== "object" || limits === null) return {};
  return Object.fromEntries(
    Object.entries(limits).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}
