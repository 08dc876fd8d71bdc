import fc from "fast-check";
import { SharedAnswers } from "../../../cli/fleet/budget/sharedAnswers";
import { Turns } from "../../../cli/fleet/budget/turns";
import { frameOf, FrameReader, type ToBudget } from "../../../provider/transport/budgetProtocol";
import { runs } from "../../support/runs";

const WINDOW_MS = 1000;

/** Requests of one client: after so long it asks; on the way to the portal, and back, so long. It may die before the last one is over. */
interface Plan {
  readonly asks: readonly {
    readonly pause: number;
    readonly way: number;
    readonly back: number;
    readonly portalPause: boolean;
  }[];
  readonly concurrency: number;
  /** Dies at this moment, whatever it does then. */
  readonly dies: number | undefined;
}

/** Clients with their plans over one budget, in simulated time. */
class Machine {
  readonly came: number[] = [];
  readonly answered = new Map<number, number>();
  most = 0;
  /** Turns that were given although others asked before. */
  overtaken = 0;
  private now = 0;
  private underWay = 0;
  private asked: number[] = [];
  private readonly events: { readonly at: number; readonly what: () => void }[] = [];
  private readonly dead = new Set<number>();
  private readonly held = new Map<number, number>();

  constructor(
    private readonly turns: Turns<number>,
    private readonly plans: readonly Plan[],
  ) {
    for (const [client, plan] of plans.entries()) {
      turns.join(client, plan.concurrency);
      let at = 0;
      for (const { pause } of plan.asks) {
        at += pause;
        this.at(at, () => this.ask(client));
      }
      if (plan.dies !== undefined) this.at(plan.dies, () => this.die(client));
    }
  }

  run(): void {
    for (let steps = 0; this.events.length > 0; steps += 1) {
      if (steps > 100_000) throw new Error("the simulation doesn't end");
      this.events.sort((one, other) => one.at - other.at);
      const event = this.events.shift()!;
      this.now = Math.max(this.now, event.at);
      event.what();
      this.advance();
    }
  }

  private at(at: number, what: () => void): void {
    this.events.push({ at, what });
  }

  private ask(client: number): void {
    if (this.dead.has(client)) return;
    this.asked.push(client);
    this.turns.ask(client);
  }

  private advance(): void {
    for (const client of this.turns.due(this.now)) this.send(client);
    const next = this.turns.nextDue(this.now);
    if (next !== undefined) this.at(Math.max(next, this.now), () => undefined);
  }

  private send(client: number): void {
    if (this.asked[0] !== client) this.overtaken += 1;
    this.asked.splice(this.asked.indexOf(client), 1);
    const number = this.answered.get(client) ?? 0;
    this.answered.set(client, number + 1);
    const { way, back, portalPause } = this.plans[client]!.asks[number]!;
    this.underWay += 1;
    this.held.set(client, (this.held.get(client) ?? 0) + 1);
    this.most = Math.max(this.most, this.underWay);
    const arrives = this.now + way;
    this.at(arrives, () => {
      if (!this.dead.has(client)) this.came.push(this.now);
    });
    this.at(arrives + back, () => {
      if (this.dead.has(client)) return;
      this.underWay -= 1;
      this.held.set(client, this.held.get(client)! - 1);
      this.turns.end(client, this.now, portalPause ? { pauseMs: 500 } : {});
    });
  }

  private die(client: number): void {
    this.dead.add(client);
    this.asked = this.asked.filter((other) => other !== client);
    this.underWay -= this.held.get(client) ?? 0;
    this.turns.leave(client, this.now);
  }
}

const plans = fc.array(
  fc.record({
    asks: fc.array(
      fc.record({
        pause: fc.nat(300),
        way: fc.nat(400),
        back: fc.nat(400),
        portalPause: fc.nat(9).map((chance) => chance === 0),
      }),
      { maxLength: 20 },
    ),
    concurrency: fc.integer({ min: 1, max: 8 }),
    dies: fc.option(fc.nat(3000), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 8 },
);

describe("turns of all processes of the machine", () => {
  it("are never more than the limits in any window, in the order of asking, and everybody who lives gets all of them", () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 20 }), fc.boolean(), (given, requests, isLimited) => {
        const machine = new Machine(new Turns(isLimited ? { requests, windowMs: WINDOW_MS } : undefined), given);
        machine.run();
        for (const [index, moment] of machine.came.toSorted((one, other) => one - other).entries()) {
          const earlier = isLimited ? machine.came.toSorted((one, other) => one - other)[index - requests] : undefined;
          if (earlier !== undefined) expect(moment - earlier).toBeGreaterThanOrEqual(WINDOW_MS);
        }
        expect(machine.most).toBeLessThanOrEqual(Math.max(...given.map(({ concurrency }) => concurrency)));
        expect(machine.overtaken).toBe(0);
        for (const [client, { asks, dies }] of given.entries())
          if (dies === undefined) expect(machine.answered.get(client) ?? 0).toBe(asks.length);
      }),
      { numRuns: runs(200) },
    );
  });

  it("pause for all when the portal asks for that", () => {
    const turns = new Turns<string>(undefined);
    turns.join("one", 2);
    turns.join("other", 2);
    turns.ask("one");
    expect(turns.due(0)).toEqual(["one"]);
    turns.end("one", 10, { pauseMs: 5000 });
    turns.ask("other");
    expect(turns.due(5009)).toEqual([]);
    expect(turns.nextDue(5009)).toBe(5010);
    expect(turns.due(5010)).toEqual(["other"]);
  });

  it("are not made more by a client that ends what it never began", () => {
    const turns = new Turns<string>(undefined);
    turns.join("one", 1);
    turns.ask("one");
    turns.due(0);
    turns.join("other", 1);
    turns.end("other", 0);
    turns.ask("other");
    expect(turns.due(0)).toEqual([]);
  });
});

type Step =
  | { readonly do: "ask"; readonly client: number; readonly name: string }
  | { readonly do: "give" | "fail" | "leave"; readonly client: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant("ask" as const), client: fc.nat(5), name: fc.constantFrom("a", "b", "c") }),
    fc.record({ do: fc.constantFrom("give" as const, "fail" as const, "leave" as const), client: fc.nat(5) }),
  ),
  { maxLength: 60 },
) as fc.Arbitrary<readonly Step[]>;

describe("answers that are shared", () => {
  it("are read by one at a time, and everybody who stays gets one, or reads", () => {
    fc.assert(
      fc.property(steps, (given) => {
        const answers = new SharedAnswers<number, string>();
        const reading = new Map<string, number>();
        const open: { readonly client: number; readonly name: string; got?: string }[] = [];
        const gone = new Set<number>();
        const ask = (client: number, name: string) => {
          const question: (typeof open)[number] = { client, name };
          open.push(question);
          answers.ask(client, name, (reply) => {
            expect(gone.has(client)).toBe(false);
            question.got = reply.is;
            if (reply.is === "answer") return expect(reply.answer).toBe(name);
            expect(reading.has(name)).toBe(false);
            reading.set(name, client);
          });
        };
        const end = (client: number, how: "give" | "fail") => {
          const name = [...reading].find(([, reader]) => reader === client)?.[0];
          if (name === undefined) return;
          reading.delete(name);
          if (how === "give") answers.give(client, name, name);
          else answers.fail(client, name);
        };
        for (const step of given) {
          if (gone.has(step.client)) continue;
          if (step.do === "ask") ask(step.client, step.name);
          else if (step.do === "leave") {
            gone.add(step.client);
            for (const [name, reader] of [...reading]) if (reader === step.client) reading.delete(name);
            answers.leave(step.client);
          } else end(step.client, step.do);
        }
        while (reading.size > 0) end([...reading.values()][0]!, "give");
        for (const { client, got } of open) if (!gone.has(client)) expect(got).toBeDefined();
      }),
      { numRuns: runs(300) },
    );
  });

  it("are none of a reading that nobody was asked for, and none after they are forgotten", () => {
    const answers = new SharedAnswers<string, string>();
    const replies: unknown[] = [];
    answers.give("stranger", "list", "made up");
    answers.ask("one", "list", (reply) => replies.push(reply));
    answers.give("stranger", "list", "made up");
    answers.give("one", "list", "true");
    answers.ask("other", "list", (reply) => replies.push(reply));
    answers.forget();
    answers.ask("third", "list", (reply) => replies.push(reply));
    expect(replies).toEqual([{ is: "read" }, { is: "answer", answer: "true" }, { is: "read" }]);
  });

  it("are forgotten where a reader dies: a page that is read later belongs to another list", () => {
    const answers = new SharedAnswers<string, string>();
    const replies: unknown[] = [];
    answers.ask("one", "page 1", () => undefined);
    answers.give("one", "page 1", "early");
    answers.ask("one", "page 2", () => undefined);
    answers.leave("one");
    answers.ask("other", "page 1", (reply) => replies.push(reply));
    expect(replies).toEqual([{ is: "read" }]);
  });
});

describe("frames", () => {
  it("come out as they went in, however the stream is cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 300 })), { maxLength: 10 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (frames, cuts) => {
          const messages = frames.map(([id, body]) => ({ message: { is: "no-answer", id } as ToBudget, body }));
          const stream = Buffer.concat(messages.flatMap(({ message, body }) => frameOf(message, Buffer.from(body))));
          const reader = new FrameReader<ToBudget>();
          const came: { message: ToBudget; body: Uint8Array }[] = [];
          for (let at = 0, cut = 0; at < stream.length; cut += 1) {
            const length = cuts[cut % cuts.length]!;
            for (const { message, body } of reader.read(stream.subarray(at, at + length)))
              came.push({ message, body: Uint8Array.from(body) });
            at += length;
          }
          expect(came).toEqual(messages);
        },
      ),
      { numRuns: runs(100) },
    );
  });
});
