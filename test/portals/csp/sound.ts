import type { Declarations } from "../fixture";

/** Every limit that the Cloud Service Portal has. */
export const EVERY_LIMIT = {
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

/** Of each kind, a sound declaration with every field that it can have. */
export const sound = {
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
  QuotaProfile: { name: "Q", inheritable: true, default: false, limits: EVERY_LIMIT },
  Quota: {
    account: "cli_1",
    project: "prj_1",
    region: "ch-1",
    limits: EVERY_LIMIT,
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
} satisfies Declarations;
