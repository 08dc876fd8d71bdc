import { readFileSync } from "node:fs";
import * as pulumiPromises from "@pulumi/pulumi/runtime/debuggable";
import { Profile } from "../../sdk";
import { shortenStacks } from "../../sdk/shortStack";
import { sent } from "../support/mockedEngine";

const LEAKS = "PULUMI_DEBUG_PROMISE_LEAKS";
const FRAMES = 20;

/** Named like what takes a stack in Pulumi's SDK, with frames between it and the program as there. */
const callsites = (depth = FRAMES): string => (depth > 0 ? callsites(depth - 1) : new Error("told").stack!);
const anything = () => new Error("told").stack!;

/** What Pulumi's SDK keeps for a promise of a resource, where frames lie between it and the program. */
function stackKept(promises: object = pulumiPromises): string {
  const promise = Promise.resolve();
  (promises as { debuggablePromise(promise: Promise<unknown>, context: string): unknown }).debuggablePromise(
    promise,
    "a promise of a test",
  );
  return (promise as unknown as { readonly _debugStackTrace: string })._debugStackTrace;
}

function shortly<Result>(look: () => Result): Result {
  const restore = shortenStacks();
  try {
    return look();
  } finally {
    restore();
  }
}

/** Where a comment stands in this file, as it was written and not as it was compiled. */
function positionOf(comment: string): string {
  const lines = readFileSync(__filename, "utf8").split("\n");
  return `stacks.test.ts:${lines.findIndex((line) => line.endsWith(`// ${comment}`)) + 1}:`;
}

describe("while a resource is made", () => {
  afterEach(() => void delete process.env[LEAKS]);

  it("Pulumi's look at the stack finds the line of the program after its own frames", () => {
    const lines = shortly(callsites).split("\n");
    expect(lines).toHaveLength(7);
    expect(lines.at(-1)).toMatch(/^ {4}at program \(\S+stacks\.test\.ts:\d+:\d+\)$/);
    expect(shortly(anything)).toContain("stacks.test.ts");
  });

  it("no frames are taken for Pulumi's promises, unless somebody asks for them; a limit that the program has set stays", () => {
    shortly(() => undefined);
    const { stackTraceLimit } = Error;
    expect(stackKept()).not.toContain("\n");
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    process.env[LEAKS] = "1";
    jest.isolateModules(() => {
      const promises = jest.requireActual<object>("@pulumi/pulumi/runtime/debuggable");
      jest.requireActual<{ readonly shortenStacks: typeof shortenStacks }>("../../sdk/shortStack").shortenStacks()();
      expect(stackKept(promises)).toContain("stacks.test.ts");
    });
  });
});

describe("errors of the program keep their whole stacks, with the lines that it was written in", () => {
  const failing = () => {
    throw new Error("of the program"); // where it fails
  };

  it.each(["after a resource", "in an apply of its output"])("%s", async (where) => {
    const stacks: (string | undefined)[] = [];
    await sent(() => {
      const { name } = new Profile("support", { name: "Support", level: "client", permissions: ["show_users"] });
      const caller = () => {
        try {
          failing(); // who called it
        } catch (error) {
          stacks.push((error as Error).stack);
        }
      };
      if (where === "after a resource") caller();
      else name.apply(caller);
    });
    expect(stacks).toHaveLength(1);
    for (const comment of ["where it fails", "who called it"]) expect(stacks[0]).toContain(positionOf(comment));
  });
});
