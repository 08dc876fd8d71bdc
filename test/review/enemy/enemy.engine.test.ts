import { fixtures } from "../../portals/list";
import { appendFileSync } from "node:fs";
import type { Ground } from "./ground";
import { liveReview } from "./live";
import { runs, seed } from "../../support/runs";
import { type Fate, tell, type Verdict } from "./run";

/** How many programs at least. Without it, and without a long run, there are a few, always the same. */
const PROGRAMS = Number(process.env["ENEMY_PROGRAMS"] ?? runs(0, 300));
const SEED = Number(process.env["ENEMY_SEED"] ?? seed);
const PORTAL = process.env["ENEMY_PORTAL"];
/** A file that gets a line of JSON for each program. */
const NOTES = process.env["ENEMY_NOTES"];

/** With it the review asks the portal, and people change things by hand. */
const LIVE = process.env["ENEMY_LIVE"] === undefined ? {} : { review: liveReview, byHand: true };

const GROUNDS: readonly Ground[] = fixtures
  .filter(({ name }) => PORTAL === undefined || name === PORTAL)
  .flatMap(({ ground }) => (ground === undefined ? [] : [ground()]));
const LANES = 2;
const LONG = { realms: 16, plain: 4, steps: 8 };
const SHORT = { realms: 6, plain: 2, steps: 2 };

async function run(): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let begun = 0;
  const onVerdict = (seed: number) => (verdict: Verdict) => {
    verdicts.push(verdict);
    if (NOTES !== undefined) appendFileSync(NOTES, `${JSON.stringify({ seed, ...verdict })}\n`);
  };
  const lane = async () => {
    while (begun < GROUNDS.length || verdicts.length < PROGRAMS) {
      const [ground, seed] = [GROUNDS[begun % GROUNDS.length]!, SEED + begun];
      begun += 1;
      await tell(ground, { ...(PROGRAMS > 0 ? LONG : SHORT), ...LIVE, seed, onVerdict: onVerdict(seed) });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return verdicts;
}

describe("whatever a program does, nothing is granted, lost or handed on that a review neither tells nor calls unknown", () => {
  it("holds for programs that anybody would write, and for those of an enemy", async () => {
    const verdicts = await run();
    const of = (fate: Fate) => verdicts.filter((verdict) => verdict.fate === fate);
    if (PROGRAMS > 0)
      console.log(
        `${verdicts.length} programs: ${of("told").length} told, ${of("cannot tell").length} cannot tell, ` +
          `${of("refused").length} refused, ${of("wrong").length} wrong, ${of("needless").length} needlessly cannot tell`,
      );
    expect(of("wrong").map(({ told }) => told)).toEqual([]);
    // What uses plain references only is never called unknown.
    expect(of("needless").map(({ told }) => told)).toEqual([]);
    expect(of("told").length).toBeGreaterThan(0);
  });
});
