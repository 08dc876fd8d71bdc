import fc from "fast-check";
import { parseReviewFile, reviewPlan } from "../../../review";
import { runs, seed } from "../../support/runs";
import { type PlanCase } from "../plans/planTable";
import { keyOf, readRecording } from "../plans/recording";
import { planText } from "../planText";
import { TABLES } from "../plans/tables";
import { choiceOf, divided, type PrintedPlan, reviewedAsFleet, withoutStacks } from "./divided";
import { randomRealm } from "./randomRealm";

const TODAY = "2027-03-01";
const MOST_STACKS = 6;

interface Recorded {
  readonly what: string;
  readonly plan: PrintedPlan;
  readonly expected: PlanCase;
}

/** Plans of the real engine, among which each finding of the catalogue is. */
const RECORDED: readonly Recorded[] = Object.entries(TABLES).flatMap(([table, of]) => {
  const recording = readRecording(table)!;
  return of.cases
    .filter(({ edited }) => edited === undefined)
    .map((expected) => ({
      what: `${table}: ${expected.what}`,
      plan: recording.plans[keyOf(of, expected.program)] as unknown as PrintedPlan,
      expected,
    }));
});

describe("the review of a plan that is divided at random into stacks is that of the plan", () => {
  let [crossings, pending, states] = [0, 0, 0];

  it.each(RECORDED)("$what", ({ what, plan, expected }) => {
    const options = {
      today: expected.today ?? TODAY,
      ...(expected.file === undefined ? {} : { file: parseReviewFile(expected.file) }),
    };
    const one = withoutStacks(reviewPlan(JSON.stringify(plan), options));
    for (let run = 0; run < runs(1, 5); run++) {
      const choose = choiceOf(seed + run);
      const stacks = 2 + choose(what, MOST_STACKS - 1);
      const division = divided(plan, stacks, choose);
      crossings += [...division.crossings.values()].flat().length;
      pending += division.pending;
      states += division.states.size;
      expect({ run, report: withoutStacks(reviewedAsFleet(division, options)) }).toEqual({ run, report: one });
    }
  });

  it("with references from stack to stack, known and not yet known, and stacks that are read from their state", () => {
    expect([crossings > 300, pending > 5, states > 30]).toEqual([true, true, true]);
  });
});

describe("the review of a random change of a random realm", () => {
  const FILE = `
limits: { deletions: { share: 0.3, beyond: 5 }, people: { share: 0.5, beyond: 4 } }
administrators: { least: 1 }
assertions:
  - { name: customers stay at home, who: { reseller: false }, never: { power: realm, where: elsewhere } }
accept:
  - { finding: ESC-07, subject: User/user-0, reason: r, owner: o, expires: 2027-12-31 }`;

  it("is the same for one stack, and for the stacks that it is divided into at random or by account", () => {
    const verdicts = new Set<string>();
    let pending = 0;
    fc.assert(
      fc.property(
        randomRealm,
        fc.nat(),
        fc.integer({ min: 2, max: 7 }),
        fc.boolean(),
        (resources, number, stacks, withFile) => {
          const text = planText(resources);
          const options = { ...(withFile ? { file: parseReviewFile(FILE) } : {}), today: TODAY };
          const one = reviewPlan(text, options);
          const division = divided(JSON.parse(text) as PrintedPlan, stacks, choiceOf(number));
          verdicts.add(one.verdict);
          pending += division.pending;
          expect(withoutStacks(reviewedAsFleet(division, options))).toEqual(withoutStacks(one));
        },
      ),
      { numRuns: runs(200), seed },
    );
    expect([...verdicts].sort()).toEqual(["approval", "blocked", "cannot tell", "changes", "nothing"]);
    expect(pending).toBeGreaterThan(30);
  });
});
