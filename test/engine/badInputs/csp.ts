import { ACME, LIMITS, STORAGE_PROFILE } from "../../support/programs";
import { type BadInput, ownNumber } from "./badInput";

const account = (fields: string) =>
  `new reseller.Account("x", { name: "X ${ownNumber()}", state: "trial", uprovideAccount: "UP-10001", ${fields} });`;
const user = (fields: string) =>
  `new reseller.User("u", { username: "u${ownNumber()}", email: "u@example.com", firstName: "U", lastName: "V", profiles: ["User-Adm"], ${fields} });`;
const profile = (fields: string) =>
  `new reseller.Profile("p", { name: "P ${ownNumber()}", level: "client", permissions: ["show_s3_panel"], ${fields} });`;
const acme = () => ACME.replace("Acme AG", `Acme ${ownNumber()}`);

/** Of the Cloud Service Portal. */
export const cspBadInputs: readonly BadInput[] = [
  {
    what: "a bad colour, URL, e-mail address and state, in two resources, all at once (csp/C4)",
    program: `${account('state: "gold", primaryColor: "red", secondaryColor: "#12345", iconUrl: "javascript:alert(1)"')}${user('email: "nobody"')}`,
    says: [
      "5 problems in 2 resources",
      'state is "gold", but must be one of trial, demo, production, managed (rule csp/C3)',
      'primaryColor is "red", but must be a hexadecimal colour of the form #RRGGBB, such as #1A2B3C (rule csp/C4)',
      'secondaryColor is "#12345", but must be a hexadecimal colour',
      'iconUrl is "javascript:alert(1)", but must be an https URL',
      'email is "nobody", but must be an e-mail address',
    ],
  },
  {
    what: "the state disabled (csp/C3)",
    program: account('state: "disabled"'),
    says: ["only the portal's provider sets", "(rule csp/C3)"],
  },
  {
    what: "the state inactive (csp/C3)",
    program: account('state: "inactive"'),
    says: ["only the portal's provider sets", "(rule csp/C3)"],
  },
  {
    what: "a deletion policy that the portal lacks (csp/C7)",
    program: account('onDelete: "delete"'),
    says: ["can't delete or lock a customer", "(rule csp/C7)"],
  },
  {
    what: "negative, fractional and missing quota numbers (csp/Q11)",
    program: `new reseller.QuotaProfile("q", { name: "Q", limits: { ...${LIMITS}, vcpus: -1, ramGb: 1.5, routers: undefined } });`,
    says: [
      "limits.vcpus is -1, but must not be negative (rule csp/Q11)",
      "limits.ramGb is 1.5, but must be a whole number",
      "limits.routers is missing",
    ],
  },
  {
    what: "a global-only field on a client's quota profile (csp/Q1)",
    program: `${acme()} new reseller.QuotaProfile("q", { name: "Q", account: acme, inheritable: true, limits: ${LIMITS} });`,
    says: ["inheritable is true on a profile of one account", "(rule csp/Q1)"],
  },
  {
    what: "two defaults in one scope (csp/Q3)",
    program: ["A", "B"]
      .map((name) => `new reseller.QuotaProfile("${name}", { name: "${name}", default: true, limits: ${LIMITS} });`)
      .join(""),
    says: ["default is true, but A is already the default of the same scope", "(rule csp/Q3)"],
  },
  {
    what: "an unknown permission, with the nearest known ones; a client profile with a Clients permission (csp/P1); a standard profile declared (csp/P7)",
    isToldByPortal: true,
    program: profile('name: "User-Adm", permissions: ["show_clients", "show_s3_panel", "show_s3_pannel"]'),
    says: [
      'permissions has "show_s3_pannel"',
      "did you mean show_s3_panel",
      "permissions has show_clients, which would give everybody with this profile reseller rights",
      "(rule csp/P1)",
      "name User-Adm is a standard profile",
      "(rule csp/P7)",
    ],
  },
  {
    what: "a reseller profile without one (csp/P2)",
    isToldByPortal: true,
    program: profile('level: "reseller"'),
    says: ["has none of the Clients permissions", "(rule csp/P2)"],
  },
  {
    what: "a user without a profile (csp/U1)",
    program: user("profiles: []"),
    says: ["at least one profile", "csp/U1"],
  },
  {
    what: "a profile that doesn't exist (csp/U1), and an account id that doesn't",
    isToldByPortal: true,
    program: user('profiles: ["User-Admn"], account: "cli_nowhere"'),
    says: ["did you mean User-Adm", "(rule csp/U1)", "not the id of a client of this realm"],
  },
  {
    what: "a client's user with the standard reseller profile (csp/U3)",
    program: `${acme()}${user('account: acme, profiles: ["Client-Adm"]')}`,
    says: ["Client-Adm", "gives access to all customers", "(rule csp/U3)"],
  },
  {
    what: "a client's user with a reseller profile of the same program (csp/U2)",
    program: `${acme()} const desk = new reseller.Profile("desk", { name: "Desk", level: "reseller", permissions: ["show_clients"] }); ${user("account: acme, profiles: [desk]")}`,
    says: ['names the reseller profile "Desk"', "(rule csp/U2)"],
  },
  {
    what: "S3 available without OpenStack (csp/V1)",
    program: account('availableServices: ["s3"]'),
    says: ["has s3 without openstack", "(rule csp/V1)"],
  },
  {
    what: "S3 activated without OpenStack (csp/V1)",
    isToldByPortal: true,
    program: `${acme()} new reseller.ServiceActivation("s3", { account: acme, service: "s3" });`,
    says: ["needs openstack", "(rule csp/V1)"],
  },
  {
    what: "a service that the account doesn't have (csp/V2)",
    program: `${acme()} new reseller.ServiceActivation("b", { account: acme, service: "backup" });`,
    says: ["add backup to its availableServices", "(rule csp/V2)"],
  },
  {
    what: "a project without OpenStack (csp/O1)",
    isToldByPortal: true,
    program: `${acme()} new reseller.Quota("q", { account: acme, region: "ch-1", limits: ${LIMITS} }); new reseller.Project("p", { account: acme, name: "main" });`,
    says: ["no active openstack", "(rule csp/O1)"],
  },
  {
    what: "two resources for the same object",
    program: `${acme()}${STORAGE_PROFILE} new reseller.Profile("again", { name: "Storage", level: "client", permissions: [] });`,
    says: ["names the same object as the resource storage"],
  },
  {
    what: "two resources for the same object of an account that has no id yet",
    program: `${acme()}${["a", "b"].map((name) => `new reseller.Quota("${name}", { account: ${name === "a" ? "acme" : "acme.id"}, region: "ch-1", limits: ${LIMITS} });`).join("")}`,
    says: ["names the same object as the resource a"],
  },
  {
    what: "a name with control characters",
    program: account('name: "A\\u0007cme"'),
    says: ["must not have control or invisible characters (found U+0007)"],
  },
  {
    what: "a name that is too long",
    program: account(`name: "${"x".repeat(65)}"`),
    says: ["at most 64 characters, has 65"],
  },
  {
    what: "an unknown property, with the nearest known one",
    program: account('primaryColour: "#112233"'),
    says: ["primaryColour is not a property of Account; did you mean primaryColor"],
  },
  {
    what: "a region that doesn't exist",
    isToldByPortal: true,
    program: `${acme()} new reseller.Quota("q", { account: acme, region: "ch-9", limits: ${LIMITS} });`,
    says: ["not a region of the portal", "ch-1"],
  },
  {
    what: "a role for somebody of another account",
    program: `${acme()} const other = new reseller.Account("other", { name: "Other", state: "trial", uprovideAccount: "UP-10002" });
      const bob = new reseller.User("bob", { account: other, username: "b", email: "b@example.com", firstName: "B", lastName: "C", profiles: ["User"] });
      new reseller.ServiceActivation("os", { account: acme, service: "openstack" });
      new reseller.Project("p", { account: acme, name: "p", roles: [{ user: bob, roles: ["member"] }] });`,
    says: ["roles names the user bob, who belongs to other"],
  },
  {
    what: "access times that go backwards and an address that is none, with what they must be (csp/A3)",
    program: user('accessTimes: [{ days: ["mon"], from: "18:00", to: "08:00" }], sourceAddresses: ["10.0.0.0/99"]'),
    says: ["accessTimes[0].to", "later than from", "sourceAddresses[0]", "IP address or a CIDR block", "(rule csp/A3)"],
  },
  {
    what: "a confirmation of a rule that doesn't exist",
    program: account('confirm: ["csp/C66"]'),
    says: ["not a rule that can be confirmed; did you mean csp/C6"],
  },
  {
    what: "permissions beside a template, a quota without numbers, a quota that follows nothing",
    program: `${acme()}${profile('basedOn: "User"')} new reseller.Quota("q", { account: acme, region: "ch-1" }); new reseller.Quota("r", { account: acme, region: "ch-2", limits: ${LIMITS}, followProfile: true });`,
    says: [
      "permissions is set in addition to basedOn",
      "limits is missing",
      "followProfile is true, but there is no profile to follow",
    ],
  },
  {
    what: "a missing required field",
    program: `new reseller.User("u", { username: "u" });`,
    says: ["email is missing", "firstName is missing", "lastName is missing", "profiles is missing"],
  },
];
