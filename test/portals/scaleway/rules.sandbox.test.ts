import { scalewayRules } from "../../../provider/portals/scaleway/rules";
import type { Expected } from "../../support/finding";
import { member, organization, profile, READERS, ref, resource, ScalewayBench } from "./bench";
import { testRules, type RuleTests } from "../../rules/ruleTests";

const ADMINISTRATORS = [{ permissionSets: ["IAMManager"], scope: "organization" }];
const admin = member("anna", { profiles: ["Administrators"] });
const acme = organization("acme");

const tests: RuleTests<(typeof scalewayRules)[number]["id"], ScalewayBench> = {
  "scaleway/K1": {
    what: "people of a client without a key of it, and of one that is yet to be made; with a key they are managed",
    async tell(bench, id) {
      const named = (account: unknown) => [acme, member("anna", { account })];
      await bench.refused(named(ref("acme")), { rule: id, property: "account" });
      await bench.up(acme);
      await bench.refused(named(ref("acme")), {
        rule: id,
        property: "account",
        tells: [bench.id("acme"), "reseller:keys"],
      });
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
      await bench.refused([member("anna", { account: stranger })], { rule: id, property: "account" });
      const beta = await bench.client("beta");
      await bench.refused([member("anna", { account: "beta" })], {
        rule: id,
        property: "account",
        tells: beta.id,
      });
      bench.foretold([acme, profile("Readers"), member("anna", { account: ref("acme"), profiles: [ref("Readers")] })], {
        rule: id,
        property: "profiles",
        label: "anna",
      });
    },
  },
  "scaleway/C1": {
    what: "an Organization without what it can't do without, all at once, and names that are too short",
    async tell(bench, id) {
      const properties = ["email", "externalId", "name", "ownerFirstName", "ownerLastName"];
      bench.foretold(
        [resource("Account", "acme", { name: "A", ownerFirstName: "O" })],
        ...properties.map((property) => ({ rule: id, property })),
      );
      await bench.refused([organization("acme", { email: "no address" })], { rule: id, property: "email" });
    },
  },
  "scaleway/C2": {
    what: "deleting an Organization; it is retained, or locked",
    async tell(bench, id) {
      await bench.refused([organization("acme", { onDelete: "delete" })], { rule: id, property: "onDelete" });
      await bench.refused([organization("acme", { onDelete: "decommission" })], { rule: id, property: "onDelete" });
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
      await bench.refused([organization("acme", { locked: false })], { rule: id, property: "locked" });
      await bench.up(organization("acme", { locked: true }));
      await bench.control("PUT", `/scaleway/organizations/${bench.id("acme")}/vendor-lock`, {
        reason: "network_abuse",
      });
      await bench.warned([organization("acme", { locked: false })], {
        rule: id,
        property: "locked",
        tells: ["scaleway", "network_abuse"],
      });
    },
  },
  "scaleway/C5": {
    what: "a phone number and a description that are taken out, and one that is emptied",
    async tell(bench, id) {
      await bench.up(organization("acme", { phone: "+41 44 123 45 67", description: "a customer" }));
      await bench.warned([acme], { rule: id, property: "phone" }, { rule: id, property: "description" });
      await bench.up(acme);
      expect(await bench.portal.one("/partner/v1/organizations", "organizations", "name", "acme")).toMatchObject({
        comment: "a customer",
      });
      await bench.refused([organization("acme", { description: "" })], { property: "description" });
    },
  },
  "scaleway/C6": {
    what: "your number of a customer, changed on the 26th and on the 25th",
    async tell(bench, id) {
      await bench.up(acme);
      const changed = [organization("acme", { externalId: "C-2" })];
      const at = async (moment: string, ...expected: readonly Expected[]) => {
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
          await bench.warned(changed, ...expected);
        } finally {
          jest.useRealTimers();
        }
      };
      await at("2026-11-25T22:30:00Z");
      await at("2026-11-25T23:30:00Z", { rule: id, property: "externalId" });
    },
  },
  "scaleway/C7": {
    what: "an administrator who is asked for once, and neither changed nor asked for again",
    async tell(bench, id) {
      const asking = (password: string) =>
        organization("acme", { adminAccess: { username: "adm", email: "a@partner.example", password } });
      await bench.up(asking("first-secret"));
      await bench.refused([asking("other-secret")], { rule: id, property: "adminAccess" });
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
      await bench.warned([acme], { rule: "scaleway/C5", property: "phone" }, { rule: id, property: "adminAccess" });
    },
  },
  "scaleway/C8": {
    what: "two Organizations with the same number",
    async tell(bench, id) {
      await bench.up(acme);
      await bench.warned([acme, organization("beta", { externalId: "C-acme" })], {
        rule: id,
        property: "externalId",
        tells: ["acme", bench.id("acme")],
      });
    },
  },
  "scaleway/C9": {
    what: "an Organization that its owner has closed: it stays in the state, and is said",
    async tell(bench, id) {
      await bench.up(acme);
      await bench.control("POST", `/scaleway/organizations/${bench.id("acme")}/close`);
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
      bench.hasSaid({ rule: id, label: "acme" });
      expect(bench.state("acme")).toMatchObject({ status: "closed" });
    },
  },
  "scaleway/U1": {
    what: "the owner, declared as a user, or in the state of one that is deleted",
    async tell(bench, id) {
      const owner = await bench.portal.one("/iam/v1alpha1/users", "users", "type", "owner");
      await bench.refused([member("petra", { username: owner["username"], adopt: true })], {
        rule: id,
        property: "username",
      });
      await bench.up(member("anna"));
      const anna = bench.engine.resources.get("anna")!;
      const stored = bench.engine.resources as Map<string, typeof anna>;
      const state = { ...anna.state, username: owner["username"] };
      stored.set("anna", { ...anna, id: String(owner["id"]), state });
      await bench.refusedAtApply([], { rule: id, label: "anna" });
      expect(await bench.portal.user(String(owner["username"]))).toMatchObject({ type: "owner" });
    },
  },
  "scaleway/U2": {
    what: "login names that the portal doesn't take, and one that somebody has; a new one is given in place",
    async tell(bench, id) {
      for (const username of ["anna keller", "anna+test@partner.example", "a", "ä-keller"])
        await bench.refused([member("anna", { username })], { rule: id, property: "username" });
      await bench.up(member("anna"));
      await bench.refused([member("anna"), member("other", { username: "anna" })], {
        property: "username",
        label: "other",
        tells: bench.id("anna"),
      });
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
      bench.foretold([member("anna", { password: long })], { rule: id, property: "password", tells: "74" });
      expect(failures.join()).not.toContain("ää");
      const asking = (access: object) =>
        organization("acme", {
          adminAccess: { username: "adm", email: "a@partner.example", password: "short", ...access },
        });
      bench.foretold(
        [asking({ password: long, email: "nobody" })],
        { rule: id, property: "adminAccess.password" },
        // An address is no password.
        { property: "adminAccess.email" },
      );
      await bench.refused([member("anna", { password: "short", generatePassword: true })], {
        rule: id,
        property: "generatePassword",
      });
      await bench.up(member("anna", { password: "short" }));
      await bench.refused([member("anna", { password: "short", resetPassword: "today" })], {
        rule: id,
        property: "resetPassword",
      });
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
      await bench.asked([member("anna")], { rule: id, property: "profiles" });
      await bench.asked([member("anna", { profiles: ["Administrators"], locked: true })], {
        rule: id,
        property: "locked",
      });
      await bench.refusedAtApply([], { rule: id, label: "anna", tells: "anna" });
      const other = member("ben", { profiles: ["Administrators"] });
      await bench.up(other, admin);
      expect((await bench.engine.up([other])).failures).toEqual([]);
      await bench.up(member("ben", { confirm: [id] }));
      await bench.up();
      const everybody = profile("everybody", { group: "All Users", rules: ADMINISTRATORS });
      await bench.up(everybody, admin);
      await bench.up(everybody, member("anna"));
      await bench.asked([everybody, member("anna", { locked: true })], { rule: id, property: "locked" });
      await bench.asked([profile("everybody", { group: "All Users" }), member("anna")], {
        rule: id,
        property: "rules",
        tells: "anna",
      });
      await bench.asked([profile("everybody", { group: "Editors", rules: ADMINISTRATORS }), member("anna")], {
        rule: id,
        property: "group",
      });
      await bench.refusedAtApply([member("anna")], { rule: id, label: "everybody", tells: "anna" });
      await bench.up(everybody, member("anna"), member("ben"));
      expect((await bench.engine.up([everybody, member("ben")])).failures).toEqual([]);
    },
  },
  "scaleway/U6": {
    what: "eleven tags, and a tag with a colon",
    async tell(bench, id) {
      await bench.refused([member("anna", { tags: Array.from({ length: 11 }, (_, index) => `t${index}`) })], {
        rule: id,
        property: "tags",
        tells: "10",
      });
      await bench.refused([profile("Readers", { tags: ["team:a"] })], { rule: id, property: "tags", tells: "team:a" });
    },
  },
  "scaleway/U7": {
    what: "an address that somebody else has",
    async tell(bench, id) {
      await bench.up(member("anna"));
      const same = member("ben", { email: "anna@partner.example" });
      await bench.asked([member("anna"), same], {
        rule: id,
        property: "email",
        label: "ben",
        tells: ["anna", bench.id("anna")],
      });
      await bench.up(member("anna"), member("ben", { email: "anna@partner.example", confirm: [id] }));
      // Nobody knows whether the portal tells letter cases apart.
      const other = member("carl", { email: "Anna@Partner.example" });
      const known = ["anna", bench.id("anna"), "anna@partner.example"];
      await bench.asked([member("anna"), other], { rule: id, property: "email", label: "carl", tells: known });
      bench.foretold([member("dora"), member("emil", { email: "Dora@partner.example" })], {
        rule: id,
        property: "email",
        severity: "confirm",
        label: "emil",
      });
      bench.foretold([acme, member("dora"), member("emil", { account: ref("acme"), email: "dora@partner.example" })]);
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
      await bench.refused([profile("mine", { name: "Administrators", adopt: true })], { rule: id, property: "name" });
      await bench.refused([profile("mine", { name: "Group - Editors" })], { rule: id, property: "name" });
      await bench.refused([profile("mine", { name: "Group - Editors", group: "Editors", adopt: true })], {
        rule: id,
        property: "name",
      });
      await bench.up(profile("mine"));
      await bench.refused([profile("mine", { name: "Billing Administrators" })], { rule: id, property: "name" });
      await bench.refused([profile("mine", { name: "All Users", adopt: true })], { rule: id, property: "name" });
      await bench.refused([member("anna", { profiles: ["All Users"] })], { rule: id, property: "profiles" });
      const everybody = profile("everybody", { group: "All Users" });
      bench.foretold([everybody, member("anna", { profiles: [ref("everybody")] })], {
        rule: id,
        property: "profiles",
        label: "anna",
      });
    },
  },
  "scaleway/P2": {
    what: "a policy for no group and for two",
    async tell(bench, id) {
      await bench.refused([profile("mine", { group: "" })], { rule: id, property: "group" });
      await bench.refused([profile("mine", { group: ["Editors", "Administrators"] })], { rule: id, property: "group" });
      await bench.refused([profile("mine", { rules: undefined })], { property: "rules" });
    },
  },
  "scaleway/P3": {
    what: "sets of two scope types in one rule, an Organization's set with projects, a rule with neither scope",
    async tell(bench, id) {
      const rule = (permissionSets: string[], scope: unknown) => [
        profile("mine", { rules: [{ permissionSets, scope }] }),
      ];
      await bench.refused(rule(["BillingReadOnly", "AllProductsReadOnly"], "organization"), {
        rule: id,
        property: "rules[0].permissionSets",
      });
      await bench.refused(rule(["BillingReadOnly"], { projects: [bench.portal.ownId] }), {
        rule: id,
        property: "rules[0].scope",
      });
      await bench.refused(rule(["BillingReadOnly"], undefined), {
        rule: id,
        property: "rules[0].scope",
      });
      await bench.refused(rule(["AllProductsReadOnly"], { projects: [] }), {
        rule: id,
        property: "rules[0].scope.projects",
      });
      await bench.up(...rule(["AllProductsReadOnly"], { projects: [bench.portal.ownId] }));
    },
  },
  "scaleway/P4": {
    what: "permission sets that don't exist, with the nearest that do; the list has several pages",
    async tell(bench, id) {
      const misspelt = [{ permissionSets: ["ResellerFulAccess", "VPCReadOny"], scope: "organization" }];
      await bench.refused(
        [profile("mine", { rules: misspelt })],
        { rule: id, property: "rules[0].permissionSets", tells: ["ResellerFulAccess", "ResellerFullAccess"] },
        { rule: id, property: "rules[0].permissionSets", tells: ["VPCReadOny", "VPCReadOnly"] },
      );
    },
  },
  "scaleway/P5": {
    what: "rights with which people can grant themselves anything, the first time",
    async tell(bench, id) {
      await bench.warned([profile("mine", { rules: ADMINISTRATORS })], {
        rule: id,
        property: "rules",
        tells: "IAMManager",
      });
      await bench.up(profile("mine", { rules: ADMINISTRATORS }));
      await bench.warned([profile("mine", { rules: ADMINISTRATORS, description: "other" })]);
    },
  },
  "scaleway/P6": {
    what: "whom a change of rules reaches, and what they gain and lose; a policy for an existing group, too",
    async tell(bench, id) {
      await bench.up(profile("mine"), member("anna", { profiles: [ref("mine"), "Billing Administrators"] }));
      const changed = profile("mine", { rules: [{ permissionSets: ["BillingManager"], scope: "organization" }] });
      await bench.warned([changed], {
        rule: id,
        property: "rules",
        tells: ["1 user (anna)", "gain BillingManager", "lose BillingReadOnly"],
      });
      await bench.warned(
        [
          profile("Reseller", {
            group: "Billing Administrators",
            rules: [{ permissionSets: ["ResellerFullAccess"], scope: "organization" }],
          }),
        ],
        { rule: id, property: "rules", tells: ["1 user (anna)", "gain ResellerFullAccess"] },
      );
      await bench.up(profile("mine"), member("anna"), member("ben"));
      const everybody = profile("everybody", { group: "All Users" });
      await bench.warned([everybody], {
        rule: id,
        property: "rules",
        tells: ["2 users (anna, ben)", "gain BillingReadOnly"],
      });
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
      await bench.refusedAtApply([], { rule: id, label: "mine", tells: "Extra" });
      const { id: policy } = await bench.portal.policy("mine");
      await bench.portal.api("PATCH", `/iam/v1alpha1/policies/${String(policy)}`, { name: "Renamed" });
      const another = bench.engineWith({ adopt: "true" });
      await bench.refusedBy(another, [profile("mine")], { rule: id, tells: ["Renamed", "Extra"] });
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
      await bench.askedBy(engine, adopting([{ permissionSets: ["IAMManager"], scope: "organization" }]), {
        rule: id,
        property: "rules",
        tells: "Partner Space",
      });
      await bench.askedBy(engine, adopting(READERS), { rule: id, property: "rules", tells: ["people", "groups"] });
      await bench.refusedAtApplyBy(engine, [], { rule: id, label: "Robots" });
      expect(await bench.portal.policy("Robots")).toMatchObject({ name: "Robots" });
      const robots = { name: "All robots", group: "All Applications", adopt: true };
      const forAll = profile("All robots", { ...robots, rules: ADMINISTRATORS });
      await bench.up(...kept, forAll);
      const other = await bench.engineOfApplication();
      expect((await other.up([forAll])).failures).toEqual([]);
      await bench.askedBy(other, [profile("All robots", robots)], {
        rule: id,
        property: "rules",
        tells: ["people", "groups"],
      });
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
      await bench.refused([quota({ ...place, limits: { [some!.name]: limit + 1 } })], {
        rule: id,
        property: `limits.${some!.name}`,
        tells: [String(limit + 1), String(limit)],
      });
      await bench.refused([quota({ ...place, limits: { [`${some!.name}x`]: 1 } })], {
        rule: id,
        property: `limits.${some!.name}x`,
        tells: some!.name,
      });
      await bench.refused([quota({ region: "xx-nowhere", limits: { [some!.name]: 1 } })], {
        rule: id,
        property: `limits.${some!.name}`,
      });
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
      bench.foretold(
        [
          ...[acme, twin, member("anna"), member("Anna", { email: "b@partner.example" })],
          ...[profile("Readers"), profile("readers")],
        ],
        { rule: id, property: "email", severity: "confirm", label: "twin" },
        { rule: id, property: "username", severity: "confirm", label: "Anna" },
        { rule: id, property: "name", severity: "confirm", label: "readers" },
      );
      bench.foretold([acme, { ...twin, inputs: { ...twin.inputs, confirm: [id] } }]);
      // The domain of an address means the same in every letter case: that is one customer.
      const same = organization("same", { email: "acme@Customer.example" });
      bench.foretold([acme, same], { property: "email", label: "same" });

      await bench.up(acme, member("anna"), profile("Readers"));
      const others = [twin, member("Anna", { email: "b@partner.example" }), profile("readers")];
      const old = [acme, member("anna"), profile("Readers")];
      for (const other of others) {
        const property = { Account: "email", User: "username", Profile: "name" }[other.kind as string];
        await bench.asked([...old, other], { rule: id, property, label: other.label });
        const adopting = { ...other, inputs: { ...other.inputs, adopt: true } };
        await bench.asked([...old, adopting], { rule: id, property, label: other.label });
      }
      await bench.up(...old, ...others.map((other) => ({ ...other, inputs: { ...other.inputs, confirm: [id] } })));
      // One's own name in other letters is a change like any other.
      await bench.up(organization("acme", { email: "Acme@customer.example", confirm: [id] }));
    },
  },
};

describe("rules of Scaleway", () => testRules("scaleway", scalewayRules, tests, () => ScalewayBench.start()));
