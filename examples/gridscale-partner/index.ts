/**
 * What a small gridscale Partner declares: its accounts, what each may use, and who may do what in them. The contract that this speaks
 * is derived and unverified (docs/gridscale.md): writes to anything but the sandbox ask for a setting that says so.
 */
import * as pulumi from "@pulumi/pulumi";
import * as reseller from "pulumi-reseller";

const protect = new pulumi.Config().getBoolean("protect") ?? true;

// Roles are the portal's own. A profile that is exactly one of them gives it a name in this program; anything else fails at preview.

const reader = new reseller.Profile("reader", { name: "Read Only", level: "client" });

// The partner's own people. Access to the realm applies to all current and future accounts.

const petra = new reseller.User("petra", {
  email: "petra@partner.example.com",
  firstName: "Petra",
  lastName: "Frei",
  realmAccess: "Admin",
});
const nils = new reseller.User("nils", {
  email: "nils@partner.example.com",
  firstName: "Nils",
  lastName: "Graf",
  realmAccess: "Read Only",
});

// Two sets of limits, by the portal's names. 0 means none, not unlimited.

const sizes = {
  small: new reseller.QuotaProfile("small", { name: "small", limits: { cores: 8, memory: 32, ips: 2 } }),
  large: new reseller.QuotaProfile("large", { name: "large", limits: { cores: 64, memory: 256, ips: 16 } }),
};

interface Customer extends Omit<reseller.AccountArgs, "owner"> {
  readonly owner: reseller.UserArgs;
  readonly size: keyof typeof sizes;
}

const customers: Record<string, Customer> = {
  "alpina-bau": {
    name: "Alpina Bau AG",
    owner: { email: "anna.keller@alpina-bau.example.com", firstName: "Anna", lastName: "Keller" },
    size: "small",
    locations: ["zrh"],
    features: ["kubernetes"],
  },
  "helvetia-foods": {
    name: "Helvetia Foods GmbH",
    owner: { email: "sara.meier@helvetia-foods.example.com", firstName: "Sara", lastName: "Meier" },
    size: "large",
    // By name, by IATA code, or by id. Two locations are called Frankfurt, so the name alone is ambiguous.
    locations: ["Zurich", "fra"],
    features: ["kubernetes", "object-storage"],
    productPrices: { "10001": 0.012 },
  },
  "jura-medtech": {
    name: "Jura Medtech SA",
    owner: { email: "claire.dubois@jura-medtech.example.com", firstName: "Claire", lastName: "Dubois" },
    size: "small",
    locations: ["zrh"],
    // Three invoices are open. Nobody can access the account; its workloads keep running, and are billed.
    locked: true,
  },
};

export const accounts: Record<string, pulumi.Output<string>> = {};
const made: Record<string, reseller.Account> = {};
for (const [key, { owner, size, ...customer }] of Object.entries(customers)) {
  const person = new reseller.User(`${key}-owner`, owner);
  const account = new reseller.Account(key, { ...customer, owner: person }, { protect });
  new reseller.Quota(key, { account, profile: sizes[size] });
  made[key] = account;
  accounts[key] = account.id;
}

// One more feature, declared next to the project that requires it, and a person with read access to two accounts.

new reseller.ServiceActivation("alpina-rocket", { account: made["alpina-bau"]!, service: "rocket-storage" });
new reseller.User("marc", {
  email: "marc@auditors.example.com",
  lastName: "Favre",
  access: [
    { account: made["alpina-bau"]!, profile: reader },
    { account: made["helvetia-foods"]!, profile: reader },
  ],
});

export const staff = [petra.id, nils.id];
