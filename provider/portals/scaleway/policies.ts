import { normalPolicyRule, type PolicyRule, UNKNOWN } from "../../model";
import type { OrganizationReading, WirePolicy, WireRule } from "./reading";

/** The rule as the portal takes it. */
export function ruleToWire({ permissionSets, scope, condition }: PolicyRule, organization: string): object {
  return {
    permission_set_names: permissionSets,
    condition: condition ?? "",
    ...(scope === "organization" ? { organization_id: organization } : { project_ids: scope.projects }),
  };
}

/** The rule as a declaration puts it. Ids of rules are left out: every change gives them new ones. */
function ruleFromWire({
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

/** The rules of a policy, as a declaration puts them. */
export async function rulesOf(organization: OrganizationReading, { id }: WirePolicy): Promise<PolicyRule[]> {
  return (await organization.rulesOf(id)).map(ruleFromWire);
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
