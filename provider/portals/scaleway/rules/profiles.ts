import { UNKNOWN } from "../../../model";
import { known } from "../../../model/declared";
import { alternatives } from "../../../model/nearest";
import { rule } from "../../../model/rule";
import { reachText } from "../../../model/words";
import { type Check, openOrganization } from "../opening";
import { profileSoFar, type SoFar } from "../pairs";
import { type KnownRule, knownRules, rulesOf, setsOfRules } from "../policies";
import { namesOf, type OrganizationReading, type WireGroup, type WirePermissionSet } from "../reading";
import { POWERFUL } from "../rights";

interface RuleAgainstCatalogue {
  /** Where it stands: `rules[0]`. */
  readonly property: string;
  readonly declared: KnownRule;
  /** Permission sets by their names, as the portal lists them. */
  readonly catalogue: ReadonlyMap<string, WirePermissionSet>;
}

/** The declared rules that are known by now, with the live list of permission sets. */
async function againstCatalogue(check: Check<"Profile">): Promise<RuleAgainstCatalogue[]> {
  const rules = known(check.inputs.rules);
  const organization = await openOrganization(check);
  if (organization === undefined || rules === undefined) return [];
  const catalogue = new Map((await organization.permissionSets()).map((set) => [set.name, set]));
  return rules.flatMap((entry, index) =>
    knownRules([entry]).map((declared) => ({ property: `rules[${index}]`, declared, catalogue })),
  );
}

export const P3 = rule({
  id: "scaleway/P3",
  severity: "refuse",
  sentence:
    "The permission sets of a rule must have one scope type. Permission sets for Organization features can't be combined with projects.",
  source: "IAM API, rules",
  fields: { Profile: ["rules"] },
  formats: { Profile: ["rules.scope", "rules.scope.projects"] },
  live: {
    Profile: async (broken, check: Check<"Profile">) =>
      (await againstCatalogue(check)).flatMap(({ property, declared: { permissionSets, scope }, catalogue }) => {
        const withScope = (type: string) =>
          permissionSets.filter((name) => catalogue.get(name)?.scope_type === type).join(", ");
        const [ofOrganization, ofProjects] = [withScope("organization"), withScope("projects")];
        if (ofOrganization === "") return [];
        if (ofProjects !== "")
          return [
            broken(
              `${property}.permissionSets`,
              `mixes ${ofOrganization} (Organization features) with ${ofProjects} (projects): split it into two rules`,
            ),
          ];
        if (scope === "organization" || scope === UNKNOWN) return [];
        return [
          broken(
            `${property}.scope`,
            `names projects, but ${ofOrganization} is for Organization features: set scope "organization"`,
          ),
        ];
      }),
  },
});

export const P4 = rule({
  id: "scaleway/P4",
  severity: "refuse",
  sentence: "Permission sets must be in the portal's list.",
  source: "IAM API, permission-sets",
  fields: { Profile: ["rules"] },
  live: {
    Profile: async (broken, check: Check<"Profile">) =>
      (await againstCatalogue(check)).flatMap(({ property, declared, catalogue }) =>
        declared.permissionSets
          .filter((name) => !catalogue.has(name))
          .map((name) =>
            broken(
              `${property}.permissionSets`,
              `has ${JSON.stringify(name)}, which the portal doesn't have${alternatives(name, [...catalogue.keys()])}`,
            ),
          ),
      ),
  },
});

/** Permission sets that a profile gives so far. */
async function setsSoFar({ organization, policy }: SoFar): Promise<ReadonlySet<string>> {
  return policy === undefined ? new Set() : setsOfRules(await rulesOf(organization, policy));
}

export const P5 = rule({
  id: "scaleway/P5",
  severity: "warn",
  sentence:
    "IAMManager, IAMPolicyManager, IAMGroupManager and OrganizationManager allow people to grant themselves every permission.",
  source: "IAM: permission sets",
  fields: { Profile: ["rules"] },
  live: {
    Profile: async (broken, check: Check<"Profile">) => {
      const profile = await profileSoFar(check);
      if (profile === undefined) return [];
      const before = await setsSoFar(profile);
      const sets = setsOfRules(knownRules(check.inputs.rules));
      const gained = [...sets].filter((name) => POWERFUL.includes(name) && !before.has(name));
      if (gained.length === 0) return [];
      return [
        broken(
          "rules",
          `grants ${gained.join(", ")}: everybody with this profile can grant themselves all other permissions`,
        ),
      ];
    },
  },
  foundAs: ["ESC-05"],
});

/** Whom a change of a group's rights reaches. Among all users is the owner, too, who may do everything anyway. */
async function reached(organization: OrganizationReading, group: WireGroup): Promise<readonly string[]> {
  if (group.all_users !== true) return group.user_ids;
  return (await organization.users.all()).filter(({ type }) => type !== "owner").map(({ id }) => id);
}

export const P6 = rule({
  id: "scaleway/P6",
  severity: "warn",
  sentence: "A change of a profile affects everybody in its group.",
  source: "IAM: policies",
  about: "change",
  fields: { Profile: ["rules"] },
  live: {
    Profile: async (broken, check: Check<"Profile">) => {
      const profile = await profileSoFar(check);
      if (profile === undefined) return [];
      const { organization, ownGroup } = profile;
      const { group, rules } = check.inputs;
      const target =
        group === undefined ? ownGroup : typeof group === "string" ? await organization.group(group) : undefined;
      if (target === undefined) return [];
      const [before, after] = [await setsSoFar(profile), setsOfRules(knownRules(rules))];
      const gained = [...after].filter((set) => !before.has(set));
      const lost = [...before].filter((set) => !after.has(set));
      if (gained.length + lost.length === 0) return [];
      const members = await reached(organization, target);
      if (members.length === 0) return [];
      const who = await namesOf(organization, members);
      const what = [
        gained.length > 0 ? `gain ${gained.join(", ")}` : undefined,
        lost.length > 0 ? `lose ${lost.join(", ")}` : undefined,
      ].filter((part) => part !== undefined);
      return [broken("rules", reachText(members.length, who, what.join(", and ")))];
    },
  },
});
