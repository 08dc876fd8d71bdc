import type { KindName } from "../../provider/model";
import type { PortalName } from "../../provider/portals/list";

/** Every limit that the Cloud Service Portal has. */
export const LIMITS = {
  projects: 1,
  instances: 1,
  vcpus: 1,
  ramGb: 1,
  volumes: 1,
  volumeStorageGb: 1,
  volumeSnapshots: 1,
  routers: 1,
  networks: 1,
  floatingIps: 1,
};

const CSP = {
  Account: {
    name: "Acme",
    description: "d",
    state: "trial",
    availableServices: ["openstack", "s3"],
    primaryColor: "#112233",
    secondaryColor: "#AABBCC",
    iconUrl: "https://example.com/i.png",
    uprovideAccount: "UP-10001",
    onDelete: "decommission",
    decommissionReason: "cancelled",
    confirm: ["csp/C6"],
  },
  User: {
    account: "cli_1",
    username: "u",
    email: "u@example.com",
    firstName: "U",
    lastName: "V",
    description: "d",
    profiles: ["b", "a"],
    permissions: ["show_usage"],
    accessTimes: [{ days: ["tue", "mon"], from: "08:00", to: "18:00" }],
    sourceAddresses: ["2001:db8::/32", "203.0.113.7"],
    resetPassword: "2026-11",
  },
  Profile: { name: "P", description: "d", level: "client", permissions: ["b", "a"] },
  QuotaProfile: { name: "Q", inheritable: true, default: false, limits: LIMITS },
  Quota: {
    account: "cli_1",
    project: "prj_1",
    region: "ch-1",
    limits: LIMITS,
    approveRequests: false,
    rejectRequests: [{ id: "r_2", comment: "c" }, { id: "r_1" }],
    onDelete: "reset",
  },
  ServiceActivation: { account: "cli_1", service: "s3", after: "cli_1/openstack", onDelete: "refuse" },
  Project: {
    account: "cli_1",
    name: "p",
    description: "d",
    quotaProfile: "qp_1",
    roles: [
      { user: "u_2", roles: ["reader", "member"] },
      { user: "u_1", roles: ["member"] },
    ],
    after: "cli_1/openstack",
  },
};

const ORGANIZATION = "11111111-1111-4111-8111-111111111111";
const SCALEWAY = {
  Account: {
    name: "Acme",
    description: "d",
    email: "it@acme.example",
    ownerFirstName: "Olga",
    ownerLastName: "Owner",
    phone: "+41 44 555 01 02",
    externalId: "C-1",
    locked: true,
    adminAccess: { username: "adm", email: "adm@example.com", password: "p" },
    onDelete: "lock",
    confirm: ["scaleway/C8"],
  },
  User: {
    account: ORGANIZATION,
    username: "anna.keller",
    email: "u@example.com",
    firstName: "U",
    lastName: "V",
    phone: "1",
    locale: "fr_FR",
    tags: ["b", "a"],
    profiles: ["Editors", "Administrators"],
    locked: false,
    password: "p",
    sendWelcomeEmail: true,
    sendPasswordEmail: false,
  },
  Profile: {
    account: ORGANIZATION,
    name: "Readers (all)",
    description: "d",
    group: "Editors",
    tags: ["b", "a"],
    rules: [
      { permissionSets: ["IAMReadOnly", "BillingReadOnly"], scope: "organization", condition: "true" },
      { permissionSets: ["VPCReadOnly"], scope: { projects: [ORGANIZATION] } },
    ],
  },
  QuotaProfile: { name: "Q", limits: { iam_users: 5 } },
  Quota: { account: ORGANIZATION, region: "fr-par", limits: { iam_users: 5 } },
  Project: { account: ORGANIZATION, name: "p", description: "d" },
};

const GRIDSCALE = {
  Account: {
    name: "Acme",
    owner: ORGANIZATION,
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
    access: [{ account: ORGANIZATION, profile: "Admin" }],
    realmAccess: "Read Only",
  },
  Profile: { name: "Read Only", level: "client", permissions: ["view"] },
  QuotaProfile: { name: "Q", limits: { cores: 5 } },
  Quota: { account: ORGANIZATION, limits: { cores: 5, memory: 0 }, onDelete: "reset" },
  ServiceActivation: { account: ORGANIZATION, service: "location:zrh", onDelete: "remove" },
};

type Declarations = Readonly<Record<string, unknown>>;

/** On each portal, one sound declaration of each kind that it has, with every field that it can have. */
export const SOUND: { readonly csp: Readonly<Record<KindName, Declarations>> } & Readonly<
  Record<PortalName, Readonly<Partial<Record<KindName, Declarations>>>>
> = { csp: CSP, scaleway: SCALEWAY, gridscale: GRIDSCALE };
