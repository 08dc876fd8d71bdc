import type { RecordedRealm } from "../fixture";
import { account, GridscaleBench, person, ref, resource } from "./bench";

export const states: RecordedRealm = {
  open: () => GridscaleBench.start(),
  program: [
    account("acme", { features: ["gpu"], locations: ["fra"], productPrices: { "10001": 0.5 } }),
    resource("Profile", "reader", { name: "Read Only", level: "client" }),
    resource("QuotaProfile", "starter", { name: "Starter", limits: { cores: 5 } }),
    resource("Quota", "quota", { account: ref("acme"), limits: { cores: 5 } }),
    resource("ServiceActivation", "zrh", { account: ref("acme"), service: "location:zrh" }),
    person("anna", { firstName: "Anna", access: [{ account: ref("acme"), profile: ref("reader") }] }),
  ],
  change: { label: "anna", inputs: { lastName: "Keller" } },
};
