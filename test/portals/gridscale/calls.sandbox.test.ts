import { account, GridscaleBench, person, ref } from "./bench";

const CONTRACT = "/management/v2/contracts/{contractId}";
const FRANKFURT = "5a1f0c7e-0f0a-4c55-9a51-3c8d1b0e7f01";
const ZURICH = "5a1f0c7e-0f0a-4c55-9a51-3c8d1b0e7f03";

/** With 210 requests a minute, calls are minutes. */
describe("calls that it takes on gridscale", () => {
  let bench: GridscaleBench;
  beforeEach(async () => {
    bench = await GridscaleBench.start();
  });
  afterEach(() => bench.close());

  const acme = (inputs: object = {}) => account("acme", { features: ["gpu"], locations: ["zrh"], ...inputs });
  const anna = (profile: string) => person("anna", { access: [{ account: ref("acme"), profile }] });

  it("a new account is looked at once, and what the portal gave it stays", async () => {
    await bench.control("PUT", "/gridscale/settings", { newContractLocations: [FRANKFURT] });
    await bench.up(account("other", { features: ["gpu"] }));
    await bench.resetCalls();
    await bench.up(account("other", { features: ["gpu"] }), acme());
    expect(await bench.calls()).toMatchObject({ [`GET ${CONTRACT}`]: 1 });
    expect(await bench.calls()).not.toHaveProperty([`GET ${CONTRACT}/locations`]);
    expect(await bench.portal.contract("acme")).toMatchObject({
      feature_keys: ["gpu"],
      location_uuids: [FRANKFURT, ZURICH],
    });
    expect(bench.state("acme")["projects"]).toMatchObject([{ name: "default", location: FRANKFURT }]);
    expect((await bench.engine.refresh()).changed).toEqual([]);
  });

  it("a lock is seen at the portal, not taken for granted", async () => {
    await bench.up(acme({ locked: true }));
    expect(await bench.calls()).toMatchObject({ [`GET ${CONTRACT}`]: 2 });
    expect(await bench.portal.contract("acme")).toMatchObject({ locked: true, feature_keys: ["gpu"] });
  });

  it("a person is not read again after an access, and what was given is known", async () => {
    await bench.up(acme(), anna("Admin"));
    await bench.up(acme(), anna("Read Only"));
    expect(await bench.calls()).not.toHaveProperty(["GET /management/v2/users/{userId}"]);
    expect((await bench.portal.user("anna@partner.example"))["contracts"]).toMatchObject([{ level: "read" }]);
    expect((await bench.engine.refresh()).changed).toEqual([]);
    await bench.resetCalls();
    await bench.up(acme(), anna("Read Only"));
    expect(await bench.writes()).toEqual({});
  });
});
