import axios from "axios";
import * as fc from "fast-check";
import { readLive, type LiveRealm } from "../../discovery";
import { examineText } from "../../realm/read";
import { typescriptFiles } from "../../realm/write/typescript";
import { yamlFiles } from "../../realm/write/yaml";
import type { HandSpec } from "../random/byHand";
import { portalNamed } from "../../provider/portals/list";
import { fixtures } from "../portals/list";
import { sequences } from "../random/sequence";
import { programOf } from "../support/liveProgram";
import type { MiniEngine } from "../support/miniEngine";
import { RandomRealm } from "../support/randomRealm";
import { reversingProxy } from "../support/reversingProxy";
import { drawn, runs } from "../support/runs";

/** Of each portal. */
const RUNS = runs(12);

async function imported(realm: RandomRealm, settings: Readonly<Record<string, string>> = {}): Promise<LiveRealm> {
  const session = realm.session(settings);
  try {
    return await readLive(session);
  } finally {
    session.close();
  }
}

/** The same realm, at a portal that answers every list backwards. */
async function importedBackwards(realm: RandomRealm): Promise<LiveRealm> {
  const proxy = await reversingProxy(realm.sandbox.baseUrl);
  try {
    const endpoint = (realm.settings["endpoint"] ?? "").replace(realm.sandbox.baseUrl, proxy.origin);
    expect(endpoint).toContain(proxy.origin);
    return await imported(realm, { endpoint });
  } finally {
    await proxy.close();
  }
}

/**
 * Each object of a stack, imported by its id alone, is what the import of the whole realm has declared of it. Of objects with nearly the same
 * name, every one asks for the confirmation there, since any may be the second that a program has.
 */
async function expectSameOneByOne(realm: RandomRealm, { resources }: MiniEngine): Promise<void> {
  const lifecycle = realm.lifecycle();
  const { id: alike } = portalNamed(realm.model.portal).alike;
  const isOther = (rule: unknown) => rule !== alike;
  try {
    for (const { kind, id, inputs } of resources.values()) {
      const one = (await lifecycle.readImportable(kind, id))!;
      const { confirm = [], ...values } = one.inputs as { confirm?: string[] };
      const { confirm: whole = [], ...declared } = inputs as { confirm?: string[] };
      expect([kind, id, Object.keys(values).sort()]).toEqual([kind, id, Object.keys(declared).sort()]);
      expect(confirm.filter(isOther)).toEqual(whole.filter(isOther));
      expect(confirm).toEqual(expect.arrayContaining(whole));
      const asOne = confirm.length === 0 ? declared : { ...declared, confirm };
      expect(await lifecycle.diff(kind, id, one.state, asOne)).toMatchObject({ changes: false });
    }
  } finally {
    lifecycle.close();
  }
}

function bytes({ entries, names }: LiveRealm): unknown {
  return [
    yamlFiles(entries, { names }),
    yamlFiles(entries, { names, split: true }),
    typescriptFiles(entries, { split: true }),
  ];
}

describe.each(fixtures.map(({ name, model }) => [name, model()] as const))(
  "a realm at %s that is imported",
  (_, model) => {
    it("is taken over without a write, and is the same when it is imported again", async () => {
      const hand: fc.Arbitrary<HandSpec> = fc.record({ seed: fc.noShrink(fc.noBias(fc.nat(0x7fff_ffff))) });
      let declared = 0;
      await fc.assert(
        fc.asyncProperty(sequences({ mostSteps: 2 }), fc.array(hand, { maxLength: 4 }), async (spec, byHand) => {
          const realm = await RandomRealm.build(model, spec, byHand);
          try {
            await axios.delete(`${realm.sandbox.baseUrl}/_sandbox/calls`);
            const live = await imported(realm);
            // What is in an Organization without a key, or in one that is locked, is out of sight.
            expect(live.unseen.filter((reason) => !/reseller:keys|, locked by/.test(reason))).toEqual([]);
            expect([...live.refused.keys()]).toEqual([]);
            expect(bytes(await importedBackwards(realm))).toEqual(bytes(live));
            if (live.entries.length === 0) return;
            declared += live.entries.length;

            const read = examineText(yamlFiles(live.entries, live)[0]!.text, "realm.yaml");
            expect(read.problems).toEqual([]);
            const engine = realm.engine({ adopt: "true" });
            const up = await engine.up(programOf(read.entries));
            expect(up.failures).toEqual([]);
            expect(await realm.portal.writes()).toEqual({});
            expect(new Map([...engine.resources.values()].map(({ label, id }) => [label, id]))).toEqual(
              new Map(live.ids),
            );
            expect(await engine.preview(programOf(read.entries))).toEqual({ steps: [], failures: [] });
            expect(await engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
            await expectSameOneByOne(realm, engine);
            expect(bytes(await imported(realm))).toEqual(bytes(live));
          } finally {
            await realm.close();
          }
        }),
        drawn(RUNS),
      );
      expect(declared).toBeGreaterThan(RUNS * 3);
    });
  },
);
