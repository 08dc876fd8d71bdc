import { gridscaleRules } from "../../../provider/portals/gridscale/rules";
import { account, expectFailures, GridscaleBench, person, ref, resource } from "./bench";
import { tellsOfTheGate } from "../../rules/writeGate";
import { testRules, type RuleTests } from "../../rules/ruleTests";

const olga = person("olga");
const profile = (inputs: Readonly<Record<string, unknown>>) =>
  resource("Profile", "profile", { level: "client", ...inputs });
const quota = (limits: Readonly<Record<string, number>>, inputs = {}) =>
  resource("Quota", "quota", { account: ref("acme"), limits, ...inputs });
const activation = (service: string, inputs = {}) =>
  resource("ServiceActivation", "activation", { account: ref("acme"), service, ...inputs });
const contractId = (bench: GridscaleBench) => ({ contractId: bench.id("acme") });
const sees = (bench: GridscaleBench, ...scopes: string[]) =>
  bench.control("PUT", "/gridscale/tokens/partner", { scopes });

const tests: RuleTests<(typeof gridscaleRules)[number]["id"], GridscaleBench> = {
  "gridscale/L1": {
    what: "an account that is locked, and managed all the same",
    async tell(bench) {
      await bench.up(account("acme", { locked: true }));
      await bench.up(account("acme", { locked: true, features: ["gpu"] }));
      expect(await bench.portal.contract("acme")).toMatchObject({ locked: true, feature_keys: ["gpu"] });
    },
  },
  "gridscale/L2": {
    what: "locking an account, which stops nothing",
    async tell(bench, id) {
      await bench.warned([account("acme", { locked: true })], { rule: id, property: "locked" });
      await bench.up(account("acme", { locked: true }));
      await bench.warned([account("acme", { locked: true, features: ["gpu"] })]);
    },
  },
  "gridscale/L3": {
    what: "a lock that was put on by hand: it shows, and is taken back",
    async tell(bench) {
      const open = account("acme", { locked: false });
      await bench.up(open);
      await bench.portal.call("lockContract", contractId(bench));
      expect((await bench.engine.refresh()).changed).toEqual(["acme"]);
      await bench.up(open);
      expect(await bench.portal.contract("acme")).toMatchObject({ locked: false });
    },
  },
  "gridscale/L4": {
    what: "a deletion, which needs to be asked for and is waited for, one that was begun by hand, and one that was stopped",
    async tell(bench, id) {
      await bench.refused([account("acme", { onDelete: "decommission" })], { rule: id, property: "onDelete" });
      await bench.up(account("acme", { onDelete: "delete" }), account("beta"));
      await bench.up(account("beta"));
      expect((await bench.portal.contracts()).map(({ name }) => name)).toEqual(["beta"]);
      await bench.up();
      expect((await bench.portal.contracts()).map(({ name }) => name)).toEqual(["beta"]);

      await bench.up(account("gamma", { onDelete: "delete" }));
      const gamma = { contractId: bench.id("gamma") };
      await bench.control("PUT", `/gridscale/contracts/${gamma.contractId}/clean-up`, { outcome: "stuck" });
      await bench.portal.call("deleteContract", gamma);
      await bench.refused([account("gamma"), account("again", { name: "gamma" })], {
        property: "name",
        label: "again",
        tells: gamma.contractId,
      });
      const hurried = bench.engineWith({ operationTimeout: "1" });
      (hurried.resources as Map<string, unknown>).set("gamma", bench.engine.resources.get("gamma"));
      expectFailures(await hurried.up([]), [
        "waiting for the account gamma to be cleaned up",
        "had not finished after 1 s",
      ]);
      expect(await bench.engine.refresh()).toMatchObject({ gone: ["gamma"] });
      expect(bench.said.join()).toContain("can't be stopped, and counts as deleted");
      await bench.control("PUT", `/gridscale/contracts/${gamma.contractId}/clean-up`, { outcome: "done" });
      expect((await hurried.up([])).failures).toEqual([]);
    },
  },
  "gridscale/L5": {
    what: "what the vendor doesn't say of a deleted account",
    async tell(bench, id) {
      await bench.up(account("acme", { onDelete: "delete" }));
      await bench.up();
      bench.hasSaid({ rule: id, label: "acme" });
    },
  },
  "gridscale/L6": {
    what: "people are made before accounts that they own, and before they are given roles",
    async tell(bench) {
      const anna = person("anna", { access: [{ account: ref("acme"), profile: "Admin" }] });
      await bench.up(anna, account("acme", { owner: ref("olga") }), olga);
      const { contracts } = await bench.portal.user("anna@partner.example");
      expect(contracts).toEqual([{ contract_uuid: bench.id("acme"), level: "admin", inherited: false }]);
      expect((await bench.portal.contract("acme"))["owner_uuids"]).toEqual([bench.id("olga")]);
    },
  },
  "gridscale/L7": {
    what: "locking a person, who is locked everywhere",
    async tell(bench, id) {
      await bench.warned([person("anna", { locked: true })], { rule: id, property: "locked" });
      await bench.up(person("anna", { locked: true }));
      expect(await bench.portal.user("anna@partner.example")).toMatchObject({ locked: true });
    },
  },
  "gridscale/L8": {
    what: "a person who is deleted by hand, and made anew with everything that is declared",
    async tell(bench) {
      const program = [
        account("acme"),
        person("anna", { access: [{ account: ref("acme"), profile: "Read Only" }], realmAccess: undefined }),
      ];
      await bench.up(...program);
      const before = bench.id("anna");
      await bench.portal.call("deleteUser", { userId: before });
      await bench.engine.refresh();
      await bench.up(...program);
      expect(bench.id("anna")).not.toBe(before);
      expect((await bench.portal.user("anna@partner.example"))["contracts"]).toHaveLength(1);
    },
  },
  "gridscale/L9": {
    what: "deleting who owns an account; another owner comes first",
    async tell(bench, id) {
      await bench.up(olga, account("acme", { owner: ref("olga") }));
      await bench.refusedAtApply([account("acme")], { rule: id, label: "olga", tells: "acme" });
      await bench.up(person("otto"), account("acme", { owner: ref("otto") }));
      expect((await bench.portal.contract("acme"))["owner_uuids"]).toEqual([bench.id("otto")]);
      expect((await bench.portal.users()).map(({ email }) => email)).not.toContain("olga@partner.example");
    },
  },
  "gridscale/L10": {
    what: "a role on a project",
    async tell(bench, id) {
      await bench.refused(
        [account("acme"), person("anna", { access: [{ account: ref("acme"), project: "p", profile: "Admin" }] })],
        {
          rule: id,
          property: "access[0].project",
        },
      );
    },
  },
  "gridscale/L11": {
    what: "what is inherited from the realm: no difference, not removed, and not declared again",
    async tell(bench, id) {
      const ben = (inputs: object) => person("ben", { realmAccess: "Write", ...inputs });
      await bench.refused([account("acme"), ben({ access: [{ account: ref("acme"), profile: "Read Only" }] })], {
        rule: id,
        property: "access[0]",
      });
      await bench.up(account("acme"), ben({ access: [{ account: ref("acme"), profile: "Admin" }] }));
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
      await bench.up(account("acme"), ben({}));
      expect((await bench.portal.user("ben@partner.example"))["contracts"]).toContainEqual({
        contract_uuid: bench.id("acme"),
        level: "write",
        inherited: true,
      });
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    },
  },
  "gridscale/L12": {
    what: "prices and people with a token that may only write: the scope, and the role that has it",
    async tell(bench, id) {
      await bench.up(account("acme"));
      await sees(bench, "PARTNER_READ", "PARTNER_WRITE");
      const priced = account("acme", { productPrices: { "10001": 0.5 } });
      expectFailures(await bench.engine.up([priced]), [
        "the scope PARTNER_ADMIN",
        "the role Admin in the Partner Panel",
        `(rule ${id})`,
      ]);
      expectFailures(await bench.engine.up([account("acme"), person("anna")]), ["the scope PARTNER_ADMIN"]);
      await bench.up(account("acme", { features: ["gpu"] }));
    },
  },
  "gridscale/L13": {
    what: "the owner's role given like any other, an owner who is locked, or is nobody",
    async tell(bench, id) {
      const owner = [{ account: ref("acme"), profile: "Owner" }];
      await bench.refused([account("acme"), person("anna", { access: owner })], {
        rule: id,
        property: "access[0].profile",
      });
      await bench.refused([person("anna", { realmAccess: "Owner" })], { rule: id, property: "realmAccess" });
      await bench.refused([account("acme", { owner: "11111111-1111-4111-8111-111111111111" })], {
        rule: id,
        property: "owner",
      });
      await bench.up(person("olga", { locked: true }));
      await bench.refused([person("olga", { locked: true }), account("acme", { owner: ref("olga") })], {
        rule: id,
        property: "owner",
      });
      bench.foretold([person("olga", { locked: true }), account("acme", { owner: ref("olga") })], {
        rule: id,
        property: "owner",
        label: "acme",
      });
      await bench.up(person("olga", { locked: false }), account("acme", { owner: ref("olga") }));
      await bench.refused([person("olga", { locked: true }), account("acme", { owner: ref("olga") })], {
        rule: id,
        property: "locked",
        label: "olga",
        tells: "acme",
      });
    },
  },
  "gridscale/L14": {
    what: "a location in which a project lies",
    async tell(bench, id) {
      await bench.up(account("acme", { locations: ["zrh", "ams"] }));
      await bench.up(account("acme", { locations: ["zrh"] }));
      const [zurich] = (await bench.portal.contract("acme"))["location_uuids"] as string[];
      await bench.control("POST", `/gridscale/contracts/${bench.id("acme")}/projects`, {
        name: "shop",
        locationUuid: zurich,
      });
      expectFailures(await bench.engine.up([account("acme", { locations: ["ams"] })]), ["location-in-use"]);
      bench.hasSaid({ rule: id, label: "acme", tells: "shop" });
      expect(await bench.engine.refresh()).toMatchObject({ failures: [] });
      expect(bench.state("acme")["projects"]).toMatchObject([{ name: "shop", location: zurich }]);
    },
  },
  "gridscale/L15": {
    what: "a token of a project, and one that is not of the user that is named",
    async tell(bench, id) {
      const made = (await bench.control("POST", "/gridscale/tokens", { kind: "project" })) as {
        token: string;
        userUuid: string;
      };
      bench.use({ token: made.token, userUuid: made.userUuid });
      expectFailures(await bench.engine.preview([account("acme")]), ["a project's token is not sufficient"]);
      bench.use({});
      await sees(bench, "PARTNER_READ");
      bench.use({ userUuid: "11111111-1111-4111-8111-111111111111" });
      const { failures } = await bench.engine.preview([account("acme")]);
      expect(failures.join()).toMatch(/401|gridscale\/L15/);
      expect(id).toBe("gridscale/L15");
    },
  },
  "gridscale/L19": {
    what: "a limit that there is not, and one below usage; 0 is 0, and what is not declared stays",
    async tell(bench, id) {
      await bench.refused([account("acme"), quota({ core: 5 })], { rule: id, property: "limits.core", tells: "cores" });
      await bench.refused([account("acme"), quota({ cores: 1.5 })], { property: "limits.cores" });
      await bench.up(account("acme"), quota({ cores: 0 }));
      expect((await bench.portal.contract("acme"))["limits"]).toMatchObject([
        { key: "cores", value: 0 },
        { key: "memory", value: 64 },
        {},
        {},
        {},
      ]);
      await bench.up(account("acme"), quota({ cores: 8, memory: 32 }));
      await bench.control("PUT", `/gridscale/contracts/${bench.id("acme")}/usage`, { cores: 6 });
      await bench.refused([account("acme"), quota({ cores: 4 })], {
        rule: id,
        property: "limits.cores",
        tells: ["4", "6"],
      });
      await bench.portal.call("updateLimits", contractId(bench), { limits: { cores: 16, storage: 5 } });
      expect((await bench.engine.refresh()).changed).toEqual(["quota"]);
      expect(bench.state("quota")).toMatchObject({ limits: { cores: 16, memory: 32 }, used: { cores: 6 } });
      const small = resource("QuotaProfile", "small", { name: "small", limits: { cores: 8 } });
      await bench.up(account("acme"), small, quota({ cores: 8 }, { profile: ref("small"), followProfile: true }));
    },
  },
  "gridscale/L20": {
    what: "a 404 for what can't be seen any more",
    async tell(bench) {
      await bench.up(account("acme"));
      await bench.control("PUT", "/gridscale/tokens/partner", { sees: false });
      const { gone, failures } = await bench.engine.refresh();
      expect([gone, failures.length]).toEqual([[], 1]);
      expect(failures.join()).toContain("cannot tell");
    },
  },
  "gridscale/X1": {
    what: "writing to a real portal by a contract that nobody has verified; on a loopback address it is tried",
    async tell(bench, id) {
      const settings = { endpoint: "https://api.gridscale.example" };
      const real = bench.engineWith(settings);
      const { failures } = await real.preview([account("acme")]);
      expect(failures.join()).not.toBe("");
      await bench.up(account("acme"));
      const credentials = { userUuid: bench.sandbox.gridscale.userUuid, token: "t" };
      await tellsOfTheGate(id, "gridscale", credentials, { kind: "User", inputs: { email: "a@b.example" } });
    },
  },
  "gridscale/X2": {
    what: "profiles that are no role, with the nearest; roles by name and by permissions",
    async tell(bench, id) {
      await bench.refused([profile({ name: "Helpdesk" })], { rule: id, property: "name", tells: "Read and Write" });
      await bench.refused([profile({ name: "Helpdesk", permissions: ["view", "manage_users"] })], {
        rule: id,
        property: "permissions",
        tells: ["Read Only", "manage_users"],
      });
      await bench.refused([person("anna", { realmAccess: "Chief" })], { rule: id, property: "realmAccess" });
      const writers = profile({ name: "Workers", permissions: ["manage_workloads", "view"] });
      await bench.up(
        account("acme"),
        writers,
        person("anna", { access: [{ account: ref("acme"), profile: ref("profile") }] }),
      );
      expect(bench.id("profile")).toBe("role/account/write");
      expect((await bench.portal.user("anna@partner.example"))["contracts"]).toMatchObject([{ level: "write" }]);
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    },
  },
  "gridscale/X3": {
    what: "a feature that is switched on in two places; several activations of one account at once",
    async tell(bench, id) {
      bench.foretold([account("acme", { features: ["gpu"] }), activation("gpu")], { rule: id, property: "service" });
      const services = ["gpu", "kubernetes", "marketplace", "location:zrh", "location:ams"];
      const all = services.map((service) => ({ ...activation(service), label: service }));
      await bench.up(account("acme", { features: ["rocket-storage"] }), ...all);
      const contract = await bench.portal.contract("acme");
      expect([...(contract["feature_keys"] as string[])].sort()).toEqual([
        "gpu",
        "kubernetes",
        "marketplace",
        "rocket-storage",
      ]);
      expect(contract["location_uuids"]).toHaveLength(2);
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
      await bench.up(account("acme", { features: ["rocket-storage"] }), { ...activation("gpu"), label: "gpu" });
      expect((await bench.portal.contract("acme"))["feature_keys"]).toEqual(
        expect.arrayContaining(["gpu", "rocket-storage"]),
      );
      expect((await bench.portal.contract("acme"))["feature_keys"]).toHaveLength(2);
      const inZurich = account("acme", { features: ["rocket-storage"], locations: ["Zurich"] });
      await bench.up(inZurich);
      await bench.refused([inZurich, activation("location:zrh")], { rule: id, property: "service" });
    },
  },
  "gridscale/X4": {
    what: "a feature, a location and a product that there are not, and a name that two locations share",
    async tell(bench, id) {
      await bench.refused([account("acme", { features: ["kubernets"] })], {
        rule: id,
        property: "features",
        tells: "kubernetes",
      });
      await bench.refused([account("acme", { locations: ["Zürich"] })], { rule: id, property: "locations" });
      await bench.refused([account("acme", { locations: ["Frankfurt"] })], {
        rule: id,
        property: "locations",
        tells: ["fra", "hhn"],
      });
      await bench.refused([account("acme", { productPrices: { "99": 1 } })], {
        rule: id,
        property: "productPrices.99",
        tells: ["10001", "10005"],
      });
      await bench.refused([account("acme"), activation("location:nowhere")], { rule: id, property: "service" });
      await bench.up(account("acme", { locations: ["Zurich", "FRA"] }));
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    },
  },
  "gridscale/N1": {
    what: "accounts whose names differ in spelling alone; people's addresses are one in any letter case",
    async tell(bench, id) {
      const twin = account("twin", { name: "ACME" });
      bench.foretold([account("acme"), twin], { rule: id, property: "name", severity: "confirm", label: "twin" });
      await bench.up(account("acme"));
      await bench.asked([account("acme"), twin], { rule: id, property: "name" });
      await bench.up(account("acme"), account("twin", { name: "ACME", confirm: [id] }));

      const anna = person("anna", { email: "Anna.Keller@Partner.example" });
      const same = person("same", { email: "anna.keller@partner.example" });
      bench.foretold([anna, same], { property: "email", label: "same" });
      const profiles = ["Admins", "admins"].map((name) =>
        resource("Profile", name, { level: "client", name, permissions: ["read"] }),
      );
      bench.foretold(profiles, { rule: "gridscale/X2", property: "permissions" });
    },
  },
};

describe("rules of gridscale Partner", () =>
  testRules("gridscale", gridscaleRules, tests, () => GridscaleBench.start()));
