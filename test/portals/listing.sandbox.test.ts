import axios from "axios";
import * as fc from "fast-check";
import { type KindName, kinds, normalForm } from "../../provider/model";
import type { Found, Listing, PortalSession } from "../../provider/portals";
import { fixtures } from "./list";
import { sequences } from "../random/sequence";
import { RandomRealm } from "../support/randomRealm";
import { drawn, runs } from "../support/runs";

const RUNS = runs(8);

async function everything(session: PortalSession): Promise<Map<KindName, Listing>> {
  const all = new Map<KindName, Listing>();
  for (const [kind, driver] of Object.entries(session.kinds)) all.set(kind as KindName, await driver.everything());
  return all;
}

/** Calls of lists, by route: each counts its pages. */
async function callsAt(realm: RandomRealm): Promise<Record<string, number>> {
  const { data } = await axios.get<{ routes: Record<string, Record<string, number>> }>(
    `${realm.sandbox.baseUrl}/_sandbox/calls`,
  );
  const { [realm.model.signIn ?? ""]: _signIns, ...calls } = data.routes[realm.model.portal] ?? {};
  return calls;
}

function ofTheRealm({ builtIn, undeclarable, deleting: leaving }: Found): boolean {
  return builtIn === undefined && undeclarable === undefined && leaving === undefined;
}

describe.each(fixtures.map(({ name, model }) => [name, model()] as const))(
  "all that is at the portal: %s",
  (_, model) => {
    it("is listed as a fresh look at each object shows it, in one list for each collection", async () => {
      const hand = fc.record({ seed: fc.noShrink(fc.noBias(fc.nat(0x7fff_ffff))) });
      let seen = 0;
      await fc.assert(
        fc.asyncProperty(sequences({ mostSteps: 2 }), fc.array(hand, { maxLength: 4 }), async (spec, byHand) => {
          const realm = await RandomRealm.build(model, spec, byHand);
          const [session, other] = [realm.session(), realm.session()];
          try {
            await axios.delete(`${realm.sandbox.baseUrl}/_sandbox/calls`);
            const all = await everything(session);
            const calls = Object.entries(await callsAt(realm));
            expect(await realm.portal.writes()).toEqual({});
            const { mostLists = () => 1 } = model;
            expect(calls.filter(([route, count]) => count > mostLists(route))).toEqual([]);
            for (const [kind, { found, unseen }] of all) {
              expect(unseen ?? "").not.toMatch(/undefined/);
              const ids = found.map(({ id }) => id);
              expect(ids).toEqual([...ids].sort());
              for (const object of found.filter(ofTheRealm)) {
                seen += 1;
                const fresh = await other.kinds[kind]!.get(object.id, object.inputs, "fresh");
                expect({ kind, id: object.id, inputs: object.inputs }).toEqual({
                  kind,
                  id: fresh?.id,
                  inputs: normalForm(kinds[kind], fresh?.inputs ?? {}),
                });
                expect(object.outputs).toEqual(fresh?.outputs);
              }
            }
            await expectAllThere(realm, all);
          } finally {
            session.close();
            other.close();
            await realm.close();
          }
        }),
        drawn(RUNS),
      );
      expect(seen).toBeGreaterThan(RUNS * 3);
    });
  },
);

/** Whatever the model of the portal, written apart from the provider, sees there is in the listing. */
async function expectAllThere(realm: RandomRealm, all: ReadonlyMap<KindName, Listing>): Promise<void> {
  const view = await realm.portal.look();
  for (const [kind, items] of Object.entries(view) as [KindName, readonly { id: string }[]][]) {
    const { idOf, isPristine } = realm.model.kinds[kind]!;
    const there = items.filter((item) => isPristine?.(item) !== true && item["status" as never] !== "not_active");
    const listed = new Set(all.get(kind)?.found.map(({ id }) => id));
    const missing = there
      .map(idOf)
      .filter((id) => !listed.has(id) && realm.model.isListedElsewhere?.(kind, id) !== true);
    expect({ kind, missing }).toEqual({ kind, missing: [] });
  }
}
