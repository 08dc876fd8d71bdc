import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { RuleSpecs } from "../../../../provider/portals/scaleway/contract";
import { compositeKey } from "../../../store/collection";
import { writeLog } from "../audit";
import { type AnyCall, type CallOn, filterOf, filtersOf, flagOf, type Handlers, srnOf } from "../call";
import { requireRoom } from "../limits";
import { organizationOf, requireRight, type Right } from "../organizationScope";
import { PERMISSION_SETS, permissionSet } from "../permissionSets";
import { argument, type ArgumentProblem, invalid, notFound } from "../problem";
import type { PolicyRecord, Principal, RuleRecord } from "../records";
import { changedNamed, namedFields, namedIn, namedOf, newNamed, organizationForNew, POLICIES } from "./named";

type Specs = z.output<typeof RuleSpecs>;
interface PrincipalBody {
  readonly user_id?: string;
  readonly group_id?: string;
  readonly application_id?: string;
  readonly no_principal?: boolean;
}

function policyFields(policy: PolicyRecord, isNew = false): Record<string, unknown> {
  const { rules } = policy;
  const scopes = new Set(rules.flatMap(({ organizationId, projectIds }) => organizationId ?? projectIds ?? []));
  return {
    ...namedFields("policies", policy),
    // The answer to a create counts nothing yet.
    nb_permission_sets: isNew ? 0 : new Set(rules.flatMap(({ sets }) => sets)).size,
    nb_rules: isNew ? 0 : rules.length,
    nb_scopes: isNew ? 0 : scopes.size,
    ...policy.principal,
  };
}

function ruleFields(rule: RuleRecord): Record<string, unknown> {
  return {
    condition: rule.condition,
    id: rule.id,
    permission_set_names: [...rule.sets],
    permission_sets_scope_type: rule.scopeType,
    srn: srnOf("rules", rule.id),
    ...(rule.organizationId === null
      ? { project_ids: [...(rule.projectIds ?? [])] }
      : { organization_id: rule.organizationId }),
  };
}

function policyOf(call: CallOn<"policyId">, right: Right): PolicyRecord {
  return namedOf(call, POLICIES, call.parameters.policyId, right);
}

/** The one principal that is named; undefined where none is. @throws {ScalewayProblem} where there are several, or one that is not there. */
function principalIn({ realm, caller }: AnyCall, body: PrincipalBody): Principal | undefined {
  const { user_id, group_id, application_id, no_principal } = body;
  const named = Object.entries({ user_id, group_id, application_id }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  if (named.length + (no_principal === true ? 1 : 0) > 1)
    throw invalid(argument("principal", "constraint", "give exactly one principal"));
  if (no_principal === true) return { no_principal: true };
  const [entry] = named;
  if (entry === undefined) return undefined;
  const [kind, id] = entry;
  const collections = { user_id: realm.users, group_id: realm.groups, application_id: realm.applications } as const;
  const found = collections[kind as keyof typeof collections].get(id);
  if (found?.organizationId !== caller.organization.id) throw notFound(kind.replace("_id", ""), id);
  return { [kind]: id } as unknown as Principal;
}

function rulesIn({ realm, caller }: AnyCall, specs: readonly Specs[]): RuleRecord[] {
  const own = caller.organization.id;
  const problems: ArgumentProblem[] = [];
  const rules = specs.map((spec, index): RuleRecord => {
    const field = (name: string) => `rules[${index}].${name}`;
    const known = spec.permission_set_names.map(permissionSet);
    spec.permission_set_names.forEach((name, place) => {
      if (known[place] === undefined)
        problems.push(argument(field("permission_set_names"), "constraint", `${name} is not a permission set`));
    });
    const scopes = new Set(known.flatMap((set) => set?.scope_type ?? []));
    if (scopes.size > 1)
      problems.push(
        argument(field("permission_set_names"), "constraint", "permission sets must be of the same scope type"),
      );
    const { project_ids: projects, organization_id: organization } = spec;
    if ((projects === undefined) === (organization === undefined))
      problems.push(argument(field("scope"), projects === undefined ? "required" : "constraint", "give one scope"));
    if (projects !== undefined && scopes.has("organization"))
      problems.push(
        argument(field("permission_set_names"), "constraint", "these sets need the scope of an organization"),
      );
    if (organization !== undefined && organization !== own)
      problems.push(argument(field("organization_id"), "constraint", "is another organization"));
    for (const id of projects ?? [])
      if (realm.projects.get(id)?.organizationId !== own)
        problems.push(argument(field("project_ids"), "constraint", `${id} is not a project of the organization`));
    return {
      id: randomUUID(),
      sets: [...new Set(spec.permission_set_names)],
      scopeType: [...scopes][0] ?? "projects",
      condition: spec.condition ?? "",
      projectIds: projects ?? null,
      organizationId: organization ?? null,
    };
  });
  if (problems.length > 0) throw invalid(...problems);
  return rules;
}

export const policyHandlers = {
  *listPolicies(call) {
    const listed = namedIn(call, POLICIES);
    const [none, editable] = [flagOf(call, "no_principal"), flagOf(call, "editable")];
    const principals = ["user_ids", "group_ids", "application_ids"].flatMap((key) => filtersOf(call, key) ?? []);
    for (const policy of listed) {
      const [principal] = Object.values(policy.principal) as (string | true)[];
      if (
        (principals.length === 0 || principals.includes(String(principal))) &&
        (none === undefined || none === (principal === true)) &&
        (editable === undefined || editable === !policy.managed)
      )
        yield { sequence: policy.sequence, fields: policyFields(policy) };
    }
  },

  createPolicy(call) {
    const { body, realm } = call;
    const organizationId = organizationForNew(call, "policy", body.organization_id);
    const principal = principalIn(call, body);
    if (principal === undefined) throw invalid(argument("principal", "required", "value is required"));
    const draft = newNamed(call, POLICIES, organizationId, body);
    return policyFields(realm.policies.insert({ ...draft, principal, rules: rulesIn(call, body.rules ?? []) }), true);
  },

  getPolicy: (call) => policyFields(policyOf(call, "read")),

  updatePolicy(call) {
    const changed = changedNamed(call, POLICIES, policyOf(call, "write"), call.body);
    const principal = principalIn(call, call.body) ?? changed.principal;
    return policyFields(call.realm.policies.replace({ ...changed, principal }));
  },

  deletePolicy: (call) => call.realm.policies.remove(policyOf(call, "write").id),

  clonePolicy(call) {
    const policy = policyOf(call, "write");
    const { realm, now } = call;
    requireRoom(realm.policies, "iam_policies", call.caller.organization);
    let name = `${policy.name}-clone`;
    for (let copy = 2; realm.policies.first("name", compositeKey(policy.organizationId, name)) !== undefined; copy += 1)
      name = `${policy.name}-clone-${copy}`;
    const rules = policy.rules.map((rule) => ({ ...rule, id: randomUUID() }));
    return policyFields(
      realm.policies.insert({
        ...policy,
        id: randomUUID(),
        name,
        managed: false,
        rules,
        createdAt: now,
        updatedAt: now,
      }),
      true,
    );
  },

  *listRules(call) {
    const id = filterOf(call, "policy_id");
    if (id === undefined) throw invalid(argument("policy_id", "required", "value is required"));
    const policy = namedOf(call, POLICIES, id, "read");
    for (const [place, rule] of policy.rules.entries()) yield { sequence: place, fields: ruleFields(rule) };
  },

  /** All rules are new ones afterwards, also those that say the same as before. */
  setRules(call) {
    const policy = namedOf(call, POLICIES, call.body.policy_id, "write");
    const rules = rulesIn(call, call.body.rules ?? []);
    call.realm.policies.replace({ ...policy, rules, updatedAt: call.now });
    writeLog(call, policy.organizationId, "updated", "policy", policy.id);
    return { rules: rules.map(ruleFields) };
  },

  *listPermissionSets(call) {
    requireRight(call, "policy", "read");
    organizationOf(call, call.query.get("organization_id"), "permission_set");
    const byName = [...PERMISSION_SETS].sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const [place, set] of byName.entries()) yield { sequence: place, fields: { ...set } };
  },
} satisfies Partial<Handlers>;
