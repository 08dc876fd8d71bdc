import * as path from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { realmPolicies } from "pulumi-reseller/policy";

new PolicyPack("reseller", {
  policies: realmPolicies({
    review: path.join(__dirname, "review.yaml"),
    // Each policy is named after its rule. Rules that the portal enforces are mandatory by default, all others are advisory.
    levels: { "OWN-02": "mandatory" },
  }),
});
