import { account, GridscaleBench, person, ref } from "./bench";
import type { Person, PromiseRealm } from "../../promises/realm";

const USERS = "/management/v2/users";

/** gridscale Partner. */
export async function gridscaleRealm(): Promise<PromiseRealm> {
  const bench = await GridscaleBench.start();
  const { portal } = bench;
  return {
    bench,
    account: account("acme"),
    profile: { kind: "Profile", label: "desk", inputs: { name: "Read Only", level: "client" } },
    person: (username, inputs = {}) =>
      person(username, { lastName: "Muster", access: [{ account: ref("acme"), profile: ref("desk") }], ...inputs }),
    text: "lastName",
    set: { field: "access", entries: [{ account: ref("acme"), profile: "Admin" }] },
    broken: {
      program: [
        account("acme", { features: ["kubernets"], onDelete: "decommission" }),
        person("anna", { email: "nobody", realmAccess: "Chief" }),
      ],
      findings: [
        { label: "acme", rule: "gridscale/X4", property: "features" },
        { label: "acme", rule: "gridscale/L4", property: "onDelete" },
        { label: "anna", property: "email" },
        { label: "anna", rule: "gridscale/X2", property: "realmAccess" },
      ],
    },
    routes: {
      create: { method: "POST", route: USERS },
      rest: { method: "POST", route: "/management/v2/contracts/{contractId}/users" },
      update: { method: "PATCH", route: `${USERS}/{userId}` },
    },
    alone: { access: undefined },
    further: {},
    proof: "GET /management/v2/users",
    async people() {
      return (await portal.users())
        .filter(({ partner_level: level }) => level === null)
        .map(({ user_uuid: id, email, last_name: lastName }) => ({
          id: String(id),
          username: String(email).split("@")[0]!,
          text: String(lastName),
        }));
    },
    async renameByHand({ id }: Person, lastName) {
      await portal.call("updateUser", { userId: id }, { last_name: lastName });
    },
    async deleteByHand({ id }: Person) {
      await portal.call("deleteUser", { userId: id });
    },
    async makeByHand(username) {
      await portal.call("createUser", {}, { email: `${username}@partner.example`, last_name: "Hand" });
    },
    customers: async () => (await portal.contracts()).map(({ name }) => String(name)),
    async loseSight() {
      await bench.control("PUT", "/gridscale/tokens/partner", { sees: false });
    },
    secrets: [bench.sandbox.gridscale.token],
  };
}
