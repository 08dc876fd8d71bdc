import { scalewayRules } from "../../provider/portals/scaleway/rules";
import { expectFailures, member, organization, profile, READERS, ref, resource, ScalewayBench } from "./scalewayBench";

type RuleId = (typeof scalewayRules)[number]["id"];

interface RuleTest {
  /** What is tried, for the name of the test. */
  readonly what: string;
  readonly tell: (bench: ScalewayBench, id: string) => Promise<void>;
}

const ADMINISTRATORS = [{ permissionSets: ["IAMManager"], scope: "organization" }];
const admin = member("anna", { profiles: ["Administrators"] });
const acme = organization("acme");

const tests: Readonly<Record<RuleId, RuleTest>> = {
  "scaleway/K1": {
    what: "people of a client without a key of it, and of one that is yet to be made; with a key they are managed",
    async tell(bench, id) {
      const named = (account: unknown) => [acme, member("anna", { account })];
      await bench.refused(named(ref("acme")), "yet to be made", id);
      await bench.up(acme);
      await bench.refused(
        named(ref("acme")),
        `no API key for the Organization ${bench.id("acme")}`,
        "reseller:keys",
        id,
      );
      const beta = await bench.client("beta");
      await bench.up(acme, member("anna", { account: beta.id }));
      expect(await bench.portal.all("/iam/v1alpha1/users?type=member", "users", beta.secretKey)).toMatchObject([
        { username: "anna" },
      ]);
    },
  },
  "scaleway/K2": {
    what: "an account that is not one of the partner's, one by its name, and a profile of another Organization",
    async tell(bench, id) {
      const stranger = "11111111-1111-4111-8111-111111111111";
      await bench.refused([member("anna", { account: stranger })], "no Organization of this partner", id);
      const beta = await bench.client("beta");
      await bench.refused([member("anna", { account: "beta" })], `its id is ${beta.id}`, id);
      const { failures } = bench.program(
        acme,
        profile("Readers"),
        member("anna", { account: ref("acme"), profiles: [ref("Readers")] }),
      );
      expect(failures).toEqual([expect.stringContaining(id)]);
    },
  },
  "scaleway/C1": {
    what: "an Organization without what it can't do without, all at once, and names that are too short",
    async tell(bench, id) {
      const { failures } = bench.program(resource("Account", "acme", { name: "A", ownerFirstName: "O" }));
      const properties = failures.map((line) => line.split(" ")[1]).sort();
      expect(properties).toEqual(["email", "externalId", "name", "ownerFirstName", "ownerLastName"]);
      for (const line of failures) expect(line).toContain(id);
      await bench.refused([organization("acme", { email: "no address" })], "must be an e-mail address", id);
    },
  },
  "scaleway/C2": {
    what: "deleting an Organization; it is retained, or locked",
    async tell(bench, id) {
      await bench.refused([organization("acme", { onDelete: "delete" })], "Use retain, or lock", id);
      await bench.refused([organization("acme", { onDelete: "decommission" })], "Use retain, or lock", id);
      await bench.up(acme, organization("beta", { onDelete: "lock" }));
      const [kept, locked] = [bench.id("acme"), bench.id("beta")];
      await bench.up();
      expect(await bench.portal.all("/partner/v1/organizations", "organizations")).toMatchObject([
        { id: kept, locked_by: "scaleway" },
        { id: locked, locked_by: "partner" },
      ]);
      expect(bench.said.join("\n")).toMatch(/acme.*onDelete: retain(.|\n)*beta.*onDelete: lock/);
    },
  },
  "scaleway/C3": {
    what: "a lock of the vendor's above the partner's own, which is no drift; somebody's unlocking by hand, which is",
    async tell(bench) {
      const locked = organization("acme", { locked: true });
      await bench.up(locked);
      const path = `/scaleway/organizations/${bench.id("acme")}`;
      await bench.control("POST", `${path}/validate-email`);
      await bench.control("PUT", `${path}/vendor-lock`, { reason: "locked_for_abuse" });
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
      expect(bench.state("acme")).toMatchObject({ locked: true, lockedBy: "scaleway", lockReason: "locked_for_abuse" });
      expect((await bench.engine.up([locked])).steps).toEqual([]);
      await bench.control("PUT", `${path}/vendor-lock`, { reason: null });
      await bench.portal.api("POST", `/partner/v1/organizations/${bench.id("acme")}/unlock`, {});
      expect((await bench.engine.refresh()).changed).toEqual(["acme"]);
      await bench.up(locked);
      expect(bench.state("acme")).toMatchObject({ locked: true, lockedBy: "partner" });
      await bench.up(organization("acme", { locked: false }));
      expect(bench.state("acme")).toMatchObject({ locked: false, status: "opened" });
    },
  },
  "scaleway/C4": {
    what: "unlocking what the vendor has locked; taking the own lock away beneath it is said",
    async tell(bench, id) {
      await bench.up(acme);
      await bench.refused([organization("acme", { locked: false })], "the owner has to follow the link", id);
      await bench.up(organization("acme", { locked: true }));
      await bench.control("PUT", `/scaleway/organizations/${bench.id("acme")}/vendor-lock`, {
        reason: "network_abuse",
      });
      await bench.warned([organization("acme", { locked: false })], "stays locked by scaleway (network_abuse)", id);
    },
  },
  "scaleway/C5": {
    what: "a phone number and a description that are taken out, and one that is emptied",
    async tell(bench, id) {
      await bench.up(organization("acme", { phone: "+41 44 123 45 67", description: "a customer" }));
      await bench.warned([acme], "phone is taken out", "description is taken out", id);
      await bench.up(acme);
      expect(await bench.portal.one("/partner/v1/organizations", "organizations", "name", "acme")).toMatchObject({
        comment: "a customer",
      });
      await bench.refused([organization("acme", { description: "" })], "the portal can't empty it");
    },
  },
  "scaleway/C6": {
    what: "your number of a customer, changed on the 26th and on the 25th",
    async tell(bench, id) {
      await bench.up(acme);
      const changed = [organization("acme", { externalId: "C-2" })];
      const at = async (moment: string) => {
        jest.useFakeTimers({
          now: new Date(moment),
          doNotFake: [
            "nextTick",
            "setImmediate",
            "setTimeout",
            "clearTimeout",
            "setInterval",
            "clearInterval",
            "queueMicrotask",
            "performance",
          ],
        });
        try {
          await bench.warned(changed);
          return bench.said.join("\n");
        } finally {
          jest.useRealTimers();
        }
      };
      expect(await at("2026-11-25T22:30:00Z")).toBe("");
      expect(await at("2026-11-25T23:30:00Z")).toContain(id);
    },
  },
  "scaleway/C7": {
    what: "an administrator who is asked for once, and neither changed nor asked for again",
    async tell(bench, id) {
      const asking = (password: string) =>
        organization("acme", { adminAccess: { username: "adm", email: "a@partner.example", password } });
      await bench.up(asking("first-secret"));
      await bench.refused([asking("other-secret")], "it was asked for once", id);
      expect((await bench.engine.preview([asking("other-secret")])).failures.join()).not.toMatch(
        /first-secret|other-secret/,
      );
      await bench.resetCalls();
      await bench.up(
        organization("acme", {
          phone: "1",
          adminAccess: { username: "adm", email: "a@partner.example", password: "first-secret" },
        }),
      );
      expect(Object.keys(await bench.writes())).toEqual(["PATCH /partner/v1/organizations/{organizationId}"]);
      await bench.warned([acme], "stays in the Organization", id);
    },
  },
  "scaleway/C8": {
    what: "two Organizations with the same number",
    async tell(bench, id) {
      await bench.up(acme);
      await bench.warned(
        [acme, organization("beta", { externalId: "C-acme" })],
        `Organization acme (${bench.id("acme")})`,
        id,
      );
    },
  },
  "scaleway/C9": {
    what: "an Organization that its owner has closed: it stays in the state, and is said",
    async tell(bench, id) {
      await bench.up(acme);
      await bench.control("POST", `/scaleway/organizations/${bench.id("acme")}/close`);
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
      expect(bench.said.join("\n")).toContain(id);
      expect(bench.state("acme")).toMatchObject({ status: "closed" });
    },
  },
  "scaleway/U1": {
    what: "the owner, declared as a user, or in the state of one that is deleted",
    async tell(bench, id) {
      const owner = await bench.portal.one("/iam/v1alpha1/users", "users", "type", "owner");
      await bench.refused(
        [member("petra", { username: owner["username"], adopt: true })],
        "is the owner of the Organization",
        id,
      );
      await bench.up(member("anna"));
      const anna = bench.engine.resources.get("anna")!;
      const stored = bench.engine.resources as Map<string, typeof anna>;
      const state = { ...anna.state, username: owner["username"] };
      stored.set("anna", { ...anna, id: String(owner["id"]), state });
      expectFailures(await bench.engine.up([]), ["it can't be deleted", id]);
      expect(await bench.portal.user(String(owner["username"]))).toMatchObject({ type: "owner" });
    },
  },
  "scaleway/U2": {
    what: "login names that the portal doesn't take, and one that somebody has; a new one is given in place",
    async tell(bench, id) {
      for (const username of ["anna keller", "anna+test@partner.example", "a", "ä-keller"])
        await bench.refused([member("anna", { username })], "username", id);
      await bench.up(member("anna"));
      await bench.refused([member("anna"), member("other", { username: "anna" })], "exists already");
      const before = bench.id("anna");
      expect((await bench.engine.up([member("anna", { username: "anna.keller" })])).steps).toEqual(["update anna"]);
      expect(await bench.portal.user("anna.keller")).toMatchObject({ id: before });
    },
  },
  "scaleway/U3": {
    what: "a password of more than 72 bytes, which is never shown, and one beside a generated one, at first and at a reset",
    async tell(bench, id) {
      const long = "ä".repeat(37);
      const { failures } = bench.program(member("anna", { password: long }));
      expect(failures).toEqual([expect.stringContaining(`has 74`)]);
      expect(failures.join()).toContain(id);
      expect(failures.join()).not.toContain("ää");
      await bench.refused(
        [member("anna", { password: "short", generatePassword: true })],
        "take one of the two out",
        id,
      );
      await bench.up(member("anna", { password: "short" }));
      await bench.refused(
        [member("anna", { password: "short", resetPassword: "today" })],
        "change the password itself, or take it out",
        id,
      );
    },
  },
  "scaleway/U4": {
    what: "a generated password, a given one that changes, and a reset; no refresh resets",
    async tell(bench) {
      await bench.up(member("anna", { generatePassword: true }), member("ben", { password: "first-secret" }));
      const signsIn = async (username: string, password: unknown) =>
        (await bench.control("POST", "/scaleway/sign-ins", {
          organizationId: bench.portal.ownId,
          username,
          password,
        })) as {
          signedIn: boolean;
        };
      const initial = bench.state("anna")["initialPassword"];
      expect(await signsIn("anna", initial)).toMatchObject({ signedIn: true });
      expect(await signsIn("ben", "first-secret")).toMatchObject({ signedIn: true });
      await bench.engine.refresh();
      await bench.resetCalls();
      await bench.up(
        member("anna", { generatePassword: true, resetPassword: "today" }),
        member("ben", { password: "second-secret" }),
      );
      expect(await bench.writes()).toEqual({ "POST /iam/v1alpha1/users/{userId}/update-password": 2 });
      expect(await signsIn("anna", initial)).toMatchObject({ signedIn: false });
      expect(await signsIn("anna", bench.state("anna")["newPassword"])).toMatchObject({ signedIn: true });
      expect(await signsIn("ben", "second-secret")).toMatchObject({ signedIn: true });
      expect(bench.said.join("\n")).not.toMatch(/secret/);
    },
  },
  "scaleway/U5": {
    what: "the last administrator, who leaves, is locked or is deleted; with another one it goes",
    async tell(bench, id) {
      await bench.up(admin);
      await bench.refused([member("anna")], "without anybody who administers it", id);
      await bench.refused(
        [member("anna", { profiles: ["Administrators"], locked: true })],
        "without anybody who administers it",
        id,
      );
      expectFailures(await bench.engine.up([]), ["without anybody who administers it", id]);
      const other = member("ben", { profiles: ["Administrators"] });
      await bench.up(other, admin);
      expect((await bench.engine.up([other])).failures).toEqual([]);
      await bench.up(member("ben", { confirm: [id] }));
      await bench.up();
      const everybody = profile("everybody", { group: "All Users", rules: ADMINISTRATORS });
      await bench.up(everybody, admin);
      await bench.up(everybody, member("anna"));
      await bench.refused([everybody, member("anna", { locked: true })], "without anybody who administers it", id);
      await bench.refused([profile("everybody", { group: "All Users" }), member("anna")], "(now: anna)", id);
      await bench.refused([profile("everybody", { group: "Editors", rules: ADMINISTRATORS }), member("anna")], id);
      expectFailures(await bench.engine.up([member("anna")]), ["without anybody who administers it", id]);
      await bench.up(everybody, member("anna"), member("ben"));
      expect((await bench.engine.up([everybody, member("ben")])).failures).toEqual([]);
    },
  },
  "scaleway/U6": {
    what: "eleven tags, and a tag with a colon",
    async tell(bench, id) {
      await bench.refused(
        [member("anna", { tags: Array.from({ length: 11 }, (_, index) => `t${index}`) })],
        "at most 10",
        id,
      );
      await bench.refused([profile("Readers", { tags: ["team:a"] })], "team:a", id);
    },
  },
  "scaleway/U7": {
    what: "an address that somebody else has",
    async tell(bench, id) {
      await bench.up(member("anna"));
      const same = member("ben", { email: "anna@partner.example" });
      await bench.refused([member("anna"), same], "the address of anna", id);
      await bench.up(member("anna"), member("ben", { email: "anna@partner.example", confirm: [id] }));
      // Nobody knows whether the portal tells letter cases apart.
      const other = member("carl", { email: "Anna@Partner.example" });
      await bench.refused([member("anna"), other], "the address of anna", "spelled anna@partner.example", id);
      const fresh = bench.program(member("dora"), member("emil", { email: "Dora@partner.example" }));
      expect(fresh.failures).toEqual([expect.stringContaining(`(rule ${id})`)]);
      const apart = bench.program(
        acme,
        member("dora"),
        member("emil", { account: ref("acme"), email: "dora@partner.example" }),
      );
      expect(apart.failures.join()).not.toContain(id);
      // In other letters it is still the person's own.
      await bench.up(
        member("anna", { email: "ANNA@partner.example" }),
        member("ben", { email: "anna@partner.example", confirm: [id] }),
      );
    },
  },
  "scaleway/P1": {
    what: "names of groups and policies that every Organization has, taken or renamed to; they are never taken over",
    async tell(bench, id) {
      await bench.refused(
        [profile("mine", { name: "Administrators", adopt: true })],
        'set group: "Administrators"',
        id,
      );
      await bench.refused([profile("mine", { name: "Group - Editors" })], "choose another name", id);
      await bench.refused(
        [profile("mine", { name: "Group - Editors", group: "Editors", adopt: true })],
        "choose another name",
        id,
      );
      await bench.up(profile("mine"));
      await bench.refused([profile("mine", { name: "Billing Administrators" })], "choose another name", id);
      await bench.refused([profile("mine", { name: "All Users", adopt: true })], 'set group: "All Users"', id);
      await bench.refused([member("anna", { profiles: ["All Users"] })], "has everybody in it by itself", id);
      const everybody = profile("everybody", { group: "All Users" });
      const { failures } = bench.program(everybody, member("anna", { profiles: [ref("everybody")] }));
      expect(failures).toEqual([expect.stringContaining(`has everybody in it by itself`)]);
    },
  },
  "scaleway/P2": {
    what: "a policy for no group and for two",
    async tell(bench, id) {
      await bench.refused([profile("mine", { group: "" })], "must not be empty", id);
      await bench.refused([profile("mine", { group: ["Editors", "Administrators"] })], "group", id);
      await bench.refused([profile("mine", { rules: undefined })], "rules is missing");
    },
  },
  "scaleway/P3": {
    what: "sets of two scope types in one rule, an Organization's set with projects, a rule with neither scope",
    async tell(bench, id) {
      const rule = (permissionSets: string[], scope: unknown) => [
        profile("mine", { rules: [{ permissionSets, scope }] }),
      ];
      await bench.refused(rule(["BillingReadOnly", "AllProductsReadOnly"], "organization"), "make two rules of it", id);
      await bench.refused(
        rule(["BillingReadOnly"], { projects: [bench.portal.ownId] }),
        'give scope "organization"',
        id,
      );
      await bench.refused(rule(["BillingReadOnly"], undefined), "rules[0].scope is missing");
      await bench.refused(rule(["AllProductsReadOnly"], { projects: [] }), "at least one project");
      await bench.up(...rule(["AllProductsReadOnly"], { projects: [bench.portal.ownId] }));
    },
  },
  "scaleway/P4": {
    what: "permission sets that don't exist, with the nearest that do; the list has several pages",
    async tell(bench, id) {
      const misspelt = [{ permissionSets: ["ResellerFulAccess", "VPCReadOny"], scope: "organization" }];
      await bench.refused([profile("mine", { rules: misspelt })], "did you mean ResellerFullAccess", "VPCReadOnly", id);
    },
  },
  "scaleway/P5": {
    what: "rights with which people can grant themselves anything, the first time",
    async tell(bench, id) {
      await bench.warned([profile("mine", { rules: ADMINISTRATORS })], "grants IAMManager", id);
      await bench.up(profile("mine", { rules: ADMINISTRATORS }));
      await bench.warned([profile("mine", { rules: ADMINISTRATORS, description: "other" })]);
      expect(bench.said.join()).not.toContain(id);
    },
  },
  "scaleway/P6": {
    what: "whom a change of rules reaches, and what they gain and lose; a policy for an existing group, too",
    async tell(bench, id) {
      await bench.up(profile("mine"), member("anna", { profiles: [ref("mine"), "Billing Administrators"] }));
      const changed = profile("mine", { rules: [{ permissionSets: ["BillingManager"], scope: "organization" }] });
      await bench.warned(
        [changed],
        "changes what 1 user (anna) may do: they gain BillingManager, and lose BillingReadOnly",
        id,
      );
      await bench.warned(
        [
          profile("Reseller", {
            group: "Billing Administrators",
            rules: [{ permissionSets: ["ResellerFullAccess"], scope: "organization" }],
          }),
        ],
        "changes what 1 user (anna) may do: they gain ResellerFullAccess",
        id,
      );
      await bench.up(profile("mine"), member("anna"), member("ben"));
      const everybody = profile("everybody", { group: "All Users" });
      await bench.warned([everybody], "changes what 2 users (anna, ben) may do: they gain BillingReadOnly", id);
      await bench.up(everybody, profile("mine"), member("anna"), member("ben"));
      await bench.engine.refresh();
      expect(bench.state("everybody")).toMatchObject({ userCount: 3, users: ["anna", "ben", "owner@partner.example"] });
    },
  },
  "scaleway/P7": {
    what: "a group with several policies, of which nobody knows which one is the profile's, and one that others are for",
    async tell(bench, id) {
      await bench.up(profile("mine"));
      const extra = { name: "Extra", group_id: bench.id("mine"), rules: [] };
      await bench.portal.api("POST", "/iam/v1alpha1/policies", extra);
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
      expectFailures(await bench.engine.up([]), ["has other policies", "Extra", id]);
      const { id: policy } = await bench.portal.policy("mine");
      await bench.portal.api("PATCH", `/iam/v1alpha1/policies/${String(policy)}`, { name: "Renamed" });
      const another = bench.engineWith({ adopt: "true" });
      expectFailures(await another.preview([profile("mine")]), ["has several policies", "Renamed", id]);
    },
  },
  "scaleway/L1": {
    what: "taking from the own key what this tool needs: rules, the group, the membership, the policy itself",
    async tell(bench, id) {
      const all = [{ permissionSets: ["IAMManager", "ResellerFullAccess"], scope: "organization" }];
      const kept = [profile("Robots", { rules: all }), admin];
      await bench.up(...kept);
      const engine = await bench.engineOfApplication("Robots");
      const adopting = (rules: unknown) => [profile("Robots", { rules, adopt: true })];
      expect(
        (await engine.up(adopting([{ permissionSets: ["IAMManager", "ResellerFullAccess"], scope: "organization" }])))
          .failures,
      ).toEqual([]);
      expectFailures(await engine.preview(adopting([{ permissionSets: ["IAMManager"], scope: "organization" }])), [
        "to open the Partner Space",
        id,
      ]);
      expectFailures(await engine.preview(adopting(READERS)), ["manage people, to manage groups", id]);
      expectFailures(await engine.up([]), ["deleting Robots", id]);
      expect(await bench.portal.policy("Robots")).toMatchObject({ name: "Robots" });
      const robots = { name: "All robots", group: "All Applications", adopt: true };
      const forAll = profile("All robots", { ...robots, rules: ADMINISTRATORS });
      await bench.up(...kept, forAll);
      const other = await bench.engineOfApplication();
      expect((await other.up([forAll])).failures).toEqual([]);
      expectFailures(await other.preview([profile("All robots", robots)]), ["manage people, to manage groups", id]);
    },
  },
  "scaleway/Q1": {
    what: "less than what is declared, unknown names and places; enough of it passes, and writes nothing",
    async tell(bench, id) {
      const quota = (inputs: object) => resource("Quota", "quota", { ...inputs });
      const all = (await bench.portal.all(`/iam/v1alpha1/quota?organization_id=${bench.portal.ownId}`, "quota")) as {
        name: string;
        limits: { limit?: number; global?: boolean; region?: string; zone?: string }[];
      }[];
      const some = all.find(({ name }) => name === "iam_users");
      const { limit = 0, region, zone } = some!.limits[0]!;
      const place = { region: region ?? zone };
      await bench.refused(
        [quota({ ...place, limits: { [some!.name]: limit + 1 } })],
        some!.name,
        `is ${limit}`,
        "write a ticket",
        id,
      );
      await bench.refused([quota({ ...place, limits: { [`${some!.name}x`]: 1 } })], `did you mean ${some!.name}`, id);
      await bench.refused([quota({ region: "xx-nowhere", limits: { [some!.name]: 1 } })], "region", id);
      await bench.resetCalls();
      const profiled = [
        resource("QuotaProfile", "small", { name: "small", limits: { [some!.name]: limit } }),
        quota({ ...place, profile: ref("small"), limits: { [some!.name]: limit }, followProfile: true }),
      ];
      await bench.up(...profiled);
      expect(bench.state("quota")).toMatchObject({ allocated: { [some!.name]: limit } });
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
      await bench.up();
      expect(await bench.writes()).toEqual({});
    },
  },
  "scaleway/N1": {
    what: "customers, people and profiles whose names differ in spelling alone, in the program and at the portal",
    async tell(bench, id) {
      const twin = organization("twin", { email: "ACME@customer.example" });
      const { failures } = bench.program(
        ...[acme, twin, member("anna"), member("Anna", { email: "b@partner.example" })],
        ...[profile("Readers"), profile("readers")],
      );
      expect(failures.map((line) => line.split(":")[0])).toEqual(["twin", "Anna", "readers"]);
      for (const line of failures) expect(line).toContain(`(rule ${id})`);
      expect(bench.program(acme, { ...twin, inputs: { ...twin.inputs, confirm: [id] } }).failures).toEqual([]);
      // The domain of an address means the same in every letter case: that is one customer.
      const same = organization("same", { email: "acme@Customer.example" });
      expect(bench.program(acme, same).failures).toEqual([expect.stringContaining("declared once")]);

      await bench.up(acme, member("anna"), profile("Readers"));
      const others = [twin, member("Anna", { email: "b@partner.example" }), profile("readers")];
      const old = [acme, member("anna"), profile("Readers")];
      for (const other of others) {
        await bench.refused([...old, other], "another spelling of the same", id);
        await bench.refused([...old, { ...other, inputs: { ...other.inputs, adopt: true } }], id);
      }
      await bench.up(...old, ...others.map((other) => ({ ...other, inputs: { ...other.inputs, confirm: [id] } })));
      // One's own name in other letters is a change like any other.
      await bench.up(organization("acme", { email: "Acme@customer.example", confirm: [id] }));
    },
  },
};

describe("rules of Scaleway", () => {
  it.each(scalewayRules.map(({ id }) => [id, tests[id].what] as const))("%s: %s", async (id) => {
    const bench = await ScalewayBench.start();
    try {
      await tests[id].tell(bench, id);
    } finally {
      await bench.close();
    }
  });
});
