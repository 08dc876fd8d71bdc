import { acme, ref, resource, CspBench } from "./bench";
import type { Person, PromiseRealm } from "../../promises/realm";

/** The Cloud Service Portal. */
export async function cspRealm(): Promise<PromiseRealm> {
  const bench = await CspBench.start();
  const { portal } = bench;
  const profile = resource("Profile", "desk", { name: "Desk", level: "reseller", permissions: ["show_clients"] });
  const person: PromiseRealm["person"] = (username, inputs = {}) =>
    resource("User", username, {
      username,
      email: `${username}@example.com`,
      firstName: "First",
      lastName: "Muster",
      profiles: [ref("desk")],
      ...inputs,
    });
  const found = async ({ id }: Person) => portal.one("/users", "id", id);
  return {
    bench,
    account: acme(),
    profile,
    person,
    text: "lastName",
    set: { field: "permissions", entries: ["show_usage", "show_users", "show_services"] },
    broken: {
      program: [
        acme({ state: "disabled", iconUrl: "ftp://x" }),
        profile,
        person("anna", { email: "nobody", profiles: ["Usr"] }),
      ],
      findings: [
        { label: "acme", rule: "csp/C3", property: "state" },
        { label: "acme", rule: "csp/C4", property: "iconUrl" },
        { label: "anna", property: "email" },
        { label: "anna", rule: "csp/U1", property: "profiles" },
      ],
    },
    routes: {
      create: { method: "POST", route: "/users" },
      rest: { method: "PUT", route: "/users/{userId}/permissions" },
      update: { method: "PATCH", route: "/users/{userId}" },
    },
    alone: {},
    further: { permissions: ["show_usage"] },
    proof: "GET /me",
    async people() {
      const users = await portal.list("/users");
      return users
        .filter(({ email }) => email !== undefined && String(email).endsWith("@example.com"))
        .map(({ id, username, lastName }) => ({ id, username: String(username), text: String(lastName) }));
    },
    async renameByHand(of, lastName) {
      await portal.patch(`/users/${of.id}`, await found(of), { lastName });
    },
    async deleteByHand(of) {
      await portal.delete(`/users/${of.id}`, await found(of));
    },
    async makeByHand(username) {
      const standard = (await portal.one("/profiles", "name", "User")).id;
      const body = {
        username,
        email: `${username}@example.com`,
        firstName: "By",
        lastName: "Hand",
        profileId: standard,
      };
      await portal.post("/users", body);
    },
    customers: async () => (await portal.list("/clients")).map(({ name }) => String(name)),
    async loseSight() {
      const all = (await portal.list("/permissions"))
        .filter(({ group }) => group !== "Users")
        .map(({ key }) => String(key));
      await bench.control("PUT", "/csp/tokens/reseller", { permissions: all });
    },
    secrets: [bench.sandbox.csp.token],
  };
}
