import { ceiling, type NamesInReviewFile, never } from "../../review/namesInReviewFile";
import { same } from "../../review/planText";

export const names: NamesInReviewFile = {
  realm: [
    same("Account", "acme", { name: "Acme AG" }),
    same("User", "eva", { username: "eva@example.com", access: [{ account: "id-acme", role: "Admin" }] }),
  ],
  guards: [
    [ceiling("Admin"), []],
    [ceiling("admin"), ["CEI-02"]],
    [never("manage_workloads"), []],
    [never("show_users"), ["ASR-02"]],
  ],
};
