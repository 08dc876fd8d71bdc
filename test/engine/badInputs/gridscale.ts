import { type BadInput, ownNumber } from "./badInput";

const account = (fields: string) => `new reseller.Account("x", { name: "Xenia ${ownNumber()} AG", ${fields} });`;
const user = (fields: string) => `new reseller.User("u", { email: "anna${ownNumber()}@example.com", ${fields} });`;
const NOBODY = "11111111-1111-4111-8111-111111111111";

/** Of gridscale Partner. */
export const gridscaleBadInputs: readonly BadInput[] = [
  {
    what: "malformed addresses, roles and policies of deletion, in two resources, all at once",
    program: `${account('onDelete: "decommission", state: "trial"')}${user('email: "nobody", realmAccess: "Chief", password: "x"')}`,
    says: [
      "5 problems in 2 resources",
      'onDelete is "decommission", which the portal doesn\'t support',
      "state is not a field of gridscale Partner (derived contract, unverified)",
      'email is "nobody", but must be an e-mail address',
      'realmAccess is "Chief", which is not a role; the roles are Read Only, Write, Admin (rule gridscale/X2)',
      "password is not a field of gridscale Partner (derived contract, unverified): people set their own password",
    ],
  },
  {
    what: "the role of an owner, and a role on a project (gridscale/L10, gridscale/L13)",
    program: `${user(`access: [{ account: "${NOBODY}", profile: "Owner" }]`)}
new reseller.User("b", { email: "ben@example.com", access: [{ account: "a", profile: "Admin", project: "p" }] });`,
    says: [
      "2 problems in 2 resources",
      "declare the owner on the Account, in owner",
      "(rule gridscale/L13)",
      'access[0].project is "p", but access is to a whole account, not to a project (rule gridscale/L10)',
    ],
  },
  {
    what: "a profile that is no role, with the nearest and what it has too much and too little (gridscale/X2)",
    program: `new reseller.Profile("p", { name: "Helpdesk", level: "client", permissions: ["view", "manage_users"] });`,
    says: [
      "permissions are not those of a role",
      "The closest is",
      "has too little: manage_users",
      "(rule gridscale/X2)",
    ],
  },
  {
    what: "access that the realm gives already (gridscale/L11)",
    program: user(`realmAccess: "Admin", access: [{ account: "${NOBODY}", profile: "Read Only" }]`),
    says: ["gives what realmAccess admin gives on every account already", "(rule gridscale/L11)"],
  },
  {
    what: "a UUID of no user, as an owner (gridscale/L13)",
    isToldByPortal: true,
    program: account(`owner: "${NOBODY}"`),
    says: ["which is nobody's UUID", "(rule gridscale/L13)"],
  },
  {
    what: "an owner who is locked (gridscale/L13)",
    program: `const olga = ${user("locked: true")}${account("owner: olga")}`,
    says: ["owner is u, who is locked", "(rule gridscale/L13)"],
  },
  {
    what: "a location that two sites share a name with, and a feature that there is not (gridscale/X4)",
    isToldByPortal: true,
    program: account('locations: ["Frankfurt"], features: ["kubernets"]'),
    says: ["is the name of several locations", "did you mean kubernetes", "(rule gridscale/X4)"],
  },
  {
    what: "a feature that is switched on in two places (gridscale/X3)",
    program: `const x = ${account('features: ["gpu"]')} new reseller.ServiceActivation("s", { account: x, service: "gpu" });`,
    says: ["has among its features already", "(rule gridscale/X3)"],
  },
  {
    what: "a limit that accounts don't have (gridscale/L19)",
    isToldByPortal: true,
    program: `const x = ${account("")} new reseller.Quota("q", { account: x, limits: { core: 5 } });`,
    says: ["limits.core", "is not a limit of the portal; did you mean cores", "(rule gridscale/L19)"],
  },
  {
    what: "a project, which can't be made",
    program: `const x = ${account("")} new reseller.Project("p", { account: x, name: "shop" });`,
    says: ["has no Project: the known contract can't create projects"],
  },
  {
    what: "two resources for one person",
    program: `${user('email: "twice@example.com"')} new reseller.User("u2", { email: "twice@example.com" });`,
    says: ["names the same object as the resource u;"],
  },
];
