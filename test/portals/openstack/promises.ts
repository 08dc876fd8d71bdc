import type { Person, PromiseRealm } from "../../promises/realm";
import { domain, OpenstackBench, profile, ref, resource } from "./bench";

const USERS = "/identity/v3/users";

/** OpenStack. */
export async function openstackRealm(): Promise<PromiseRealm> {
  const bench = await OpenstackBench.start();
  const { portal } = bench;
  const person: PromiseRealm["person"] = (username, inputs = {}) =>
    resource("User", username, {
      username,
      email: `${username}@example.com`,
      description: "Muster",
      profiles: [ref("desk")],
      generatePassword: true,
      ...inputs,
    });
  const ofTheCloud = (await portal.all("/users", "users")).map(({ id }) => id);
  const isDeclared = ({ id }: Readonly<Record<string, unknown>>) => !ofTheCloud.includes(id);
  return {
    bench,
    account: domain("acme"),
    profile: profile("desk"),
    person,
    text: "description",
    set: { field: "profiles", entries: [ref("desk")] },
    broken: {
      program: [
        domain("acme", { name: "x".repeat(65), onDelete: "decommission" }),
        profile("desk"),
        profile("odd", { rules: [{ roles: ["readr"], scope: "domain" }] }),
        person("anna", { email: "nobody" }),
      ],
      findings: [
        { label: "acme", rule: "openstack/D1", property: "name" },
        { label: "acme", rule: "openstack/D6", property: "onDelete" },
        { label: "odd", rule: "openstack/G1", property: "rules[0].roles" },
        { label: "anna", property: "email" },
      ],
    },
    routes: {
      create: { method: "POST", route: USERS },
      rest: { method: "PUT", route: "/identity/v3/groups/{groupId}/users/{userId}" },
      update: { method: "PATCH", route: `${USERS}/{userId}` },
    },
    alone: {},
    further: {},
    others: [
      ...["admin", "adjutant", "cinder", "neutron", "nova"].map((name) => `kind: User, name: ${name}`),
      ...["admin", "service"].map((name) => `kind: Project, name: ${name}`),
    ],
    proof: ["GET /identity/v3/domains", `GET ${USERS}`],
    async people() {
      const users = (await portal.all("/users", "users")).filter(isDeclared);
      return users.map(({ id, name, description }) => ({
        id: String(id),
        username: String(name),
        text: String(description),
      }));
    },
    async renameByHand({ id }: Person, description) {
      await portal.api("PATCH", `/users/${id}`, { user: { description } });
    },
    async deleteByHand({ id }: Person) {
      await portal.api("DELETE", `/users/${id}`);
    },
    async makeByHand(name) {
      const domainId = (await portal.user(bench.sandbox.openstack.username))["domain_id"];
      await portal.api("POST", "/users", { user: { name, domain_id: domainId, description: "Hand" } });
    },
    customers: async () => (await portal.all("/domains", "domains")).map(({ name }) => String(name)),
    /** Somebody who manages the customer's domain, and nothing in the reseller's own. */
    async loseSight() {
      bench.useSettings(await bench.managerOf("acme"));
    },
    secrets: [bench.sandbox.openstack.password],
  };
}
