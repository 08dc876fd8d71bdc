/** Everything that an expectation names must be printed, and nothing may have been written. */
export interface BadInput {
  readonly what: string;
  /** Runs beside others of the same portal: its objects have names of their own. */
  readonly program: string;
  /** Of its own resources; `2 problems in 1 resource` is the sum of what is said of them. */
  readonly says: readonly string[];
  /** Only the portal can tell: the engine asks for one resource after the other, and ends at the first that is wrong. */
  readonly isToldByPortal?: true;
}

let made = 0;

/** A number that no other object of a program has. */
export function ownNumber(): number {
  made += 1;
  return made;
}
