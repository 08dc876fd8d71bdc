import { type DeclaredInputs, type Finding, type KindName, type Rule, UNKNOWN } from "../../model";
import { knownWords } from "../../model/words";
import { grantable, levelOf, nearestRole, ROLES, type Reach } from "./roles";
import { broken, ruleId, type RuleName } from "./ruleBook";

function rule(
  name: RuleName,
  property: string,
  reasonOf: (inputs: DeclaredInputs, before: DeclaredInputs | undefined) => string | undefined,
): Rule {
  return {
    id: ruleId(name),
    check(inputs, before): Finding[] {
      const reason = reasonOf(inputs, before);
      return reason === undefined ? [] : [broken(name, property, reason)];
    },
  };
}

const accountDeletion = rule("L4", "onDelete", ({ onDelete }) =>
  onDelete === "decommission"
    ? `is "decommission", but there is nobody to ask for it: use retain, lock, or delete, which cleans the account up and can't be taken back`
    : undefined,
);

const lockIsSaid = rule("L2", "locked", ({ locked }, before) =>
  locked === true && before?.["locked"] !== true
    ? "locks the account: nobody can enter it, but its workloads keep running, and are billed"
    : undefined,
);

const personsLockIsSaid = rule("L7", "locked", ({ locked }, before) =>
  locked === true && before?.["locked"] !== true
    ? "locks the person out of every account and of the Partner Panel, not of one account alone"
    : undefined,
);

/** A role that is no role, or that of an owner. */
function roleFindings(property: string, reach: Reach, reference: unknown): Finding[] {
  if (reference === UNKNOWN || typeof reference !== "string") return [];
  const level = levelOf(reach, reference);
  if (level === "owner")
    return [
      broken(
        "L13",
        property,
        reach === "account"
          ? `is ${JSON.stringify(reference)}: who owns an account is declared there, as its owner`
          : `is ${JSON.stringify(reference)}: the partner's owner can't be managed from here`,
      ),
    ];
  if (level !== undefined || reference.startsWith("role/")) return [];
  return [
    broken(
      "X2",
      property,
      `is ${JSON.stringify(reference)}, which is no role; there are ${grantable(reach).join(", ")}`,
    ),
  ];
}

const rolesAreRoles: Rule = {
  id: ruleId("X2"),
  check({ access, realmAccess }) {
    const entries = Array.isArray(access) ? (access as { profile?: unknown }[]) : [];
    return [
      ...entries.flatMap((entry, index) => roleFindings(`access[${index}].profile`, "account", entry?.profile)),
      ...(realmAccess === undefined ? [] : roleFindings("realmAccess", "realm", realmAccess)),
    ];
  },
};

/** How much of the realm's levels comes down to every account. */
const RANK = ["read", "write", "admin", "owner"];

const inheritedIsNotDeclared: Rule = {
  id: ruleId("L11"),
  check({ access, realmAccess }) {
    const level = levelOf("realm", realmAccess);
    if (level === undefined || !Array.isArray(access)) return [];
    return (access as { profile?: unknown }[]).flatMap((entry, index) => {
      const own = levelOf("account", entry?.profile);
      if (own === undefined || RANK.indexOf(own) > RANK.indexOf(level)) return [];
      return [
        broken(
          "L11",
          `access[${index}]`,
          `gives what realmAccess ${level} gives on every account already: take it out`,
        ),
      ];
    });
  },
};

const exactlyOneRole: Rule = {
  id: ruleId("X2"),
  check({ name, level, permissions }): Finding[] {
    if (level !== "client" && level !== "reseller") return [];
    const reach: Reach = level === "client" ? "account" : "realm";
    const named = typeof name === "string" ? levelOf(reach, name) : undefined;
    if (permissions === undefined) {
      if (name === UNKNOWN || named !== undefined) return [];
      const roles = ROLES[reach].map(({ names }) => names[0]!).join(", ");
      return [
        broken(
          "X2",
          "name",
          `is ${JSON.stringify(name)}, which is no role of the portal, and no others can be made; there are ${roles}`,
        ),
      ];
    }
    const words = knownWords(permissions);
    if (!Array.isArray(permissions) || words.length < permissions.length) return [];
    const { role, tooMuch, tooLittle } = nearestRole(reach, words);
    const difference = [
      tooMuch.length > 0 ? `has too much: ${tooMuch.join(", ")}` : undefined,
      tooLittle.length > 0 ? `has too little: ${tooLittle.join(", ")}` : undefined,
    ].filter((part) => part !== undefined);
    if (difference.length > 0)
      return [
        broken(
          "X2",
          "permissions",
          `are those of no role, and no others can be made. The nearest is ${role.names[0]}, which ${difference.join(", and ")}`,
        ),
      ];
    return named === undefined || named === role.level
      ? []
      : [broken("X2", "permissions", `are those of ${role.names[0]}, but the name is ${JSON.stringify(name)}`)];
  },
};

const limitsAreKnown = rule("L19", "limits", ({ limits, profile }) =>
  limits === undefined && profile !== undefined
    ? "is missing: a quota profile is kept by this provider alone, so give the QuotaProfile itself (not its id) of the same program"
    : undefined,
);

/** Rules that one resource's declared inputs alone decide. */
export const rules: Partial<Record<KindName, readonly Rule[]>> = {
  Account: [accountDeletion, lockIsSaid],
  User: [personsLockIsSaid, rolesAreRoles, inheritedIsNotDeclared],
  Profile: [exactlyOneRole],
  Quota: [limitsAreKnown],
};
