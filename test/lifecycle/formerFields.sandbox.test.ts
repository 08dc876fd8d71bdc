import { findDrift } from "../../drift";
import { adoption } from "../../drift/adopt/adopt";
import { enginePlan } from "../drift/enginePlan";
import { realmProgram } from "../drift/realmProgram";
import { account, expectFailures, GridscaleBench } from "../portals/gridscale/bench";
import type { StoredResource } from "../support/miniEngine";

const OLD = { features: ["gpu"], gridscale: { prices: { "10001": 0.5 } } };
const NEW = { features: ["gpu"], productPrices: { "10001": 0.5 } };

describe("an account whose prices have their former name", () => {
  let bench: GridscaleBench;
  beforeEach(async () => (bench = await GridscaleBench.start()));
  afterEach(() => bench.close());

  const price = async () =>
    ((await bench.portal.call("getPrices", { contractId: bench.id("acme") })) as { prices: { price: number }[] })
      .prices[0]!.price;
  const setPrice = (value: number) =>
    bench.portal.call(
      "updatePrices",
      { contractId: bench.id("acme") },
      { prices: [{ product_number: 10_001, price: value }] },
    );

  it("is made, changed and read as with the present one, and there is no difference between the two", async () => {
    await bench.up(account("acme", OLD));
    expect(await price()).toBe(0.5);
    expect(bench.engine.resources.get("acme")!.state).toMatchObject(NEW);
    for (const program of [[account("acme", OLD)], [account("acme", NEW)]])
      expect(await bench.engine.preview(program)).toEqual({ steps: [], failures: [] });
    await bench.up(account("acme", { ...OLD, gridscale: { prices: { "10001": 0.75 } } }));
    expect(await price()).toBe(0.75);
    await bench.refused([account("acme", { ...OLD, ...NEW })], { property: "gridscale" });
    expectFailures(await bench.engine.preview([account("acme", { gridscale: { prices: { ten: 1 } } })]), [
      "productPrices.ten",
    ]);
  });

  it("is no difference in an old state, shows just what is changed by hand, has the present name after an update, and can be deleted", async () => {
    await bench.up(account("acme", { ...NEW, onDelete: "delete" }));
    const { resources } = bench.engine;
    const stored = resources.get("acme")!;
    const old = (values: StoredResource["inputs"]) => {
      const { productPrices, ...rest } = values;
      return { ...rest, gridscale: { prices: productPrices } };
    };
    const recall = () =>
      (resources as Map<string, StoredResource>).set("acme", {
        ...stored,
        inputs: old(stored.inputs),
        state: old(stored.state),
      });
    recall();
    await bench.resetCalls();
    for (const given of [OLD, NEW])
      expect(await bench.engine.preview([account("acme", { ...given, onDelete: "delete" })])).toEqual({
        steps: [],
        failures: [],
      });
    expect(await bench.writes()).toEqual({});
    expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    await setPrice(0.25);
    expect(await bench.engine.refresh()).toEqual({ changed: ["acme"], gone: [], failures: [] });
    await bench.up(account("acme", { ...OLD, onDelete: "delete" }));
    expect(await price()).toBe(0.5);
    expect(bench.engine.resources.get("acme")!.inputs).toMatchObject(NEW);
    recall();
    expect(await bench.engine.up([])).toEqual({ steps: ["delete acme"], failures: [] });
  });

  it("has what was changed at the portal written where the realm file has it", async () => {
    const text = [
      "accounts:",
      "  acme:",
      "    name: acme",
      "    gridscale:",
      "      prices: { '10001': 0.5 } # own",
      "",
    ].join("\n");
    const { program, lines } = realmProgram(text);
    await bench.up(...program);
    await bench.portal.call(
      "updatePrices",
      { contractId: bench.engine.resources.get("Account acme")!.id },
      { prices: [{ product_number: 10_001, price: 0.25 }] },
    );
    const drift = await findDrift({
      plan: enginePlan(bench.engine.resources, { lines }),
      settings: bench.readSettings(),
      quietMilliseconds: 1,
      ignore: [],
    });
    const { files, byHand } = adoption(drift, { readFile: () => text });
    expect(byHand).toEqual([]);
    expect(files.get("realm.yaml")).toBe(text.replace("0.5", "0.25"));
  });
});
