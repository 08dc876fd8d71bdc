import { ADDRESS_CHANGES, type Identities, MALLORY } from "../../review/identities";
import { same } from "../../review/planText";

export const ORGANIZATION = { name: "Acme AG", email: "it@acme.example", phone: "+41 1", externalId: "C-1" };

const RITA = { account: "id-acme", username: "rita", email: "rita@acme.example", phone: "+41 2" };

export const identities: Identities = {
  others: [
    same("Account", "acme", ORGANIZATION),
    same("Profile", "strong", {
      name: "Strong",
      account: "id-acme",
      rules: [{ permissionSets: ["IAMManager"], scope: "organization" }],
    }),
    same("Profile", "weak", {
      name: "Weak",
      account: "id-acme",
      rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }],
    }),
  ],
  strong: { ...RITA, profiles: ["id-strong"] },
  weak: { ...RITA, profiles: ["id-weak"] },
  power: "manage people",
  signIn: "rita",
  changes: [
    ...ADDRESS_CHANGES,
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
  ownership: [
    {
      before: ORGANIZATION,
      change: { externalId: "C-2" },
      id: "LIF-03",
      level: "risk",
      says: "Acme AG has the customer number C-2 in place of C-1: ",
    },
    {
      before: ORGANIZATION,
      change: { email: MALLORY },
      id: "IDN-03",
      level: "escalation",
      says: `Acme AG has an owner who signs in with ${MALLORY} in place of it@acme.example: `,
    },
    {
      before: ORGANIZATION,
      change: { phone: "+41 9" },
      id: "IDN-03",
      level: "escalation",
      says: "Acme AG has an owner who is reached at +41 9 in place of +41 1: ",
    },
  ],
};
