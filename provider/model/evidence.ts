/**
 * Inputs that no program declares and no portal gets: what only the program's side knows of a declaration, left where a plan carries it, for
 * whoever reads the plan. The engine shows no input whose name begins with two underscores, and a change of one is no difference.
 */
const PREFIX = "__";

/**
 * Which values are the id of another resource of the program, by their path: `{ "profiles[0]": "Profile::admin" }`. A plan says only that a
 * value that isn't known yet hangs on that resource; that it *is* its id the program alone knows.
 */
export const REFERENCES_INPUT = "__references";

/** `true` where a setting, and not the resource, says that an object that exists is taken over: a plan doesn't have the environment. */
export const ADOPTS_INPUT = "__adopts";

/**
 * Names of the fields whose values the program gave as secrets, beyond those that are secret by their kind. The engine hands a provider plain
 * values: which of them no message may show the program alone knows.
 */
export const SECRETS_INPUT = "__secrets";

/** Whether an input is none of the declaration. */
export function isInternal(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** The declared inputs of a resource, and those that are none, apart. */
export function apart(inputs: Readonly<Record<string, unknown>>): {
  readonly declared: Record<string, unknown>;
  readonly internal: Record<string, unknown>;
} {
  const entries = Object.entries(inputs);
  return {
    declared: Object.fromEntries(entries.filter(([name]) => !isInternal(name))),
    internal: Object.fromEntries(entries.filter(([name]) => isInternal(name))),
  };
}

/** How a resource of the program is named as what a value refers to. */
export function referenceName(kind: string, label: string): string {
  return `${kind}::${label}`;
}
