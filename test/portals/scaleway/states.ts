import type { RecordedRealm } from "../fixture";
import { member, organization, profile, ref, resource, ScalewayBench } from "./bench";

export const states: RecordedRealm = {
  open: () => ScalewayBench.start(),
  program: [
    organization("acme", { description: "A customer", phone: "+41 44 555 01 02" }),
    profile("readers", { tags: ["b", "a"] }),
    member("anna", { firstName: "Anna", profiles: [ref("readers")], generatePassword: true }),
    resource("QuotaProfile", "starter", { name: "Starter", limits: { iam_users: 5 } }),
    resource("Quota", "quota", { limits: { iam_users: 5 } }),
    resource("Project", "main", { name: "main", description: "A project" }),
  ],
  change: { label: "anna", inputs: { lastName: "Keller" } },
};
