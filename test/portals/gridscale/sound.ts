import type { Declarations } from "../fixture";

const SOMETHING = "11111111-1111-4111-8111-111111111111";

/** Of each kind, a sound declaration with every field that it can have. */
export const sound = {
  Account: {
    name: "Acme",
    owner: SOMETHING,
    locations: ["zrh", "fra"],
    features: ["kubernetes", "gpu"],
    productPrices: { "10001": 0.012 },
    locked: false,
    onDelete: "delete",
  },
  User: {
    email: "u@example.com",
    firstName: "U",
    lastName: "V",
    phone: "1",
    locale: "de",
    locked: false,
    access: [{ account: SOMETHING, profile: "Admin" }],
    realmAccess: "Read Only",
  },
  Profile: { name: "Read Only", level: "client", permissions: ["view"] },
  QuotaProfile: { name: "Q", limits: { cores: 5 } },
  Quota: { account: SOMETHING, limits: { cores: 5, memory: 0 }, onDelete: "reset" },
  ServiceActivation: { account: SOMETHING, service: "location:zrh", onDelete: "remove" },
} satisfies Declarations;
