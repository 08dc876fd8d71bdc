import { parseReviewFile, reviewPlan } from "../../../review";
import { runs, seed } from "../../support/runs";
import { type PlanCase } from "../plans/planTable";
import { keyOf, readRecording } from "../plans/recording";
import { TABLES } from "../plans/tables";
import { choiceOf, divided, type PrintedPlan, reviewedAsFleet, withoutStacks } from "./divided";

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
    for (let run = 0; run < runs(1); run++) {
      const choose = choiceOf(seed + run);
      const stacks = 2 + choose(what, MOST_STACKS - 1);
      const division = divided(plan, stacks, choose);
      crossings += [...division.crossings.values()].flat().length;
      pending += [...division.previews.values()].filter((text) => /"__references":\{"[^}]/.test(text)).length;
      states += division.states.size;
      expect({ run, report: withoutStacks(reviewedAsFleet(division, options)) }).toEqual({ run, report: one });
    }
  });

  it("with references from stack to stack, known and not yet known, and stacks that are read from their state", () => {
    expect([crossings > 500, pending > 50, states > 50]).toEqual([true, true, true]);
  });
});
