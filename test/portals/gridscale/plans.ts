import axios from "axios";
import { GridscaleByHand } from "./byHand";
import { inLine, type PlanCase, type PlanTable, replaced, without } from "../../review/plans/planTable";

/** Three accounts with an owner each, people of the partner, and one who reads in an account. */
const REALM = `
const reader = new reseller.Profile("reader", { name: "Read Only", level: "client" });
const administrator = new reseller.Profile("administrator", { name: "Admin", level: "client" });
const petra = new reseller.User("petra", { email: "petra@partner.example", lastName: "Frei", realmAccess: "Admin" });
const nils = new reseller.User("nils", { email: "nils@partner.example", lastName: "Graf", realmAccess: "Read Only" });
const anna = new reseller.User("anna", { email: "anna@alpina.example", lastName: "Keller" });
const sara = new reseller.User("sara", { email: "sara@helvetia.example", lastName: "Meier" });
const claire = new reseller.User("claire", { email: "claire@jura.example", lastName: "Dubois" });
const alpina = new reseller.Account("alpina", { name: "Alpina Bau AG", owner: anna, locations: ["zrh"] }, { protect: false });
const helvetia = new reseller.Account("helvetia", { name: "Helvetia Foods GmbH", owner: sara, locations: ["zrh"] }, { protect: false });
const jura = new reseller.Account("jura", { name: "Jura Medtech SA", owner: claire, locked: true, onDelete: "delete" }, { protect: false });
const marc = new reseller.User("marc", { email: "marc@auditors.example", lastName: "Favre", access: [{ account: alpina, profile: reader }] });
const timo = new reseller.User("timo", { email: "timo@partner.example", lastName: "Vogt", locked: true, access: [{ account: alpina, profile: reader }] });
const small = new reseller.QuotaProfile("small", { name: "small", limits: { cores: 8, memory: 32 } });
const quota = new reseller.Quota("quota", { account: alpina, profile: small });
const own = new reseller.Quota("own", { account: helvetia, limits: { cores: 8 } });
const kubernetes = new reseller.ServiceActivation("kubernetes", { account: alpina, service: "kubernetes" });
`;

const cases: PlanCase[] = [
  { what: "nothing changes", program: REALM, finds: [], exitCode: 0 },
  {
    what: "a role in one account becomes the same in the whole realm",
    program: inLine(REALM, "const marc", "access: [{ account: alpina, profile: reader }]", 'realmAccess: "Read Only"'),
    finds: [
      {
        id: "ESC-01",
        subject: "User/marc",
        says: "marc@auditors.example may from now on, in every account: see everything.",
        people: ["User/marc"],
        accounts: ["*"],
        line: "const marc =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a role in the realm is raised",
    program: inLine(REALM, "const nils", '"Read Only"', '"Admin"'),
    finds: [
      {
        id: "ESC-01",
        subject: "User/nils",
        says: "nils@partner.example may from now on, in every account: make, change, lock and delete accounts; manage people and the roles that they have; see and change prices and invoices; make, change and delete servers, storages and networks.",
        people: ["User/nils"],
        accounts: ["*"],
        line: "const nils =",
      },
      {
        id: "ESC-05",
        subject: "User/nils",
        says: "nils@partner.example may from now on, in every account: manage people and the roles that they have. This allows them to grant themselves more permissions.",
        people: ["User/nils"],
        accounts: ["*"],
        line: "const nils =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a role in a second account",
    program: inLine(
      REALM,
      "const marc",
      "profile: reader }]",
      "profile: reader }, { account: helvetia, profile: reader }]",
    ),
    finds: [
      {
        id: "ESC-01",
        subject: "User/marc",
        says: "marc@auditors.example may from now on, in accounts that are not their own (Helvetia Foods GmbH): see everything.",
        people: ["User/marc"],
        accounts: ["Account/helvetia"],
        line: "const marc =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a role in the account that somebody has already is raised",
    program: inLine(REALM, "const marc", "profile: reader", 'profile: "Read and Write"'),
    finds: [],
    lacks: ["ESC-01", "ESC-07"],
    exitCode: 10,
  },
  {
    what: "somebody who reads becomes an administrator",
    program: inLine(REALM, "const marc", "profile: reader", "profile: administrator"),
    finds: [
      {
        id: "ESC-05",
        subject: "User/marc",
        says: "marc@auditors.example may from now on, in Alpina Bau AG: manage people and the roles that they have. This allows them to grant themselves more permissions.",
        people: ["User/marc"],
        accounts: ["Account/alpina"],
        line: "const marc =",
      },
      {
        id: "ESC-07",
        subject: "User/marc",
        says: "marc@auditors.example may from now on, in Alpina Bau AG: manage people and the roles that they have.",
        people: ["User/marc"],
        accounts: ["Account/alpina"],
        line: "const marc =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "the realm's only administrator reads from now on",
    program: inLine(REALM, "const petra", '"Admin"', '"Read Only"'),
    finds: [
      {
        id: "OWN-01",
        subject: "plan",
        says: "Nobody can manage the reseller's own people any more: until now petra@partner.example could.",
        people: ["User/petra"],
        accounts: ["*"],
      },
    ],
    exitCode: 11,
  },
  {
    what: "somebody else owns an account",
    program: inLine(REALM, "const alpina", "owner: anna", "owner: sara"),
    finds: [
      {
        id: "ESC-01",
        subject: "User/sara",
        says: "sara@helvetia.example may from now on, in accounts that are not their own (Alpina Bau AG): manage people and the roles that they have; do everything, and decide who else may do what; see and change prices and invoices; make, change and delete servers, storages and networks; see everything.",
        people: ["User/sara"],
        accounts: ["Account/alpina"],
        line: "const sara =",
      },
      {
        id: "ESC-05",
        subject: "User/sara",
        says: "sara@helvetia.example may from now on, in Alpina Bau AG: manage people and the roles that they have. This allows them to grant themselves more permissions.",
        people: ["User/sara"],
        accounts: ["Account/alpina"],
        line: "const sara =",
      },
      {
        id: "OWN-03",
        subject: "Account/alpina",
        says: "sara@helvetia.example will own Alpina Bau AG in place of anna@alpina.example, who stays as an administrator.",
        people: ["User/anna", "User/sara"],
        accounts: ["Account/alpina"],
        rule: "gridscale/L9",
        line: "const alpina =",
      },
    ],
    effects: [
      "sara@helvetia.example may from now on in Alpina Bau AG: see and change prices and invoices; manage people and the roles that they have; make, change and delete servers, storages and networks; do everything, and decide who else may do what; see everything.",
      "anna@alpina.example may no longer in Alpina Bau AG: do everything, and decide who else may do what.",
    ],
    exitCode: 20,
  },
  {
    what: "an account is renamed",
    program: inLine(REALM, "const alpina", '"Alpina Bau AG"', '"Alpina AG"'),
    finds: [],
    lacks: ["OWN-03"],
    exitCode: 10,
  },
  {
    what: "a new person becomes owner",
    program: inLine(REALM, "const alpina", "owner: anna", "owner: fred").replace(
      "const alpina",
      'const fred = new reseller.User("fred", { email: "fred@alpina.example", lastName: "Moser" });\nconst alpina',
    ),
    finds: [
      {
        id: "ESC-04",
        subject: "User/fred",
        says: "fred@alpina.example is new, and may from the start, in Alpina Bau AG: manage people and the roles that they have; do everything, and decide who else may do what.",
        people: ["User/fred"],
        accounts: ["Account/alpina"],
        line: "const fred =",
      },
      {
        id: "ESC-05",
        subject: "User/fred",
        says: "fred@alpina.example may from now on, in Alpina Bau AG: manage people and the roles that they have. This allows them to grant themselves more permissions.",
        people: ["User/fred"],
        accounts: ["Account/alpina"],
        line: "const fred =",
      },
      {
        id: "OWN-03",
        subject: "Account/alpina",
        says: "fred@alpina.example will own Alpina Bau AG in place of anna@alpina.example, who stays as an administrator.",
        people: ["User/anna", "User/fred"],
        accounts: ["Account/alpina"],
        rule: "gridscale/L9",
        line: "const alpina =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a person is locked",
    program: inLine(REALM, "const marc", "access:", "locked: true, access:"),
    finds: [
      {
        id: "LCK-01",
        subject: "User/marc",
        says: "marc@auditors.example is locked, and can't log in any more.",
        people: ["User/marc"],
        accounts: ["Account/alpina"],
        rule: "gridscale/L7",
        line: "const marc =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "an owner is locked",
    program: inLine(REALM, "const anna", 'lastName: "Keller"', 'lastName: "Keller", locked: true'),
    finds: [
      {
        id: "PRV-01",
        subject: "Account/alpina",
        says: "The provider refuses the change of Account/alpina: owner is anna, who is locked: choose somebody who can log in, or unlock the person (rule gridscale/L13)",
        rule: "gridscale/L13",
      },
    ],
    exitCode: 30,
    gaps: ["the provider's errors are listed as findings"],
  },
  {
    what: "a person is unlocked",
    program: inLine(REALM, "const timo", "locked: true", "locked: false"),
    finds: [
      {
        id: "LCK-02",
        subject: "User/timo",
        says: "timo@partner.example is unlocked, and can log in again.",
        people: ["User/timo"],
        accounts: ["Account/alpina"],
        line: "const timo =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "an account is locked",
    program: inLine(REALM, "const alpina", "owner: anna", "owner: anna, locked: true"),
    finds: [
      {
        id: "LCK-03",
        subject: "Account/alpina",
        says: "Alpina Bau AG is locked: anna@alpina.example and marc@auditors.example can't enter it any more. Its workloads keep running, and are billed.",
        people: ["User/anna", "User/marc"],
        accounts: ["Account/alpina"],
        rule: "gridscale/L1",
        line: "const alpina =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "an account is unlocked",
    program: inLine(REALM, "const jura", "locked: true", "locked: false"),
    finds: [
      {
        id: "ESC-05",
        subject: "User/claire",
        says: "claire@jura.example may from now on, in Jura Medtech SA: manage people and the roles that they have. This allows them to grant themselves more permissions.",
        people: ["User/claire"],
        accounts: ["Account/jura"],
        line: "const claire =",
      },
      {
        id: "ESC-07",
        subject: "User/claire",
        says: "claire@jura.example may from now on, in Jura Medtech SA: manage people and the roles that they have; do everything, and decide who else may do what.",
        people: ["User/claire"],
        accounts: ["Account/jura"],
        line: "const claire =",
      },
      {
        id: "LCK-04",
        subject: "Account/jura",
        says: "Jura Medtech SA is unlocked: claire@jura.example can enter it again.",
        people: ["User/claire"],
        accounts: ["Account/jura"],
        line: "const jura =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a lock is no longer managed",
    program: inLine(REALM, "const jura", "locked: true, ", ""),
    finds: [],
    lacks: ["LCK-04"],
    exitCode: 10,
  },
  {
    what: "an account that is to be deleted leaves",
    program: without(REALM, "const jura"),
    finds: [
      {
        id: "IRR-05",
        subject: "Account/jura",
        says: "Jura Medtech SA is deleted at the portal, with everything in it.",
        accounts: ["Account/jura"],
        rule: "gridscale/L4",
        formerLine: "const jura =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "an account that is to be deleted leaves with its owner",
    program: without(REALM, "const jura", "const claire"),
    finds: [
      {
        id: "IRR-01",
        subject: "User/claire",
        says: "claire@jura.example is deleted: password, roles and tokens are permanently lost. If the person is created again, it is a different person at the portal.",
        people: ["User/claire"],
        rule: "gridscale/L8",
        formerLine: "const claire =",
      },
      {
        id: "IRR-05",
        subject: "Account/jura",
        says: "Jura Medtech SA is deleted at the portal, with everything in it.",
        accounts: ["Account/jura"],
        rule: "gridscale/L4",
        formerLine: "const jura =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "an account that is retained leaves",
    program: without(REALM, "const helvetia", "const own"),
    finds: [
      {
        id: "KEP-01",
        subject: "Account/helvetia",
        says: "Helvetia Foods GmbH is removed from the program, stays unchanged at the portal, and is no longer managed.",
        people: ["User/sara"],
        accounts: ["Account/helvetia"],
        formerLine: "const helvetia =",
      },
      {
        id: "KEP-01",
        subject: "Quota/own",
        says: "The quota of Helvetia Foods GmbH is removed from the program, and stays unchanged at the portal.",
        accounts: ["Account/helvetia"],
        formerLine: "const own =",
      },
    ],
    lacks: ["IRR-05"],
    effects: [],
    exitCode: 10,
  },
  {
    what: "a person is deleted",
    program: without(REALM, "const marc"),
    finds: [
      {
        id: "IRR-01",
        subject: "User/marc",
        says: "marc@auditors.example is deleted: password, roles and tokens are permanently lost. If the person is created again, it is a different person at the portal.",
        people: ["User/marc"],
        accounts: ["Account/alpina"],
        rule: "gridscale/L8",
        formerLine: "const marc =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "an owner is deleted, and no other declared",
    program: replaced(without(REALM, "const anna"), ["owner: anna, ", ""]),
    finds: [
      {
        id: "IRR-01",
        subject: "User/anna",
        says: "anna@alpina.example is deleted: password, roles and tokens are permanently lost. If the person is created again, it is a different person at the portal.",
        people: ["User/anna"],
        accounts: ["Account/alpina"],
        rule: "gridscale/L8",
        formerLine: "const anna =",
      },
      {
        id: "OWN-01",
        subject: "Account/alpina",
        says: "Nobody can manage the people of Alpina Bau AG any more: until now anna@alpina.example could.",
        people: ["User/anna"],
        accounts: ["Account/alpina"],
        line: "const alpina =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "the provider refuses a limit below usage",
    program: inLine(REALM, "const own", "cores: 8", "cores: 1"),
    finds: [
      {
        id: "QUO-03",
        subject: "Quota/own",
        says: "The provider refuses the change of Quota/own: limits.cores is 1, but 4 are in use: reduce usage first, or set at least 4 (rule gridscale/L19)",
        rule: "gridscale/L19",
      },
    ],
    exitCode: 30,
    gaps: ["the provider's errors are listed as findings"],
  },
  {
    what: "more cores than there are",
    program: inLine(REALM, "const own", "cores: 8", "cores: 9"),
    file: 'pools: { "*": { cores: 16 } }',
    finds: [
      {
        id: "QUO-01",
        subject: "quota * cores",
        says: "The limits of all accounts add up to 17 cores (until now 16), and the pool is 16.",
      },
    ],
    exitCode: 11,
  },
  {
    what: "as many cores as there are",
    program: inLine(REALM, "const own", "cores: 8", "cores: 9"),
    file: 'pools: { "*": { cores: 17 } }',
    finds: [],
    lacks: ["QUO-01"],
    exitCode: 10,
  },
  {
    what: "a new person with the same role in two new accounts",
    program: `${REALM}const one = new reseller.Account("one", { name: "One AG", owner: anna });\nconst two = new reseller.Account("two", { name: "Two AG", owner: anna });\nnew reseller.User("fred", { email: "fred@partner.example", lastName: "Moser", access: [{ account: one, profile: reader }, { account: two, profile: reader }] });`,
    finds: [
      {
        id: "ESC-01",
        subject: "User/anna",
        says: "anna@alpina.example may from now on, in accounts that are not their own (One AG and Two AG): manage people and the roles that they have; do everything, and decide who else may do what; see and change prices and invoices; make, change and delete servers, storages and networks; see everything.",
        people: ["User/anna"],
        accounts: ["Account/one", "Account/two"],
        line: "const anna =",
      },
      {
        id: "ESC-01",
        subject: "User/fred",
        says: "fred@partner.example may from now on, in accounts that are not their own (One AG and Two AG): see everything.",
        people: ["User/fred"],
        accounts: ["Account/one", "Account/two"],
        line: 'new reseller.User("fred"',
      },
      {
        id: "ESC-05",
        subject: "User/anna",
        says: "anna@alpina.example may from now on, in One AG and Two AG: manage people and the roles that they have. This allows them to grant themselves more permissions.",
        people: ["User/anna"],
        accounts: ["Account/one", "Account/two"],
        line: "const anna =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a new person with other roles in two new accounts",
    program: `${REALM}const one = new reseller.Account("one", { name: "One AG", owner: anna });\nconst two = new reseller.Account("two", { name: "Two AG", owner: anna });\nnew reseller.User("fred", { email: "fred@partner.example", lastName: "Moser", access: [{ account: one, profile: reader }, { account: two, profile: administrator }] });`,
    finds: [
      {
        id: "ESC-01",
        subject: "User/anna",
        says: "anna@alpina.example may from now on, in accounts that are not their own (One AG and Two AG): manage people and the roles that they have; do everything, and decide who else may do what; see and change prices and invoices; make, change and delete servers, storages and networks; see everything.",
        people: ["User/anna"],
        accounts: ["Account/one", "Account/two"],
        line: "const anna =",
      },
      {
        id: "ESC-01",
        subject: "User/fred",
        says: "fred@partner.example may from now on, in accounts that are not their own (Two AG and One AG): manage people and the roles that they have; see everything; see and change prices and invoices; make, change and delete servers, storages and networks.",
        people: ["User/fred"],
        accounts: ["Account/one", "Account/two"],
        line: 'new reseller.User("fred"',
      },
      {
        id: "ESC-04",
        subject: "User/fred",
        says: "fred@partner.example is new, and may from the start, in Two AG: manage people and the roles that they have.",
        people: ["User/fred"],
        accounts: ["Account/two"],
        line: 'new reseller.User("fred"',
      },
      {
        id: "ESC-05",
        subject: "User/anna",
        says: "anna@alpina.example may from now on, in One AG and Two AG: manage people and the roles that they have. This allows them to grant themselves more permissions.",
        people: ["User/anna"],
        accounts: ["Account/one", "Account/two"],
        line: "const anna =",
      },
      {
        id: "ESC-05",
        subject: "User/fred",
        says: "fred@partner.example may from now on, in Two AG: manage people and the roles that they have. This allows them to grant themselves more permissions.",
        people: ["User/fred"],
        accounts: ["Account/two"],
        line: 'new reseller.User("fred"',
      },
    ],
    exitCode: 20,
  },
  {
    what: "a new person administers a new account",
    program: `${REALM}const one = new reseller.Account("one", { name: "One AG", owner: anna });\nnew reseller.User("fred", { email: "fred@partner.example", lastName: "Moser", access: [{ account: one, profile: administrator }] });`,
    finds: [
      {
        id: "ESC-01",
        subject: "User/anna",
        says: "anna@alpina.example may from now on, in accounts that are not their own (One AG): manage people and the roles that they have; do everything, and decide who else may do what; see and change prices and invoices; make, change and delete servers, storages and networks; see everything.",
        people: ["User/anna"],
        accounts: ["Account/one"],
        line: "const anna =",
      },
      {
        id: "ESC-04",
        subject: "User/fred",
        says: "fred@partner.example is new, and may from the start, in One AG: manage people and the roles that they have.",
        people: ["User/fred"],
        accounts: ["Account/one"],
        line: 'new reseller.User("fred"',
      },
      {
        id: "ESC-05",
        subject: "User/anna",
        says: "anna@alpina.example may from now on, in One AG: manage people and the roles that they have. This allows them to grant themselves more permissions.",
        people: ["User/anna"],
        accounts: ["Account/one"],
        line: "const anna =",
      },
      {
        id: "ESC-05",
        subject: "User/fred",
        says: "fred@partner.example may from now on, in One AG: manage people and the roles that they have. This allows them to grant themselves more permissions.",
        people: ["User/fred"],
        accounts: ["Account/one"],
        line: 'new reseller.User("fred"',
      },
    ],
    exitCode: 20,
  },
  {
    what: "access that isn't known yet",
    program: `${REALM}const one = new reseller.Account("one", { name: "One AG", owner: anna });\nnew reseller.User("fred", { email: "fred@partner.example", lastName: "Moser", access: one.id.apply((account) => [{ account, profile: "Admin" }]) });`,
    finds: [
      {
        id: "ESC-01",
        subject: "User/anna",
        says: "anna@alpina.example may from now on, in accounts that are not their own (One AG): manage people and the roles that they have; do everything, and decide who else may do what; see and change prices and invoices; make, change and delete servers, storages and networks; see everything.",
        people: ["User/anna"],
        accounts: ["Account/one"],
        line: "const anna =",
      },
      {
        id: "ESC-05",
        subject: "User/anna",
        says: "anna@alpina.example may from now on, in One AG: manage people and the roles that they have. This allows them to grant themselves more permissions.",
        people: ["User/anna"],
        accounts: ["Account/one"],
        line: "const anna =",
      },
      {
        id: "ESC-01",
        subject: "User/fred",
        says: "fred@partner.example may perhaps from now on, in every account: do something that the plan can't tell.",
        people: ["User/fred"],
        accounts: ["*"],
        certain: false,
        line: 'new reseller.User("fred"',
      },
      {
        id: "ESC-08",
        subject: "User/fred",
        says: "fred@partner.example may perhaps from now on, in every account: do something that the plan can't tell.",
        people: ["User/fred"],
        accounts: ["*"],
        certain: false,
        line: 'new reseller.User("fred"',
      },
    ],
    exitCode: 30,
    gaps: [
      "isn't known before apply",
      "What fred@partner.example may do depends on a role that isn't known yet, and can't be determined from the plan.",
    ],
  },
  {
    what: "a feature leaves",
    program: without(REALM, "const kubernetes"),
    finds: [
      {
        id: "KEP-01",
        subject: "ServiceActivation/kubernetes",
        says: "The service kubernetes of Alpina Bau AG is removed from the program, and stays unchanged at the portal.",
        accounts: ["Account/alpina"],
        formerLine: "const kubernetes =",
      },
    ],
    exitCode: 10,
  },
  {
    what: "the role of an owner is given to somebody",
    program: inLine(REALM, "const marc", "profile: reader", 'profile: "Owner"'),
    finds: [
      {
        id: "PRV-01",
        subject: "User/marc",
        says: 'The provider refuses the change of User/marc: access[0].profile is "Owner": declare the owner on the Account, in owner (rule gridscale/L13)',
        rule: "gridscale/L13",
      },
    ],
    exitCode: 30,
    gaps: ["the provider's errors are listed as findings"],
  },
  {
    what: "a profile, which is a name for a role, leaves",
    program: inLine(REALM, "const marc", "profile: reader", 'profile: "Read Only"')
      .split("\n")
      .filter((line) => !line.startsWith("const reader"))
      .join("\n")
      .replace("profile: reader", 'profile: "Read Only"'),
    finds: [],
    lacks: ["IRR-06"],
    exitCode: 10,
  },

  {
    what: "a role in the whole realm becomes the same in one account",
    program: without(REALM, "const petra").replace(
      "const marc",
      'const petra = new reseller.User("petra", { email: "petra@partner.example", lastName: "Frei", access: [{ account: alpina, profile: administrator }] });\nconst marc',
    ),
    finds: [
      {
        id: "OWN-01",
        subject: "plan",
        says: "Nobody can manage the reseller's own people any more: until now petra@partner.example could.",
        people: ["User/petra"],
        accounts: ["*"],
      },
    ],
    lacks: ["ESC-01", "ESC-07"],
    effects: [
      "petra@partner.example may no longer in every account: make, change, lock and delete accounts; see and change prices and invoices; manage people and the roles that they have; make, change and delete servers, storages and networks; see everything.",
    ],
    exitCode: 11,
  },
  {
    what: "that nobody and nothing is locked is declared",
    program: replaced(
      REALM,
      ['lastName: "Favre",', 'lastName: "Favre", locked: false,'],
      ["owner: anna,", "owner: anna, locked: false,"],
    ),
    finds: [],
    lacks: ["LCK-01", "LCK-03"],
    exitCode: 10,
  },
];

export const gridscalePlans: PlanTable = {
  portal: "gridscale",
  base: REALM,
  cases,
  async happen({ sandbox }) {
    const helvetia = await new GridscaleByHand(sandbox).contract("Helvetia Foods GmbH");
    await axios.put(`${sandbox.baseUrl}/_sandbox/gridscale/contracts/${String(helvetia["contract_uuid"])}/usage`, {
      cores: 4,
    });
    return {};
  },
};
