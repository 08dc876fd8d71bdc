import { cspRules } from "../../../provider/portals/csp/rules";
import { acme, clientUser, LIMITS, openstack, project, quota, ref, resource, CspBench, user } from "./bench";
import { tellsOfTheGate } from "../../rules/writeGate";
import { testRules, type RuleTests } from "../../rules/ruleTests";

const profile = (inputs: Readonly<Record<string, unknown>>) => resource("Profile", "profile", inputs);
const storage = (permissions: string[] = ["show_s3_panel"]) =>
  profile({ name: "Storage", level: "client", permissions });
const desk = (permissions: string[] = ["show_clients", "show_users"]) =>
  resource("Profile", "desk", { name: "Desk", level: "reseller", permissions });
const starter = (inputs: Readonly<Record<string, unknown>> = {}) =>
  resource("QuotaProfile", "starter", { name: "Starter", limits: LIMITS, ...inputs });
const admin = clientUser("anna", { profiles: ["User-Adm"] });
/** Whom a change of the profile that bob has reaches, and how. */
const REACHED = ["1 user (Acme AG/bob)", "gain show_usage", "lose show_s3_panel"];
const everyone = (bench: CspBench) => bench.control("PUT", "/csp/tokens/reseller", {});
/** The printed token, with all that its user holds but these. */
async function without(bench: CspBench, ...keys: string[]): Promise<void> {
  const all = (await bench.portal.list("/permissions")).map((permission) => String(permission["key"]));
  await bench.control("PUT", "/csp/tokens/reseller", { permissions: all.filter((key) => !keys.includes(key)) });
}

const tests: RuleTests<(typeof cspRules)[number]["id"], CspBench> = {
  "csp/C1": {
    what: "an account without a uProvide account at preview, one whose uProvide account doesn't exist at apply",
    async tell(bench, id) {
      await bench.refused([acme({ uprovideAccount: undefined })], { rule: id, property: "uprovideAccount" });
      await bench.control("DELETE", "/csp/uprovide-accounts/UP-99999");
      await bench.refusedAtApply([acme({ uprovideAccount: "UP-99999" })], { rule: id, tells: "UP-99999" });
      // The sandbox has whichever somebody's own books have.
      await bench.up(acme({ uprovideAccount: "Kunde 4711" }));
    },
  },
  "csp/C2": {
    what: "a customer that is made with the token of a customer's user",
    async tell(bench, id) {
      await bench.up(acme(), admin);
      const ofAnna = await bench.engineOf(bench.id("anna"));
      await bench.refusedBy(ofAnna, [acme({ name: "Another AG" })], { rule: id });
    },
  },
  "csp/C3": {
    what: "a state that only the provider sets, and a change of one that it has set; it is shown and never drift",
    async tell(bench, id) {
      await bench.refused([acme({ state: "disabled" })], { rule: id, property: "state" });
      await bench.up(acme());
      await bench.control("PUT", `/csp/clients/${bench.id("acme")}/state`, { state: "inactive" });
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
      expect(bench.state("acme")).toMatchObject({ state: "production", providerState: "inactive" });
      await bench.refused([acme({ state: "managed" })], { rule: id, property: "state", tells: "inactive" });
      // What is confirmed is checked against the portal like everything else.
      const confirmed = acme({ state: "trial", confirm: ["csp/C6"] });
      await bench.refused([confirmed], { rule: id, property: "state", tells: "inactive" });
      expect((await bench.engine.preview([acme()])).steps).toEqual([]);
    },
  },
  "csp/C4": {
    what: "a colour by its name, and an icon that is no https URL",
    async tell(bench, id) {
      await bench.refused([acme({ primaryColor: "red" })], { rule: id, property: "primaryColor" });
      await bench.refused([acme({ iconUrl: "http://example.com/i.png" })], { rule: id, property: "iconUrl" });
    },
  },
  "csp/C5": {
    what: "a program in the wrong order comes up in the right one",
    async tell(bench) {
      await bench.up(
        project("main", { roles: [{ user: ref("anna"), roles: ["member"] }] }),
        admin,
        quota(),
        openstack,
        acme(),
      );
      const calls = Object.keys(await bench.portal.writes());
      const place = (route: string) => calls.findIndex((call) => call.startsWith(route));
      const order = [
        "POST /clients",
        "POST /clients/{clientId}/services/{serviceKey}/activate",
        "POST /clients/{clientId}/projects",
        "PUT /clients/{clientId}/projects/{projectId}/users/{userId}/roles",
      ].map((route) => calls.indexOf(route));
      expect(order).not.toContain(-1);
      expect(place("POST /clients/{clientId}/users")).toBeGreaterThanOrEqual(0);
      expect((await bench.portal.list("/project-roles")).map(({ roles }) => roles)).toEqual([["member"]]);
    },
  },
  "csp/C6": {
    what: "from production to trial, unless it is confirmed; the other way is free",
    async tell(bench, id) {
      await bench.up(acme());
      await bench.asked([acme({ state: "trial" })], { rule: id, property: "state" });
      await bench.up(acme({ state: "trial", confirm: ["csp/C6"] }));
      await bench.up(acme({ state: "production" }));
      expect((await bench.portal.one("/clients", "name", "Acme AG"))["state"]).toBe("production");
    },
  },
  "csp/C7": {
    what: "a deletion policy that deletes; and nothing is deleted when the resource goes",
    async tell(bench, id) {
      await bench.refused([acme({ onDelete: "delete" })], { rule: id, property: "onDelete" });
      await bench.up(acme());
      await bench.portal.resetCalls();
      await bench.up();
      expect(await bench.portal.writes()).toEqual({});
      expect(await bench.portal.list("/clients")).toHaveLength(1);
      expect(bench.said.join("\n")).toContain("kept unchanged at the portal");
    },
  },
  "csp/V1": {
    what: "S3 without OpenStack, available or activated",
    async tell(bench, id) {
      await bench.refused([acme({ availableServices: ["s3"] })], {
        rule: id,
        property: "availableServices",
      });
      await bench.refused([acme(), resource("ServiceActivation", "s3", { account: ref("acme"), service: "s3" })], {
        rule: id,
        property: "service",
      });
    },
  },
  "csp/V2": {
    what: "a service that the account doesn't have, by the program alone and by the portal",
    async tell(bench, id) {
      const kubernetes = (account: unknown) =>
        resource("ServiceActivation", "kubernetes", { account, service: "kubernetes" });
      bench.foretold([acme(), kubernetes(ref("acme"))], { rule: id, property: "service" });
      await bench.up(acme());
      await bench.refused([acme(), kubernetes(bench.id("acme"))], { rule: id, property: "service" });
    },
  },
  "csp/V3": {
    what: "an activation that is taken out stays, which is said, or is an error where the program wants that",
    async tell(bench, id) {
      await bench.up(acme(), openstack);
      await bench.up(acme());
      bench.hasSaid({ rule: id, label: "openstack" });
      const strict = { ...openstack, inputs: { ...openstack.inputs, onDelete: "refuse" } };
      await bench.up(acme(), strict);
      await bench.refusedAtApply([acme()], { rule: id, label: "openstack" });
      const moved = resource("ServiceActivation", "openstack", { account: ref("acme"), service: "s3" });
      await bench.warned([acme(), { ...moved, inputs: { ...moved.inputs, after: "x" } }], {
        rule: id,
        property: "service",
      });
      const services = await bench.portal.list("/services");
      expect(services.find(({ key }) => key === "openstack")?.["status"]).toBe("active");
    },
  },
  "csp/V4": {
    what: "a service that is active and made unavailable",
    async tell(bench, id) {
      await bench.up(acme(), openstack);
      await bench.refused([acme({ availableServices: [] })], { rule: id, property: "availableServices" });
      await bench.up(acme({ availableServices: ["openstack"] }), openstack);
    },
  },
  "csp/V5": {
    what: "services that the portal names nowhere, with those that there are; one that the customer has is not asked about",
    async tell(bench, id) {
      await bench.asked([acme({ availableServices: ["openstack", "dns"] })], {
        rule: id,
        property: "availableServices",
        tells: ["dns", "openstack", "s3", "kubernetes", "backup"],
      });
      await bench.up(acme({ availableServices: ["openstack", "backup"] }));
    },
  },
  "csp/U1": {
    what: "no profile, one that doesn't exist, and one that another customer made for itself",
    async tell(bench, id) {
      await bench.up(acme());
      await bench.refused([acme(), clientUser("bob", { profiles: [] })], { rule: id, property: "profiles" });
      await bench.refused([acme(), clientUser("bob", { profiles: ["User-Admin"] })], {
        rule: id,
        property: "profiles",
        tells: ["User-Admin", "User-Adm?"],
      });
      const other = acme({ name: "Other AG", uprovideAccount: "UP-10002" });
      await bench.up(acme(), { ...other, label: "other" });
      const helpdesk = await bench.portal.post(`/clients/${bench.id("other")}/profiles`, {
        name: "Helpdesk",
        level: "client",
        permissions: ["show_users"],
      });
      await bench.refused([acme(), { ...other, label: "other" }, clientUser("bob", { profiles: [helpdesk["id"]] })], {
        rule: id,
        property: "profiles",
        tells: "Helpdesk",
      });
    },
  },
  "csp/U2": {
    what: "a customer's user with a reseller profile, or with a Clients permission of its own",
    async tell(bench, id) {
      expect(bench.program(acme(), desk(), clientUser("bob", { profiles: [ref("desk")] })).failures.join()).toContain(
        id,
      );
      await bench.up(acme(), desk());
      await bench.refused([acme(), desk(), clientUser("bob", { profiles: [ref("desk")] })], {
        rule: id,
        property: "profiles",
        tells: "show_clients",
      });
      await bench.refused([acme(), desk(), clientUser("bob", { permissions: ["manage_clients"] })], {
        rule: id,
        property: "permissions",
        tells: "manage_clients",
      });
    },
  },
  "csp/U3": {
    what: "Client-Adm for a customer's user, by name and by id",
    async tell(bench, id) {
      await bench.refused([acme(), clientUser("bob", { profiles: ["Client-Adm"] })], {
        rule: id,
        property: "profiles",
      });
      const clientAdm = await bench.portal.one("/profiles", "name", "Client-Adm");
      await bench.up(acme());
      await bench.refused([acme(), clientUser("bob", { profiles: [clientAdm.id] })], {
        rule: id,
        property: "profiles",
        tells: "Client-Adm",
      });
    },
  },
  "csp/U4": {
    what: "an initial and a new password stand in their outputs, and in nothing that is said",
    async tell(bench) {
      await bench.up(acme(), clientUser("bob"));
      const { initialPassword } = bench.state("bob");
      await bench.up(acme(), clientUser("bob", { resetPassword: "now" }));
      const { newPassword } = bench.state("bob");
      expect([typeof initialPassword, typeof newPassword]).toEqual(["string", "string"]);
      const said = bench.said.join("\n");
      expect([said.includes(String(initialPassword)), said.includes(String(newPassword))]).toEqual([false, false]);
    },
  },
  "csp/U5": {
    what: "the last administrator of a customer who is demoted or deleted while others need one",
    async tell(bench, id) {
      const bob = clientUser("bob");
      await bench.up(acme(), admin, bob);
      const demoted = (inputs = {}) => clientUser("anna", { profiles: ["User"], ...inputs });
      await bench.asked([acme(), demoted(), bob], { rule: id, property: "profiles", tells: "bob" });
      await bench.refusedAtApply([acme(), bob], { rule: id, label: "anna", tells: "bob" });
      await bench.up(acme(), clientUser("bob", { profiles: ["User-Adm"] }), demoted());
      await bench.up(acme(), clientUser("bob", { profiles: ["User-Adm"] }));
      // The only user: nobody is left who would need help.
      await bench.warned([acme(), clientUser("bob", { profiles: ["User"] })], { rule: id, property: "profiles" });
      await bench.up(acme());
    },
  },
  "csp/U6": {
    what: "a decommissioning while users are left",
    async tell(bench, id) {
      await bench.up(acme({ state: "trial", onDelete: "decommission" }));
      await bench.portal.post(`/clients/${bench.id("acme")}/users`, {
        username: "forgotten",
        email: "f@example.com",
        firstName: "F",
        lastName: "G",
        profileId: (await bench.portal.one("/profiles", "name", "User")).id,
      });
      await bench.refusedAtApply([], { rule: id, label: "acme", tells: "forgotten" });
    },
  },
  "csp/P1": {
    what: "a client profile with a Clients permission",
    tell: (bench, id) => bench.refused([storage(["show_clients"])], { rule: id, property: "permissions" }),
  },
  "csp/P2": {
    what: "a reseller profile without any",
    tell: (bench, id) => bench.refused([desk(["show_users"])], { rule: id, property: "permissions" }),
  },
  "csp/P3": {
    what: "a new client profile is visible to all, which is said, unless it is confirmed",
    async tell(bench, id) {
      await bench.warned([storage()], { rule: id, property: "level" });
      await bench.up(acme());
      await bench.warned([acme(), storage()], {
        rule: id,
        property: "level",
        tells: "1",
      });
      bench.said.length = 0;
      await bench.up(acme(), profile({ name: "Storage", level: "client", permissions: [], confirm: ["csp/P3"] }));
      expect(bench.said).toEqual([]);
      expect(bench.state("profile")).toMatchObject({ origin: "reseller", visibleTo: "all_clients" });
    },
  },
  "csp/P4": {
    what: "a reseller profile that loses its last Clients permission, or its level",
    async tell(bench, id) {
      await bench.up(desk());
      await bench.refused([desk(["show_users"])], { rule: id, property: "permissions" });
      const published = resource("Profile", "desk", { name: "Desk", level: "client", permissions: ["show_users"] });
      await bench.refused([published], { rule: id, property: "level" });
    },
  },
  "csp/P5": {
    what: "a client profile that gains a Clients permission, or the other level, with those who have it",
    async tell(bench, id) {
      const bob = clientUser("bob", { profiles: [ref("profile")] });
      await bench.up(acme(), storage(), bob);
      await bench.refused([acme(), storage(["show_clients"]), bob], {
        rule: id,
        property: "permissions",
        tells: "1 user (Acme AG/bob)",
      });
      const promoted = profile({ name: "Storage", level: "reseller", permissions: ["show_clients"] });
      await bench.refused([acme(), promoted, bob], { rule: id, property: "level" });
    },
  },
  "csp/P6": {
    what: "a change of a profile names everybody whom it reaches, and what each gains and loses",
    async tell(bench, id) {
      const bob = clientUser("bob", { profiles: [ref("profile")] });
      await bench.up(acme(), storage(), bob);
      await bench.warned([acme(), storage(["show_usage"]), bob], {
        rule: id,
        property: "permissions",
        tells: REACHED,
      });
      await bench.engine.refresh();
      expect(bench.state("profile")).toMatchObject({ userCount: 1, users: ["Acme AG/bob"] });
      // Whoever takes a profile over changes it for everybody who has it.
      const taken = { ...storage(["show_usage"]), label: "taken" };
      await bench.warned(
        [acme(), { ...taken, inputs: { ...taken.inputs, adopt: true } }],
        { rule: "csp/P3", property: "level", tells: "1" },
        { rule: id, property: "permissions", tells: REACHED },
      );
    },
  },
  "csp/P7": {
    what: "a standard profile that is declared, and a profile that is deleted while somebody has it",
    async tell(bench, id) {
      const standard = resource("Profile", "own", { name: "User-Adm", level: "client", permissions: [], adopt: true });
      await bench.refused([standard], { rule: id, property: "name" });
      await bench.up(acme(), storage(), clientUser("bob"));
      const bob = await bench.portal.one("/users", "username", "bob");
      await bench.portal.patch(`/clients/${bench.id("acme")}/users/${bob.id}`, bob, { profileId: bench.id("profile") });
      await bench.refusedAtApply([acme(), clientUser("bob")], { rule: id, tells: "Acme AG/bob" });
    },
  },
  "csp/P8": {
    what: "a profile that starts from a standard one leaves that as it is",
    async tell(bench) {
      const before = await bench.portal.one("/profiles", "name", "User-Adm");
      await bench.up(
        profile({ name: "Mine", level: "client", basedOn: "User-Adm", add: ["show_backup"], remove: ["delete_user"] }),
      );
      const mine = (await bench.portal.one("/profiles", "name", "Mine"))["permissions"] as string[];
      const wanted = [...(before["permissions"] as string[]), "show_backup"].filter((key) => key !== "delete_user");
      expect([...mine].sort()).toEqual([...new Set(wanted)].sort());
      expect(bench.state("profile")["effectivePermissions"]).toEqual([...mine].sort());
      expect(await bench.portal.one("/profiles", "name", "User-Adm")).toEqual(before);
      expect((await bench.engine.refresh()).changed).toEqual([]);
    },
  },
  "csp/P9": {
    what: "a grant of what the token's user doesn't hold: in a profile, by a profile, beside it",
    async tell(bench, id) {
      await bench.up(acme(), clientUser("bob"));
      await without(bench, "show_backup", "delete_user");
      await bench.refused([acme(), clientUser("bob"), storage(["show_backup"])], {
        rule: id,
        property: "permissions",
        tells: "show_backup",
      });
      await bench.refused([acme(), clientUser("bob", { profiles: ["User-Adm"] })], {
        rule: id,
        property: "profiles",
        tells: ["show_backup", "delete_user"],
      });
      await bench.refused([acme(), clientUser("bob", { permissions: ["show_backup"] })], {
        rule: id,
        property: "permissions",
        tells: "show_backup",
      });
    },
  },
  "csp/Q1": {
    what: "an inheritable quota profile of one customer",
    tell: (bench, id) =>
      bench.refused([acme(), starter({ account: ref("acme"), inheritable: true })], {
        rule: id,
        property: "inheritable",
      }),
  },
  "csp/Q2": {
    what: "an inherited quota profile that a customer's token would take over",
    async tell(bench, id) {
      await bench.up(acme(), admin, starter({ inheritable: true }));
      const ofAnna = await bench.engineOf(bench.id("anna"));
      await bench.refusedBy(ofAnna, [starter({ adopt: true })], { rule: id, property: "name" });
    },
  },
  "csp/Q3": {
    what: "two defaults in one program, and one that takes another's place at the portal",
    async tell(bench, id) {
      const second = { ...starter({ name: "Second", default: true }), label: "second" };
      bench.foretold([starter({ default: true }), second], { rule: id, property: "default", label: "second" });
      await bench.portal.post("/quota-profiles", { name: "By hand", default: true, ...LIMITS });
      await bench.warned([starter({ default: true })], { rule: id, property: "default", tells: "By hand" });
    },
  },
  "csp/Q4": {
    what: "more than the pool has, more than the account has, and more than the others leave, which is said",
    async tell(bench, id) {
      await bench.control("PUT", "/csp/pool/ch-1", { ...LIMITS, vcpus: 15 });
      await bench.up(acme());
      await bench.refused([acme(), quota({ limits: { ...LIMITS, vcpus: 16 } })], {
        rule: id,
        property: "limits",
        tells: "vcpus 16 of 15",
      });
      const other = { ...acme({ name: "Other AG", uprovideAccount: "UP-10002" }), label: "other" };
      const ofOther = {
        ...quota({
          account: ref("other"),
          limits: {
            ...LIMITS,
            projects: 0,
            instances: 0,
            ramGb: 0,
            volumes: 0,
            volumeStorageGb: 0,
            volumeSnapshots: 0,
            routers: 0,
            networks: 0,
            floatingIps: 0,
            vcpus: 9,
          },
        }),
        label: "ofOther",
      };
      await bench.up(acme(), other, quota());
      await bench.refused([acme(), other, quota(), ofOther], { rule: id, property: "limits", tells: "vcpus 19 of 15" });
      await bench.warned([acme(), other, ofOther], { rule: id, property: "limits", tells: "vcpus 19 of 15" });
      await bench.refusedAtApply([acme(), other, ofOther], { rule: id, label: "ofOther" });
      await bench.up(acme(), other, quota(), openstack, project("main"));
      const small = (vcpus: number) =>
        resource("Quota", "small", {
          account: ref("acme"),
          project: ref("main"),
          region: "ch-1",
          limits: { ...LIMITS, projects: 0, vcpus },
        });
      await bench.refused([acme(), other, quota(), openstack, project("main"), small(11)], {
        rule: id,
        property: "limits",
        tells: "vcpus 11 of 10",
      });
      await bench.up(acme(), other, quota(), openstack, project("main"), small(10));
      const ofSecond = { ...small(6), label: "second-quota", inputs: { ...small(6).inputs, project: ref("second") } };
      bench.foretold([acme(), quota(), project("main"), project("second"), small(6), ofSecond], {
        rule: id,
        property: "limits",
        label: "second-quota",
        tells: ["quota", "vcpus 12 of 10"],
      });
      // Two accounts that are both yet to be made: what one has is not held against the other.
      const twin = (name: string, uprovideAccount: string) => [
        { ...acme({ name, uprovideAccount }), label: name },
        resource("ServiceActivation", `${name}-openstack`, { account: ref(name), service: "openstack" }),
        { ...quota({ account: ref(name), region: "ch-2" }), label: `${name}-quota` },
        resource("Project", `${name}-main`, { account: ref(name), name: "main", after: ref(`${name}-openstack`) }, [
          `${name}-quota`,
        ]),
        resource("Quota", `${name}-main-quota`, {
          account: ref(name),
          project: ref(`${name}-main`),
          region: "ch-2",
          limits: { ...LIMITS, projects: 0 },
        }),
      ];
      const twins = [...twin("One", "UP-10003"), ...twin("Two", "UP-10004")];
      const rest = [acme(), other, quota(), openstack, project("main"), small(10)];
      expect((await bench.engine.preview([...rest, ...twins])).failures).toEqual([]);
      await bench.up(...rest, ...twins);
    },
  },
  "csp/Q5": {
    what: "a quota below usage",
    async tell(bench, id) {
      await bench.up(acme(), openstack, quota(), project("main"));
      await bench.control("PUT", `/csp/projects/${bench.id("main")}/usage/ch-1`, { vcpus: 4 });
      const lower = quota({ limits: { ...LIMITS, vcpus: 3 } });
      await bench.refused([acme(), openstack, lower, project("main")], {
        rule: id,
        property: "limits",
        tells: ["vcpus 3", "4"],
      });
    },
  },
  "csp/Q6": {
    what: "more projects than the quota allows",
    async tell(bench, id) {
      const one = quota({ limits: { ...LIMITS, projects: 1 } });
      const noneElsewhere = { ...quota({ region: "ch-2", limits: { ...LIMITS, projects: 0 } }), label: "elsewhere" };
      const program = [acme(), openstack, one, noneElsewhere, project("first"), project("second")];
      bench.foretold(program, { rule: id, property: "account", label: "second", tells: ["1", "quota, elsewhere"] });
      await bench.up(acme(), openstack, one, noneElsewhere, project("first"));
      await bench.refused(program, {
        rule: id,
        property: "account",
        tells: ["2", "1"],
      });
      // A new customer has no quota but what the program gives it.
      const other = resource("Account", "other", { ...acme().inputs, name: "Other AG", uprovideAccount: "UP-10002" });
      const ofOther = { account: ref("other") };
      const service = { ...openstack, label: "service", inputs: { ...openstack.inputs, ...ofOther } };
      const without = [other, service, project("bare", { ...ofOther, after: ref("service") })];
      await bench.refused([...program.slice(0, -1), ...without], { rule: id, property: "account" });
      // One that is there may have been given a quota by hand.
      await bench.portal.post("/clients", {
        name: "Other AG",
        state: "production",
        availableServices: ["openstack"],
        uprovideAccountId: "UP-10002",
      });
      const adopted = without.map((declared) => ({ ...declared, inputs: { ...declared.inputs, adopt: true } }));
      expect((await bench.engine.preview([...program.slice(0, -1), ...adopted])).failures).toEqual([]);
    },
  },
  "csp/Q7": {
    what: "a changed quota profile changes no quota, says whose, shows by how much, and follows where it is asked to",
    async tell(bench, id) {
      const ofProfile = (inputs = {}) => quota({ limits: undefined, profile: ref("starter"), ...inputs });
      await bench.up(acme(), starter(), ofProfile());
      const larger = starter({ limits: { ...LIMITS, vcpus: 12 } });
      await bench.warned([acme(), larger, ofProfile()], { rule: id, property: "limits", tells: "Acme AG in ch-1" });
      await bench.up(acme(), larger, ofProfile());
      await bench.engine.refresh();
      expect(bench.state("quota")).toMatchObject({ difference: { vcpus: -2 }, allocated: LIMITS });
      await bench.up(acme(), larger, ofProfile({ followProfile: true }));
      await bench.engine.refresh();
      await bench.up(acme(), larger, ofProfile({ followProfile: true }));
      expect((await bench.portal.list("/quotas")).find(({ region }) => region === "ch-1")?.["limits"]).toMatchObject({
        vcpus: 12,
      });
    },
  },
  "csp/Q8": {
    what: "a quota profile that is no longer inheritable",
    async tell(bench, id) {
      await bench.up(starter({ inheritable: true }));
      await bench.warned([starter()], { rule: id, property: "inheritable" });
    },
  },
  "csp/Q9": {
    what: "a decision on what is decided, and an approval that the pool can't hold",
    async tell(bench, id) {
      await bench.control("PUT", "/csp/pool/ch-1", { ...LIMITS, vcpus: 11 });
      await bench.up(acme(), quota({ approveRequests: false }));
      const ask = (requested: number) =>
        bench.portal.post(`/clients/${bench.id("acme")}/quota-requests`, {
          region: "ch-1",
          items: [{ resource: "vcpus", requested }],
        });
      const approved = String((await ask(11))["id"]);
      await bench.portal.post(`/quota-requests/${approved}/approve`, {});
      await bench.refused([acme(), quota({ rejectRequests: [{ id: approved }] })], {
        rule: id,
        property: "rejectRequests",
        tells: approved,
      });
      await bench.refused([acme(), quota({ rejectRequests: [{ id: "quota-request_x" }] })], {
        rule: id,
        property: "rejectRequests",
        tells: "quota-request_x",
      });
      const late = String((await ask(12))["id"]);
      await bench.refused([acme(), quota({ limits: { ...LIMITS, vcpus: 12 } })], {
        rule: "csp/Q4",
        property: "limits",
        tells: "vcpus 12 of 11",
      });
      await bench.up(acme(), quota({ approveRequests: false, rejectRequests: [{ id: late, comment: "next year" }] }));
      const requests = await bench.portal.list(`/clients/${bench.id("acme")}/quota-requests`);
      expect(requests.map(({ status }) => status)).toEqual(["approved", "rejected"]);
    },
  },
  "csp/Q10": {
    what: "quota profiles and quotas with a token that may not",
    async tell(bench, id) {
      await bench.up(acme());
      await without(bench, "manage_quota_profiles", "edit_client_quota");
      await bench.refused([acme(), starter()], { rule: id, tells: "manage_quota_profiles" });
      await bench.refused([acme(), quota()], { rule: id, tells: "edit_client_quota" });
    },
  },
  "csp/Q11": {
    what: "a negative number, a broken one, and one that is missing",
    async tell(bench, id) {
      await bench.refused([acme(), quota({ limits: { ...LIMITS, vcpus: -1 } })], {
        rule: id,
        property: "limits.vcpus",
      });
      await bench.refused([acme(), quota({ limits: { ...LIMITS, ramGb: 1.5 } })], {
        rule: id,
        property: "limits.ramGb",
      });
      const { networks: _networks, ...nine } = LIMITS;
      await bench.refused([acme(), quota({ limits: nine })], { rule: id, property: "limits.networks" });
    },
  },
  "csp/O1": {
    what: "a project for a customer without OpenStack",
    async tell(bench, id) {
      const lonely = resource("Project", "main", { account: ref("acme"), name: "main" });
      await bench.refused([acme(), lonely], { rule: "csp/Q6", property: "account" }, { rule: id, property: "account" });
    },
  },
  "csp/O2": {
    what: "a project for object storage with the token of a plain user",
    async tell(bench, id) {
      const plain = clientUser("bob", {
        permissions: ["show_projects", "create_project", "show_services", "show_quota_profiles", "show_client_quota"],
      });
      await bench.up(acme(), openstack, quota(), plain);
      const { id: storageProfile } = await bench.portal.one("/quota-profiles", "name", "object-storage");
      const s3 = resource("Project", "s3", { account: bench.id("acme"), name: "s3", quotaProfile: storageProfile });
      const ofBob = await bench.engineOf(bench.id("bob"));
      await bench.refusedBy(ofBob, [s3], { rule: id, tells: "manage_project_users" });
    },
  },
  "csp/O3": {
    what: "a new project without roles",
    async tell(bench, id) {
      await bench.up(acme(), openstack, quota());
      await bench.warned([acme(), openstack, quota(), project("main")], { rule: id, property: "roles" });
    },
  },
  "csp/O4": {
    what: "the sub-service comes with the nightly batch, and is drift neither before nor after",
    async tell(bench) {
      await bench.up(acme(), openstack, quota(), project("main"));
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
      expect(bench.state("main")["subservice"]).toBeUndefined();
      await bench.control("POST", "/csp/nightly-batch");
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
      expect(bench.state("main")["subservice"]).toMatch(/./);
    },
  },
  "csp/O5": {
    what: "a project that is deleted with resources in it, and a decommissioning with a project",
    async tell(bench, id) {
      await bench.up(acme(), openstack, quota(), project("main"));
      await bench.control("PUT", `/csp/projects/${bench.id("main")}/usage/ch-1`, { volumes: 3 });
      await bench.refusedAtApply([acme(), openstack, quota()], { rule: id, label: "main", tells: "3 volumes in ch-1" });
    },
  },
  "csp/O6": {
    what: "the ticket of a decommissioning names the customer, and the id and name of each project",
    async tell(bench) {
      const leaving = acme({ onDelete: "decommission", decommissionReason: "cancelled by the customer" });
      await bench.up(leaving, openstack, quota(), project("main"));
      const projectId = bench.id("main");
      await bench.control("POST", "/csp/nightly-batch");
      await bench.up(leaving, openstack, quota());
      expect(bench.said.join("\n")).toMatch(
        new RegExp(`customer Acme AG, .*project id ${projectId} .*project name main`),
      );
      bench.said.length = 0;
      await bench.up();
      for (const part of ["Acme AG", projectId, "main", "cancelled by the customer"])
        expect(bench.said.join("\n")).toContain(part);
      expect((await bench.portal.one("/clients", "name", "Acme AG"))["decommissionRequestedAt"]).toMatch(/^\d{4}-/);
      expect(await bench.portal.list("/clients")).toHaveLength(1);
    },
  },
  "csp/A1": {
    what: "rules that would shut out the token's own user, and its deletion",
    async tell(bench, id) {
      const self = (inputs = {}) => {
        const { username, email, firstName, lastName } = operator;
        return user("self", { username, email, firstName, lastName, profiles: ["Client-Adm"], adopt: true, ...inputs });
      };
      const operator = await bench.portal.one("/users", "username", "realm-operator");
      await bench.refused([self({ sourceAddresses: ["203.0.113.0/24"] })], {
        rule: id,
        property: "sourceAddresses",
        tells: "127.0.0.1",
      });
      const yesterday = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"][(new Date().getUTCDay() + 5) % 7];
      const hours = [{ days: [yesterday], from: "08:00", to: "09:00" }];
      await bench.refused([self({ accessTimes: hours })], { rule: id, property: "accessTimes" });
      await bench.up(self({ sourceAddresses: ["10.0.0.0/8", "127.0.0.0/8", "203.0.113.0/24"] }));
      expect(await bench.portal.list("/access-rules")).toHaveLength(3);
      await bench.refusedAtApply([], { rule: id, label: "self" });
    },
  },
  "csp/A2": {
    what: "the last rule of access taken away, unless that is confirmed",
    async tell(bench, id) {
      const bound = clientUser("bob", { sourceAddresses: ["203.0.113.0/24"] });
      await bench.up(acme(), bound);
      await bench.asked([acme(), clientUser("bob")], { rule: id, property: "sourceAddresses" });
      await bench.up(acme(), clientUser("bob", { confirm: ["csp/A2"] }));
      expect(await bench.portal.list("/access-rules")).toEqual([]);
    },
  },
  "csp/A3": {
    what: "addresses that are none, times that go backwards, no day",
    async tell(bench, id) {
      const bob = (inputs: Readonly<Record<string, unknown>>) => [acme(), clientUser("bob", inputs)];
      await bench.refused(bob({ sourceAddresses: ["203.0.113.0/33"] }), { rule: id, property: "sourceAddresses[0]" });
      await bench.refused(bob({ accessTimes: [{ days: ["mon"], from: "18:00", to: "08:00" }] }), {
        rule: id,
        property: "accessTimes[0].to",
      });
      await bench.refused(bob({ accessTimes: [{ days: [], from: "08:00", to: "18:00" }] }), {
        rule: id,
        property: "accessTimes[0].days",
      });
    },
  },
  "csp/A4": {
    what: "users, grants and profiles with a token that may not",
    async tell(bench, id) {
      await bench.up(acme());
      await without(bench, "create_user", "manage_permissions", "create_profile");
      await bench.refused([acme(), clientUser("bob")], { rule: id, tells: "create_user" });
      await bench.refused([acme(), clientUser("bob", { permissions: ["show_usage"] })], {
        rule: id,
        tells: "manage_permissions",
      });
      await bench.refused([acme(), storage()], { rule: id, tells: "create_profile" });
      await everyone(bench);
    },
  },
  "csp/A5": {
    what: "a password is reset once for each new word, never by a refresh, an adoption or a second run",
    async tell(bench, id) {
      await bench.up(acme(), clientUser("bob", { resetPassword: "first" }));
      const { initialPassword } = bench.state("bob");
      expect([typeof initialPassword, bench.state("bob")["newPassword"]]).toEqual(["string", undefined]);
      await bench.warned([acme(), clientUser("bob", { resetPassword: "second" })], {
        rule: id,
        property: "resetPassword",
      });
      await bench.up(acme(), clientUser("bob", { resetPassword: "second" }));
      const { newPassword } = bench.state("bob");
      expect([typeof newPassword, bench.state("bob")["initialPassword"]]).toEqual(["string", undefined]);
      const signIn = (password: unknown) =>
        bench.control("POST", "/csp/sign-ins", { userId: bench.id("bob"), password }).then(
          () => true,
          () => false,
        );
      expect([await signIn(initialPassword), await signIn(newPassword)]).toEqual([false, true]);
      await bench.portal.resetCalls();
      await bench.engine.refresh();
      await bench.up(acme(), clientUser("bob", { resetPassword: "second" }));
      expect(await bench.portal.writes()).toEqual({});
      expect(bench.state("bob")["newPassword"]).toBe(newPassword);
    },
  },
  "csp/N1": {
    what: "customers and people whose names differ in spelling alone, in the program and at the portal",
    async tell(bench, id) {
      const twin = resource("Account", "twin", { ...acme().inputs, name: "ACME AG" });
      const otherBob = (inputs = {}) =>
        resource("User", "other", { ...clientUser("bob").inputs, username: "Bob", ...inputs });
      bench.foretold(
        [acme(), twin, clientUser("bob"), otherBob()],
        { rule: id, property: "name", severity: "confirm", label: "twin" },
        { rule: id, property: "username", severity: "confirm", label: "other" },
      );
      bench.foretold([acme(), clientUser("bob"), user("Bob")]);

      await bench.up(acme(), clientUser("bob"));
      await bench.asked([acme(), clientUser("bob"), otherBob()], { rule: id, property: "username" });
      await bench.asked([acme(), clientUser("bob"), twin], { rule: id, property: "name" });
      await bench.up(acme(), clientUser("bob"), otherBob({ confirm: ["csp/N1"] }));
    },
  },
  "csp/X1": {
    what: "writing to a real portal by a contract that nobody has verified; on a loopback address it is tried",
    async tell(bench, id) {
      await bench.up(acme());
      await tellsOfTheGate(id, "csp", { token: "t" }, { kind: "Account", inputs: acme().inputs });
    },
  },
};

describe("every rule of the Cloud Service Portal", () => testRules("csp", cspRules, tests, () => CspBench.start()));
