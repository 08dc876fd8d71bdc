import { type Identities, MALLORY } from "../../review/identities";
import { same } from "../../review/planText";

export const ACME = { name: "Acme AG", state: "production", uprovideAccount: "UP-1" };

const RITA = { account: "id-acme", username: "rita", email: "rita@acme.example" };

export const identities: Identities = {
  others: [same("Account", "acme", ACME), same("Account", "beta", { ...ACME, name: "Beta GmbH" })],
  strong: { ...RITA, profiles: ["User-Adm"] },
  weak: { ...RITA, profiles: ["User"] },
  power: "create people",
  signIn: "rita",
  changes: [
    {
      what: "another address",
      change: { email: MALLORY },
      id: "IDN-01",
      says: [`rita of Acme AG is reached at ${MALLORY} in place of rita@acme.example, and holds: `],
    },
    {
      what: "another user name",
      change: { username: "mallory" },
      operation: "replace",
      id: "IDN-01",
      says: ["rita of Acme AG signs in with mallory in place of rita, and holds: "],
    },
    {
      what: "another account",
      change: { account: "id-beta" },
      operation: "replace",
      id: "IDN-01",
      says: ["rita of Acme AG belongs to Beta GmbH in place of Acme AG, and holds: "],
    },
    { what: "made anew", change: {}, operation: "replace", id: "IRR-02", says: ["is deleted and recreated"] },
    {
      what: "a word that resets the password",
      change: { resetPassword: "today" },
      id: "PWD-01",
      says: ["gets a new password"],
    },
  ],
  ownership: [
    {
      before: ACME,
      change: { uprovideAccount: "UP-2" },
      id: "LIF-03",
      level: "risk",
      says: "Acme AG is billed to UP-2 in place of UP-1: ",
    },
    {
      before: ACME,
      change: { state: "managed" },
      id: "LIF-02",
      level: "risk",
      says: "Acme AG is in the state managed in place of production.",
    },
    {
      before: ACME,
      change: { state: "demo" },
      id: "LIF-01",
      level: "risk",
      says: "Acme AG changes from production to demo: ",
    },
    {
      before: { ...ACME, state: "trial" },
      change: { state: "production" },
      id: "LIF-02",
      level: "risk",
      says: "is in the state production in place of trial.",
    },
  ],
};
