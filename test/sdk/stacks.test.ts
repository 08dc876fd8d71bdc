import { shortenStacks } from "../../sdk/shortStack";

const LEAKS = "PULUMI_DEBUG_PROMISE_LEAKS";
const FRAMES = 20;

/** Named like what takes a stack in Pulumi's SDK, with frames between it and the program as there. */
const callsites = (depth = FRAMES): string => (depth > 0 ? callsites(depth - 1) : new Error("told").stack!);
const debuggablePromise = () => new Error("told").stack!;
const anything = () => new Error("told").stack!;

function shortly<Result>(look: () => Result): Result {
  const restore = shortenStacks();
  try {
    return look();
  } finally {
    restore();
  }
}

describe("while a resource is made", () => {
  afterEach(() => void delete process.env[LEAKS]);

  it("Pulumi's look at the stack finds the line of the program after its own frames", () => {
    const lines = shortly(callsites).split("\n");
    expect(lines).toHaveLength(7);
    expect(lines.at(-1)).toMatch(/^ {4}at program \(\S+stacks\.test\.ts:\d+:\d+\)$/);
  });

  it("stacks that Pulumi notes beside promises are written out for whoever asks for them, and others always", () => {
    expect(shortly(debuggablePromise)).toBe("Error: told");
    process.env[LEAKS] = "1";
    expect(shortly(debuggablePromise)).toContain("stacks.test.ts");
    expect(shortly(anything)).toContain("stacks.test.ts");
  });
});
