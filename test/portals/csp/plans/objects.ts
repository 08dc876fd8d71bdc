import { inLine, type PlanTable, without } from "../../../review/plans/planTable";
import { inRealm, REALM } from "./realm";

/** A quota of the project side, by a quota profile that isn't there yet: the provider can't add it up. */
function wide(vcpus: number): string {
  return `const wide = new reseller.QuotaProfile("wide", { name: "Wide", limits: { projects: 0, instances: 0, vcpus: ${vcpus}, ramGb: 0, volumes: 0, volumeStorageGb: 0, volumeSnapshots: 0, routers: 0, networks: 0, floatingIps: 0 } });
new reseller.Quota("side-quota", { account: acme, project: side, region: "ch-1", profile: wide });`;
}

/** What becomes of objects: what goes, what stays, limits, conditions and passwords. */
export const objectsPlans: PlanTable = inRealm([
  {
    what: "the only person is deleted",
    program: without(REALM, "const cleo"),
    finds: [
      {
        id: "IRR-01",
        subject: "User/cleo",
        says: "cleo of Beta GmbH is deleted: password, roles and tokens are permanently lost. If the person is created again, it is a different person at the portal.",
        people: ["User/cleo"],
        accounts: ["Account/beta"],
        formerLine: "const cleo =",
      },
      {
        id: "OWN-02",
        subject: "Account/beta",
        says: "Nobody of Beta GmbH can log in any more: until now cleo of Beta GmbH could.",
        people: ["User/cleo"],
        accounts: ["Account/beta"],
        line: "const beta =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "one of two is deleted",
    program: without(REALM, "const emil"),
    finds: [
      {
        id: "IRR-01",
        subject: "User/emil",
        says: "emil of Gamma SA is deleted: password, roles and tokens are permanently lost. If the person is created again, it is a different person at the portal.",
        people: ["User/emil"],
        accounts: ["Account/gamma"],
        formerLine: "const emil =",
      },
    ],
    lacks: ["OWN-02"],
    exitCode: 11,
  },
  {
    what: "another user name",
    program: inLine(REALM, "const cleo", 'username: "cleo"', 'username: "cleo.graf"'),
    finds: [
      {
        id: "IRR-02",
        subject: "User/cleo",
        says: "cleo of Beta GmbH is deleted and recreated, because username can't be changed: password, roles on projects, tokens and keys are lost, and the person needs a new password.",
        people: ["User/cleo"],
        accounts: ["Account/beta"],
        line: "const cleo =",
      },
      {
        id: "IDN-01",
        subject: "User/cleo",
        says: "cleo of Beta GmbH signs in with cleo.graf in place of cleo, and holds: make and delete buckets; see the object storage panel, in Beta GmbH. Whoever uses it now has these permissions.",
        people: ["User/cleo"],
        accounts: ["Account/beta"],
        line: "const cleo =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "another first name",
    program: inLine(REALM, "const cleo", 'firstName: "Cleo"', 'firstName: "Cleopatra"'),
    finds: [],
    lacks: ["IRR-02", "IDN-01", "IDN-02"],
    exitCode: 10,
  },
  {
    what: "s3 is activated",
    program: `${REALM}new reseller.ServiceActivation("s3", { account: acme, service: "s3", after: openstack });`,
    finds: [
      {
        id: "IRR-03",
        subject: "ServiceActivation/s3",
        says: "s3 is activated for Acme AG: it can't be deactivated.",
        accounts: ["Account/acme"],
        rule: "csp/V3",
        line: 'new reseller.ServiceActivation("s3"',
      },
    ],
    exitCode: 11,
  },
  {
    what: "s3 is made available",
    program: inLine(REALM, "const beta", '["openstack"]', '["openstack", "s3"]'),
    finds: [],
    lacks: ["IRR-03"],
    exitCode: 10,
  },
  {
    what: "a project is deleted",
    program: without(REALM, "const side"),
    finds: [
      {
        id: "IRR-04",
        subject: "Project/side",
        says: "The project side of Acme AG is deleted: its contents, roles and keys are lost.",
        accounts: ["Account/acme"],
        formerLine: "const side =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a project is renamed",
    program: inLine(REALM, "const side", '{ account: acme, name: "side"', '{ account: acme, name: "aside"'),
    finds: [],
    lacks: ["IRR-04"],
    exitCode: 10,
  },
  {
    what: "a customer whose end is asked for leaves",
    program: without(REALM, "const beta", "const cleo"),
    finds: [
      {
        id: "IRR-01",
        subject: "User/cleo",
        says: "cleo of Beta GmbH is deleted: password, roles and tokens are permanently lost. If the person is created again, it is a different person at the portal.",
        people: ["User/cleo"],
        accounts: ["Account/beta"],
        formerLine: "const cleo =",
      },
      {
        id: "IRR-05",
        subject: "Account/beta",
        says: "The decommissioning of Beta GmbH is requested, and can't be cancelled from here. 1 person loses access when it is decommissioned.",
        people: ["User/cleo"],
        accounts: ["Account/beta"],
        formerLine: "const beta =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a customer that is retained leaves with its people",
    program: without(REALM, "const gamma", "const dora", "const emil", "const nora", "const kim", "const spare"),
    finds: [
      {
        id: "IRR-01",
        subject: "User/dora",
        says: "dora of Gamma SA is deleted: password, roles and tokens are permanently lost. If the person is created again, it is a different person at the portal.",
        people: ["User/dora"],
        accounts: ["Account/gamma"],
        formerLine: "const dora =",
      },
      {
        id: "IRR-01",
        subject: "User/emil",
        says: "emil of Gamma SA is deleted: password, roles and tokens are permanently lost. If the person is created again, it is a different person at the portal.",
        people: ["User/emil"],
        accounts: ["Account/gamma"],
        formerLine: "const emil =",
      },
      {
        id: "IRR-01",
        subject: "User/nora",
        says: "nora of Gamma SA is deleted: password, roles and tokens are permanently lost. If the person is created again, it is a different person at the portal.",
        people: ["User/nora"],
        accounts: ["Account/gamma"],
        formerLine: "const nora =",
      },
      {
        id: "KEP-01",
        subject: "Account/gamma",
        says: "Gamma SA is removed from the program, stays unchanged at the portal, and is no longer managed.",
        people: ["User/dora", "User/emil", "User/kim", "User/nora"],
        accounts: ["Account/gamma"],
        formerLine: "const gamma =",
      },
      {
        id: "KEP-01",
        subject: "User/kim",
        says: "kim of Gamma SA is removed from the program, keeps all permissions at the portal, and is no longer managed.",
        people: ["User/kim"],
        accounts: ["Account/gamma"],
        formerLine: "const kim =",
      },
    ],
    lacks: ["IRR-05"],
    effects: [
      "dora of Gamma SA and emil of Gamma SA may no longer: activate services, which can't be taken back; make permission profiles; make and rename OpenStack projects; create people; delete permission profiles; delete empty OpenStack projects; delete people; change descriptions of permission profiles; and 36 more.",
      "nora of Gamma SA may perhaps no longer: do something that the plan can't tell.",
      "dora of Gamma SA and emil of Gamma SA may perhaps no longer: see the entry OpenStack in the menu.",
    ],
    exitCode: 11,
  },
  {
    what: "a profile is deleted",
    program: without(REALM, "const readers"),
    finds: [
      {
        id: "IRR-06",
        subject: "Profile/readers",
        says: "The profile Readers is deleted: everybody who has it loses its permissions.",
        formerLine: "const readers =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a profile that nobody has is renamed",
    program: inLine(REALM, "const readers", '"Readers"', '"Reading"'),
    finds: [
      {
        id: "IRR-06",
        subject: "Profile/readers",
        says: "The profile Readers is deleted and recreated, because name can't be changed: people keep its permissions only if the new one is assigned to them.",
        line: "const readers =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a quota profile is deleted",
    program: without(REALM, "const starter"),
    finds: [
      {
        id: "IRR-06",
        subject: "QuotaProfile/starter",
        says: "The quota profile Starter is deleted: quotas that were set from it stay unchanged.",
        formerLine: "const starter =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a profile is described",
    program: inLine(REALM, "const readers", 'name: "Readers"', 'name: "Readers", description: "Read"'),
    finds: [],
    lacks: ["IRR-06"],
    exitCode: 10,
  },
  {
    what: "activation and quota taken out",
    program: without(REALM, "const openstack", "const mainQuota"),
    finds: [
      {
        id: "KEP-01",
        subject: "Quota/main-quota",
        says: "The quota in ch-1 of the project main of Acme AG is removed from the program, and stays unchanged at the portal.",
        accounts: ["Account/acme"],
        formerLine: "const mainQuota =",
      },
      {
        id: "KEP-01",
        subject: "ServiceActivation/openstack",
        says: "The service openstack of Acme AG is removed from the program, and stays unchanged at the portal.",
        accounts: ["Account/acme"],
        formerLine: "const openstack =",
      },
    ],
    effects: [],
    exitCode: 10,
  },
  {
    what: "the last address rule goes",
    program: inLine(
      REALM,
      "const eva",
      ', sourceAddresses: ["203.0.113.0/24", "198.51.100.0/24"]',
      ', confirm: ["csp/A2"]',
    ),
    finds: [
      {
        id: "OPN-01",
        subject: "User/eva",
        says: "eva may use the portal from any address from now on: no rule on addresses is left.",
        people: ["User/eva"],
        accounts: ["*"],
        rule: "csp/A2",
        line: "const eva =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a wider address",
    program: inLine(REALM, "const eva", "203.0.113.0/24", "203.0.112.0/23"),
    finds: [
      {
        id: "OPN-01",
        subject: "User/eva",
        says: "From now on eva may use the portal also from other parts of 203.0.112.0/23.",
        people: ["User/eva"],
        accounts: ["*"],
        rule: "csp/A2",
        line: "const eva =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a smaller address",
    program: inLine(REALM, "const eva", "203.0.113.0/24", "203.0.113.128/25"),
    finds: [
      {
        id: "OPN-02",
        subject: "User/eva",
        says: "eva may no longer use the portal from other parts of 203.0.113.0/24.",
        people: ["User/eva"],
        accounts: ["*"],
        line: "const eva =",
      },
    ],
    exitCode: 10,
  },
  {
    what: "the same addresses in another order",
    program: inLine(REALM, "const eva", '"203.0.113.0/24", "198.51.100.0/24"', '"198.51.100.0/24", "203.0.113.0/24"'),
    finds: [],
    lacks: ["OPN-01", "OPN-02"],
    exitCode: 0,
  },
  {
    what: "more hours",
    program: inLine(REALM, "const bob", '"18:00"', '"19:00"'),
    finds: [
      {
        id: "OPN-01",
        subject: "User/bob",
        says: "From now on bob of Acme AG may use the portal also on Monday and Tuesday from 18:00 to 19:00.",
        people: ["User/bob"],
        accounts: ["Account/acme"],
        rule: "csp/A2",
        line: "const bob =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "fewer hours",
    program: inLine(REALM, "const bob", '"08:00"', '"09:00"'),
    finds: [
      {
        id: "OPN-02",
        subject: "User/bob",
        says: "bob of Acme AG may no longer use the portal on Monday and Tuesday from 08:00 to 09:00.",
        people: ["User/bob"],
        accounts: ["Account/acme"],
        line: "const bob =",
      },
    ],
    exitCode: 10,
  },
  {
    what: "the first address",
    program: inLine(REALM, "const cleo", "profiles: [storage]", 'profiles: [storage], sourceAddresses: ["192.0.2.1"]'),
    finds: [
      {
        id: "OPN-02",
        subject: "User/cleo",
        says: "From now on cleo of Beta GmbH may use the portal only from 192.0.2.1.",
        people: ["User/cleo"],
        accounts: ["Account/beta"],
        line: "const cleo =",
      },
    ],
    exitCode: 10,
  },
  {
    what: "hours that are split by day",
    program: inLine(
      REALM,
      "const bob",
      '[{ days: ["mon", "tue"], from: "08:00", to: "18:00" }]',
      '[{ days: ["mon"], from: "08:00", to: "18:00" }, { days: ["tue"], from: "08:00", to: "18:00" }]',
    ),
    finds: [],
    lacks: ["OPN-01", "OPN-02"],
    exitCode: 10,
  },
  {
    what: "hours that are split at noon",
    program: inLine(
      REALM,
      "const bob",
      '[{ days: ["mon", "tue"], from: "08:00", to: "18:00" }]',
      '[{ days: ["mon", "tue"], from: "08:00", to: "12:00" }, { days: ["mon", "tue"], from: "12:00", to: "18:00" }]',
    ),
    finds: [],
    lacks: ["OPN-01", "OPN-02"],
    exitCode: 10,
  },
  {
    what: "a password is reset",
    program: inLine(REALM, "const anna", 'profiles: ["User-Adm"]', 'profiles: ["User-Adm"], resetPassword: "2027"'),
    finds: [
      {
        id: "PWD-01",
        subject: "User/anna",
        says: "anna of Acme AG (who holds: change what profiles and people are allowed to do; create people; change people and give them other profiles; and 6 more, in Acme AG) gets a new password: the old one stops working immediately, and the person needs the new one.",
        level: "escalation",
        people: ["User/anna"],
        accounts: ["Account/acme"],
        rule: "csp/A5",
        line: "const anna =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "production to trial",
    program: inLine(REALM, "const acme", '"production"', '"trial", confirm: ["csp/C6"]'),
    finds: [
      {
        id: "LIF-01",
        subject: "Account/acme",
        says: "Acme AG changes from production to trial: its usage is billed differently, or not at all.",
        accounts: ["Account/acme"],
        rule: "csp/C6",
        line: "const acme =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "production to managed",
    program: inLine(REALM, "const acme", '"production"', '"managed"'),
    finds: [
      {
        id: "LIF-02",
        subject: "Account/acme",
        says: "Acme AG is in the state managed in place of production.",
        accounts: ["Account/acme"],
        line: "const acme =",
      },
    ],
    lacks: ["LIF-01"],
    exitCode: 11,
  },
  {
    what: "an account without protection whose deletion does something from now on",
    program: inLine(
      REALM,
      "const gamma",
      'uprovideAccount: "UP-10003"',
      'uprovideAccount: "UP-10003", onDelete: "decommission", decommissionReason: "cancelled"',
    ),
    finds: [
      {
        id: "LIF-04",
        subject: "Account/gamma",
        says: "Gamma SA is not protected, and onDelete is decommission. From now on, removing it from the program is enough.",
        accounts: ["Account/gamma"],
        line: "const gamma =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "an account whose deletion still does nothing",
    program: inLine(
      REALM,
      "const gamma",
      'uprovideAccount: "UP-10003"',
      'uprovideAccount: "UP-10003", onDelete: "retain"',
    ),
    finds: [],
    lacks: ["LIF-02", "LIF-04"],
    exitCode: 10,
  },
  {
    what: "a profile that people have is renamed",
    program: inLine(REALM, "const storage", 'name: "Storage"', 'name: "Object Storage"'),
    finds: [
      {
        id: "IRR-06",
        subject: "Profile/storage",
        says: "The profile Storage is deleted and recreated, because name can't be changed: people keep its permissions only if the new one is assigned to them.",
        line: "const storage =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a person is moved to another customer",
    program: inLine(REALM, "const cleo", "account: beta", "account: gamma"),
    finds: [
      {
        id: "IRR-02",
        subject: "User/cleo",
        says: "cleo of Beta GmbH is deleted and recreated, because account can't be changed: password, roles on projects, tokens and keys are lost, and the person needs a new password.",
        people: ["User/cleo"],
        accounts: ["Account/beta", "Account/gamma"],
        line: "const cleo =",
      },
      {
        id: "IDN-01",
        subject: "User/cleo",
        says: "cleo of Beta GmbH belongs to Gamma SA in place of Beta GmbH, and holds: make and delete buckets; see the object storage panel, in Beta GmbH and Gamma SA. Whoever uses it now has these permissions.",
        people: ["User/cleo"],
        accounts: ["Account/beta", "Account/gamma"],
        line: "const cleo =",
      },
      {
        id: "OWN-02",
        subject: "Account/beta",
        says: "Nobody of Beta GmbH can log in any more: until now cleo of Beta GmbH could.",
        people: ["User/cleo"],
        accounts: ["Account/beta"],
        line: "const beta =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "the provider refuses a limit below usage",
    program: inLine(REALM, "const quota", "vcpus: 10", "vcpus: 1"),
    finds: [
      {
        id: "QUO-03",
        subject: "Quota/quota",
        says: "The provider refuses the change of Quota/quota: limits is below usage: vcpus 1, but 2 in use. Free that first, or raise the number (rule csp/Q5)",
        rule: "csp/Q5",
      },
    ],
    exitCode: 30,
    gaps: ["the provider's errors are listed as findings"],
  },
  {
    what: "limits that are in use are reset",
    program: without(REALM, "const quota"),
    finds: [
      {
        id: "QUO-03",
        subject: "Quota/quota",
        says: "Acme AG is left in ch-1 with less than it uses: 0 projects (2 in use) and 0 vcpus (2 in use).",
        accounts: ["Account/acme"],
        rule: "csp/Q5",
        formerLine: "const quota =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "limits that nobody uses are reset",
    program: without(REALM, "const spare"),
    finds: [],
    lacks: ["QUO-03", "KEP-01"],
    exitCode: 10,
  },
  {
    what: "a request is rejected",
    program: inLine(
      REALM,
      "const quota",
      'onDelete: "reset"',
      'onDelete: "reset", rejectRequests: [{ id: "REQUEST_ID" }]',
    ),
    finds: [
      {
        id: "IRR-07",
        subject: "Quota/quota",
        says: "1 request for quota of Acme AG is permanently rejected: REQUEST_ID.",
        accounts: ["Account/acme"],
        rule: "csp/Q9",
        line: "const quota =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a request is left open",
    program: inLine(REALM, "const quota", 'onDelete: "reset"', 'onDelete: "reset", approveRequests: false'),
    finds: [],
    lacks: ["IRR-07"],
    exitCode: 10,
  },
  {
    what: "a person who is let go",
    program: without(REALM, "const kim"),
    finds: [
      {
        id: "KEP-01",
        subject: "User/kim",
        says: "kim of Gamma SA is removed from the program, keeps all permissions at the portal, and is no longer managed.",
        people: ["User/kim"],
        accounts: ["Account/gamma"],
        formerLine: "const kim =",
      },
    ],
    lacks: ["IRR-01"],
    exitCode: 10,
  },
  {
    what: "a person is deleted",
    program: without(REALM, "const nora"),
    finds: [
      {
        id: "IRR-01",
        subject: "User/nora",
        says: "nora of Gamma SA is deleted: password, roles and tokens are permanently lost. If the person is created again, it is a different person at the portal.",
        people: ["User/nora"],
        accounts: ["Account/gamma"],
        formerLine: "const nora =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "another address",
    program: inLine(REALM, "const anna", "anna@acme.example.com", "anna.keller@acme.example.com"),
    finds: [
      {
        id: "IDN-01",
        subject: "User/anna",
        level: "escalation",
        says: "anna of Acme AG is reached at anna.keller@acme.example.com in place of anna@acme.example.com, and holds: change what profiles and people are allowed to do; create people; change people and give them other profiles; and 6 more, in Acme AG. Whoever uses it now has these permissions.",
        people: ["User/anna"],
        accounts: ["Account/acme"],
        line: "const anna =",
      },
    ],
    lacks: ["PWD-01"],
    exitCode: 20,
  },
  {
    what: "another object at the portal has somebody's place",
    program: inLine(REALM, "const cleo", 'firstName: "Cleo"', 'firstName: "Cleopatra"'),
    edited: (plan) => {
      const digest = JSON.parse(plan) as { steps: { urn: string; newState: { id: string } }[] };
      digest.steps.find(({ urn }) => urn.endsWith("::cleo"))!.newState.id = "another";
      return JSON.stringify(digest);
    },
    finds: [
      {
        id: "IDN-02",
        subject: "User/cleo",
        says: "cleo of Beta GmbH will be another object at the portal, and holds: make and delete buckets; see the object storage panel, in Beta GmbH. Whoever uses it now has these permissions.",
        people: ["User/cleo"],
        accounts: ["Account/beta"],
        line: "const cleo =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "a service that is available",
    program: `${REALM}new reseller.ServiceActivation("openstack-of-beta", { account: beta, service: "openstack" });`,
    finds: [
      {
        id: "IRR-03",
        subject: "ServiceActivation/openstack-of-beta",
        says: "openstack is activated for Beta GmbH: it can't be deactivated.",
        accounts: ["Account/beta"],
        rule: "csp/V3",
        line: 'new reseller.ServiceActivation("openstack-of-beta"',
      },
    ],
    lacks: ["PRV-01"],
    exitCode: 11,
  },
  {
    what: "the provider refuses more for projects than their customer has",
    program: inLine(REALM, "const quota", "vcpus: 10", "vcpus: 3"),
    finds: [
      {
        id: "QUO-01",
        subject: "Quota/quota",
        says: "The provider refuses the change of Quota/quota: limits is below what the account's projects have: vcpus 3, but 4 assigned. Lower the quotas of the projects first (rule csp/Q4)",
        rule: "csp/Q4",
      },
    ],
    exitCode: 30,
    gaps: ["the provider's errors are listed as findings"],
  },
  {
    what: "projects are given more than their customer has, by a profile that is new",
    program: `${REALM}${wide(8)}`,
    finds: [
      {
        id: "QUO-02",
        subject: "Quota/quota",
        says: "The projects of Acme AG together exceed its limits in ch-1: 12 vcpus of 10.",
        accounts: ["Account/acme"],
        rule: "csp/Q4",
        line: "const quota =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "projects are given all that their customer has, by a profile that is new",
    program: `${REALM}${wide(6)}`,
    finds: [],
    lacks: ["QUO-02"],
    exitCode: 10,
  },
]);
