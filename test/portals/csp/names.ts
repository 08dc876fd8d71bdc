import { ceiling, type NamesInReviewFile, never } from "../../review/namesInReviewFile";
import { same } from "../../review/planText";

export const names: NamesInReviewFile = {
  realm: [
    same("Account", "acme", { name: "Acme AG" }),
    same("Profile", "desk", { name: "Support Desk", level: "reseller", permissions: ["show_users"] }),
    same("User", "eva", { username: "eva", profiles: ["id-desk"] }),
    same("User", "kim", { account: "id-acme", username: "kim", profiles: ["User"] }),
  ],
  guards: [
    [ceiling("Client-Adm"), []],
    [ceiling("Client-Admin"), ["CEI-02"]],
    [never("show_users"), []],
    [never("show_user"), ["ASR-02"]],
  ],
};
