import * as path from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { realmPolicies } from "pulumi-reseller/policy";

new PolicyPack("reseller", {
  policies: realmPolicies({
    review: path.join(__dirname, "review.yaml"),
    // Each policy is called after its rule. What breaks a rule that the portal refuses is mandatory by itself, the rest is advisory.
    levels: { "OWN-02": "mandatory" },
  }),
});
