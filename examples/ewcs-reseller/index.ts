/**
 * The realm of a small reseller: who its customers are, what they may use, and who may do what. Read it from top to
 * bottom; the order of creation follows from the references.
 */
import * as pulumi from "@pulumi/pulumi";
import * as reseller from "pulumi-reseller";
import { type Customer, grow } from "./grow";
import { large, medium, small } from "./sizes";

const config = new pulumi.Config();

// Permissions. Profiles are shared: a change applies to everybody who has the profile.

const supportDesk = new reseller.Profile("support-desk", {
  name: "Support Desk",
  description: "Our own support: sees every customer, resets passwords, changes nothing else.",
  level: "reseller",
  permissions: ["show_clients", "show_users", "reset_password", "show_client_quota", "show_pending_requests"],
});

const cloudAdministrator = new reseller.Profile("cloud-administrator", {
  name: "Cloud Administrator",
  description: "Runs a customer's projects and people.",
  level: "client",
  permissions: [
    "show_users",
    "create_user",
    "edit_user",
    "reset_password",
    "show_projects",
    "create_project",
    "manage_project_users",
    "show_client_quota",
    "request_quota",
  ],
});

const storageUser = new reseller.Profile("storage-user", {
  name: "Storage User",
  description: "Object storage and nothing else: the only panel these people see.",
  level: "client",
  permissions: ["show_s3_panel", "manage_buckets", "manage_objects"],
});

// Quotas and sizes for customers.

new reseller.QuotaProfile("starter", { name: "Starter", inheritable: true, limits: small });

const customers: Customer[] = [
  {
    key: "alpina",
    name: "Alpina Bau AG",
    state: "trial",
    services: ["openstack"],
    limits: small,
    people: ["Anna Keller", "Reto Frei"],
  },
  {
    key: "helvetia-foods",
    name: "Helvetia Foods GmbH",
    state: "production",
    services: ["openstack", "s3"],
    limits: large,
    people: ["Sara Meier", "Luca Rossi", "Nina Weber"],
    colours: { primary: "#7A0019", secondary: "#F2C14E" },
    iconUrl: "https://www.example.com/helvetia-foods/icon.png",
  },
  {
    key: "jura-medtech",
    name: "Jura Medtech SA",
    state: "managed",
    services: ["openstack", "s3"],
    limits: medium,
    people: ["Claire Dubois", "Marc Favre"],
  },
];

// Our own people.

const ourselves = new reseller.User("support-eva", {
  username: "eva.support",
  email: "eva@reseller.example.com",
  firstName: "Eva",
  lastName: "Baumann",
  profiles: [supportDesk],
  // From the office and the VPN only.
  sourceAddresses: ["198.51.100.0/24", "2001:db8:42::/48"],
});

// The customers.

const passwords: Record<string, pulumi.Output<string | undefined>> = { "eva.support": ourselves.initialPassword };
const projects: Record<string, pulumi.Output<string>> = {};

grow(customers, { size: config.getNumber("size") ?? 0, alreadyDeclared: 6 }).forEach((customer, index) => {
  const account = new reseller.Account(
    customer.key,
    {
      name: customer.name,
      description: `Customer of our realm, in ${customer.state}`,
      state: customer.state,
      availableServices: customer.services,
      primaryColor: customer.colours?.primary,
      secondaryColor: customer.colours?.secondary,
      iconUrl: customer.iconUrl,
      uprovideAccount: `UP-${10001 + index}`,
      // A trial that is removed from this file is decommissioned. All other customers stay at the portal.
      onDelete: customer.state === "trial" ? "decommission" : "retain",
    },
    { protect: config.getBoolean("protect") ?? true },
  );

  // S3 requires OpenStack; the order of these lines doesn't matter.
  for (const service of customer.services) {
    new reseller.ServiceActivation(`${customer.key}-${service}`, { account, service });
  }

  for (const region of ["ch-1", "ch-2"]) {
    new reseller.Quota(`${customer.key}-${region}`, { account, region, limits: customer.limits });
  }

  if (customer.key === "helvetia-foods") {
    new reseller.QuotaProfile("helvetia-foods-shop", { account, name: "Web shop", limits: medium });
  }

  const people = customer.people.map((person, place) => {
    const [firstName = "", lastName = ""] = person.split(" ");
    const username = `${firstName}.${lastName}`.toLowerCase();
    const user = new reseller.User(`${customer.key}-${username}`, {
      account,
      username,
      email: `${username}@${customer.key}.example.com`,
      firstName,
      lastName,
      profiles: [place === 0 ? cloudAdministrator : storageUser],
    });
    passwords[`${customer.key}/${username}`] = user.initialPassword;
    return user;
  });

  const project = new reseller.Project(`${customer.key}-main`, {
    account,
    name: "main",
    description: "The first project",
    // Permissions at the portal and roles on a project are separate: without a role, nobody can log in to the project.
    ...(customer.madeUp === true
      ? { confirm: ["csp/O3"] }
      : { roles: people.slice(0, 1).map((user) => ({ user, roles: ["member"] })) }),
  });
  projects[customer.key] = project.id;
});

/** Passwords for the new people. Secret, so only `pulumi stack output --show-secrets` prints them. */
export const initialPasswords = pulumi.secret(pulumi.all(passwords));
export const projectIds = pulumi.all(projects);
