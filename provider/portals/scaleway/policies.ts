import { normalPolicyRule, type PolicyRule } from "../../model";
import {
  type Declarable,
  type DeclaredOf,
  type InputsAt,
  type InputsOfKind,
  known,
  knownEntries,
} from "../../model/declared";
import { holdsUnknown } from "../../model/unknown";
import type { RequestOf } from "../wire";
import type { operations } from "./contract";
import type { fields } from "./fields";
import type { OrganizationReading, WirePolicy, WireRule } from "./reading";

type RuleSpecs = NonNullable<RequestOf<typeof operations.setRules>["rules"]>[number];

/** The rule as the portal takes it. */
export function ruleToWire({ permissionSets, scope, condition }: PolicyRule, organization: string): RuleSpecs {
  return {
    permission_set_names: permissionSets,
    condition: condition ?? "",
    ...(scope === "organization" ? { organization_id: organization } : { project_ids: scope.projects }),
  };
}

type Rules = InputsAt<typeof fields, "Profile">["rules"];

/** The rule as a declaration puts it. Ids of rules are left out: every change gives them new ones. */
function ruleFromWire({
  permission_set_names: names,
  condition,
  organization_id: of,
  project_ids: projects,
}: WireRule): Rules[number] {
  return normalPolicyRule({
    permissionSets: names ?? [],
    scope: of === undefined || of === "" ? { projects: projects ?? [] } : "organization",
    condition,
  });
}

/** The rules of a policy, as a declaration puts them. */
export async function rulesOf(organization: OrganizationReading, { id }: WirePolicy): Promise<Rules> {
  return (await organization.rulesOf(id)).map(ruleFromWire);
}

/** What some rules allow, wherever that is. */
export type Sets = Pick<PolicyRule, "permissionSets">;

/** A rule whose permission sets are known by now. */
export interface KnownRule extends Sets {
  readonly scope: Declarable<NonNullable<InputsOfKind<"Profile">["rules"]>[number]["scope"]> | undefined;
}

/** Those of the declared rules that are known by now. */
export function knownRules(declared: DeclaredOf<"Profile">["rules"]): KnownRule[] {
  return (known(declared) ?? []).flatMap((entry) => {
    const { permissionSets, scope } = known(entry) ?? {};
    const isKnown = permissionSets !== undefined && !holdsUnknown(permissionSets);
    return isKnown ? [{ permissionSets: knownEntries(permissionSets), scope }] : [];
  });
}

export function setsOfRules(rules: readonly Sets[]): Set<string> {
  return new Set(rules.flatMap(({ permissionSets }) => permissionSets));
}
