import type { Level } from "./contract";

/** On what a role is held: one account, or the whole realm. */
export type Reach = "account" | "realm";

interface Role {
  readonly level: Level;
  /** As the panels call it. */
  readonly names: readonly string[];
  /** What it lets somebody do, in words of this project: the vendor has no list of permissions. */
  readonly permissions: readonly string[];
}

/** The fixed roles, from the vendor's page on access levels, the least first. */
export const ROLES: Readonly<Record<Reach, readonly Role[]>> = {
  account: [
    { level: "read", names: ["Read Only", "read"], permissions: ["view"] },
    { level: "write", names: ["Read and Write", "write"], permissions: ["view", "manage_workloads"] },
    {
      level: "admin",
      names: ["Admin", "admin"],
      permissions: ["view", "manage_workloads", "manage_users", "manage_billing"],
    },
    {
      level: "owner",
      names: ["Owner", "owner"],
      permissions: ["view", "manage_workloads", "manage_users", "manage_billing", "own"],
    },
  ],
  realm: [
    { level: "read", names: ["Read Only", "read"], permissions: ["view"] },
    { level: "write", names: ["Write", "Write Only", "write"], permissions: ["view", "manage_accounts"] },
    {
      level: "admin",
      names: ["Admin", "admin"],
      permissions: ["view", "manage_accounts", "manage_users", "manage_billing"],
    },
    {
      level: "owner",
      names: ["Owner", "owner"],
      permissions: ["view", "manage_accounts", "manage_users", "manage_billing", "own"],
    },
  ],
};

const PREFIX = "role/";

/** The id of a Profile: the role that it stands for. */
export function roleId(reach: Reach, level: Level): string {
  return `${PREFIX}${reach}/${level}`;
}

/** The level that a reference means: the id of a Profile of that reach, or one of the role's names. */
export function levelOf(reach: Reach, reference: unknown): Level | undefined {
  if (typeof reference !== "string") return undefined;
  const word = reference.startsWith(`${PREFIX}${reach}/`)
    ? reference.slice(PREFIX.length + reach.length + 1)
    : reference;
  return ROLES[reach].find(({ names }) => names.includes(word))?.level;
}

/** What the panels call a role; of a role that this version doesn't know, the portal's own word. */
export function roleName(reach: Reach, level: string): string {
  return ROLES[reach].find((role) => role.level === level)?.names[0] ?? level;
}

/** The names under which roles can be referred to, without that of the owner. */
export function grantable(reach: Reach): string[] {
  return ROLES[reach].filter(({ level }) => level !== "owner").map(({ names }) => names[0]!);
}

/** The role with exactly these permissions, and where there is none the nearest, with what it has too much and too little. */
export function nearestRole(
  reach: Reach,
  permissions: readonly string[],
): { readonly role: Role; readonly tooMuch: string[]; readonly tooLittle: string[] } {
  const compared = ROLES[reach].map((role) => ({
    role,
    tooMuch: role.permissions.filter((permission) => !permissions.includes(permission)),
    tooLittle: permissions.filter((permission) => !role.permissions.includes(permission)),
  }));
  const distance = ({ tooMuch, tooLittle }: (typeof compared)[number]) => tooMuch.length + tooLittle.length;
  return compared.reduce((best, candidate) => (distance(candidate) < distance(best) ? candidate : best));
}
