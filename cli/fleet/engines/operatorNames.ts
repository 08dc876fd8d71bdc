import { createHash } from "node:crypto";

/** The operator takes no longer names, because of what it derives from them. */
const LONGEST = 42;
const DIGITS = 6;

/**
 * Names of the operator's `Stack` resources, by names of stacks: in lower case, of letters, digits and dashes, beginning with a letter, because
 * the operator derives the name of a `Service` from them. Where one is changed for it, its end follows from the stack's name, so that no two
 * are the same.
 */
export function resourceNames(stacks: readonly string[]): ReadonlyMap<string, string> {
  return new Map(stacks.map((stack) => [stack, resourceName(stack)]));
}

function resourceName(stack: string): string {
  if (/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(stack) && stack.length <= LONGEST) return stack;
  const digest = createHash("sha256").update(stack).digest("hex").slice(0, DIGITS);
  const plain = stack.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const start = (/^[a-z]/.test(plain) ? plain : `stack-${plain}`).slice(0, LONGEST - DIGITS - 1).replace(/-+$/, "");
  return `${start}-${digest}`;
}
