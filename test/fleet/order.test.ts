import * as fc from "fast-check";
import { destroyTasks, type StackNeeds, type Task, upTasks } from "../../cli/fleet/order";
import { runTasks, type TaskResult } from "../../cli/fleet/schedule";
import { path, runs, seed } from "../support/runs";

/** Stacks that need each other at random: what is fresh as declared, what goes as another division has left it. */
const fleets: fc.Arbitrary<StackNeeds[]> = fc.integer({ min: 1, max: 12 }).chain((size) => {
  const names = Array.from({ length: size }, (_, index) => `s${index}`);
  const edges = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: size * 2 });
  return fc
    .record({ fresh: edges, going: edges, shuffled: fc.shuffledSubarray(names, { minLength: size }) })
    .map(({ fresh, going, shuffled }) =>
      names.map((stack, own): StackNeeds => {
        const freshOf = fresh.filter(([from, to]) => from === own && to < own).map(([, to]) => names[to]!);
        // Without circles, in an order of its own.
        const place = (name: string) => shuffled.indexOf(name);
        const goingOf = going
          .filter(([from, to]) => from === own && place(names[to]!) < place(stack))
          .map(([, to]) => names[to]!);
        return { stack, fresh: [...new Set(freshOf)], going: [...new Set(goingOf)] };
      }),
    );
});

/** How a fake engine fares: by task, whether it fails, and how many turns it takes. */
const fates = fc.record({
  failing: fc.array(fc.nat(23), { maxLength: 4 }),
  turns: fc.array(fc.nat(5), { minLength: 24, maxLength: 24 }),
  parallel: fc.integer({ min: 1, max: 5 }),
});
type Fates = typeof fates extends fc.Arbitrary<infer Value> ? Value : never;

interface Played {
  readonly results: ReadonlyMap<string, TaskResult>;
  /** Tasks that had ended when each began. */
  readonly endedBefore: ReadonlyMap<string, ReadonlySet<string>>;
  readonly keeps: ReadonlyMap<string, readonly string[]>;
  readonly most: number;
}

/** @param stopAfter so many starts, after which the fleet is stopped */
async function play(
  tasks: readonly Task[],
  { failing, turns, parallel }: Fates,
  stopAfter = Infinity,
): Promise<Played> {
  const endedBefore = new Map<string, ReadonlySet<string>>();
  const keeps = new Map<string, readonly string[]>();
  const over = new Set<string>();
  const fails = new Set(failing.map((index) => tasks[index % tasks.length]!.id));
  let [open, most] = [0, 0];
  const results = await runTasks(tasks, {
    parallel,
    isStopped: () => endedBefore.size >= stopAfter,
    async run(task, keep) {
      endedBefore.set(task.id, new Set(over));
      keeps.set(task.id, keep);
      most = Math.max(most, (open += 1));
      for (let turn = 0; turn < turns[endedBefore.size % turns.length]!; turn += 1) await Promise.resolve();
      open -= 1;
      over.add(task.id);
      return fails.has(task.id) ? "failed" : "done";
    },
  });
  return { results, endedBefore, keeps, most };
}

const options = { numRuns: runs(60), seed, ...(path === undefined ? {} : { path }) };

describe("the runs of an up", () => {
  it("begin behind all that they need, are bounded, and come to an end, each stack with all of its runs", () =>
    fc.assert(
      fc.asyncProperty(fleets, fates, async (needs, some) => {
        const tasks = upTasks(needs);
        const { results, endedBefore, most } = await play(tasks, { ...some, failing: [] });
        expect([...results.values()].map(({ is }) => is)).toEqual(tasks.map(() => "done"));
        expect(most).toBeLessThanOrEqual(some.parallel);
        const ofStack = (name: string) => tasks.filter(({ stack }) => stack === name);
        for (const { stack, fresh, going } of needs) {
          const own = ofStack(stack);
          expect(own.map(({ pass }) => pass)).toEqual(own.length === 1 ? ["whole"] : ["first", "last"]);
          const [begins, deletes] = [own[0]!, own.at(-1)!];
          // What it refers to is made before it begins: by the first run of the other stack.
          for (const other of fresh) expect(endedBefore.get(begins.id)).toContain(ofStack(other)[0]!.id);
          // Nobody refers any more to what it deletes when it deletes: all of the other stack has run.
          for (const other of going) expect(endedBefore.get(deletes.id)).toContain(ofStack(other).at(-1)!.id);
          // Two runs cost twice as much: only where one can't do.
          const isAwaited = needs.some((one) => one.fresh.includes(stack));
          expect(own.length === 2).toBe(isAwaited && going.length > 0);
        }
      }),
      options,
    ));

  it("go on where others fail, without what needs those, and without deletions of what those still refer to", () =>
    fc.assert(
      fc.asyncProperty(fleets, fates, async (needs, some) => {
        const tasks = upTasks(needs);
        const { results, endedBefore, keeps } = await play(tasks, some);
        const isDone = (id: string) => results.get(id)!.is === "done";
        for (const { id, pass, before } of tasks) {
          const needed = before.filter(({ because }) => because !== "going");
          const referring = before.filter(({ because, task }) => because === "going" && !isDone(task));
          const isSkipped = needed.some(({ task }) => !isDone(task));
          const isHeld = !isSkipped && pass === "last" && referring.length > 0;
          expect(endedBefore.has(id)).toBe(!isSkipped && !isHeld);
          expect(results.get(id)!.is).toMatch(isSkipped ? "skipped" : isHeld ? "held" : /done|failed/);
          if (endedBefore.has(id)) expect(keeps.get(id)).toEqual(referring.map(({ task }) => task));
        }
      }),
      options,
    ));

  it("stop when they are told to: what runs ends, and nothing else begins", () =>
    fc.assert(
      fc.asyncProperty(fleets, fates, fc.nat(12), async (needs, some, stopAfter) => {
        const tasks = upTasks(needs);
        const { results, endedBefore } = await play(tasks, some, stopAfter);
        expect(endedBefore.size).toBeLessThanOrEqual(stopAfter);
        expect(results.size).toBe(tasks.length);
        for (const [id, { is }] of results) expect(["done", "failed"].includes(is)).toBe(endedBefore.has(id));
      }),
      options,
    ));
});

describe("the runs of a destroy", () => {
  it("take away what refers to a stack before that stack, and leave what a failed one refers to", () =>
    fc.assert(
      fc.asyncProperty(fleets, fates, async (needs, some) => {
        const tasks = destroyTasks(new Map(needs.map(({ stack, going }) => [stack, going])));
        const { results, endedBefore } = await play(tasks, some);
        for (const { stack, going } of needs) {
          const isFree = going.every((other) => results.get(other)!.is === "done");
          expect(endedBefore.has(stack)).toBe(isFree);
          if (isFree) for (const other of going) expect(endedBefore.get(stack)).toContain(other);
        }
      }),
      options,
    ));

  it("come to an end where states refer to each other in a circle", async () => {
    const circle = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["a"]],
    ]);
    const { results } = await play(destroyTasks(circle), { failing: [], turns: Array(24).fill(1), parallel: 2 });
    expect([...results.values()]).toEqual([{ is: "done" }, { is: "done" }, { is: "done" }]);
  });
});
