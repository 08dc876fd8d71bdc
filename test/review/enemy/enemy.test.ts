import { appendFileSync } from "node:fs";
import { csp } from "./csp";
import { gridscale } from "./gridscale";
import { scaleway } from "./scaleway";
import { tell, type Verdict } from "./run";

const SEED = Number(process.env["ENEMY_SEED"] ?? 20_261_129);
const PROGRAMS = Number(process.env["ENEMY_PROGRAMS"] ?? 0);
const ONLY = process.env["ENEMY_PORTAL"];
const NOTES = process.env["ENEMY_NOTES"];

const LANES = 2;
const REALMS = 10;
const PLAIN = 3;
const STEPS = PROGRAMS > 0 ? 8 : 3;

jest.setTimeout(24 * 3_600_000);

describe("whatever a program does, nothing is granted, lost or handed on that a review neither tells nor calls unknown", () => {
  it.each(
    [csp]
      .filter(({ reality }) => ONLY === undefined || reality.portal === ONLY)
      .map((ground) => [ground.reality.portal, ground] as const),
  )("programs for %s", async (_portal, ground) => {
    const verdicts: Verdict[] = [];
    let seed = SEED;
    const lane = async () => {
      do {
        const own = (seed += 1);
        const told = await tell(ground, { seed: own, realms: REALMS, plain: PLAIN, steps: STEPS });
        verdicts.push(...told);
        if (NOTES !== undefined)
          for (const verdict of told) appendFileSync(NOTES, `${JSON.stringify({ seed: own, ...verdict })}\n`);
      } while (verdicts.length < PROGRAMS);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const count = (fate: Verdict["fate"]) => verdicts.filter((verdict) => verdict.fate === fate).length;
    console.log(
      `${verdicts.length} programs: ${count("told")} told, ${count("cannot tell")} cannot tell, ${count("refused")} refused, ` +
        `${count("wrong")} wrong, ${count("needless")} needlessly cannot tell`,
    );
    expect(verdicts.flatMap(({ fate, told }) => (fate === "wrong" || fate === "needless" ? [told] : []))).toEqual([]);
  });
});
