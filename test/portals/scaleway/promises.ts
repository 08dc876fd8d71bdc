import { organization, profile, ref, resource, ScalewayBench } from "./bench";
import type { Person, PromiseRealm } from "../../promises/realm";

const USERS = "/iam/v1alpha1/users";

/** Scaleway. */
export async function scalewayRealm(): Promise<PromiseRealm> {
  const bench = await ScalewayBench.start();
  const { portal } = bench;
  const person: PromiseRealm["person"] = (username, inputs = {}) =>
    resource("User", username, {
      username,
      email: `${username}@example.com`,
      lastName: "Muster",
      profiles: [ref("desk")],
      generatePassword: true,
      ...inputs,
    });
  return {
    bench,
    account: organization("acme"),
    profile: profile("desk"),
    person,
    text: "lastName",
    set: { field: "tags", entries: ["a", "b", "c"] },
    broken: {
      program: [
        organization("acme", { name: "x", onDelete: "delete" }),
        profile("desk"),
        person("anna", { email: "nobody", profiles: ["Editrs"] }),
      ],
      findings: [
        { label: "acme", rule: "scaleway/C1", property: "name" },
        { label: "acme", rule: "scaleway/C2", property: "onDelete" },
        { label: "anna", property: "email" },
        { label: "anna", property: "profiles" },
      ],
    },
    routes: {
      create: { method: "POST", route: USERS },
      rest: { method: "POST", route: "/iam/v1alpha1/groups/{groupId}/add-members" },
      update: { method: "PATCH", route: `${USERS}/{userId}` },
    },
    alone: {},
    further: {},
    proof: "GET /iam/v1alpha1/users",
    async people() {
      const members = await portal.all(`${USERS}?type=member`, "users");
      return members.map(({ id, username, last_name: lastName }) => ({
        id: String(id),
        username: String(username),
        text: String(lastName),
      }));
    },
    async renameByHand({ id }: Person, lastName) {
      await portal.api("PATCH", `${USERS}/${id}`, { last_name: lastName });
    },
    async deleteByHand({ id }: Person) {
      await portal.api("DELETE", `${USERS}/${id}`);
    },
    async makeByHand(username) {
      await portal.api("POST", USERS, { member: { username, email: `${username}@example.com`, last_name: "Hand" } });
    },
    customers: async () =>
      (await portal.all("/partner/v1/organizations", "organizations")).map(({ name }) => String(name)),
    /** A key of somebody who may look at groups and policies only. */
    async loseSight() {
      await bench.useKeyOf(["IAMGroupReadOnly", "IAMPolicyReadOnly"]);
    },
    secrets: [bench.sandbox.scaleway.secretKey],
  };
}
