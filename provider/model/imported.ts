import type { DeclaredInputs, Kind } from "./kind";

/**
 * In a state, true where an import has brought it and no update since. No program was asked then: an object that exists lacks nothing without
 * what orders creates.
 */
export const IMPORTED_KEY = "__imported";

/** Inputs without what orders creates, unless the state of the object has it already. */
export function withoutOrder({ fields }: Kind, state: DeclaredInputs, inputs: DeclaredInputs): DeclaredInputs {
  const isNew = (name: string) => fields[name]?.orders === true && state[name] === undefined;
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !isNew(name)));
}
