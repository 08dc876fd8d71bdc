import * as fc from "fast-check";
import { Lifecycle, readSettings } from "../../provider/lifecycle";
import { startSandbox } from "../../sandbox";
import { HOSTS } from "../support/bench";
import { MiniEngine } from "../support/miniEngine";
import { PluginLifecycle } from "../support/pluginLifecycle";
import type { ModelPortal, PortalModel } from "./model";
import { fixtures } from "../portals/list";
import type { Passwords } from "./passwords";
import { programOf } from "./realm";
import { type ModelEngine, Sequence, sequences, type SequenceSpec } from "./sequence";
import { drawn, path, runs, seed } from "../support/runs";

/** Of each portal. */
const RUNS = runs(36, 3_400);
/** Sequences that run side by side: most of their time they wait for the portal's asynchronous work. */
const LANES = path === undefined ? Math.min(12, RUNS) : 1;

function engineOf(
  model: PortalModel,
  { settings }: ModelPortal,
  adopt: boolean,
  host: (typeof HOSTS)[number],
): ModelEngine {
  const values: Record<string, string> = { portal: model.portal, ...settings, adopt: String(adopt) };
  const engine = new MiniEngine(() => {
    if (host === "the plugin") return new PluginLifecycle(values, () => undefined);
    return new Lifecycle({
      settings: () => Promise.resolve(readSettings({ get: (name) => values[name], environment: {} })),
      say: () => undefined,
      quietMilliseconds: 1,
    });
  });
  return {
    preview: (realm) => engine.preview(programOf(model, realm)),
    up: (realm) => engine.up(programOf(model, realm)),
    refresh: () => engine.refresh(),
    destroy: () => engine.destroy(),
    passwordsOf: (label) => passwordsIn(engine.resources.get(label)?.state ?? {}),
  };
}

function passwordsIn(state: Readonly<Record<string, unknown>>): Passwords {
  const names = ["initialPassword", "newPassword"].filter((name) => state[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, state[name]]));
}

async function tell(model: PortalModel, spec: SequenceSpec, host: (typeof HOSTS)[number]): Promise<void> {
  const sandbox = await startSandbox({ operationDelayMs: 0 });
  try {
    const portal = await model.open(sandbox);
    await new Sequence(model, engineOf(model, portal, spec.adopt, host), portal, spec).run();
  } finally {
    await sandbox.close();
  }
}

describe.each(fixtures.map(({ name, model }) => [name, model()] as const))(
  "random realms, random edits and changes by hand, on the lifecycle: %s",
  (_name, model) => {
    it("after each up the portal equals the declaration, and a further preview is empty", async () => {
      let failed: number | undefined;
      const tellInLane = async (lane: number, spec: SequenceSpec) => {
        if (failed !== undefined && failed !== lane) return;
        try {
          // Each host serves half of them.
          await tell(model, spec, HOSTS[(seed + lane) % HOSTS.length]!);
        } catch (error) {
          failed ??= lane;
          throw error;
        }
      };
      const lanes = Array.from({ length: LANES }, (_, lane) => lane);
      const told = await Promise.allSettled(
        lanes.map((lane) =>
          fc.assert(
            fc.asyncProperty(sequences(), (spec) => tellInLane(lane, spec)),
            { ...drawn(Math.ceil(RUNS / LANES)), seed: seed + lane },
          ),
        ),
      );
      for (const lane of told) if (lane.status === "rejected") throw lane.reason;
    });
  },
);
