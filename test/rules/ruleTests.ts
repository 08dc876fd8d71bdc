import type { Bench } from "../support/bench";
import { Sentences } from "./sentences";

export interface RuleTest<OfPortal extends Bench> {
  /** What is tried, for the name of the test. */
  readonly what: string;
  /** @param id The rule's. */
  readonly tell: (bench: OfPortal, id: string) => Promise<void>;
}

/** One for each rule: the compiler asks for it. */
export type RuleTests<Id extends string, OfPortal extends Bench> = Readonly<Record<Id, RuleTest<OfPortal>>>;

/** Runs the test of each rule of a portal, and holds the sentences that come of it. */
export function testRules<Id extends string, OfPortal extends Bench>(
  portal: string,
  rules: readonly { readonly id: Id }[],
  tests: RuleTests<Id, OfPortal>,
  start: () => Promise<OfPortal>,
): void {
  const ids = rules.map(({ id }) => id);
  const sentences = new Sentences(portal, ids);

  it.each(ids.map((id) => [id, tests[id].what] as const))("%s: %s", async (id) => {
    const bench = await start();
    try {
      await tests[id].tell(bench, id);
      sentences.hold(id, bench.findings);
    } finally {
      await bench.close();
    }
  });

  it("the file of sentences has these rules, and no others", () => sentences.holdRules());
}
