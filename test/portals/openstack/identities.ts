import { ADDRESS_CHANGES, type Identities } from "../../review/identities";
import { same } from "../../review/planText";

const ACME = { name: "Acme AG" };
const RITA = { account: "id-acme", username: "rita", email: "rita@acme.example" };

export const identities: Identities = {
  others: [
    same("Account", "acme", ACME),
    same("Profile", "strong", {
      name: "Strong",
      account: "id-acme",
      rules: [{ roles: ["manager"], scope: "domain" }],
    }),
    same("Profile", "weak", { name: "Weak", account: "id-acme", rules: [{ roles: ["reader"], scope: "projects" }] }),
  ],
  strong: { ...RITA, profiles: ["id-strong"] },
  weak: { ...RITA, profiles: ["id-weak"] },
  power: "manage the domain's people",
  signIn: "rita",
  changes: [
    ...ADDRESS_CHANGES.filter(({ change }) => "locked" in change),
    {
      what: "another user name",
      change: { username: "mallory" },
      id: "IDN-01",
      says: ["rita of Acme AG signs in with mallory in place of rita, and holds: "],
    },
    {
      what: "another password",
      change: { password: "fresh-password" },
      id: "PWD-01",
      says: ["gets the password that is declared"],
    },
  ],
  ownership: [],
};
