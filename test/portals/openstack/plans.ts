import { OpenstackByHand } from "./byHand";
import { settings } from "./settings";
import { inLine, type PlanCase, type PlanTable } from "../../review/plans/planTable";

/** Two customers, one with a manager of its own, and the reseller's staff. */
const REALM = `
const acme = new reseller.Account("acme", { name: "Acme AG" }, { protect: false });
const beta = new reseller.Account("beta", { name: "Beta AG" }, { protect: false });
const web = new reseller.Project("web", { account: acme, name: "web" });
const shop = new reseller.Project("shop", { account: acme, name: "shop" });
const staff = new reseller.Profile("staff", { name: "staff", rules: [{ roles: ["reader"], scope: { accounts: [acme, beta] } }] });
const managers = new reseller.Profile("managers", { account: acme, name: "managers", rules: [{ roles: ["manager"], scope: "domain" }] });
const crew = new reseller.Profile("crew", { account: acme, name: "crew", rules: [{ roles: ["member"], scope: { projects: [web] } }] });
const idle = new reseller.Profile("idle", { account: acme, name: "idle", rules: [{ roles: ["reader"], scope: "domain" }] });
const porters = new reseller.Profile("porters", { account: acme, name: "porters", rules: [{ roles: ["porter"], scope: "domain" }] });
const rita = new reseller.User("rita", { username: "rita", profiles: [staff] });
const mia = new reseller.User("mia", { account: acme, username: "mia", profiles: [managers] });
const anna = new reseller.User("anna", { account: acme, username: "anna", profiles: [crew] });
const desk = new reseller.Project("desk", { account: acme, name: "desk", roles: [{ user: anna, roles: ["member"] }] });
`;

const CONFIRM = ', confirm: ["openstack/G5", "openstack/G6", "openstack/G7"] }';

function rules(of: string, before: string, after: string): string {
  return inLine(inLine(REALM, `const ${of}`, before, after), `const ${of}`, " });", `${CONFIRM});`);
}

const cases: PlanCase[] = [
  { what: "nothing changes", program: REALM, finds: [], exitCode: 0 },
  {
    what: "a group gains admin in one project",
    program: rules("crew", '"member"', '"member", "admin"'),
    finds: [
      {
        id: "ESC-01",
        subject: "Profile/crew",
        says: "mia of Acme AG may from now on, in every account: administer the whole cloud (by joining the group crew).",
        people: ["User/mia"],
        accounts: ["*"],
        line: "const crew =",
      },
      {
        id: "ESC-02",
        subject: "Profile/crew",
        says: "anna of Acme AG has the profile crew, and with it may from now on, in every account: administer the whole cloud.",
        people: ["User/anna"],
        accounts: ["*"],
        line: "const crew =",
      },
      {
        id: "ESC-05",
        subject: "Profile/crew",
        says: "anna of Acme AG and mia of Acme AG may from now on, in every account: administer the whole cloud; administer the whole cloud (by joining the group crew). This allows them to grant themselves more permissions.",
        people: ["User/anna", "User/mia"],
        accounts: ["*"],
        line: "const crew =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a group gains manager in one project",
    program: rules("crew", '"member"', '"manager"'),
    finds: [],
    lacks: ["ESC-02", "ESC-05", "ESC-07"],
    exitCode: 10,
  },
  {
    what: "a group that nobody is in gains admin",
    program: rules("idle", '"reader"', '"admin"'),
    finds: [
      {
        id: "ESC-01",
        subject: "Profile/idle",
        says: "mia of Acme AG may from now on, in every account: administer the whole cloud (by joining the group idle).",
        people: ["User/mia"],
        accounts: ["*"],
        line: "const idle =",
      },
      {
        id: "ESC-05",
        subject: "Profile/idle",
        says: "mia of Acme AG may from now on, in every account: administer the whole cloud (by joining the group idle). This allows them to grant themselves more permissions.",
        people: ["User/mia"],
        accounts: ["*"],
        line: "const idle =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a group that nobody is in gains a role in another customer's domain",
    program: rules("idle", 'scope: "domain"', "scope: { accounts: [beta] }"),
    finds: [
      {
        id: "ESC-01",
        subject: "Profile/idle",
        says: "mia of Acme AG may from now on, in accounts that are not their own (Beta AG): see the domain's people, groups and projects (by joining the group idle).",
        people: ["User/mia"],
        accounts: ["Account/beta"],
        line: "const idle =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a group that nobody is in gains member in its own domain",
    program: rules("idle", '"reader"', '"member"'),
    finds: [],
    lacks: ["ESC-01", "ESC-02"],
    exitCode: 10,
  },
  {
    what: "a person gains admin in one project",
    program: rules("desk", '"member"', '"admin"'),
    finds: [
      {
        id: "ESC-01",
        subject: "Project/desk",
        says: "anna of Acme AG and mia of Acme AG may from now on, in every account: administer the whole cloud; administer the whole cloud (by setting the password of anna).",
        people: ["User/anna", "User/mia"],
        accounts: ["*"],
        line: "const desk =",
      },
      {
        id: "ESC-05",
        subject: "Project/desk",
        says: "anna of Acme AG and mia of Acme AG may from now on, in every account: administer the whole cloud; administer the whole cloud (by setting the password of anna). This allows them to grant themselves more permissions.",
        people: ["User/anna", "User/mia"],
        accounts: ["*"],
        line: "const desk =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a person gains manager in one project",
    program: rules("desk", '"member"', '"manager"'),
    finds: [],
    lacks: ["ESC-01", "ESC-05"],
    exitCode: 10,
  },
  {
    what: "a role on one project becomes one on all, now and later",
    program: rules("crew", "{ projects: [web] }", '"projects"'),
    finds: [
      {
        id: "ESC-09",
        subject: "Profile/crew",
        says: "anna of Acme AG may from now on, in Acme AG: make, change and delete servers, volumes and networks, in projects made later, too; see servers, volumes and networks, in projects made later, too.",
        people: ["User/anna"],
        accounts: ["Account/acme"],
        line: "const crew =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a role on one project becomes one on two",
    program: rules("crew", "[web]", "[web, shop]"),
    finds: [],
    lacks: ["ESC-09"],
    exitCode: 10,
  },
  {
    what: "somebody gets a role that somebody has made imply manager",
    program: rules("anna", "[crew]", "[crew, porters]"),
    finds: [
      {
        id: "ESC-05",
        subject: "User/anna",
        says: "anna of Acme AG may from now on, in Acme AG: manage the domain's people, groups and projects, set every password, and give the roles manager, member and reader. This allows them to grant themselves more permissions.",
        people: ["User/anna"],
        accounts: ["Account/acme"],
        line: "const anna =",
      },
      {
        id: "ESC-07",
        subject: "User/anna",
        says: "anna of Acme AG may from now on, in Acme AG: manage the domain's people, groups and projects, set every password, and give the roles manager, member and reader.",
        people: ["User/anna"],
        accounts: ["Account/acme"],
        line: "const anna =",
      },
      {
        id: "ESC-08",
        subject: "User/anna",
        says: "anna of Acme AG may from now on, in Acme AG: do what porter on domain stands for, which this version doesn't know. Look it up at the portal before you approve.",
        people: ["User/anna"],
        accounts: ["Account/acme"],
        line: "const anna =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "somebody becomes a manager",
    program: rules("anna", "[crew]", "[crew, managers]"),
    finds: [
      {
        id: "ESC-05",
        subject: "User/anna",
        says: "anna of Acme AG may from now on, in Acme AG: manage the domain's people, groups and projects, set every password, and give the roles manager, member and reader. This allows them to grant themselves more permissions.",
        people: ["User/anna"],
        accounts: ["Account/acme"],
        line: "const anna =",
      },
      {
        id: "ESC-07",
        subject: "User/anna",
        says: "anna of Acme AG may from now on, in Acme AG: manage the domain's people, groups and projects, set every password, and give the roles manager, member and reader.",
        people: ["User/anna"],
        accounts: ["Account/acme"],
        line: "const anna =",
      },
      {
        id: "ESC-08",
        subject: "User/anna",
        says: "anna of Acme AG may from now on, in Acme AG: do what porter on domain stands for, which this version doesn't know (by joining the group porters). Look it up at the portal before you approve.",
        people: ["User/anna"],
        accounts: ["Account/acme"],
        line: "const anna =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a role with an unknown meaning",
    program: rules("crew", '"member"', '"auditor"'),
    finds: [
      {
        id: "ESC-08",
        subject: "Profile/crew",
        says: "anna of Acme AG and mia of Acme AG may from now on, in Acme AG: do something that the plan can't tell; do what auditor on project stands for, which this version doesn't know (project Project/web); do something that the plan can't tell (by joining the group crew); do what auditor on project stands for, which this version doesn't know (project Project/web, by joining the group crew). Look it up at the portal before you approve.",
        people: ["User/anna", "User/mia"],
        accounts: ["Account/acme"],
        line: "const crew =",
      },
    ],
    gaps: [
      "What anna of Acme AG may do depends on crew → 1 → auditor → roles that aren't known yet, and can't be determined from the plan.",
      "What mia of Acme AG may do depends on managers → 1 → manager → crew → crew → 1 → auditor → roles that aren't known yet, and can't be determined from the plan.",
    ],
    exitCode: 30,
  },
  {
    what: "staff become managers of customers",
    program: rules("staff", '"reader"', '"manager"'),
    finds: [
      {
        id: "ESC-05",
        subject: "Profile/staff",
        says: "rita may from now on, in Acme AG and Beta AG: manage the domain's people, groups and projects, set every password, and give the roles manager, member and reader. This allows them to grant themselves more permissions.",
        people: ["User/rita"],
        accounts: ["Account/acme", "Account/beta"],
        line: "const staff =",
      },
      {
        id: "ESC-07",
        subject: "Profile/staff",
        says: "rita may from now on, in Acme AG and Beta AG: manage the domain's people, groups and projects, set every password, and give the roles manager, member and reader.",
        people: ["User/rita"],
        accounts: ["Account/acme", "Account/beta"],
        line: "const staff =",
      },
      {
        id: "ESC-08",
        subject: "Profile/staff",
        says: "rita may from now on, in Acme AG: do what porter on domain stands for, which this version doesn't know (by joining the group porters). Look it up at the portal before you approve.",
        people: ["User/rita"],
        accounts: ["Account/acme"],
        line: "const staff =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a group gains a role on the system",
    program: rules("staff", "{ accounts: [acme, beta] }", '"system"'),
    finds: [
      {
        id: "ESC-01",
        subject: "Profile/staff",
        says: "rita may from now on, in every account: see every domain, project, person and role of the cloud.",
        people: ["User/rita"],
        accounts: ["*"],
        line: "const staff =",
      },
      {
        id: "OWN-02",
        subject: "Account/beta",
        says: "Nobody of Beta AG can log in any more: until now rita could.",
        people: ["User/rita"],
        accounts: ["Account/beta"],
        line: "const beta =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "the only manager goes",
    program: rules("mia", "[managers]", "[]"),
    finds: [
      {
        id: "OWN-01",
        subject: "Account/acme",
        says: "Nobody can manage the people of Acme AG any more: until now mia of Acme AG could.",
        people: ["User/mia"],
        accounts: ["Account/acme"],
        line: "const acme =",
      },
    ],
    exitCode: 11,
  },
];

const openstack: PlanTable = {
  portal: "openstack",
  base: REALM,
  cases,
  async arrange({ sandbox }) {
    const portal = new OpenstackByHand(settings(sandbox));
    for (const name of ["porter", "auditor"]) await portal.api("POST", "/roles", { role: { name } });
    return {};
  },
  /** Somebody makes a role imply another one. */
  async happen({ sandbox }) {
    const portal = new OpenstackByHand(settings(sandbox));
    const [porter, manager] = [await portal.role("porter"), await portal.role("manager")];
    await portal.api("PUT", `/roles/${String(porter["id"])}/implies/${String(manager["id"])}`);
    return {};
  },
};

export const plans: Readonly<Record<string, PlanTable>> = { openstack };
