import { domainIdFor } from "../../../../provider/portals/openstack/domainId";
import type { RuleTests } from "../../../rules/ruleTests";
import { domain, expectFailures, type OpenstackBench, person, project, ref } from "../bench";

const acme = domain("acme");
const inAcme = { account: ref("acme") };
const TOO_LONG = "x".repeat(65);

/** Somebody makes, or removes, things in a project. */
function hold(bench: OpenstackBench, projectId: string, counts: Readonly<Record<string, number>>) {
  return bench.control("PUT", `/openstack/projects/${projectId}/holdings`, { counts });
}

/** A project that the program doesn't have. */
async function byHand(bench: OpenstackBench, name: string, members: object): Promise<string> {
  const made = await bench.portal.api("POST", "/projects", { project: { name, ...members } });
  return String((made["project"] as { readonly id: string }).id);
}

type Own = `openstack/${"T" | "D" | "U" | "P" | "N"}${number}`;

/** Tests of the rules of tokens, domains, users, projects and names. */
export const peopleAndPlaces = {
  "openstack/T1": {
    what: "all tokens end in the middle of a run, which goes on",
    async tell(bench) {
      await bench.up(acme);
      await bench.control("DELETE", "/openstack/tokens");
      await bench.up(acme, person("anna", inAcme));
      expect(await bench.portal.user("anna")).toMatchObject({ enabled: true });
    },
  },
  "openstack/T2": {
    what: "lists of a server whose lists end after three entries",
    async tell(bench) {
      const people = Array.from({ length: 10 }, (_, index) => person(`person-${index}`, inAcme));
      await bench.up(acme, ...people);
      await bench.control("PUT", "/openstack/settings", { mostListed: 3 });
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    },
  },
  "openstack/T3": {
    what: "a manager whose domain somebody disables: nothing in it counts as gone",
    async tell(bench) {
      for (const name of ["beta", "gamma"]) await bench.portal.api("POST", "/domains", { domain: { name } });
      const { id } = await bench.portal.domain("beta");
      bench.useSettings(await bench.managerOf("beta", "gamma"));
      const anna = person("anna", { account: String(id) });
      await bench.up(anna);
      await bench.portal.api("PATCH", `/domains/${String(id)}`, { domain: { enabled: false } });
      const { failures, ...others } = await bench.engine.refresh();
      expect(others).toEqual({ changed: [], gone: [] });
      expect(failures.join("\n")).toMatch(/cannot tell: User anna.*the domain beta \(.*\) is disabled/);
    },
  },
  "openstack/T4": {
    what: "a change by somebody else after the list was read: what it doesn't touch is written, what it touches isn't overwritten",
    async tell(bench) {
      await bench.up(acme, person("anna", { ...inAcme, description: "first" }));
      const path = `/users/${bench.id("anna")}`;
      await bench.portal.api("PATCH", path, { user: { email: "other@partner.example" } });
      await bench.up(acme, person("anna", { ...inAcme, description: "second" }));
      expect(await bench.portal.user("anna")).toMatchObject({ description: "second", email: "anna@partner.example" });
    },
  },
  "openstack/T5": {
    what: "an account that isn't there, one by its name, and for a manager a domain without a role, and the own domain",
    async tell(bench, id) {
      const [missing, property] = ["f".repeat(32), "account"];
      await bench.refused([person("anna", { account: missing })], { rule: id, property, tells: missing });
      await bench.up(acme, domain("beta"));
      await bench.refused([acme, domain("beta"), project("web", { account: "acme" })], {
        rule: id,
        property,
        tells: bench.id("acme"),
      });
      bench.useSettings(await bench.managerOf("acme"));
      const manager = bench.engineWith({});
      await bench.refusedBy(manager, [person("anna", { account: bench.id("beta") })], { rule: id, property });
      await bench.refusedBy(manager, [person("anna")], { rule: id, property, tells: "Default" });
      expect((await manager.up([person("anna", { account: bench.id("acme") })])).failures).toEqual([]);
    },
  },
  "openstack/D1": {
    what: "names that are empty or too long, a long description, and tags with a comma",
    tell(bench, id) {
      bench.foretold([domain("acme", { name: TOO_LONG })], { rule: id, property: "name" });
      bench.foretold([domain("acme", { name: "" })], { rule: id, property: "name" });
      bench.foretold([domain("acme", { description: "x".repeat(256) })], { rule: id, property: "description" });
      bench.foretold([domain("acme", { tags: ["a,b"] })], { rule: id, property: "tags" });
      return Promise.resolve();
    },
  },
  "openstack/D2": {
    what: "the domain of the connection's own user, declared and adopted",
    async tell(bench, id) {
      await bench.refused([domain("Default", { adopt: true })], { rule: id, property: "name", tells: "Default" });
    },
  },
  "openstack/D3": {
    what: "a name whose domain was renamed: the same customer, or another one",
    async tell(bench, id) {
      await bench.up(acme);
      expect(bench.id("acme")).toBe(domainIdFor("acme"));
      await bench.up(domain("acme", { name: "acme-holding" }));
      const both = (more: object) => [
        domain("acme", { name: "acme-holding" }),
        domain("second", { name: "acme", ...more }),
      ];
      await bench.asked(both({}), { rule: id, property: "name", tells: ["acme-holding", bench.id("acme")] });
      await bench.up(...both({ confirm: [id] }));
      expect(bench.id("second")).toBe(domainIdFor("acme", 1));
    },
  },
  "openstack/D4": {
    what: "changes and the deletion of a protected domain: declared, and not",
    async tell(bench, id) {
      await bench.up(domain("acme", { protected: true }));
      await bench.up(domain("acme", { protected: true, description: "a customer" }));
      expect(await bench.portal.domain("acme")).toMatchObject({
        description: "a customer",
        options: { immutable: true },
      });
      await bench.up(domain("acme", { description: "a customer", onDelete: "delete" }));
      await bench.refusedAtApply([domain("acme", { description: "another", onDelete: "delete" })], {
        rule: id,
        property: "",
        tells: "protected",
      });
      await bench.refusedAtApply([], { rule: id, property: "" });
      await bench.up(domain("acme", { protected: false, onDelete: "delete" }));
      await bench.up();
      expect(await bench.portal.all("/domains?name=acme", "domains")).toEqual([]);
    },
  },
  "openstack/D5": {
    what: "the deletion of a domain while there are servers and a network in its projects, and after that",
    async tell(bench, id) {
      await bench.up(domain("acme", { onDelete: "delete" }));
      const project = await byHand(bench, "web", { domain_id: bench.id("acme") });
      await hold(bench, project, { servers: 2, networks: 1 });
      await bench.refusedAtApply([], {
        rule: id,
        property: "",
        tells: ["2 servers in ch-1 of the project web", "1 network in ch-1 of the project web"],
      });
      expect(await bench.portal.domain("acme")).toMatchObject({ enabled: true });
      await hold(bench, project, { servers: 0, networks: 0 });
      await bench.up();
      expect(await bench.portal.all("/projects?name=web", "projects")).toEqual([]);
    },
  },
  "openstack/D6": {
    what: "a decommissioning; a domain is retained, locked or deleted",
    async tell(bench, id) {
      await bench.refused([domain("acme", { onDelete: "decommission" })], { rule: id, property: "onDelete" });
      await bench.up(acme, domain("beta", { onDelete: "lock" }), domain("gone", { onDelete: "delete" }));
      await bench.up();
      expect(await bench.portal.domain("acme")).toMatchObject({ enabled: true });
      expect(await bench.portal.domain("beta")).toMatchObject({ enabled: false });
      expect(await bench.portal.all("/domains?name=gone", "domains")).toEqual([]);
      expect(bench.said.join("\n")).toMatch(/acme.*onDelete: retain(.|\n)*beta.*onDelete: lock/);
    },
  },
  "openstack/U1": {
    what: "names that are empty or too long; slashes, blanks and letters with accents are allowed",
    async tell(bench, id) {
      bench.foretold([person("anna", { username: "" })], { rule: id, property: "username" });
      bench.foretold([person("anna", { username: "x".repeat(256) })], { rule: id, property: "username" });
      await bench.up(acme, person("anna", { ...inAcme, username: "anna/é 1" }));
      expect(await bench.portal.user("anna/é 1")).toMatchObject({ email: "anna@partner.example" });
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    },
  },
  "openstack/U2": {
    what: "a password that is given and generated, or given and reset",
    async tell(bench, id) {
      const password = "Not-to-be-seen-1";
      bench.foretold([person("anna", { password, generatePassword: true })], {
        rule: id,
        property: "generatePassword",
      });
      await bench.up(acme, person("anna", { ...inAcme, password }));
      await bench.refused([acme, person("anna", { ...inAcme, password, resetPassword: "once" })], {
        rule: id,
        property: "resetPassword",
      });
    },
  },
  "openstack/U3": {
    what: "a password that is generated and reset, and works; no message has it",
    async tell(bench) {
      await bench.up(acme, person("anna", { ...inAcme, generatePassword: true }));
      const user = bench.id("anna");
      const first = String(bench.state("anna")["initialPassword"]);
      expect(await bench.portal.signsIn(user, first)).toBe(true);
      await bench.up(acme, person("anna", { ...inAcme, generatePassword: true, resetPassword: "once" }));
      const second = String(bench.state("anna")["newPassword"]);
      expect([await bench.portal.signsIn(user, first), await bench.portal.signsIn(user, second)]).toEqual([
        false,
        true,
      ]);
      expect(bench.said.join("\n")).not.toContain(first);
      expect(bench.said.join("\n")).not.toContain(second);
    },
  },
  "openstack/U4": {
    what: "the connection's own user, locked and deleted",
    async tell(bench, id) {
      const own = (more: object) => person("admin", { email: undefined, adopt: true, ...more });
      await bench.refused([own({ locked: true })], { rule: id, property: "locked" });
      await bench.up(own({}));
      await bench.refusedAtApply([], { rule: id, property: "" });
    },
  },
  "openstack/U5": {
    what: "multi-factor authentication without rules, and turned off",
    async tell(bench, id) {
      const rules = [["password", "totp"]];
      const anna = (options: object) => [acme, person("anna", { ...inAcme, options })];
      const property = "options.multiFactorAuthEnabled";
      await bench.warned(anna({ multiFactorAuthEnabled: true }), { rule: id, property });
      await bench.warned(anna({ multiFactorAuthEnabled: false, multiFactorAuthRules: rules }), { rule: id, property });
      await bench.up(...anna({ multiFactorAuthRules: rules, lockPassword: true }));
      expect((await bench.portal.user("anna"))["options"]).toEqual({
        multi_factor_auth_rules: rules,
        lock_password: true,
      });
      await bench.up(acme, person("anna", inAcme));
      expect((await bench.portal.user("anna"))["options"]).toEqual({});
    },
  },
  "openstack/P1": {
    what: "names that are empty or too long, and tags with a slash",
    tell(bench, id) {
      bench.foretold([acme, project("web", { ...inAcme, name: TOO_LONG })], { rule: id, property: "name" });
      bench.foretold([acme, project("web", { ...inAcme, name: "" })], { rule: id, property: "name" });
      bench.foretold([acme, project("web", { ...inAcme, tags: ["a/b"] })], { rule: id, property: "tags" });
      return Promise.resolve();
    },
  },
  "openstack/P2": {
    what: "a parent that isn't there, and one of another account",
    async tell(bench, id) {
      const missing = "f".repeat(32);
      await bench.refused([acme, project("web", { ...inAcme, parent: missing })], { rule: id, property: "parent" });
      const beta = domain("beta");
      const theirs = project("theirs", { account: ref("beta") });
      await bench.up(acme, beta, theirs);
      await bench.refused([acme, beta, theirs, project("web", { ...inAcme, parent: ref("theirs") })], {
        rule: id,
        property: "parent",
        tells: "theirs",
      });
    },
  },
  "openstack/P3": {
    what: "projects within each other, up to the fifth level and below",
    async tell(bench, id) {
      const line = [1, 2, 3, 4, 5].map((level) =>
        project(`level-${level}`, { ...inAcme, ...(level === 1 ? {} : { parent: ref(`level-${level - 1}`) }) }),
      );
      await bench.up(acme, ...line);
      const sixth = project("level-6", { ...inAcme, parent: ref("level-5") });
      await bench.asked([acme, ...line, sixth], { rule: id, property: "parent", tells: "level 6" });
    },
  },
  "openstack/P4": {
    what: "a project in a locked account and below a locked project, and a lock of one with others in it",
    async tell(bench, id) {
      const outer = project("outer", inAcme);
      const inner = project("inner", { ...inAcme, parent: ref("outer") });
      await bench.up(acme, outer, inner);
      const locked = project("outer", { ...inAcme, locked: true });
      await bench.refused([acme, locked, inner], { rule: id, property: "locked", tells: "inner" });
      const both = [locked, project("inner", { ...inAcme, parent: ref("outer"), locked: true })];
      await bench.portal.api("PATCH", `/projects/${bench.id("inner")}`, { project: { enabled: false } });
      await bench.engine.refresh();
      await bench.up(acme, ...both);
      await bench.refused([acme, ...both, project("third", { ...inAcme, parent: ref("outer") })], {
        rule: id,
        property: "parent",
        tells: "outer",
      });
      await bench.up(domain("acme", { locked: true }), ...both);
      await bench.refused([domain("acme", { locked: true }), ...both, project("fourth", inAcme)], {
        rule: id,
        property: "account",
        tells: "acme",
      });
    },
  },
  "openstack/P5": {
    what: "the deletion of a project with a volume in it, and of one with a project in it",
    async tell(bench, id) {
      await bench.up(acme, project("outer", inAcme), project("full", inAcme));
      await hold(bench, bench.id("full"), { volumes: 3 });
      await bench.refusedAtApply([acme, project("outer", inAcme)], {
        rule: id,
        property: "",
        tells: "3 volumes in ch-1 of the project full",
      });
      await byHand(bench, "inner", { domain_id: bench.id("acme"), parent_id: bench.id("outer") });
      await bench.refusedAtApply([acme, project("full", inAcme)], { rule: id, property: "", tells: "inner" });
    },
  },
  "openstack/P6": {
    what: "the deletion of a project by a manager, who doesn't see what is in it",
    async tell(bench, id) {
      await bench.portal.api("POST", "/domains", { domain: { name: "beta" } });
      const account = String((await bench.portal.domain("beta"))["id"]);
      bench.useSettings(await bench.managerOf("beta"));
      await bench.up(project("web", { account }));
      await bench.engine.up([]);
      expectFailures(await bench.engine.up([]), [id]);
      await bench.up(project("web", { account, confirm: [id] }));
      await bench.up();
      expect(await bench.portal.all("/projects?name=web", "projects")).toEqual([]);
    },
  },
  "openstack/N1": {
    what: "two people whose names differ by case only: in a program, and at the portal",
    async tell(bench, id) {
      await bench.up(acme, person("anna", inAcme));
      await bench.asked([acme, person("anna", inAcme), person("other", { ...inAcme, username: "Anna" })], {
        rule: id,
        property: "username",
        label: "other",
      });
    },
  },
} satisfies Partial<RuleTests<Own, OpenstackBench>>;
