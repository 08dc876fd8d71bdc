import { type BadInput, ownNumber } from "./badInput";

const account = (fields: string) =>
  `new reseller.Account("x", { name: "Xenia AG", email: "it${ownNumber()}@x.example", ownerFirstName: "Olga", ownerLastName: "Owner", externalId: "C-1", ${fields} });`;
const user = (fields: string) =>
  `new reseller.User("u", { username: "anna${ownNumber()}", email: "u@example.com", ${fields} });`;
const profile = (fields: string) =>
  `new reseller.Profile("p", { name: "Readers ${ownNumber()}", rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }], ${fields} });`;

/** Of Scaleway. */
export const scalewayBadInputs: readonly BadInput[] = [
  {
    what: "malformed names, addresses, passwords and tags, in three resources, all at once",
    program: `${account('name: "X", email: "nobody", onDelete: "delete"')}${user(`username: "anna+x@y.ch", password: "${"p".repeat(73)}", tags: [${Array.from({ length: 11 }, (_, index) => `"t${index}"`).join(", ")}]`)}${profile('name: "Readers / all", tags: ["team:a"]')}`,
    says: [
      "8 problems in 3 resources",
      'name is "X", but must have at least 2 characters (rule scaleway/C1)',
      'email is "nobody", but must be an e-mail address',
      'onDelete is "delete", but no Organization can be deleted',
      'username is "anna+x@y.ch", but must only have letters, digits and the signs',
      "password is a secret value, but must have at most 72 bytes, has 73",
      "must be at most 10 (rule scaleway/U6)",
      'name is "Readers / all", but must only have letters, digits, spaces between words',
      '"team:a" has others (rule scaleway/U6)',
    ],
  },
  {
    what: "a policy for no group, and one for two (scaleway/P2)",
    program: `${profile('group: ""')} new reseller.Profile("q", { name: "Q", group: ["Editors", "Administrators"], rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }] });`,
    says: [
      'group is "", but must not be empty',
      'group is ["Editors","Administrators"], but must be',
      "(rule scaleway/P2)",
    ],
  },
  {
    what: "sets of two scope types in one rule (scaleway/P3), one for Organization features with projects (scaleway/P3), and an unknown one, with the nearest that there are (scaleway/P4)",
    isToldByPortal: true,
    program: profile(`rules: [
      { permissionSets: ["BillingReadOnly", "AllProductsReadOnly"], scope: "organization" },
      { permissionSets: ["BillingReadOnly"], scope: { projects: ["11111111-1111-4111-8111-111111111111"] } },
      { permissionSets: ["ResellerFulAccess"], scope: "organization" },
    ]`),
    says: [
      "rules[0].permissionSets mixes BillingReadOnly (Organization features) with AllProductsReadOnly (projects): split it into two rules (rule scaleway/P3)",
      'rules[1].scope names projects, but BillingReadOnly is for Organization features: set scope "organization" (rule scaleway/P3)',
      'rules[2].permissionSets has "ResellerFulAccess"',
      "did you mean ResellerFullAccess",
      "(rule scaleway/P4)",
    ],
  },
  {
    what: "a rule with neither scope",
    program: profile('rules: [{ permissionSets: ["BillingReadOnly"] }]'),
    says: ['rules[0].scope is missing: set "organization", or { projects: [...] }'],
  },
  {
    what: "names of what every Organization has (scaleway/P1)",
    program: `${profile('name: "Administrators"')} new reseller.Profile("q", { name: "Group - Editors", group: "Editors", rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }] });`,
    says: [
      'set group: "Administrators"',
      'is "Group - Editors", a policy that every Organization has',
      "(rule scaleway/P1)",
    ],
  },
  {
    what: "two resources for one group, one person, and one customer",
    program: `${profile('name: "Twice"')}${user('username: "twice"')}${account('email: "twice@x.example"')} new reseller.Profile("p2", { name: "Twice", rules: [{ permissionSets: ["BillingManager"], scope: "organization" }] }); new reseller.User("u2", { username: "twice", email: "other@example.com" }); new reseller.Account("x2", { name: "Other AG", email: "twice@x.example", ownerFirstName: "Olga", ownerLastName: "Owner", externalId: "C-2" });`,
    says: [
      "names the same object as the resource p;",
      "names the same object as the resource u;",
      "names the same object as the resource x;",
    ],
  },
  {
    what: "the owner as a user (scaleway/U1)",
    isToldByPortal: true,
    program: user('username: "owner@partner.example"'),
    says: ["is the owner of the Organization", "(rule scaleway/U1)"],
  },
  {
    what: "an Organization that is not the partner's (scaleway/K2)",
    isToldByPortal: true,
    program: user('account: "11111111-1111-4111-8111-111111111111"'),
    says: ["which is not an Organization of this partner", "(rule scaleway/K2)"],
  },
  {
    what: "people of an Organization that nobody can have a key of yet (scaleway/K1)",
    isToldByPortal: true,
    program: `const x = ${account("")}${user("account: x")}`,
    says: ["is an Organization that doesn't exist yet", "(rule scaleway/K1)"],
  },
  {
    what: "an activation, and what else only other portals have",
    program: `${account('state: "trial", primaryColor: "#112233"')} new reseller.ServiceActivation("s", { account: "11111111-1111-4111-8111-111111111111", service: "s3" }); ${user('description: "d"')}`,
    says: [
      "Scaleway has no ServiceActivation: every product is open",
      "permission sets of a Profile",
      "state is not a field of Scaleway",
      "primaryColor is not a field of Scaleway",
      "description is not a field of Scaleway: use tags",
    ],
  },
  {
    what: "more of a quota than there is, with the ticket to write (scaleway/Q1)",
    isToldByPortal: true,
    program: `new reseller.Quota("q", { region: "fr-par", limits: { k8s_clusters: 11 } });`,
    says: [
      "limits.k8s_clusters",
      "is 11, but the quota of k8s_clusters in fr-par is 10",
      "open a ticket",
      "(rule scaleway/Q1)",
    ],
  },
  {
    what: "a missing required field",
    program: `new reseller.Account("x", { name: "Xenia AG" }); new reseller.Profile("p", { name: "P" });`,
    says: [
      "email is missing",
      "ownerFirstName is missing",
      "ownerLastName is missing",
      "externalId is missing",
      "rules is missing",
    ],
  },
];
