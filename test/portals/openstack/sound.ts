import type { Declarations } from "../fixture";

const ID = "11111111111111111111111111111111";

/** Of each kind, a sound declaration with every field that it can have. */
export const sound = {
  Account: {
    name: "Acme",
    description: "d",
    tags: ["b", "a"],
    locked: true,
    protected: false,
    onDelete: "lock",
  },
  User: {
    account: ID,
    username: "anna.keller",
    email: "u@example.com",
    description: "d",
    profiles: ["Operators", "Readers"],
    locked: false,
    password: "p",
    options: { multiFactorAuthEnabled: true, multiFactorAuthRules: [["password", "totp"]], lockPassword: true },
  },
  Profile: {
    account: ID,
    name: "Readers",
    description: "d",
    group: "Operators",
    rules: [
      { roles: ["reader", "member"], scope: "domain" },
      { roles: ["member"], scope: { projects: [ID], inherited: true } },
    ],
  },
  QuotaProfile: { name: "small", limits: { "compute.cores": 8, "volume.gigabytes": -1 } },
  Quota: {
    project: ID,
    region: "ch-1",
    limits: { "compute.cores": 8, "network.router": 0 },
    approveRequests: false,
    rejectRequests: [{ id: ID }],
    onDelete: "reset",
  },
  Project: {
    account: ID,
    name: "web",
    description: "d",
    parent: ID,
    tags: ["b", "a"],
    locked: false,
    roles: [
      { user: ID, roles: ["member"] },
      { profile: "Operators", roles: ["reader"] },
    ],
  },
} satisfies Declarations;
