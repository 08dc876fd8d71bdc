import type { Bench } from "../support/bench";

export interface RuleTest<OfPortal extends Bench> {
  /** What is tried, for the name of the test. */
  readonly what: string;
  /** @param id The rule's. */
  readonly tell: (bench: OfPortal, id: string) => Promise<void>;
}

/** One for each rule: the compiler asks for it. */
export type RuleTests<Id extends string, OfPortal extends Bench> = Readonly<Record<Id, RuleTest<OfPortal>>>;

/** Runs the test of each rule of a portal. */
export function testRules<Id extends string, OfPortal extends Bench>(
  rules: readonly { readonly id: Id }[],
  tests: RuleTests<Id, OfPortal>,
  start: () => Promise<OfPortal>,
): void {
  const ids = rules.map(({ id }) => id);

  it.each(ids.map((id) => [id, tests[id].what] as const))("%s: %s", async (id) => {
    const bench = await start();
    try {
      await tests[id].tell(bench, id);
    } finally {
      await bench.close();
    }
  });
}
