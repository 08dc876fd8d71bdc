import * as fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { startSandbox } from "../../sandbox";
import { changed, type Outcome, RealmStack, type StoredResource } from "../support/stack";
import { sourceOf } from "./realm";
import { type ModelEngine, type Result, Sequence, sequences, type SequenceSpec } from "./sequence";

/** Realms on a stack each, and runs of each realm: every run is changes by hand, edits, `up`, and a look at everything. */
const REALMS = 4;
const RUNS_OF_EACH = 5;
const SEED = Number(process.env["MODEL_SEED"] ?? 20_261_107);

jest.setTimeout(600_000);

function resultOf(outcome: Pick<Outcome, "changes" | "failed" | "output">): Result {
  const steps = Object.entries(changed(outcome as Outcome)).map(([operation, count]) => `${operation} ${count}`);
  return { steps: steps.sort(), failures: outcome.failed ? [outcome.output] : [] };
}

function engineOf(stack: RealmStack): ModelEngine {
  const inputs = () => new Map([...stack.resources()].map((entry) => [entry[0], inputsIn(entry[1])]));
  return {
    isSlow: true,
    up: async (realm) => resultOf(await stack.program(sourceOf(realm)).up()),
    destroy: async () => resultOf(await stack.destroy()),
    async preview(realm, { refresh }) {
      stack.program(sourceOf(realm));
      let output = "";
      const onOutput = (text: string) => void (output += text);
      try {
        const { changeSummary } = await stack.stack.preview({ onOutput, color: "never", refresh });
        return resultOf({ changes: changeSummary as Record<string, number>, failed: false, output });
      } catch {
        return resultOf({ changes: {}, failed: true, output });
      }
    },
    async refresh() {
      const before = inputs();
      const { failures } = resultOf(await stack.refresh());
      const after = inputs();
      const labels = [...before.keys()].sort();
      return {
        changed: labels.filter((label) => after.has(label) && !isDeepStrictEqual(before.get(label), after.get(label))),
        gone: labels.filter((label) => !after.has(label)),
        failures,
      };
    },
  };
}

/** The inputs as they were last applied, or read. */
function inputsIn({ inputs = {}, outputs = {} }: StoredResource): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => name in inputs));
}

async function tell(spec: SequenceSpec): Promise<void> {
  const sandbox = await startSandbox({ operationDelayMs: 0 });
  try {
    const stack = await RealmStack.create(sandbox, { "reseller:adopt": String(spec.adopt) });
    try {
      await new Sequence(engineOf(stack), sandbox, spec).run();
    } finally {
      stack.remove();
    }
  } finally {
    await sandbox.close();
  }
}

describe("random realms, random edits and changes by hand, on the real engine", () => {
  it("after each up the portal equals the declaration, and a further preview is empty", async () => {
    const lanes = Array.from({ length: REALMS }, (_, lane) => lane);
    const told = await Promise.allSettled(
      lanes.map((lane) =>
        fc.assert(
          fc.asyncProperty(sequences({ leastSteps: RUNS_OF_EACH, mostSteps: RUNS_OF_EACH, mostEdits: 4 }), tell),
          { seed: SEED + lane, numRuns: 1, endOnFailure: true },
        ),
      ),
    );
    for (const lane of told) if (lane.status === "rejected") throw lane.reason;
  });
});
