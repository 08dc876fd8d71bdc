import { type DeclaredInputs, type Finding, normalPolicyRule, type PolicyRule, UNKNOWN } from "../../model";
import { nearest } from "../../model/nearest";
import type { Organization, WireRule } from "./organization";
import { POWERFUL } from "./rights";
import { broken } from "./ruleBook";

/** The rule as the portal takes it. */
export function ruleToWire({ permissionSets, scope, condition }: PolicyRule, organization: string): object {
  return {
    permission_set_names: permissionSets,
    condition: condition ?? "",
    ...(scope === "organization" ? { organization_id: organization } : { project_ids: scope.projects }),
  };
}

/** The rule as a declaration puts it. Ids of rules are left out: every change gives them new ones. */
export function ruleFromWire({
  permission_set_names: names,
  condition,
  organization_id: of,
  project_ids: projects,
}: WireRule): PolicyRule {
  return normalPolicyRule({
    permissionSets: names ?? [],
    scope: of === undefined || of === "" ? { projects: projects ?? [] } : "organization",
    condition,
  }) as PolicyRule;
}

/** Those of the declared rules that are known by now. */
export function knownRules(declared: unknown): PolicyRule[] {
  if (!Array.isArray(declared)) return [];
  return (declared as unknown[]).filter((rule): rule is PolicyRule => {
    if (typeof rule !== "object" || rule === null) return false;
    const sets: unknown = (rule as PolicyRule).permissionSets;
    return Array.isArray(sets) && !sets.includes(UNKNOWN);
  });
}

export function setsOfRules(rules: readonly PolicyRule[]): Set<string> {
  return new Set(rules.flatMap(({ permissionSets }) => permissionSets));
}

/** Rules scaleway/P3 and scaleway/P4, against the live list of permission sets. */
export async function ruleFindings(organization: Organization, { rules }: DeclaredInputs): Promise<Finding[]> {
  if (!Array.isArray(rules)) return [];
  const catalogue = new Map((await organization.permissionSets()).map((set) => [set.name, set]));
  return (rules as unknown[]).flatMap((rule, index): Finding[] => {
    const [known] = knownRules([rule]);
    if (known === undefined) return [];
    const property = `rules[${index}]`;
    const unknown = known.permissionSets.filter((name) => !catalogue.has(name));
    const findings = unknown.map((name) => {
      const near = nearest(name, [...catalogue.keys()]);
      const hint =
        near.length > 0
          ? `; did you mean ${near.join(" or ")}?`
          : "; the portal's list of permission sets says which exist";
      return broken(
        "P4",
        `${property}.permissionSets`,
        `has ${JSON.stringify(name)}, which the portal doesn't know${hint}`,
      );
    });
    const sets = known.permissionSets.flatMap((name) => catalogue.get(name) ?? []);
    const ofOrganization = sets.filter(({ scope_type: scope }) => scope === "organization").map(({ name }) => name);
    const ofProjects = sets.filter(({ scope_type: scope }) => scope === "projects").map(({ name }) => name);
    if (ofOrganization.length > 0 && ofProjects.length > 0)
      findings.push(
        broken(
          "P3",
          `${property}.permissionSets`,
          `mixes ${ofOrganization.join(", ")} (Organization features) with ${ofProjects.join(", ")} (projects): make two rules of it`,
        ),
      );
    else if (ofOrganization.length > 0 && known.scope !== "organization" && (known.scope as unknown) !== UNKNOWN)
      findings.push(
        broken(
          "P3",
          `${property}.scope`,
          `names projects, but ${ofOrganization.join(", ")} is for Organization features: give scope "organization"`,
        ),
      );
    return findings;
  });
}

/** Rule scaleway/P5: sets with which people can grant themselves anything, where they are new. */
export function powerFindings(before: ReadonlySet<string>, rules: readonly PolicyRule[]): Finding[] {
  const gained = [...setsOfRules(rules)].filter((name) => POWERFUL.includes(name) && !before.has(name));
  if (gained.length === 0) return [];
  return [
    broken("P5", "rules", `grants ${gained.join(", ")}: whoever has this profile can grant themselves everything else`),
  ];
}
