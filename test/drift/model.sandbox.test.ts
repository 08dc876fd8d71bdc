import * as fc from "fast-check";
import { findDrift, reportOf } from "../../drift";
import { Lifecycle, readSettings } from "../../provider/lifecycle";
import type { KindName } from "../../provider/model";
import { startSandbox } from "../../sandbox";
import type { HandSpec } from "../random/byHand";
import { BY_HAND } from "../random/labels";
import type { Item, ModelPortal, PortalModel } from "../random/model";
import { fixtures } from "../portals/list";
import { programOf } from "../random/realm";
import { type ModelEngine, Sequence, sequences, type SequenceSpec } from "../random/sequence";
import { MiniEngine } from "../support/miniEngine";
import { enginePlan } from "./enginePlan";
import { drawn, runs } from "../support/runs";

/** Of each portal. */
const RUNS = runs(8);

const hand: fc.Arbitrary<HandSpec> = fc.record({ seed: fc.noShrink(fc.noBias(fc.nat(0x7fff_ffff))) });

let [changes, absences, strangers] = [0, 0, 0];

/** An engine that asks `reseller drift` what a refresh would find: what the model of the portal expects is what must come out. */
function engineOf(model: PortalModel, portal: ModelPortal, adopt: boolean): ModelEngine {
  const values: Record<string, string> = { portal: model.portal, ...portal.settings, adopt: String(adopt) };
  const settings = readSettings({ get: (name) => values[name], environment: {} });
  const engine = new MiniEngine(
    () => new Lifecycle({ settings: () => Promise.resolve(settings), say: () => undefined, quietMilliseconds: 1 }),
  );
  return {
    preview: (realm) => engine.preview(programOf(model, realm)),
    up: (realm) => engine.up(programOf(model, realm)),
    destroy: () => engine.destroy(),
    async refresh() {
      const plan = enginePlan(engine.resources);
      const report = reportOf(await findDrift({ plan, settings, quietMilliseconds: 1 }));
      const label = ({ key }: { readonly key: string }) => key.slice(key.indexOf("/") + 1);
      await expectStrangers(model, portal, engine, report.undeclared);
      changes += report.changed.length;
      absences += report.missing.length;
      strangers += report.undeclared.length;
      // The engine goes on from what it would have found itself.
      const refreshed = await engine.refresh();
      expect(report.unapplied).toEqual([]);
      return {
        changed: report.changed.map(label).sort(),
        gone: report.missing.map(label).sort(),
        failures: [
          ...refreshed.failures,
          // That customers keep keys of their own is how some portals are.
          ...report.cannotTell.flatMap(({ subjects }) => subjects.filter((subject) => !subject.startsWith("every "))),
        ],
      };
    },
  };
}

/** What nobody declares is at the portal and not in the stack, and all that people have made is among it. */
async function expectStrangers(
  model: PortalModel,
  portal: ModelPortal,
  engine: MiniEngine,
  undeclared: readonly { readonly kind: string; readonly id: string }[],
): Promise<void> {
  const view = Object.entries(await portal.look()) as [KindName, readonly Item[]][];
  const own = new Set([...engine.resources.values()].map(({ kind, id }) => `${kind} ${id}`));
  const found = new Set(undeclared.map(({ kind, id }) => `${kind} ${id}`));
  for (const object of found) expect(own).not.toContain(object);
  const byHand = view.flatMap(([kind, items]) =>
    items
      .filter((item) => [item["name"], item["username"]].some((name) => String(name).startsWith(BY_HAND)))
      .map((item) => `${kind} ${model.kinds[kind]!.idOf(item)}`),
  );
  for (const object of byHand) if (!own.has(object)) expect(found).toContain(object);
}

async function tell(model: PortalModel, spec: SequenceSpec, byHand: readonly HandSpec[]): Promise<void> {
  const sandbox = await startSandbox({ operationDelayMs: 0 });
  try {
    const portal = await model.open(sandbox);
    await new Sequence(model, engineOf(model, portal, spec.adopt), portal, spec).build(byHand);
  } finally {
    await sandbox.close();
  }
}

describe.each(fixtures.map(({ name, model }) => [name, model()] as const))(
  "random realms, changed by hand: %s",
  (_, model) => {
    it("drift says exactly what the model of the portal says", async () => {
      [changes, absences, strangers] = [0, 0, 0];
      await fc.assert(
        fc.asyncProperty(sequences({ mostSteps: 2 }), fc.array(hand, { minLength: 6, maxLength: 10 }), (spec, byHand) =>
          tell(model, spec, byHand),
        ),
        drawn(RUNS),
      );
      // None of it is true for want of drift.
      const seen = Object.entries({ changes, absences, strangers }).filter(([, count]) => count > 0);
      expect(seen.map(([sort]) => sort)).toEqual(["changes", "absences", "strangers"]);
    });
  },
);
