import { ScalewayByHand } from "./byHand";
import type { FindingId } from "../../../review";
import {
  type ExpectedFinding,
  inLine,
  type PlanCase,
  type PlanTable,
  replaced,
  without,
} from "../../review/plans/planTable";

/** The partner's own people, and a client's Organization with people of its own. */
const REALM = `
const beta = new reseller.Account("beta", { name: "beta", email: "beta@customer.example", ownerFirstName: "Olga", ownerLastName: "Owner", externalId: "C-beta", adopt: true }, { protect: false });
const alpina = new reseller.Account("alpina", { name: "Alpina Bau AG", email: "it@alpina.example", ownerFirstName: "Anna", ownerLastName: "Keller", externalId: "C-1001", onDelete: "lock" }, { protect: false });
const jura = new reseller.Account("jura", { name: "Jura Medtech SA", email: "it@jura.example", ownerFirstName: "Claire", ownerLastName: "Dubois", externalId: "C-1002", locked: true }, { protect: false });
const main = new reseller.Project("main", { name: "main" });
const side = new reseller.Project("side", { name: "side" });
const space = new reseller.Profile("space", { name: "Reseller", group: "Billing Administrators", rules: [{ permissionSets: ["ResellerFullAccess"], scope: "organization" }] });
const auditors = new reseller.Profile("auditors", { name: "Auditors", rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }] });
const builders = new reseller.Profile("builders", { name: "Builders", rules: [{ permissionSets: ["InstancesFullAccess"], scope: { projects: [main] } }, { permissionSets: ["ObjectStorageReadOnly"], scope: { projects: [main] }, condition: "request.ip == '192.0.2.1'" }] });
const idle = new reseller.Profile("idle", { name: "Idle", rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }] });
const people = new reseller.Profile("people", { name: "People", rules: [{ permissionSets: ["IAMUserManager"], scope: "organization" }] });
const eva = new reseller.User("eva", { username: "eva", email: "eva@partner.example", profiles: [space, people] });
const nina = new reseller.User("nina", { username: "nina", email: "nina@partner.example", profiles: [auditors] });
const marc = new reseller.User("marc", { username: "marc", email: "marc@partner.example", profiles: [auditors, builders] });
const reto = new reseller.User("reto", { username: "reto", email: "reto@partner.example", profiles: [builders], locked: true });
const ben = new reseller.User("ben", { account: beta, username: "ben", email: "ben@beta.example", profiles: ["Editors"] });
const bea = new reseller.User("bea", { account: beta, username: "bea", email: "bea@beta.example", profiles: ["Administrators"] });
`;

const cases: PlanCase[] = [
  { what: "nothing changes", program: REALM, finds: [], exitCode: 0 },
  {
    what: "a profile in use gains ResellerFullAccess",
    program: inLine(REALM, "const auditors", '"BillingReadOnly"', '"BillingReadOnly", "ResellerFullAccess"'),
    finds: [
      {
        id: "ESC-02",
        subject: "Profile/auditors",
        says: "marc and nina have the profile Auditors, and with it may from now on, in every account: enter the Partner Space, and create, change and lock every customer's Organization.",
        people: ["User/marc", "User/nina"],
        accounts: ["*"],
        line: "const auditors =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a profile that nobody has gains ResellerFullAccess",
    program: inLine(REALM, "const idle", '"BillingReadOnly"', '"BillingReadOnly", "ResellerFullAccess"'),
    finds: [],
    lacks: ["ESC-02"],
    exitCode: 10,
  },
  {
    what: "somebody joins the group that may enter the Partner Space",
    program: inLine(REALM, "const nina", "profiles: [auditors]", "profiles: [auditors, space]"),
    finds: [
      {
        id: "ESC-01",
        subject: "User/nina",
        says: "nina may from now on, in every account: enter the Partner Space, and create, change and lock every customer's Organization.",
        people: ["User/nina"],
        accounts: ["*"],
        line: "const nina =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "somebody joins that group by its name",
    program: inLine(REALM, "const nina", "profiles: [auditors]", 'profiles: [auditors, "Billing Administrators"]'),
    finds: [
      {
        id: "ESC-01",
        subject: "User/nina",
        says: "nina may from now on, in every account: enter the Partner Space, and create, change and lock every customer's Organization.",
        people: ["User/nina"],
        accounts: ["*"],
        line: "const nina =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "one more policy for the vendor's group gives its people something to read",
    program: `${REALM}new reseller.Profile("extra", { name: "Extra", group: "Billing Administrators", rules: [{ permissionSets: ["IAMReadOnly"], scope: "organization" }] });`,
    finds: [],
    lacks: ["ESC-07"],
    exitCode: 10,
  },
  {
    what: "IAMManager for those who have a profile",
    program: inLine(REALM, "const auditors", '"BillingReadOnly"', '"BillingReadOnly", "IAMManager"'),
    finds: [
      {
        id: "ESC-05",
        subject: "Profile/auditors",
        says: "marc and nina may from now on, in the reseller's own part of the realm: manage people, groups, policies and keys, their own among them. This allows them to grant themselves more permissions.",
        people: ["User/marc", "User/nina"],
        accounts: ["realm"],
        rule: "scaleway/P5",
        line: "const auditors =",
      },
      {
        id: "ESC-07",
        subject: "Profile/auditors",
        says: "marc and nina may from now on, in the reseller's own part of the realm: manage people, groups, policies and keys, their own among them.",
        people: ["User/marc", "User/nina"],
        accounts: ["realm"],
        line: "const auditors =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "IAMManager for the group that everybody is in, who is made with it, too",
    program: `${REALM}new reseller.Profile("everybody", { name: "Everybody", group: "All Users", rules: [{ permissionSets: ["IAMManager"], scope: "organization" }] }); new reseller.User("olga", { username: "olga", email: "olga@partner.example" });`,
    finds: [
      {
        id: "ESC-05",
        subject: "Profile/everybody",
        says: "eva, marc and nina may from now on, in the reseller's own part of the realm: manage people, groups, policies and keys, their own among them. This allows them to grant themselves more permissions.",
        people: ["User/eva", "User/marc", "User/nina"],
        accounts: ["realm"],
        rule: "scaleway/P5",
        line: 'new reseller.Profile("everybody"',
      },
      {
        id: "ESC-07",
        subject: "Profile/everybody",
        people: ["User/eva", "User/marc", "User/nina"],
        accounts: ["realm"],
        line: 'new reseller.Profile("everybody"',
      },
      {
        id: "ESC-04",
        subject: "User/olga",
        people: ["User/olga"],
        accounts: ["realm"],
        line: 'new reseller.Profile("everybody"',
      },
      {
        id: "ESC-05",
        subject: "User/olga",
        people: ["User/olga"],
        accounts: ["realm"],
        rule: "scaleway/P5",
        line: 'new reseller.Profile("everybody"',
      },
    ],
    lacks: ["ESC-02"],
    exitCode: 20,
  },
  {
    what: "IAMManager for a group by its id, which may be that of everybody, and is",
    program: `${REALM}new reseller.Profile("everybody", { name: "Everybody", group: "ALL-USERS-ID", rules: [{ permissionSets: ["IAMManager"], scope: "organization" }] }); new reseller.User("olga", { username: "olga", email: "olga@partner.example" });`,
    finds: [
      ...["ESC-05", "ESC-07"].map((id): ExpectedFinding => ({
        id: id as FindingId,
        subject: "Profile/everybody",
        people: ["User/eva", "User/marc", "User/nina"],
        accounts: ["realm"],
        certain: false,
        ...(id === "ESC-05" ? { rule: "scaleway/P5" } : {}),
        line: 'new reseller.Profile("everybody"',
      })),
      ...["ESC-04", "ESC-05"].map((id): ExpectedFinding => ({
        id: id as FindingId,
        subject: "User/olga",
        people: ["User/olga"],
        accounts: ["realm"],
        certain: false,
        ...(id === "ESC-05" ? { rule: "scaleway/P5" } : {}),
        line: 'new reseller.Profile("everybody"',
      })),
    ],
    exitCode: 20,
  },
  {
    what: "IAMReadOnly for the group that everybody is in",
    program: `${REALM}new reseller.Profile("everybody", { name: "Everybody", group: "All Users", rules: [{ permissionSets: ["IAMReadOnly"], scope: "organization" }] });`,
    finds: [],
    lacks: ["ESC-05", "ESC-07"],
    exitCode: 10,
  },
  {
    what: "IAMReadOnly for those who have a profile",
    program: inLine(REALM, "const auditors", '"BillingReadOnly"', '"BillingReadOnly", "IAMReadOnly"'),
    finds: [],
    lacks: ["ESC-05"],
    exitCode: 10,
  },
  {
    what: "IAMUserManager for those who have a profile",
    program: inLine(REALM, "const auditors", '"BillingReadOnly"', '"BillingReadOnly", "IAMUserManager"'),
    finds: [
      {
        id: "ESC-06",
        subject: "Profile/auditors",
        says: "marc and nina may from now on, in the reseller's own part of the realm: invite, change and remove people. By resetting the password of somebody with more permissions, they can log in as that person.",
        people: ["User/marc", "User/nina"],
        accounts: ["realm"],
        line: "const auditors =",
      },
      {
        id: "ESC-07",
        subject: "Profile/auditors",
        says: "marc and nina may from now on, in the reseller's own part of the realm: invite, change and remove people.",
        people: ["User/marc", "User/nina"],
        accounts: ["realm"],
        line: "const auditors =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "somebody gets a new profile for applications and their keys",
    program: inLine(REALM, "const nina", "profiles: [auditors]", "profiles: [auditors, apps]").replace(
      "const eva",
      'const apps = new reseller.Profile("apps", { name: "Apps", rules: [{ permissionSets: ["IAMApplicationManager"], scope: "organization" }] });\nconst eva',
    ),
    finds: [
      {
        id: "ESC-07",
        subject: "User/nina",
        says: "nina may from now on, in the reseller's own part of the realm: manage applications and their keys.",
        people: ["User/nina"],
        accounts: ["realm"],
        line: "const nina =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a new person who manages people",
    program: `${REALM}new reseller.User("fred", { username: "fred", email: "fred@partner.example", profiles: [people] });`,
    finds: [
      {
        id: "ESC-04",
        subject: "User/fred",
        says: "fred is new, and may from the start, in the reseller's own part of the realm: invite, change and remove people.",
        people: ["User/fred"],
        accounts: ["realm"],
        line: 'new reseller.User("fred"',
      },
      {
        id: "ESC-06",
        subject: "User/fred",
        says: "fred may from now on, in the reseller's own part of the realm: invite, change and remove people. By resetting the password of somebody with more permissions, they can log in as that person.",
        people: ["User/fred"],
        accounts: ["realm"],
        line: 'new reseller.User("fred"',
      },
    ],
    exitCode: 20,
  },
  {
    what: "a new person who reads invoices",
    program: `${REALM}new reseller.User("fred", { username: "fred", email: "fred@partner.example", profiles: [auditors] });`,
    finds: [],
    lacks: ["ESC-04"],
    exitCode: 10,
  },
  {
    what: "a new administrator of a client",
    program: `${REALM}new reseller.User("fred", { account: beta, username: "fred", email: "fred@beta.example", profiles: ["Administrators"] });`,
    finds: [
      {
        id: "ESC-04",
        subject: "User/fred",
        says: "fred of beta is new, and may from the start, in beta: manage people, groups, policies and keys, their own among them; change everything about the Organization, people and rights included.",
        people: ["User/fred"],
        accounts: ["Account/beta"],
        line: 'new reseller.User("fred"',
      },
      {
        id: "ESC-05",
        subject: "User/fred",
        says: "fred of beta may from now on, in beta: manage people, groups, policies and keys, their own among them; change everything about the Organization, people and rights included. This allows them to grant themselves more permissions.",
        people: ["User/fred"],
        accounts: ["Account/beta"],
        rule: "scaleway/P5",
        line: 'new reseller.User("fred"',
      },
    ],
    exitCode: 20,
  },
  {
    what: "a rule for a project is for two",
    program: inLine(
      REALM,
      "const builders",
      '["InstancesFullAccess"], scope: { projects: [main] }',
      '["InstancesFullAccess"], scope: { projects: [main, side] }',
    ),
    finds: [],
    lacks: ["ESC-01"],
    effects: [
      "marc may from now on in the reseller's own part of the realm: make, change and delete everything in Instances (project Project/side).",
    ],
    exitCode: 10,
  },
  {
    what: "a rule for a project is for the Organization",
    program: inLine(
      REALM,
      "const builders",
      '["InstancesFullAccess"], scope: { projects: [main] }',
      '["InstancesFullAccess"], scope: "organization"',
    ),
    finds: [],
    lacks: ["ESC-01"],
    effects: [
      "marc may from now on in the reseller's own part of the realm: make, change and delete everything in Instances.",
    ],
    exitCode: 10,
  },
  {
    what: "a rule for a project is for another",
    program: inLine(
      REALM,
      "const builders",
      '["InstancesFullAccess"], scope: { projects: [main] }',
      '["InstancesFullAccess"], scope: { projects: [side] }',
    ),
    finds: [],
    lacks: ["ESC-01"],
    exitCode: 10,
  },
  {
    what: "the condition of a rule goes",
    program: inLine(REALM, "const builders", `, condition: "request.ip == '192.0.2.1'"`, ""),
    finds: [],
    lacks: ["OPN-01"],
    effects: [
      "marc may from now on in the reseller's own part of the realm: see everything in Object Storage (project Project/main).",
    ],
    exitCode: 10,
  },
  {
    what: "a rule gets a condition",
    program: inLine(
      REALM,
      "const auditors",
      'scope: "organization"',
      `scope: "organization", condition: "request.ip == '192.0.2.1'"`,
    ),
    finds: [],
    lacks: ["OPN-02"],
    effects: [
      "marc and nina may no longer in the reseller's own part of the realm: see invoices and what is used, from now on only where request.ip == '192.0.2.1'.",
    ],
    exitCode: 10,
  },
  {
    what: "rules in another order",
    program: inLine(
      REALM,
      "const builders",
      `{ permissionSets: ["InstancesFullAccess"], scope: { projects: [main] } }, { permissionSets: ["ObjectStorageReadOnly"], scope: { projects: [main] }, condition: "request.ip == '192.0.2.1'" }`,
      `{ permissionSets: ["ObjectStorageReadOnly"], scope: { projects: [main] }, condition: "request.ip == '192.0.2.1'" }, { permissionSets: ["InstancesFullAccess"], scope: { projects: [main] } }`,
    ),
    finds: [],
    exitCode: 0,
  },
  {
    what: "rules in another order, and a description",
    program: inLine(
      REALM,
      "const builders",
      `rules: [{ permissionSets: ["InstancesFullAccess"], scope: { projects: [main] } }, { permissionSets: ["ObjectStorageReadOnly"], scope: { projects: [main] }, condition: "request.ip == '192.0.2.1'" }]`,
      `description: "B", rules: [{ permissionSets: ["ObjectStorageReadOnly"], scope: { projects: [main] }, condition: "request.ip == '192.0.2.1'" }, { permissionSets: ["InstancesFullAccess"], scope: { projects: [main] } }]`,
    ),
    finds: [],
    lacks: ["ESC-01"],
    exitCode: 10,
  },
  {
    what: "a person is locked",
    program: inLine(REALM, "const nina", "profiles: [auditors]", "profiles: [auditors], locked: true"),
    finds: [
      {
        id: "LCK-01",
        subject: "User/nina",
        says: "nina is locked, and can't log in any more.",
        people: ["User/nina"],
        accounts: ["realm"],
        line: "const nina =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "that somebody isn't locked is declared",
    program: inLine(REALM, "const nina", "profiles: [auditors]", "profiles: [auditors], locked: false"),
    finds: [],
    lacks: ["LCK-01"],
    exitCode: 10,
  },
  {
    what: "a person is unlocked",
    program: inLine(REALM, "const reto", "locked: true", "locked: false"),
    finds: [
      {
        id: "LCK-02",
        subject: "User/reto",
        says: "reto is unlocked, and can log in again.",
        people: ["User/reto"],
        accounts: ["realm"],
        line: "const reto =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a lock is no longer managed",
    program: inLine(REALM, "const reto", ", locked: true", ""),
    finds: [],
    lacks: ["LCK-02"],
    exitCode: 10,
  },
  {
    what: "an account is locked",
    program: inLine(REALM, "const beta", "adopt: true", "adopt: true, locked: true"),
    finds: [
      {
        id: "LCK-03",
        subject: "Account/beta",
        says: "beta is locked: bea of beta and ben of beta can't enter it any more. Its workloads keep running, and are billed.",
        people: ["User/bea", "User/ben"],
        accounts: ["Account/beta"],
        rule: "scaleway/C3",
        line: "const beta =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "an account is locked as it leaves",
    program: without(REALM, "const alpina"),
    finds: [
      {
        id: "LCK-03",
        subject: "Account/alpina",
        says: "Alpina Bau AG is locked and removed from the program.",
        accounts: ["Account/alpina"],
        rule: "scaleway/C3",
        formerLine: "const alpina =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "an account leaves",
    program: without(REALM, "const jura"),
    finds: [
      {
        id: "KEP-01",
        subject: "Account/jura",
        says: "Jura Medtech SA is removed from the program, stays unchanged at the portal, and is no longer managed.",
        accounts: ["Account/jura"],
        formerLine: "const jura =",
      },
    ],
    exitCode: 10,
  },
  {
    what: "an administrator for the partner's people is asked for",
    program: inLine(
      REALM,
      "const alpina",
      'externalId: "C-1001"',
      'externalId: "C-1001", adminAccess: { username: "adm", email: "adm@partner.example", password: "a-long-password-1" }',
    ),
    finds: [
      {
        id: "ESC-04",
        subject: "Account/alpina",
        says: "adm of Alpina Bau AG is new, and may perhaps from the start, in Alpina Bau AG: manage people, groups, policies and keys, their own among them; change everything about the Organization, people and rights included.",
        people: ["Account/alpina adminAccess"],
        accounts: ["Account/alpina"],
        certain: false,
        line: "const alpina =",
      },
      {
        id: "ESC-05",
        subject: "Account/alpina",
        says: "adm of Alpina Bau AG may perhaps from now on, in Alpina Bau AG: manage people, groups, policies and keys, their own among them; change everything about the Organization, people and rights included. This allows them to grant themselves more permissions.",
        people: ["Account/alpina adminAccess"],
        accounts: ["Account/alpina"],
        certain: false,
        rule: "scaleway/P5",
        line: "const alpina =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "an Organization's owner signs in with another address, and has another number",
    program: inLine(REALM, "const alpina", 'email: "it@alpina.example"', 'email: "owner@evil.example"').replace(
      '"C-1001"',
      '"C-2001"',
    ),
    finds: [
      {
        id: "IDN-03",
        subject: "Account/alpina",
        says: "Alpina Bau AG has an owner who signs in with owner@evil.example in place of it@alpina.example: an owner has all permissions in it, and can grant them to others.",
        accounts: ["Account/alpina"],
        line: "const alpina =",
      },
      {
        id: "LIF-03",
        subject: "Account/alpina",
        says: "Alpina Bau AG has the customer number C-2001 in place of C-1001: its holder is charged for the usage.",
        accounts: ["Account/alpina"],
        line: "const alpina =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "an Organization is renamed",
    program: inLine(REALM, "const alpina", '"Alpina Bau AG"', '"Alpina AG"'),
    finds: [],
    lacks: ["IDN-03", "LIF-03"],
    exitCode: 10,
  },
  {
    what: "a password is declared newly",
    program: inLine(REALM, "const nina", "profiles: [auditors]", 'profiles: [auditors], password: "a-long-password-2"'),
    finds: [
      {
        id: "PWD-01",
        subject: "User/nina",
        says: "nina gets the password that is declared: the old one stops working immediately.",
        people: ["User/nina"],
        accounts: ["realm"],
        line: "const nina =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a new person with a password",
    program: `${REALM}new reseller.User("fred", { username: "fred", email: "fred@partner.example", profiles: [auditors], password: "a-long-password-3" });`,
    finds: [],
    lacks: ["PWD-01"],
    exitCode: 10,
  },
  {
    what: "the last administrator of a client is one no more",
    program: inLine(REALM, "const bea", '["Administrators"]', '["Editors"], confirm: ["scaleway/U5"]'),
    finds: [
      {
        id: "OWN-01",
        subject: "Account/beta",
        says: "Nobody but the owner, who comes with the Organization and is never declared, can manage the people of beta any more: until now bea of beta could.",
        people: ["User/bea"],
        accounts: ["Account/beta"],
        rule: "scaleway/U5",
        line: "const beta =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "nobody of the partner manages people any more",
    program: inLine(REALM, "const eva", "[space, people]", '[space], confirm: ["scaleway/U5", "scaleway/L1"]'),
    finds: [
      {
        id: "OWN-01",
        subject: "plan",
        says: "Nobody but the owner, who comes with the Organization and is never declared, can manage the reseller's own people any more: until now eva could.",
        people: ["User/eva"],
        accounts: ["*"],
        rule: "scaleway/U5",
      },
    ],
    exitCode: 11,
  },
  {
    what: "two people of a client change places",
    program: replaced(
      // The engine may ask about the one before the other is known to the provider.
      inLine(REALM, "const bea", '["Administrators"]', '["Editors"], confirm: ["scaleway/U5"]'),
      ['ben@beta.example", profiles: ["Editors"]', 'ben@beta.example", profiles: ["Administrators"]'],
    ),
    finds: [
      {
        id: "ESC-05",
        subject: "User/ben",
        says: "ben of beta may from now on, in beta: manage people, groups, policies and keys, their own among them; change everything about the Organization, people and rights included. This allows them to grant themselves more permissions.",
        people: ["User/ben"],
        accounts: ["Account/beta"],
        rule: "scaleway/P5",
        line: "const ben =",
      },
      {
        id: "ESC-07",
        subject: "User/ben",
        says: "ben of beta may from now on, in beta: manage people, groups, policies and keys, their own among them; change everything about the Organization, people and rights included.",
        people: ["User/ben"],
        accounts: ["Account/beta"],
        line: "const ben =",
      },
    ],
    lacks: ["OWN-01"],
    exitCode: 20,
  },
  {
    what: "a person is deleted",
    program: without(REALM, "const nina"),
    finds: [
      {
        id: "IRR-01",
        subject: "User/nina",
        says: "nina is deleted: password, roles and tokens are permanently lost. If the person is created again, it is a different person at the portal.",
        people: ["User/nina"],
        accounts: ["realm"],
        formerLine: "const nina =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a project is deleted",
    program: without(REALM, "const side"),
    finds: [
      {
        id: "IRR-04",
        subject: "Project/side",
        says: "The project side is deleted: its contents, roles and keys are lost.",
        formerLine: "const side =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a profile is deleted",
    program: without(REALM, "const idle"),
    finds: [
      {
        id: "IRR-06",
        subject: "Profile/idle",
        says: "The profile Idle is deleted: everybody who has it loses its permissions.",
        formerLine: "const idle =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a project with rules for it is renamed",
    program: inLine(REALM, "const main", 'name: "main"', 'name: "mainly"'),
    finds: [],
    lacks: ["IRR-04"],
    exitCode: 10,
  },
  {
    what: "a group that the plan doesn't have",
    program: inLine(REALM, "const nina", "profiles: [auditors]", 'profiles: [auditors, "By Hand"]'),
    finds: [
      {
        id: "ESC-08",
        subject: "User/nina",
        says: "nina may perhaps from now on, in the reseller's own part of the realm: do something that the plan can't tell.",
        people: ["User/nina"],
        accounts: ["realm"],
        certain: false,
        line: "const nina =",
      },
    ],
    exitCode: 30,
    gaps: ["What nina may do depends on By Hand, and can't be determined from the plan."],
  },
  {
    what: "a rule for a project is for a new one, too",
    program: `${inLine(REALM, "const builders", '["InstancesFullAccess"], scope: { projects: [main] }', '["InstancesFullAccess"], scope: { projects: [main, fresh] }').replace("const space", 'const fresh = new reseller.Project("fresh", { name: "fresh" });\nconst space')}`,
    finds: [],
    lacks: ["ESC-01"],
    exitCode: 10,
  },
  {
    what: "a new profile and a new person in one plan",
    program: `${REALM}const fresh = new reseller.Profile("fresh", { name: "Fresh", rules: [{ permissionSets: ["IAMManager"], scope: "organization" }] });\nnew reseller.User("fred", { username: "fred", email: "fred@partner.example", profiles: [fresh] });`,
    finds: [
      {
        id: "ESC-04",
        subject: "User/fred",
        says: "fred is new, and may from the start, in the reseller's own part of the realm: manage people, groups, policies and keys, their own among them.",
        people: ["User/fred"],
        accounts: ["realm"],
        line: 'new reseller.User("fred"',
      },
      {
        id: "ESC-05",
        subject: "User/fred",
        says: "fred may from now on, in the reseller's own part of the realm: manage people, groups, policies and keys, their own among them. This allows them to grant themselves more permissions.",
        people: ["User/fred"],
        accounts: ["realm"],
        rule: "scaleway/P5",
        line: 'new reseller.User("fred"',
      },
    ],
    exitCode: 20,
  },

  {
    what: "that an account isn't locked is declared",
    program: inLine(REALM, "const beta", "adopt: true", "adopt: true, locked: false"),
    finds: [],
    lacks: ["LCK-03"],
    exitCode: 10,
  },
  {
    what: "an account is unlocked",
    program: inLine(REALM, "const jura", "locked: true", "locked: false"),
    finds: [
      {
        id: "LCK-04",
        subject: "Account/jura",
        says: "Jura Medtech SA is unlocked.",
        accounts: ["Account/jura"],
        line: "const jura =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "an account's lock is no longer managed",
    program: inLine(REALM, "const jura", ", locked: true", ""),
    finds: [],
    lacks: ["LCK-04"],
    exitCode: 10,
  },
  {
    what: "IAMUserManager is bound by a condition",
    program: inLine(
      REALM,
      "const people",
      'scope: "organization"',
      `scope: "organization", condition: "request.ip == '192.0.2.1'"`,
    ),
    finds: [],
    lacks: ["ESC-07"],
    exitCode: 10,
  },
];

export const scalewayPlans: PlanTable = {
  portal: "scaleway",
  base: REALM,
  cases,
  async arrange({ sandbox, realm }) {
    const portal = new ScalewayByHand(sandbox);
    const { id, ...key } = await portal.newClient("beta");
    realm.setConfig("reseller:keys", { value: JSON.stringify({ [id]: key }), secret: true });
    await portal.api("POST", "/iam/v1alpha1/groups", {
      organization_id: portal.ownId,
      name: "By Hand",
      description: "",
    });
    return { "ALL-USERS-ID": String((await portal.group("All Users"))["id"]) };
  },
};
