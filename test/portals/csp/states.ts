import type { RecordedRealm } from "../fixture";
import { acme, clientUser, CspBench, LIMITS, openstack, project, quota, ref, resource } from "./bench";

export const states: RecordedRealm = {
  open: () => CspBench.start(),
  program: [
    acme({ description: "A customer", primaryColor: "#7A0019" }),
    openstack,
    resource("Profile", "desk", { name: "Desk", level: "client", permissions: ["show_users", "create_user"] }),
    resource("QuotaProfile", "starter", { name: "Starter", limits: LIMITS, inheritable: true }),
    quota(),
    clientUser("anna", {
      profiles: [ref("desk"), "User-Adm"],
      sourceAddresses: ["203.0.113.0/24"],
      accessTimes: [{ days: ["mon", "tue"], from: "08:00", to: "18:00" }],
    }),
    project("main", { roles: [{ user: ref("anna"), roles: ["member"] }] }),
  ],
  change: { label: "anna", inputs: { lastName: "Keller" } },
};
