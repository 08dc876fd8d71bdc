import { type Finding, UNKNOWN } from "../../../model";
import { known } from "../../../model/declared";
import { rule } from "../../../model/rule";
import { knownWords } from "../../../model/words";
import { grantable, levelOf, nearestRole, ROLES, type Reach } from "../roles";

export const X2 = rule({
  id: "gridscale/X2",
  severity: "refuse",
  sentence: "Roles are fixed. A Profile stands for exactly one role.",
  source: "access levels",
  fields: { User: ["access", "realmAccess"], Profile: ["name", "permissions"] },
  inputs: {
    User: (broken, { access, realmAccess }) => {
      const roleFindings = (property: string, reach: Reach, reference: unknown): Finding[] => {
        if (reference === UNKNOWN || typeof reference !== "string") return [];
        if (levelOf(reach, reference) !== undefined || reference.startsWith("role/")) return [];
        const choices = grantable(reach).join(", ");
        return [broken(property, `is ${JSON.stringify(reference)}, which is not a role; the roles are ${choices}`)];
      };
      const entries = known(access) ?? [];
      return [
        ...entries.flatMap((entry, index) =>
          roleFindings(`access[${index}].profile`, "account", known(entry)?.profile),
        ),
        ...roleFindings("realmAccess", "realm", realmAccess),
      ];
    },
    Profile: (broken, { name, level, permissions }) => {
      if (level !== "client" && level !== "reseller") return [];
      const reach: Reach = level === "client" ? "account" : "realm";
      const named = typeof name === "string" ? levelOf(reach, name) : undefined;
      if (permissions === undefined) {
        if (name === UNKNOWN || named !== undefined) return [];
        const roles = ROLES[reach].map(({ names }) => names[0]!).join(", ");
        return [
          broken(
            "name",
            `is ${JSON.stringify(name)}, which is not a role of the portal; the roles are fixed: ${roles}`,
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
            "permissions",
            `are not those of a role; roles are fixed. The closest is ${role.names[0]}, which ${difference.join(", and ")}`,
          ),
        ];
      return named === undefined || named === role.level
        ? []
        : [broken("permissions", `are those of ${role.names[0]}, but the name is ${JSON.stringify(name)}`)];
    },
  },
});
