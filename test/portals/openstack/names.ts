import { ceiling, type NamesInReviewFile, never } from "../../review/namesInReviewFile";
import { same } from "../../review/planText";

export const names: NamesInReviewFile = {
  realm: [
    same("Account", "acme", { name: "Acme AG" }),
    same("User", "eva", { account: "id-acme", username: "eva", email: "eva@example.com" }),
  ],
  guards: [
    [ceiling("manager"), []],
    [ceiling("managr"), ["CEI-02"]],
    [never("admin"), []],
    [never("manager on *"), []],
    [never("operator on project"), ["ASR-02"]],
    [never("managr"), ["ASR-02"]],
  ],
};
