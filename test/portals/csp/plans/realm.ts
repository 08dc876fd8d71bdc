import axios from "axios";
import { CspByHand } from "../byHand";
import { LIMITS } from "../../../support/programs";
import type { PlanCase, PlanTable } from "../../../review/plans/planTable";

/** Three customers with people of every sort, and objects of every kind. At most ten people, so that shares of all don't count. */
export const REALM = `
const desk = new reseller.Profile("desk", { name: "Support Desk", level: "reseller", permissions: ["show_clients", "show_users"] });
const managers = new reseller.Profile("managers", { name: "Managers", level: "reseller", permissions: ["show_clients", "manage_clients", "show_users", "create_user", "edit_user"] });
const auditors = new reseller.Profile("auditors", { name: "Auditors", level: "reseller", permissions: ["show_clients", "show_usage"] });
const storage = new reseller.Profile("storage", { name: "Storage", level: "client", permissions: ["show_s3_panel", "manage_buckets"] });
const readers = new reseller.Profile("readers", { name: "Readers", level: "client", permissions: ["show_users", "show_usage"] });
const archive = new reseller.Profile("archive", { name: "Archive", level: "client", basedOn: storage, add: ["show_backup"] });
const acme = new reseller.Account("acme", { name: "Acme AG", state: "production", availableServices: ["openstack", "s3"], uprovideAccount: "UP-10001" }, { protect: false });
const beta = new reseller.Account("beta", { name: "Beta GmbH", state: "trial", availableServices: ["openstack"], uprovideAccount: "UP-10002", onDelete: "decommission" }, { protect: false });
const gamma = new reseller.Account("gamma", { name: "Gamma SA", state: "managed", availableServices: ["openstack"], uprovideAccount: "UP-10003" }, { protect: false });
const openstack = new reseller.ServiceActivation("openstack", { account: acme, service: "openstack" });
const starter = new reseller.QuotaProfile("starter", { name: "Starter", limits: ${LIMITS} });
const slim = new reseller.QuotaProfile("slim", { name: "Slim", limits: { ...${LIMITS}, projects: 0, vcpus: 4 } });
const quota = new reseller.Quota("quota", { account: acme, region: "ch-1", limits: ${LIMITS}, onDelete: "reset" });
const spare = new reseller.Quota("spare", { account: gamma, region: "ch-1", limits: ${LIMITS}, onDelete: "reset" });
const eva = new reseller.User("eva", { username: "eva", email: "eva@reseller.example.com", firstName: "Eva", lastName: "Baumann", profiles: [desk], sourceAddresses: ["203.0.113.0/24", "198.51.100.0/24"] });
const max = new reseller.User("max", { username: "max", email: "max@reseller.example.com", firstName: "Max", lastName: "Kunz", profiles: [managers] });
const anna = new reseller.User("anna", { account: acme, username: "anna", email: "anna@acme.example.com", firstName: "Anna", lastName: "Keller", profiles: ["User-Adm"] });
const bob = new reseller.User("bob", { account: acme, username: "bob", email: "bob@acme.example.com", firstName: "Bob", lastName: "Frei", profiles: [storage], accessTimes: [{ days: ["mon", "tue"], from: "08:00", to: "18:00" }] });
const cleo = new reseller.User("cleo", { account: beta, username: "cleo", email: "cleo@beta.example.com", firstName: "Cleo", lastName: "Graf", profiles: [storage] });
const dora = new reseller.User("dora", { account: gamma, username: "dora", email: "dora@gamma.example.com", firstName: "Dora", lastName: "Huber", profiles: ["User-Adm"] });
const emil = new reseller.User("emil", { account: gamma, username: "emil", email: "emil@gamma.example.com", firstName: "Emil", lastName: "Roth", profiles: ["User-Adm"] });
const main = new reseller.Project("main", { account: acme, name: "main", roles: [{ user: anna, roles: ["member"] }] });
const side = new reseller.Project("side", { account: acme, name: "side", roles: [{ user: anna, roles: ["member"] }] });
const mainQuota = new reseller.Quota("main-quota", { account: acme, project: main, region: "ch-1", profile: slim });
const nora = new reseller.User("nora", { account: gamma, username: "nora", email: "nora@gamma.example.com", firstName: "Nora", lastName: "Wirz", profiles: ["Made By Hand"] });
const kim = new reseller.User("kim", { account: gamma, username: "kim", email: "kim@gamma.example.com", firstName: "Kim", lastName: "Wyss", profiles: ["User"] }, { retainOnDelete: true });
`;

/** The realm, and what the program doesn't know of it: profiles made by hand, usage, and a request for quota. */
export function inRealm(cases: readonly PlanCase[]): PlanTable {
  return {
    portal: "csp",
    base: REALM,
    cases,
    async arrange({ sandbox }) {
      const portal = new CspByHand(sandbox);
      for (const name of ["Made By Hand", "Hand Made"])
        await portal.post("/profiles", { name, level: "client", permissions: ["show_usage"] });
      return {};
    },
    async happen({ sandbox }) {
      const portal = new CspByHand(sandbox);
      const acme = await portal.one("/clients", "name", "Acme AG");
      const { id } = await portal.post(`/clients/${acme.id}/quota-requests`, {
        region: "ch-1",
        items: [{ resource: "volumes", requested: 500 }],
      });
      const project = await portal.one(`/clients/${acme.id}/projects`, "name", "main");
      await axios.put(`${portal.controlUrl}/csp/projects/${project.id}/usage/ch-1`, { vcpus: 2 });
      return { REQUEST_ID: String(id) };
    },
  };
}
