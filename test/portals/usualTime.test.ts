import * as fc from "fast-check";
import { UsualTime } from "../../provider/portals/usualTime";
import { runs } from "../support/runs";

const took = fc.array(fc.integer({ min: 1_000, max: 600_000 }), { minLength: 1, maxLength: 20 });

describe("when work at a portal is expected to be done", () => {
  it("is a little before the quickest of its sort, so that no look comes later than that work would have been seen", () => {
    fc.assert(
      fc.property(took, (times) => {
        const usual = new UsualTime();
        for (const time of times) usual.ended("project created", time);
        expect(usual.of("project created")).toBeLessThan(Math.max(...times));
        expect(usual.of("project created")).toBeLessThan(times.at(-1)!);
        expect(usual.of("project created")).toBeGreaterThanOrEqual(0.9 * Math.min(...times));
      }),
      { numRuns: runs(50) },
    );
  });

  it("follows a portal that has become slower, and says nothing of other work", () => {
    const usual = new UsualTime();
    usual.ended("project created", 1_000);
    for (let ended = 0; ended < 20; ended += 1) usual.ended("project created", 4_000);
    expect(usual.of("project created")).toBe(3_600);
    usual.ended("client created", 900);
    expect(usual.of("client created")).toBe(0);
    expect(usual.of("client changed")).toBe(0);
    expect(usual.of(undefined)).toBe(0);
  });
});
