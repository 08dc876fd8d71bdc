import type { z } from "zod";

/**
 * Holds a value from outside against a schema.
 *
 * Zod measures everything that has a `length` or a `size`, also what failed the check of its type before. JSON and YAML
 * can hold an object there that JavaScript can't compare with a number, such as `{ length: { toString: 1 } }`, and zod
 * throws. Such a member becomes `null`: the value fails all the same, since no field takes an object with such a member.
 */
export function heldAgainst<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  error?: z.core.$ZodErrorMap,
): z.ZodSafeParseResult<z.output<Schema>> {
  try {
    return schema.safeParse(value, { error });
  } catch {
    return schema.safeParse(measurable(value), { error });
  }
}

function measurable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(measurable);
  if (typeof value !== "object" || value === null || !isPlain(value)) return value;
  // No assignment: a member named `__proto__` would set the prototype.
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      (name === "length" || name === "size") && !isComparable(member) ? null : measurable(member),
    ]),
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether JavaScript can make a number of it, be it `NaN`. */
function isComparable(value: unknown): boolean {
  try {
    Number(value);
    return true;
  } catch {
    return false;
  }
}
