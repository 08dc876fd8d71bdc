import type { RuleTests } from "../../../rules/ruleTests";
import { domain, type OpenstackBench, person, profile, project, ref } from "../bench";

const acme = domain("acme");
const inAcme = { account: ref("acme") };
const web = project("web", inAcme);

function gives(roles: readonly string[], scope: unknown = "domain"): { readonly rules: readonly object[] } {
  return { rules: [{ roles, scope }] };
}

/** Somebody makes a role: for the whole cloud, or for one domain. */
async function role(bench: OpenstackBench, name: string, members: object = {}): Promise<string> {
  const made = await bench.portal.api("POST", "/roles", { role: { name, ...members } });
  return String((made["role"] as { readonly id: string }).id);
}

async function group(bench: OpenstackBench, name: string): Promise<string> {
  const made = await bench.portal.api("POST", "/groups", { group: { name, domain_id: "default" } });
  return String((made["group"] as { readonly id: string }).id);
}

/** "member on domain" */
async function rolesOf(bench: OpenstackBench, of: string): Promise<string[]> {
  const all = await bench.portal.all(`/role_assignments?group.id=${of}&include_names`, "role_assignments");
  return all
    .map((assignment) => {
      const { role: given, scope } = assignment as { role: { name: string }; scope: object };
      return `${given.name} on ${Object.keys(scope).sort().at(-1)}`;
    })
    .sort();
}

export const groupsAndRoles = {
  "openstack/G1": {
    what: "a role that doesn't exist, on a profile and on a project, and the id of one that does",
    async tell(bench, id) {
      await bench.up(acme);
      const anna = person("anna", inAcme);
      const wrong = project("web", { ...inAcme, roles: [{ user: ref("anna"), roles: ["membre"] }] });
      await bench.refused(
        [acme, profile("readers", { ...inAcme, ...gives(["managr"]) }), anna, wrong],
        { rule: id, property: "rules[0].roles", tells: "manager" },
        { rule: id, property: "roles[0].roles", tells: "member" },
      );
      const reader = String((await bench.portal.role("reader"))["id"]);
      await bench.refused([acme, profile("readers", { ...inAcme, ...gives([reader]) })], {
        rule: id,
        property: "rules[0].roles",
        tells: "reader",
      });
    },
  },
  "openstack/G2": {
    what: "a role of one domain: in it, in another domain, and on the system",
    async tell(bench, id) {
      const beta = domain("beta");
      await bench.up(acme, beta);
      await role(bench, "night", { domain_id: bench.id("acme") });
      const night = (scope: unknown) =>
        profile("night", { ...inAcme, ...gives(["night"], scope), confirm: ["openstack/G6"] });
      const property = "rules[0].roles";
      await bench.refused([acme, beta, night("system")], { rule: id, property, tells: ["acme", "system"] });
      await bench.refused([acme, beta, night({ accounts: [ref("beta")] })], {
        rule: id,
        property,
        tells: ["acme", "beta"],
      });
      await bench.up(acme, beta, night("projects"));
    },
  },
  "openstack/G3": {
    what: "a group of somebody else's: one that isn't there, and one that keeps its name and its other roles",
    async tell(bench, id) {
      const operators = await group(bench, "Operators");
      const member = String((await bench.portal.role("member"))["id"]);
      await bench.portal.api("PUT", `/domains/default/groups/${operators}/roles/${member}`);
      await bench.refused([profile("more", { group: "Operatrs" })], {
        rule: id,
        property: "group",
        tells: "Operators",
      });
      await bench.up(profile("more", { group: "Operators" }));
      expect(await rolesOf(bench, operators)).toEqual(["member on domain", "reader on domain"]);
      await bench.up(profile("more", { group: "Operators", name: "others", ...gives(["reader"], "projects") }));
      expect(await rolesOf(bench, operators)).toEqual(["member on domain", "reader on domain"]);
      expect(await bench.portal.group("Operators")).toMatchObject({ id: operators });
      await bench.up();
      expect(await rolesOf(bench, operators)).toEqual(["member on domain"]);
    },
  },
  "openstack/G4": {
    what: "roles that a manager of a domain may give, and may not",
    async tell(bench, id) {
      for (const name of ["beta", "gamma"]) await bench.portal.api("POST", "/domains", { domain: { name } });
      const [beta, gamma] = [await bench.portal.domain("beta"), await bench.portal.domain("gamma")];
      await role(bench, "auditor");
      bench.useSettings(await bench.managerOf("beta", "gamma"));
      const readers = (more: object) => profile("readers", { account: String(beta["id"]), ...more });
      const property = "rules[0].roles";
      await bench.refused([readers(gives(["auditor"]))], { rule: id, property, tells: ["auditor", "manager"] });
      await bench.refused(
        [readers({ ...gives(["reader"], { accounts: [String(gamma["id"])] }), confirm: ["openstack/G6"] })],
        {
          rule: id,
          property,
          tells: "gamma",
        },
      );
      await bench.up(readers(gives(["manager", "member"])));
    },
  },
  "openstack/G5": {
    what: "admin on a domain, and on a project: asked for when it is given, and not again",
    async tell(bench, id) {
      await bench.up(acme);
      const admins = (confirm?: readonly string[]) =>
        profile("admins", { ...inAcme, ...gives(["admin"]), ...(confirm === undefined ? {} : { confirm }) });
      await bench.asked([acme, admins()], { rule: id, property: "rules[0].roles", tells: "manager" });
      await bench.up(acme, admins([id]));
      await bench.up(acme, admins());
      const anna = person("anna", inAcme);
      const ofAnna = project("web", { ...inAcme, roles: [{ user: ref("anna"), roles: ["admin"] }] });
      await bench.asked([acme, admins(), anna, ofAnna], { rule: id, property: "roles[0].roles" });
    },
  },
  "openstack/G6": {
    what: "a customer's group with a role in another customer's domain, and on the system",
    async tell(bench, id) {
      const beta = domain("beta");
      await bench.up(acme, beta);
      const crew = (scope: unknown, confirm: readonly string[] = []) =>
        profile("crew", { ...inAcme, ...gives(["reader"], scope), confirm });
      const property = "rules[0].roles";
      await bench.asked([acme, beta, crew({ accounts: [ref("beta")] })], { rule: id, property, tells: "beta" });
      await bench.asked([acme, beta, crew("system")], { rule: id, property, tells: "system" });
      await bench.up(acme, beta, crew("system", [id]));
    },
  },
  "openstack/G7": {
    what: "a customer's person in a group of the reseller's own, and of the customer's",
    async tell(bench, id) {
      await bench.up(acme, profile("staff"), profile("crew", inAcme));
      const anna = (profiles: readonly unknown[], confirm: readonly string[] = []) =>
        person("anna", { ...inAcme, profiles, confirm });
      await bench.asked([acme, profile("staff"), profile("crew", inAcme), anna([ref("staff")])], {
        rule: id,
        property: "profiles",
        tells: "staff",
      });
      const members = () => bench.portal.all(`/groups/${bench.id("crew")}/users`, "users");
      await bench.up(acme, profile("staff"), profile("crew", inAcme), anna([ref("crew")]));
      expect(await members()).toMatchObject([{ name: "anna" }]);
      await bench.up(acme, profile("staff"), profile("crew", inAcme), anna([]));
      expect(await members()).toEqual([]);
    },
  },
  "openstack/G8": {
    what: "other roles of a group that two people are in",
    async tell(bench, id) {
      const readers = profile("readers", inAcme);
      const anna = person("anna", { ...inAcme, profiles: [ref("readers")] });
      const ben = person("ben", { ...inAcme, profiles: [ref("readers")] });
      await bench.up(acme, readers, anna, ben);
      await bench.warned([acme, profile("readers", { ...inAcme, ...gives(["member"]) }), anna, ben], {
        rule: id,
        property: "rules",
        tells: ["2 users (anna, ben)", "gain member", "lose reader"],
      });
    },
  },
  "openstack/G9": {
    what: "a role that somebody has made imply manager",
    async tell(bench, id) {
      await bench.up(acme);
      const steward = await role(bench, "steward");
      const stewards = profile("stewards", { ...inAcme, ...gives(["steward"]) });
      await bench.warned([acme, stewards]);
      const manager = String((await bench.portal.role("manager"))["id"]);
      await bench.portal.api("PUT", `/roles/${steward}/implies/${manager}`);
      await bench.warned([acme, stewards], { rule: id, property: "rules[0].roles", tells: "manager, member, reader" });
      await bench.up(acme, stewards);
      expect(bench.state("stewards")["effectiveRoles"]).toEqual({
        steward: ["manager", "member", "reader", "steward"],
      });
    },
  },
  "openstack/G10": {
    what: "roles of a group whose rules are declared, by a second profile and on a project",
    async tell(bench, id) {
      const readers = profile("readers", inAcme);
      bench.foretold([acme, readers, profile("more", { ...inAcme, group: ref("readers") })], {
        rule: id,
        property: "group",
        tells: "readers",
      });
      const ofReaders = project("web", { ...inAcme, roles: [{ profile: ref("readers"), roles: ["member"] }] });
      bench.foretold([acme, readers, ofReaders], { rule: id, property: "roles" });
      const bare = profile("readers", { ...inAcme, rules: undefined });
      await bench.up(acme, bare, ofReaders);
      expect(await rolesOf(bench, bench.id("readers"))).toEqual(["member on project"]);
      await bench.up(acme, bare, web);
      expect(await rolesOf(bench, bench.id("readers"))).toEqual([]);
    },
  },
} satisfies RuleTests<`openstack/G${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}`, OpenstackBench>;
