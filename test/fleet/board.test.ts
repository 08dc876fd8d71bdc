import * as fc from "fast-check";
import { Board, boardLines, type Phase, PHASES, type Row } from "../../cli/fleet/board";
import { writeAboveProgress } from "../../cli/liveDisplay";
import { Progress } from "../../cli/progress";
import { columns } from "../../text/columns";
import { path, runs, seed } from "../support/runs";
import { seenOnTerminal } from "../support/terminalScreen";

const NOW = 1_000_000;
const row = (stack: string, phase: Phase, others: Partial<Row> = {}): Row => ({ stack, phase, note: "", ...others });

const rows: fc.Arbitrary<Row[]> = fc
  .array(
    fc.record({
      phase: fc.constantFrom(...PHASES),
      note: fc.oneof(fc.constant(""), fc.string({ unit: "grapheme", maxLength: 60 })),
      since: fc.option(fc.nat(NOW), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((drawn) => drawn.map((one, index) => ({ stack: `stack-${index}`, ...one })));

describe("the table of a fleet", () => {
  it("fits the terminal, whatever its size: no line wraps, and none is pushed out", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 20, max: 120 }), fc.integer({ min: 6, max: 50 }), (all, width, height) => {
        const lines = boardLines(all, { width, height, now: NOW });
        expect(lines.length).toBeLessThan(height);
        for (const line of lines) expect(columns(line)).toBeLessThan(width);
      }),
      { numRuns: runs(60), seed, ...(path === undefined ? {} : { path }) },
    );
  });

  it("has all stacks in their order where there is room, with what they do and how long they have done it", () => {
    const lines = boardLines(
      [
        row("shared", "done", { note: "3 created", calls: 12, since: NOW - 9000, until: NOW - 4000 }),
        row("acme", "updating", { note: "2 resources so far", since: NOW - 4000 }),
        row("globex", "waiting"),
      ],
      { width: 80, height: 24, now: NOW },
    );
    expect(lines).toEqual([
      "STACK   PHASE     CHANGES             CALLS  TIME",
      "shared  done      3 created           12     5 s",
      "acme    updating  2 resources so far  -      4 s",
      "globex  waiting   -                   -      -",
      "1 of 3 stacks: 1 running",
    ]);
  });

  it("shows first what people look for where there is no room for all", () => {
    const quiet = Array.from({ length: 30 }, (_, index) => row(`quiet-${index}`, "done", { since: 0, until: index }));
    const lines = boardLines(
      [
        ...quiet,
        row("waiting", "waiting"),
        row("changed", "done", { note: "1 created", since: 0, until: 5 }),
        row("skipped", "skipped"),
        row("young", "updating", { since: 900 }),
        row("old", "updating", { since: 100 }),
        row("broken", "failed", { since: 0, until: 1 }),
      ],
      { width: 80, height: 10, now: NOW },
    );
    expect(lines.map((line) => line.split(" ")[0])).toEqual([
      "STACK",
      "broken",
      "old",
      "young",
      "skipped",
      "changed",
      "waiting",
      "and",
      "33",
    ]);
    expect(lines.at(-2)).toBe("and 30 more stacks");
  });

  it("is a line for each stack that is over where there is no terminal, and nothing where none is wanted", () => {
    const printed: string[] = [];
    const screen = { write: (text: string) => printed.push(text) };
    const board = new Board(["acme", "globex"], { screen, isQuiet: false, environment: {} });
    board.set("acme", "updating");
    board.note("acme", "2 resources so far");
    board.set("acme", "done", "2 created");
    board.set("globex", "skipped", "needs shared,\u001b[2J which didn't end well:\n  - again");
    board.end();
    expect(printed).toEqual([
      "acme: done, 2 created, 0 s\n",
      expect.stringMatching(/^globex: skipped, needs shared,⟨U\+001B⟩\S* which didn't end well: - again\n$/),
    ]);
    const quiet = new Board(["acme"], { screen, isQuiet: true, environment: {} });
    quiet.set("acme", "failed");
    expect(printed).toHaveLength(2);
  });

  describe("on a terminal", () => {
    let written = "";
    const screen = { isTTY: true, columns: 40, rows: 24, write: (text: string) => (written += text) };

    beforeEach(() => {
      written = "";
      jest.useFakeTimers();
      jest.spyOn(process.stderr, "write").mockImplementation((text) => {
        written += String(text);
        return true;
      });
    });

    afterEach(() => {
      jest.useRealTimers();
      jest.restoreAllMocks();
    });

    it("goes on below a line that is told meanwhile, which stays when the table is gone", () => {
      const board = new Board(["acme", "globex"], { screen, isQuiet: false, environment: {} });
      board.start();
      board.set("acme", "updating");
      jest.advanceTimersByTime(250);
      const before = [
        "STACK   PHASE     TIME",
        "acme    updating  0 s",
        "globex  waiting   -",
        "0 of 2 stacks: 1 running",
        "",
      ];
      expect(seenOnTerminal(written)).toBe(before.join("\n"));
      // The terminal's own answer to Ctrl-C.
      written += "^C";
      writeAboveProgress("reseller: interrupted by SIGINT\n");
      board.set("acme", "stopped");
      jest.advanceTimersByTime(250);
      const after = [
        "STACK   PHASE    TIME",
        "acme    stopped  0 s",
        "globex  waiting  -",
        "1 of 2 stacks: 1 stopped",
        "",
      ];
      expect(seenOnTerminal(written)).toBe(["reseller: interrupted by SIGINT", ...after].join("\n"));
      board.end();
      writeAboveProgress("2 stacks: 2 stopped\n");
      expect(seenOnTerminal(written)).toBe("reseller: interrupted by SIGINT\n2 stacks: 2 stopped\n");
    });

    it("takes the place of a step, whose line a message stays above, too", () => {
      const progress = new Progress(screen, false, {});
      progress.step("Reading the states of the stacks");
      writeAboveProgress("warning: one administrator is left\n");
      jest.advanceTimersByTime(100);
      expect(seenOnTerminal(written)).toMatch(
        /^warning: one administrator is left\n\S Reading the states of th.* 0 s$/,
      );
      progress.end();
      expect(seenOnTerminal(written)).toBe("warning: one administrator is left\n");
    });
  });
});
