import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";

const USERS = 26;
const PROJECTS = 3;
const PROFILES = 20;
const FIRST_UPROVIDE = 10_001;
/** An account with its services, its quota, its users and its projects. */
export const OBJECTS_OF_ACCOUNT = 4 + USERS + PROJECTS;

/** `fleet.yaml` and the realm files of a Cloud Service Portal: a file for each account, and one for what they share. */
export function writeFleetRealm(folder: string, accounts: number): void {
  mkdirSync(path.join(folder, "realm"));
  writeFileSync(
    path.join(folder, "fleet.yaml"),
    "files: realm\nreferences: stack\npool: { ch-1: { vcpus: 1000000 } }\n",
  );
  const profiles = range(PROFILES).map(
    (number) =>
      `  p${number}: { name: Profile ${number}, level: client, permissions: [show_users, create_user, edit_user, delete_user] }\n`,
  );
  writeFileSync(path.join(folder, "realm", "shared.yaml"), `profiles:\n${profiles.join("")}`);
  for (const number of range(accounts)) writeFileSync(accountFile(folder, number), accountText(number));
}

export function accountText(number: number): string {
  const users = range(USERS).map(
    (user) => `      user-${user}:
        username: user-${user}.c${number}
        email: user-${user}@c${number}.example.com
        firstName: First
        lastName: Last ${user}
        profiles: [p${user % PROFILES}]
`,
  );
  const projects = range(PROJECTS).map(
    (project) =>
      `      project-${project}: { name: project-${project}, roles: [{ user: user-${project}, roles: [member] }] }\n`,
  );
  return `accounts:
  customer-${number}:
    name: Customer ${number}
    state: production
    uprovideAccount: UP-${FIRST_UPROVIDE + number}
    availableServices: [openstack, s3]
    services: [openstack, s3]
    quotas:
      ch-1:
        limits: { projects: 5, instances: 5, vcpus: 10, ramGb: 20, volumes: 5, volumeStorageGb: 100, volumeSnapshots: 5, routers: 1, networks: 1, floatingIps: 1 }
    users:
${users.join("")}    projects:
${projects.join("")}`;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

export function accountFile(folder: string, number: number): string {
  return path.join(folder, "realm", `customer-${number}.yaml`);
}
