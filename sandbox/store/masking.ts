/** Members whose value is a secret, or lets one be guessed. */
const SECRET_MEMBERS = new Set(["secret", "secretHash", "passwordHash"]);

export const MASK = "********";

/** A copy with every secret replaced by asterisks, at any depth. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      SECRET_MEMBERS.has(name) && member !== null ? MASK : masked(member),
    ]),
  );
}
