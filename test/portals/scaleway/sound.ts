import type { Declarations } from "../fixture";

const ORGANIZATION = "11111111-1111-4111-8111-111111111111";

/** Of each kind, a sound declaration with every field that it can have. */
export const sound = {
  Account: {
    name: "Acme",
    description: "d",
    email: "it@acme.example",
    ownerFirstName: "Olga",
    ownerLastName: "Owner",
    phone: "+41 44 555 01 02",
    externalId: "C-1",
    locked: true,
    adminAccess: { username: "adm", email: "adm@example.com", password: "p" },
    onDelete: "lock",
    confirm: ["scaleway/C8"],
  },
  User: {
    account: ORGANIZATION,
    username: "anna.keller",
    email: "u@example.com",
    firstName: "U",
    lastName: "V",
    phone: "1",
    locale: "fr_FR",
    tags: ["b", "a"],
    profiles: ["Editors", "Administrators"],
    locked: false,
    password: "p",
    sendWelcomeEmail: true,
    sendPasswordEmail: false,
  },
  Profile: {
    account: ORGANIZATION,
    name: "Readers (all)",
    description: "d",
    group: "Editors",
    tags: ["b", "a"],
    rules: [
      { permissionSets: ["IAMReadOnly", "BillingReadOnly"], scope: "organization", condition: "true" },
      { permissionSets: ["VPCReadOnly"], scope: { projects: [ORGANIZATION] } },
    ],
  },
  QuotaProfile: { name: "Q", limits: { iam_users: 5 } },
  Quota: { account: ORGANIZATION, region: "fr-par", limits: { iam_users: 5 } },
  Project: { account: ORGANIZATION, name: "p", description: "d" },
} satisfies Declarations;
