import * as fc from "fast-check";
import { fleetStages, type StackToRun } from "../../cli/fleet/engines/jobs";
import { runs } from "../support/runs";

const stack = (name: string, needs: readonly string[] = [], resources = 1): StackToRun => ({
  name,
  needs,
  entries: { length: resources },
});
const all = () => true;
const names = (stages: ReturnType<typeof fleetStages>) => stages.map((jobs) => jobs.map(({ stacks }) => stacks));

/** Each needs some of those before it. */
const fleets = fc
  .array(fc.record({ needs: fc.array(fc.nat(30), { maxLength: 3 }), resources: fc.nat(500), runs: fc.boolean() }), {
    maxLength: 30,
  })
  .map((drawn) => ({
    stacks: drawn.map(({ needs, resources }, index) =>
      stack(`s${index}`, index === 0 ? [] : [...new Set(needs.map((needed) => `s${needed % index}`))], resources),
    ),
    chosen: new Set(drawn.flatMap((each, index) => (each.runs ? [`s${index}`] : []))),
  }));

describe("the jobs of a fleet", () => {
  it("run each chosen stack once, and none before what it needs", () => {
    fc.assert(
      fc.property(fleets, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), (fleet, jobs, stages) => {
        const made = fleetStages(fleet.stacks, (name) => fleet.chosen.has(name), { jobs, stages });
        const places = made.flatMap((some, stage) =>
          some.flatMap((job) => job.stacks.map((name, place) => [name, { stage, job, place }] as const)),
        );
        expect(places.map(([name]) => name).sort()).toEqual([...fleet.chosen].sort());
        expect(made.length).toBeLessThanOrEqual(stages);
        for (const some of made) expect(some.length).toBeLessThanOrEqual(jobs);
        const jobNames = made.flat().map(({ name }) => name);
        expect(new Set(jobNames).size).toBe(jobNames.length);

        const placeOf = new Map(places);
        for (const [name, place] of places)
          for (const needed of allNeeds(fleet.stacks, name).filter((each) => fleet.chosen.has(each))) {
            const before = placeOf.get(needed)!;
            if (before.job === place.job) expect(before.place).toBeLessThan(place.place);
            else expect(before.stage).toBeLessThan(place.stage);
          }
        for (const [stage, some] of made.entries())
          for (const { needs } of some)
            expect(made.slice(0, stage).flatMap((earlier) => earlier.map(({ name }) => name))).toEqual(
              expect.arrayContaining([...needs]),
            );
      }),
      { numRuns: runs(100) },
    );
  });

  it("are told what they wait for, also where a stack between them doesn't run", () => {
    const stacks = [stack("shared"), stack("acme", ["shared"]), stack("people", ["acme"])];
    const stages = fleetStages(stacks, (name) => name !== "acme", { jobs: 10, stages: 10 });
    expect(stages).toEqual([
      [{ name: "shared", stacks: ["shared"], needs: [] }],
      [{ name: "people", stacks: ["people"], needs: ["shared"] }],
    ]);
  });

  it("have about the same number of resources where there are more stacks than jobs", () => {
    const stacks = [stack("a", [], 100), stack("b", [], 60), stack("c", [], 50), stack("d", [], 5)];
    expect(names(fleetStages(stacks, all, { jobs: 2, stages: 9 }))).toEqual([
      [
        ["a", "d"],
        ["b", "c"],
      ],
    ]);
  });

  it("keep a chain in one job where there are no more stages", () => {
    const stacks = [stack("shared"), stack("acme", ["shared"]), stack("globex"), stack("people", ["acme"])];
    expect(names(fleetStages(stacks, all, { jobs: 9, stages: 1 }))).toEqual([
      [["shared", "acme", "people"], ["globex"]],
    ]);
  });
});

function allNeeds(stacks: readonly StackToRun[], name: string, seen = new Set<string>()): string[] {
  for (const needed of stacks.find((each) => each.name === name)?.needs ?? [])
    if (!seen.has(needed)) {
      seen.add(needed);
      allNeeds(stacks, needed, seen);
    }
  return [...seen];
}
