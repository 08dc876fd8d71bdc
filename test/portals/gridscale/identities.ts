import { ADDRESS_CHANGES, type Identities } from "../../review/identities";
import { same } from "../../review/planText";

export const identities: Identities = {
  others: [same("Account", "acme", { name: "Acme AG" })],
  strong: { email: "rita@acme.example", phone: "+41 2", access: [{ account: "id-acme", profile: "Admin" }] },
  weak: { email: "rita@acme.example", phone: "+41 2", access: [{ account: "id-acme", profile: "Read Only" }] },
  power: "manage people",
  signIn: "rita@acme.example",
  changes: ADDRESS_CHANGES,
  ownership: [],
};
