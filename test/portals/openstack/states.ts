import type { RecordedRealm } from "../fixture";
import { domain, OpenstackBench, person, profile, project, ref, resource } from "./bench";

export const states: RecordedRealm = {
  open: () => OpenstackBench.start(),
  program: [
    domain("acme", { description: "A customer", tags: ["b", "a"] }),
    profile("readers", { account: ref("acme") }),
    person("anna", { account: ref("acme"), profiles: [ref("readers")], generatePassword: true }),
    project("web", { account: ref("acme"), description: "A project" }),
    resource("QuotaProfile", "starter", { name: "Starter", limits: { "compute.cores": 8 } }),
    resource("Quota", "quota", { project: ref("web"), region: "ch-1", limits: { "compute.cores": 8 } }),
  ],
  change: { label: "anna", inputs: { description: "On call" } },
};
