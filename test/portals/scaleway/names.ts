import { ceiling, type NamesInReviewFile, never } from "../../review/namesInReviewFile";
import { same } from "../../review/planText";

export const names: NamesInReviewFile = {
  realm: [
    same("Account", "acme", { name: "Acme AG" }),
    same("User", "eva", { account: "id-acme", username: "eva", email: "eva@example.com" }),
  ],
  guards: [
    [ceiling("Billing Administrators"), []],
    [ceiling("Biling Administrators"), ["CEI-02"]],
    [never("InstancesFullAccess"), []],
    [never("Instances*"), []],
    [never("IAM*"), []],
    [never("IAMManagr"), ["ASR-02"]],
  ],
};
