import * as fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { startSandbox } from "../../sandbox";
import { changed, type Outcome, RealmStack, type StoredResource } from "../support/stack";
import { drawn, path, runs, seed } from "../support/runs";
import { sourceOf } from "./realm";
import type { PortalModel } from "./model";
import { fixtures } from "../portals/list";
import { type ModelEngine, type Result, Sequence, sequences, type SequenceSpec } from "./sequence";

/**
 * Realms of each portal on a stack each, and runs of each realm: every run is changes by hand, edits, `up`, and a look at everything.
 * `lifecycle.sandbox.test.ts` tells many more, on both hosts, without the engine.
 */
const REALMS = runs(1, 100);
const RUNS_OF_EACH = runs(3, 5);
/** Each serves half of the realms; where each portal has one, half of the portals. */
const HOSTS = ["dynamic", "plugin"] as const;
/** Realms that are told side by side. */
const LANES = path === undefined ? Math.min(2, REALMS) : 1;

function resultOf(outcome: Outcome): Result {
  const steps = Object.entries(changed(outcome)).map(([operation, count]) => `${operation} ${count}`);
  return { steps: steps.sort(), failures: outcome.failed ? [outcome.output] : [] };
}

function engineOf(model: PortalModel, stack: RealmStack): ModelEngine {
  const inputs = () => new Map([...stack.resources()].map((entry) => [entry[0], inputsIn(entry[1])]));
  return {
    isSlow: true,
    up: async (realm) => resultOf(await stack.program(sourceOf(model, realm)).up()),
    destroy: async () => resultOf(await stack.destroy()),
    async preview(realm, { refresh }) {
      stack.program(sourceOf(model, realm));
      return resultOf(await stack.preview({ refresh }));
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
  const applied = Object.entries(outputs).filter(([name]) => name in inputs);
  return Object.fromEntries(applied.map(([name, value]) => [name, isSecret(value) ? "a secret" : value]));
}

/** A secret is encrypted anew whenever the state is written. */
function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && "ciphertext" in value;
}

async function tell(model: PortalModel, spec: SequenceSpec, host: (typeof HOSTS)[number]): Promise<void> {
  const sandbox = await startSandbox({ operationDelayMs: 0 });
  try {
    const portal = await model.open(sandbox);
    const config = Object.entries(portal.settings).map(([name, value]) => [`reseller:${name}`, value]);
    const all = { ...Object.fromEntries(config), "reseller:adopt": String(spec.adopt) };
    const stack = await RealmStack.create(sandbox, all as Record<string, string>, model.portal);
    stack.withPlugin().hostedBy(host);
    try {
      await new Sequence(model, engineOf(model, stack), portal, spec).run();
    } finally {
      stack.remove();
    }
  } finally {
    await sandbox.close();
  }
}

describe.each(fixtures.map(({ name, model }, place) => [name, place, model()] as const))(
  "random realms, random edits and changes by hand, on the real engine: %s",
  (_name, place, model) => {
    it("after each up the portal equals the declaration, and a further preview is empty", async () => {
      const lanes = Array.from({ length: LANES }, (_, lane) => lane);
      const told = await Promise.allSettled(
        lanes.map((lane) =>
          fc.assert(
            fc.asyncProperty(sequences({ leastSteps: RUNS_OF_EACH, mostSteps: RUNS_OF_EACH, mostEdits: 4 }), (spec) =>
              tell(model, spec, HOSTS[(seed + place + lane) % HOSTS.length]!),
            ),
            { ...drawn(Math.ceil(REALMS / LANES)), seed: seed + lane, endOnFailure: true },
          ),
        ),
      );
      for (const lane of told) if (lane.status === "rejected") throw lane.reason;
    });
  },
);
