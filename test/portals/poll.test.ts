import { type Poll, poll } from "../../provider/portals/poll";
import { World } from "../support/world";

/** Waits in a time of its own; `doneAt` is when the portal has done its work. */
async function waiting(doneAt: number, further: Partial<Poll> = {}) {
  const world = new World();
  const looks: number[] = [];
  const said: string[] = [];
  const isDone = async () => {
    looks.push(world.now());
    return world.now() >= doneAt;
  };
  const say = (message: string) => void said.push(message);
  const settled = poll({
    what: "client Acme to be created",
    isDone,
    timeoutSeconds: 100,
    say,
    clock: world,
    ...further,
  });
  const failure = await world.run(
    settled.then(
      () => undefined,
      (error: Error) => error.message,
    ),
  );
  return { looks, said, failure, endedAt: world.now() };
}

describe("waiting for what a portal goes on with", () => {
  it("looks at once, and then after longer and longer intervals, up to five seconds", async () => {
    const { looks, said, failure } = await waiting(40_000);
    const intervals = looks.slice(1).map((moment, index) => moment - looks[index]!);
    expect(intervals.slice(0, 4)).toEqual([150, 225, 337.5, 506.25]);
    expect(intervals.slice(-3)).toEqual([5000, 5000, 5000]);
    expect([looks[0], failure]).toEqual([0, undefined]);
    expect(said).toEqual([expect.stringMatching(/^still waiting for client Acme to be created \(3\d s of 100 s\)$/)]);
  });

  it("says every half minute how it goes, and ends at the deadline with what was awaited", async () => {
    const { said, failure, endedAt } = await waiting(Number.POSITIVE_INFINITY);
    expect(said.map((message) => Number(/\((\d+) s/.exec(message)?.[1]))).toEqual([31, 61, 91]);
    expect(endedAt).toBe(100_000);
    expect(failure).toBe(
      "waiting for client Acme to be created: the portal had not finished after 100 s. It may still finish: run again later, or increase reseller:operationTimeout",
    );
  });

  it("names the operation, and ends at the deadline even where the portal keeps an answer back", async () => {
    const { failure, endedAt } = await waiting(0, { operation: "op_1", isDone: () => new Promise(() => undefined) });
    expect(endedAt).toBe(100_000);
    expect(failure).toContain("had not finished after 100 s (operation op_1). It may");
  });

  it("ends with what a look fails with", async () => {
    const isDone = () => Promise.reject(new Error("the portal gave up"));
    expect((await waiting(0, { isDone })).failure).toBe("the portal gave up");
  });

  it("waits for as long as it is told before each look", async () => {
    const interval = (looks: number, sinceMs: number) => (looks === 0 ? 700 : 1000 - (sinceMs % 1000));
    expect((await waiting(2500, { interval })).looks).toEqual([700, 1000, 2000, 3000]);
  });
});
