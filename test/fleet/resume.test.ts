import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as fc from "fast-check";
import { allChanges, type StackState } from "../../cli/fleet/changes";
import { FleetFolder } from "../../cli/fleet/folder";
import { needsOf, type Task, upTasks } from "../../cli/fleet/order";
import { RunRecord } from "../../cli/fleet/runState";
import { runTasks } from "../../cli/fleet/schedule";
import type { KeptResource } from "../../cli/stackState";
import type { FleetStack } from "../../fleet";
import type { RealmEntry } from "../../realm/entry";
import { path as seedPath, runs, seed } from "../support/runs";

/** What a stack declares: its profiles, and those of earlier stacks that its one user has. */
interface Declared {
  readonly own: readonly string[];
  readonly used: readonly string[];
}

const SIZE = 5;
const NAMES = ["p", "q"];
const names = Array.from({ length: SIZE }, (_, index) => `s${index}`);

/** A realm: each stack refers to what earlier ones declare. */
const realms = fc
  .array(fc.record({ own: fc.subarray(NAMES), picks: fc.array(fc.nat(9), { maxLength: 3 }) }), {
    minLength: SIZE,
    maxLength: SIZE,
  })
  .map((drawn) => {
    const all: Declared[] = [];
    for (const { own, picks } of drawn) {
      const there = all.flatMap((stack) => stack.own);
      const used = there.length === 0 ? [] : [...new Set(picks.map((pick) => there[pick % there.length]!))];
      all.push({ own: own.map((name) => `s${all.length}-${name}`), used });
    }
    return all;
  });

/** One process of the fleet: when it is killed, counted in operations, and which stacks fail, after so many. */
const processes = fc.record({
  killedAfter: fc.option(fc.nat(12)),
  failing: fc.array(fc.record({ stack: fc.nat(SIZE - 1), after: fc.nat(3) }), { maxLength: 2 }),
  parallel: fc.integer({ min: 1, max: 3 }),
});
type Process = typeof processes extends fc.Arbitrary<infer Value> ? Value : never;

function stacksOf(realm: readonly Declared[]): FleetStack[] {
  return realm.map(({ own, used }, index): FleetStack => {
    const profiles = own.map((name) => entry("Profile", name, { name }));
    const to = used.map((name) => ({ kind: "Profile" as const, name }));
    const user = entry("User", `u${index}`, {
      username: `u${index}`,
      profiles: to.map((target) => ({ entry: target })),
    });
    const crossings = to.map((target, place) => ({
      ...{ from: { kind: user.kind, name: user.name }, path: ["profiles", place], to: target },
      stack: target.name.split("-")[0]!,
    }));
    const needs = [...new Set(crossings.map(({ stack }) => stack))].sort();
    return { name: names[index]!, entries: [...profiles, user], crossings, needs };
  });
}

function entry(kind: RealmEntry["kind"], name: string, values: RealmEntry["values"]): RealmEntry {
  return { kind, name, key: name, within: undefined, values, formerly: [] };
}

/** Portal and states in one: each stack's resources, as its engine has saved them. */
class World {
  readonly states = new Map(names.map((name) => [name, new Map<string, KeptResource>()]));
  /** What no portal bears. */
  readonly violations: string[] = [];
  operations = 0;

  state(stack: string): StackState {
    return { is: "read", resources: [...this.states.get(stack)!.values()], published: new Set() };
  }

  /** What an engine does in a run, operation by operation; true: it has done all. */
  *run({ name, entries }: FleetStack, excluded: readonly string[]): Generator<undefined, void> {
    const own = this.states.get(name)!;
    for (const { kind, name: label, values } of entries) {
      const used = ((values["profiles"] ?? []) as { entry: { name: string } }[]).map(
        (reference) => reference.entry.name,
      );
      for (const target of used)
        if (!this.has(target)) this.violations.push(`${label} refers to ${target}, which isn't there`);
      const inputs = kind === "User" ? { ...values, profiles: used } : values;
      own.set(label, { urn: `urn:${label}`, kind, id: `id-${label}`, label, inputs, outputs: {} });
      yield this.count();
    }
    for (const [label, { urn }] of own) {
      if (entries.some((declared) => declared.name === label) || excluded.includes(urn)) continue;
      if (this.isUsed(label)) this.violations.push(`${label} is deleted while somebody has it`);
      own.delete(label);
      yield this.count();
    }
  }

  private count(): undefined {
    this.operations += 1;
    return undefined;
  }

  private all(): KeptResource[] {
    return [...this.states.values()].flatMap((state) => [...state.values()]);
  }

  private has(label: string): boolean {
    return this.all().some((resource) => resource.label === label);
  }

  private isUsed(label: string): boolean {
    return this.all().some(({ inputs }) => ((inputs["profiles"] ?? []) as string[]).includes(label));
  }
}

/** One process of `reseller fleet up`, with `--resume` where there is a record; the stacks that it began with. */
async function upOnce(
  world: World,
  stacks: readonly FleetStack[],
  folder: FleetFolder,
  isFirst: boolean,
  { killedAfter, failing, parallel }: Process,
): Promise<string[]> {
  const record = isFirst ? RunRecord.begin(folder, "up", stacks, {}) : RunRecord.last(folder, "up");
  const chosen = isFirst ? stacks : record.remaining(stacks);
  if (!isFirst) for (const stack of chosen) record.waitAgain(stack);
  const states = new Map(names.map((name) => [name, world.state(name)]));
  const changes = allChanges({ stacks, file: { references: "name" } as never }, states);
  const begun: string[] = [];
  const end = killedAfter === null ? Infinity : world.operations + killedAfter;
  const isKilled = () => world.operations >= end;
  const run = async ({ stack, pass }: Task, keep: readonly string[]) => {
    begun.push(stack);
    record.set(stack, { is: "running", pid: 1 });
    const isPartial = pass === "first" || keep.length > 0;
    const excluded = isPartial ? changes.get(stack)!.going.map(({ urn }) => urn) : [];
    const fails = failing.find((fate) => names[fate.stack] === stack)?.after ?? Infinity;
    const operations = world.run(
      stacks.find(({ name }) => name === stack)!,
      excluded,
    );
    for (let done = 0; ; done += 1) {
      if (isKilled()) return "failed";
      if (done >= fails) return "failed";
      if (operations.next().done === true) return keep.length > 0 ? "failed" : "done";
      await Promise.resolve();
    }
  };
  await runTasks(upTasks(needsOf(chosen, changes, states)), {
    ...{ parallel, run },
    isStopped: isKilled,
    ended: ({ stack, pass }, { is }) => {
      // A process that is gone writes nothing.
      if (!isKilled() && !(is === "done" && pass === "first")) record.set(stack, { is });
    },
  });
  return begun;
}

describe("an up of a fleet that fails and is killed", () => {
  it("asks nothing of a portal that it can't do, and ends as declared with --resume, which runs the rest alone", () =>
    fc.assert(
      fc.asyncProperty(realms, realms, fc.array(processes, { maxLength: 3 }), async (before, after, all) => {
        const place = mkdtempSync(path.join(tmpdir(), "reseller-resume-"));
        try {
          const folder = new FleetFolder(place).make();
          const world = new World();
          for (const stack of stacksOf(before)) for (const _ of world.run(stack, []));
          const stacks = stacksOf(after);
          const calm: Process = { killedAfter: null, failing: [], parallel: 2 };
          for (const [index, one] of [...all, calm].entries()) {
            const finished = index === 0 ? [] : Object.entries(RunRecord.last(folder, "up").state.stacks);
            const begun = await upOnce(world, stacks, folder, index === 0, one);
            const done = finished.filter(([, { is }]) => is === "done").map(([name]) => name);
            expect(begun.filter((name) => done.includes(name))).toEqual([]);
          }
          expect(world.violations).toEqual([]);
          for (const { name, entries } of stacks)
            expect([...world.states.get(name)!.keys()].sort()).toEqual(entries.map((one) => one.name).sort());
        } finally {
          rmSync(place, { recursive: true });
        }
      }),
      { numRuns: runs(60), seed, ...(seedPath === undefined ? {} : { path: seedPath }) },
    ));
});
