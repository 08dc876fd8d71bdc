import { inLine, type PlanTable, replaced } from "../../../review/plans/planTable";
import { inRealm, REALM } from "./realm";

/** The plan as the engine prints it without --show-sames. */
function withoutSames(plan: string): string {
  const { steps, ...rest } = JSON.parse(plan) as { steps: { op: string }[] };
  return JSON.stringify({ ...rest, steps: steps.filter(({ op }) => op !== "same") });
}

/** Who may do what: by profiles, directly, and as far as the plan can know it. */
export const accessPlans: PlanTable = inRealm([
  {
    what: "nothing changes",
    program: REALM,
    finds: [],
    exitCode: 0,
    headline: "Nothing to review: the plan changes nothing.",
    remarks: [
      "What nora of Gamma SA may do depends in part on objects that are not in this plan. This part doesn't change.",
    ],
  },
  { what: "a comment and another order of the program", program: `// Our realm.\n${REALM}`, finds: [], exitCode: 0 },
  {
    what: "somebody of the reseller gets another profile for all customers",
    program: inLine(REALM, "const eva", "profiles: [desk]", "profiles: [desk, managers]"),
    finds: [
      {
        id: "ESC-01",
        subject: "User/eva",
        says: "eva may from now on, in every account: create and change customers; create people; change people and give them other profiles.",
        people: ["User/eva"],
        accounts: ["*"],
        line: "const eva =",
      },
      {
        id: "ESC-05",
        subject: "User/eva",
        says: "eva may from now on, in every account: change people and give them other profiles. This allows them to grant themselves more permissions.",
        people: ["User/eva"],
        accounts: ["*"],
        line: "const eva =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "somebody of the reseller gets another address",
    program: inLine(REALM, "const eva", "eva@reseller", "eva.baumann@reseller"),
    finds: [
      {
        id: "IDN-01",
        subject: "User/eva",
        level: "escalation",
        says: "eva is reached at eva.baumann@reseller.example.com in place of eva@reseller.example.com, and holds: see all customers and enter their areas, in every account. Whoever uses it now has these permissions.",
        people: ["User/eva"],
        accounts: ["*"],
        line: "const eva =",
      },
    ],
    lacks: ["ESC-01"],
    exitCode: 20,
    headline: "Blocked: 1 escalation; nobody's rights change, 1 person has another sign-in name or contact address.",
  },
  {
    what: "a profile in use gains manage_clients",
    program: inLine(REALM, "const desk", '"show_users"', '"show_users", "manage_clients"'),
    finds: [
      {
        id: "ESC-02",
        subject: "Profile/desk",
        says: "eva has the profile Support Desk, and with it may from now on, in every account: create and change customers.",
        people: ["User/eva"],
        accounts: ["*"],
        rule: "csp/P5",
        line: "const desk =",
      },
    ],
    effects: ["eva may from now on in every account: create and change customers."],
    exitCode: 20,
  },
  {
    what: "a profile that nobody has gains manage_clients",
    program: inLine(REALM, "const auditors", '"show_usage"', '"show_usage", "manage_clients"'),
    finds: [],
    lacks: ["ESC-02"],
    exitCode: 10,
  },
  {
    what: "the provider refuses show_clients for a customers' profile in use",
    program: inLine(REALM, "const storage", '"manage_buckets"', '"manage_buckets", "show_clients"'),
    finds: [
      {
        id: "ESC-02",
        subject: "Profile/storage",
        says: "The provider refuses the change of Profile/storage: permissions has show_clients, which would give 2 users (Acme AG/bob, Beta GmbH/cleo) reseller rights: they could create and change other customers. Remove it, or declare another profile of level reseller (rule csp/P5)",
        rule: "csp/P5",
      },
    ],
    exitCode: 30,
    gaps: ["the provider's errors are listed as findings"],
    headline: "Cannot tell: 1 thing is missing. As far as is known: 1 escalation; no change of anybody's rights.",
  },
  {
    what: "a profile in use gains new passwords",
    program: inLine(REALM, "const desk", '"show_users"', '"show_users", "reset_password"'),
    finds: [
      {
        id: "ESC-01",
        subject: "Profile/desk",
        says: "eva may from now on, in every account: give people new passwords.",
        people: ["User/eva"],
        accounts: ["*"],
        line: "const desk =",
      },
      {
        id: "ESC-06",
        subject: "Profile/desk",
        says: "eva may from now on, in every account: give people new passwords. By resetting the password of somebody with more permissions, they can log in as that person.",
        people: ["User/eva"],
        accounts: ["*"],
        line: "const desk =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "the provider refuses to take the last Clients permission away",
    program: inLine(REALM, "const desk", '"show_clients", ', ""),
    finds: [
      {
        id: "ESC-03",
        subject: "Profile/desk",
        says: "The provider refuses the change of Profile/desk: permissions would lose the last of the Clients permissions (show_clients, manage_clients), and with it become visible to every customer: keep one, or declare another profile of level client (rule csp/P4)",
        rule: "csp/P4",
      },
    ],
    exitCode: 30,
    gaps: ["the provider's errors are listed as findings"],
  },
  {
    what: "a reseller's profile loses one of two Clients permissions",
    program: inLine(REALM, "const managers", '"manage_clients", ', ""),
    finds: [],
    lacks: ["ESC-03"],
    exitCode: 10,
  },
  {
    what: "a new administrator",
    program: `${REALM}new reseller.User("fred", { account: beta, username: "fred", email: "fred@beta.example.com", firstName: "Fred", lastName: "Moser", profiles: ["User-Adm"] });`,
    finds: [
      {
        id: "ESC-04",
        subject: "User/fred",
        says: "fred of Beta GmbH is new, and may from the start, in Beta GmbH: change what profiles and people are allowed to do; make permission profiles; create people; delete permission profiles; delete people; change people and give them other profiles; and 3 more.",
        people: ["User/fred"],
        accounts: ["Account/beta"],
        line: 'new reseller.User("fred"',
      },
      {
        id: "ESC-05",
        subject: "User/fred",
        says: "fred of Beta GmbH may from now on, in Beta GmbH: change what profiles and people are allowed to do. This allows them to grant themselves more permissions.",
        people: ["User/fred"],
        accounts: ["Account/beta"],
        line: 'new reseller.User("fred"',
      },
    ],
    exitCode: 20,
  },
  {
    what: "a new person for storage",
    program: `${REALM}new reseller.User("fred", { account: beta, username: "fred", email: "fred@beta.example.com", firstName: "Fred", lastName: "Moser", profiles: [storage] });`,
    finds: [],
    lacks: ["ESC-04"],
    exitCode: 10,
  },
  {
    what: "somebody new of the reseller",
    program: `${REALM}new reseller.User("fred", { username: "fred", email: "fred@beta.example.com", firstName: "Fred", lastName: "Moser", profiles: [desk] });`,
    finds: [
      {
        id: "ESC-01",
        subject: "User/fred",
        says: "fred may from now on, in every account: see all customers and enter their areas; see who the people are.",
        people: ["User/fred"],
        accounts: ["*"],
        line: 'new reseller.User("fred"',
      },
      {
        id: "ESC-04",
        subject: "User/fred",
        says: "fred is new, and may from the start, in every account: see all customers and enter their areas.",
        people: ["User/fred"],
        accounts: ["*"],
        line: 'new reseller.User("fred"',
      },
    ],
    exitCode: 20,
  },
  {
    what: "the right to change rights, given directly",
    program: inLine(
      REALM,
      "const bob",
      "profiles: [storage]",
      'profiles: [storage], permissions: ["manage_permissions"]',
    ),
    finds: [
      {
        id: "ESC-05",
        subject: "User/bob",
        says: "bob of Acme AG may from now on, in Acme AG: change what profiles and people are allowed to do. This allows them to grant themselves more permissions.",
        people: ["User/bob"],
        accounts: ["Account/acme"],
        line: "const bob =",
      },
      {
        id: "ESC-07",
        subject: "User/bob",
        says: "bob of Acme AG may from now on, in Acme AG: change what profiles and people are allowed to do.",
        people: ["User/bob"],
        accounts: ["Account/acme"],
        line: "const bob =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "the right to give out profiles",
    program: inLine(REALM, "const bob", "profiles: [storage]", 'profiles: [storage], permissions: ["edit_user"]'),
    finds: [
      {
        id: "ESC-05",
        subject: "User/bob",
        says: "bob of Acme AG may from now on, in Acme AG: change people and give them other profiles. This allows them to grant themselves more permissions.",
        people: ["User/bob"],
        accounts: ["Account/acme"],
        line: "const bob =",
      },
      {
        id: "ESC-07",
        subject: "User/bob",
        says: "bob of Acme AG may from now on, in Acme AG: change people and give them other profiles.",
        people: ["User/bob"],
        accounts: ["Account/acme"],
        line: "const bob =",
      },
    ],
    exitCode: 20,
    headline: "Blocked: 2 escalations; 1 person gains access.",
  },
  {
    what: "the right to describe profiles",
    program: inLine(
      REALM,
      "const bob",
      "profiles: [storage]",
      'profiles: [storage], permissions: ["edit_profile_description"]',
    ),
    finds: [],
    lacks: ["ESC-05"],
    exitCode: 10,
  },
  {
    what: "new passwords where an administrator is",
    program: inLine(REALM, "const bob", "profiles: [storage]", 'profiles: [storage], permissions: ["reset_password"]'),
    finds: [
      {
        id: "ESC-06",
        subject: "User/bob",
        says: "bob of Acme AG may from now on, in Acme AG: give people new passwords. By resetting the password of somebody with more permissions, they can log in as that person.",
        people: ["User/bob"],
        accounts: ["Account/acme"],
        line: "const bob =",
      },
      {
        id: "ESC-07",
        subject: "User/bob",
        says: "bob of Acme AG may from now on, in Acme AG: give people new passwords.",
        people: ["User/bob"],
        accounts: ["Account/acme"],
        line: "const bob =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "new passwords where nobody else is",
    program: inLine(REALM, "const cleo", "profiles: [storage]", 'profiles: [storage], permissions: ["reset_password"]'),
    finds: [
      {
        id: "ESC-07",
        subject: "User/cleo",
        says: "cleo of Beta GmbH may from now on, in Beta GmbH: give people new passwords.",
        people: ["User/cleo"],
        accounts: ["Account/beta"],
        line: "const cleo =",
      },
    ],
    lacks: ["ESC-06"],
    exitCode: 20,
  },
  {
    what: "the right to create people",
    program: inLine(REALM, "const bob", "profiles: [storage]", 'profiles: [storage], permissions: ["create_user"]'),
    finds: [
      {
        id: "ESC-07",
        subject: "User/bob",
        says: "bob of Acme AG may from now on, in Acme AG: create people.",
        people: ["User/bob"],
        accounts: ["Account/acme"],
        line: "const bob =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "the right to see what is used",
    program: inLine(REALM, "const bob", "profiles: [storage]", 'profiles: [storage], permissions: ["show_usage"]'),
    finds: [],
    lacks: ["ESC-07", "ESC-08"],
    exitCode: 10,
  },
  {
    what: "the only administrator is one no more",
    program: inLine(REALM, "const anna", 'profiles: ["User-Adm"]', 'profiles: [storage], confirm: ["csp/U5"]'),
    finds: [
      {
        id: "OWN-01",
        subject: "Account/acme",
        says: "Nobody can manage the people of Acme AG any more: until now anna of Acme AG could.",
        people: ["User/anna"],
        accounts: ["Account/acme"],
        rule: "csp/U5",
        line: "const acme =",
      },
    ],
    exitCode: 11,
    headline: "Needs an approval: 1 risk; 1 person loses access.",
  },
  {
    what: "the only administrator is one no more, and nobody has confirmed it",
    program: inLine(REALM, "const anna", 'profiles: ["User-Adm"]', "profiles: [storage]"),
    finds: [
      {
        id: "PRV-01",
        subject: "User/anna",
        says: 'The provider refuses the change of User/anna: profiles removes the permissions to create and edit users from the last user of this customer that has them: only the reseller could help bob. Grant these permissions to somebody else first (declared before this user, if it is the same program) (rule csp/U5). To confirm, add confirm: ["csp/U5"] to this resource',
        rule: "csp/U5",
      },
    ],
    exitCode: 30,
    gaps: ["the provider's errors are listed as findings"],
  },
  {
    what: "one of two administrators is one no more",
    program: inLine(REALM, "const dora", 'profiles: ["User-Adm"]', "profiles: [storage]"),
    finds: [],
    lacks: ["OWN-01"],
    exitCode: 10,
  },
  {
    what: "the reseller's only administrator is one no more",
    program: inLine(REALM, "const max", "profiles: [managers]", "profiles: [desk]"),
    finds: [
      {
        id: "OWN-01",
        subject: "plan",
        says: "Nobody can manage the reseller's own people any more: until now max could.",
        people: ["User/max"],
        accounts: ["*"],
        rule: "csp/U5",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a service that isn't available",
    program: `${REALM}new reseller.ServiceActivation("s3", { account: beta, service: "s3" });`,
    finds: [
      {
        id: "PRV-01",
        subject: "ServiceActivation/s3",
        says: "The provider refuses the change of ServiceActivation/s3: service is s3, which the account beta doesn't have: add s3 to its availableServices (rule csp/V2)",
        rule: "csp/V2",
      },
    ],
    exitCode: 30,
    gaps: ["the provider's errors are listed as findings"],
  },
  {
    what: "the provider refuses a reseller's profile for a customer's person",
    program: inLine(REALM, "const bob", "profiles: [storage]", "profiles: [desk]"),
    finds: [
      {
        id: "ESC-01",
        subject: "User/bob",
        says: 'The provider refuses the change of User/bob: profiles names the reseller profile "Support Desk", which would let a customer\'s user open and change other customers; choose a profile of level client (rule csp/U2)',
        rule: "csp/U2",
      },
    ],
    exitCode: 30,
    gaps: ["the provider's errors are listed as findings"],
  },
  {
    what: "the provider refuses Client-Adm for a customer's person",
    program: inLine(REALM, "const bob", "profiles: [storage]", 'profiles: ["Client-Adm"]'),
    finds: [
      {
        id: "ESC-01",
        subject: "User/bob",
        says: 'The provider refuses the change of User/bob: profiles names "Client-Adm", which is for the reseller\'s own people: it gives access to all customers. Choose User-Adm (rule csp/U3)',
        rule: "csp/U3",
      },
    ],
    exitCode: 30,
    gaps: ["the provider's errors are listed as findings"],
  },
  {
    what: "a new customer, profile and person in one plan are known by what refers to what",
    program: `${REALM}
const delta = new reseller.Account("delta", { name: "Delta AG", state: "trial", availableServices: ["openstack"], uprovideAccount: "UP-10004" });
const runners = new reseller.Profile("runners", { name: "Runners", level: "client", permissions: ["create_user", "edit_user"] });
new reseller.User("fred", { account: delta, username: "fred", email: "fred@delta.example.com", firstName: "Fred", lastName: "Moser", profiles: [runners] });`,
    finds: [
      {
        id: "ESC-04",
        subject: "User/fred",
        says: "fred of Delta AG is new, and may from the start, in Delta AG: create people; change people and give them other profiles.",
        people: ["User/fred"],
        accounts: ["Account/delta"],
        line: 'new reseller.User("fred"',
      },
      {
        id: "ESC-05",
        subject: "User/fred",
        says: "fred of Delta AG may from now on, in Delta AG: change people and give them other profiles. This allows them to grant themselves more permissions.",
        people: ["User/fred"],
        accounts: ["Account/delta"],
        line: 'new reseller.User("fred"',
      },
    ],
    exitCode: 20,
  },
  {
    what: "a profile's list that isn't known yet",
    program: `${REALM}
const delta = new reseller.Account("delta", { name: "Delta AG", state: "trial", availableServices: ["openstack"], uprovideAccount: "UP-10004" });
const runners = new reseller.Profile("runners", { name: "Runners", level: "client", permissions: delta.id.apply(() => ["create_user", "edit_user"]) });
new reseller.User("fred", { account: delta, username: "fred", email: "fred@delta.example.com", firstName: "Fred", lastName: "Moser", profiles: [runners] });`,
    finds: [
      {
        id: "ESC-08",
        subject: "User/fred",
        says: "fred of Delta AG may perhaps from now on, in Delta AG: do something that the plan can't tell.",
        people: ["User/fred"],
        accounts: ["Account/delta"],
        certain: false,
        line: 'new reseller.User("fred"',
      },
    ],
    exitCode: 30,
    gaps: [
      "permissions of Profile runners isn't known before apply",
      "What fred of Delta AG may do depends on Runners, and can't be determined from the plan.",
    ],
  },
  {
    what: "a person's profiles that aren't known yet",
    program: `${REALM}
const delta = new reseller.Account("delta", { name: "Delta AG", state: "trial", availableServices: ["openstack"], uprovideAccount: "UP-10004" });
new reseller.User("fred", { account: beta, username: "fred", email: "fred@beta.example.com", firstName: "Fred", lastName: "Moser", profiles: delta.id.apply(() => ["User-Adm"]) });`,
    finds: [
      {
        id: "ESC-08",
        subject: "User/fred",
        says: "fred of Beta GmbH may perhaps from now on, in Beta GmbH: do something that the plan can't tell.",
        people: ["User/fred"],
        accounts: ["Account/beta"],
        certain: false,
        line: 'new reseller.User("fred"',
      },
    ],
    exitCode: 30,
    gaps: [
      "profiles of User fred isn't known before apply",
      "What fred of Beta GmbH may do depends on a profile that isn't known yet, and can't be determined from the plan.",
    ],
  },
  {
    what: "two people change places",
    program: replaced(
      inLine(REALM, "const anna", 'profiles: ["User-Adm"]', 'profiles: [storage], confirm: ["csp/U5"]'),
      ['lastName: "Frei", profiles: [storage]', 'lastName: "Frei", profiles: ["User-Adm"]'],
    ),
    finds: [
      {
        id: "ESC-05",
        subject: "User/bob",
        says: "bob of Acme AG may from now on, in Acme AG: change what profiles and people are allowed to do. This allows them to grant themselves more permissions.",
        people: ["User/bob"],
        accounts: ["Account/acme"],
        line: "const bob =",
      },
      {
        id: "ESC-07",
        subject: "User/bob",
        says: "bob of Acme AG may from now on, in Acme AG: change what profiles and people are allowed to do; make permission profiles; create people; delete permission profiles; delete people; change people and give them other profiles; and 3 more.",
        people: ["User/bob"],
        accounts: ["Account/acme"],
        line: "const bob =",
      },
    ],
    lacks: ["OWN-01"],
    exitCode: 20,
  },
  {
    what: "a permission that the portal has since yesterday",
    program: inLine(REALM, "const bob", "profiles: [storage]", 'profiles: [storage], permissions: ["show_usage"]'),
    edited: (plan) => plan.replaceAll('"show_usage"', '"book_flights"'),
    finds: [
      {
        id: "ESC-08",
        subject: "User/bob",
        says: "bob of Acme AG may from now on, in Acme AG: do what book_flights stands for, which this version doesn't know. Look it up at the portal before you approve.",
        people: ["User/bob"],
        accounts: ["Account/acme"],
        line: "const bob =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a new person gets a profile that the plan doesn't have",
    program: `${REALM}new reseller.User("fred", { account: gamma, username: "fred", email: "fred@gamma.example.com", firstName: "Fred", lastName: "Moser", profiles: ["Made By Hand"] });`,
    finds: [
      {
        id: "ESC-08",
        subject: "User/fred",
        says: "fred of Gamma SA may perhaps from now on, in Gamma SA: do something that the plan can't tell.",
        people: ["User/fred"],
        accounts: ["Account/gamma"],
        certain: false,
        line: 'new reseller.User("fred"',
      },
    ],
    exitCode: 30,
    gaps: ["What fred of Gamma SA may do depends on the profile Made By Hand, which "],
  },
  {
    what: "from one profile that the plan doesn't have to another",
    program: inLine(REALM, "const nora", "Made By Hand", "Hand Made"),
    finds: [
      {
        id: "ESC-08",
        subject: "User/nora",
        says: "nora of Gamma SA may perhaps from now on, in Gamma SA: do something that the plan can't tell.",
        people: ["User/nora"],
        accounts: ["Account/gamma"],
        certain: false,
        line: "const nora =",
      },
    ],
    exitCode: 30,
    gaps: ["What nora of Gamma SA may do depends on the profile Hand Made, which thi"],
  },
  {
    what: "the plan without what stays the same",
    program: inLine(REALM, "const desk", '"show_users"', '"show_users", "manage_clients"'),
    edited: withoutSames,
    finds: [],
    exitCode: 30,
    gaps: [
      "The plan leaves out 26 of 26 resources that don't change, so nobody's ",
      "1 person has Profile desk at the portal, and the plan has 0 of them",
    ],
  },
  {
    what: "a profile in use gains something harmless for every customer",
    program: inLine(REALM, "const desk", '"show_users"', '"show_users", "show_usage"'),
    finds: [
      {
        id: "ESC-01",
        subject: "Profile/desk",
        says: "eva may from now on, in every account: see what projects use.",
        people: ["User/eva"],
        accounts: ["*"],
        line: "const desk =",
      },
    ],
    exitCode: 20,
  },
]);
