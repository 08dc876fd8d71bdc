import type { z } from "zod";
import type { AccessRule, AccessRuleInput, AccessRulePatch } from "../../../../provider/portals/csp/contract";
import { newId } from "../../../secrets";
import type { AnyCall, ChangeCall, Handlers, Outcome, WithoutEtag } from "../call";
import { addressesOf, requireStillAdmitted } from "../caller";
import { invalid, notFound, type FieldProblem } from "../problem";
import type { AccessRuleRecord, UserRecord } from "../records";
import { clientUserOf, resellerUserOf } from "../visibility";

type AccessRuleFields = WithoutEtag<z.output<typeof AccessRule>>;
type Terms = Pick<AccessRuleFields, "type" | "days" | "from" | "to" | "cidr">;

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

function accessRuleFields({ id, userId, type, days, from, to, cidr, enabled }: AccessRuleRecord): AccessRuleFields {
  return { id, userId, type, days, from, to, cidr, enabled };
}

/** Rule csp/A3: an address or a subnet; at least one day and a time that ends after it begins. */
function termProblems({ type, days, from, to, cidr }: Terms): FieldProblem[] {
  if (type === "source_ip")
    return addressesOf(cidr ?? "") === undefined
      ? [
          {
            field: "cidr",
            code: "invalid_format",
            message: "must be an address or a subnet such as 203.0.113.0/24 (csp/A3)",
          },
        ]
      : [];
  const problems: FieldProblem[] = [];
  if (days === undefined || days.length === 0)
    problems.push({ field: "days", code: "too_small", message: "must name at least one day (csp/A3)" });
  for (const [field, time] of Object.entries({ from, to }))
    if (!TIME_OF_DAY.test(time ?? ""))
      problems.push({ field, code: "invalid_format", message: "must be a time of day such as 08:00 (csp/A3)" });
  if (problems.length === 0 && (from ?? "") >= (to ?? ""))
    problems.push({ field: "to", code: "too_small", message: "must be later than from (csp/A3)" });
  return problems;
}

function requireTerms(terms: Terms): void {
  const problems = termProblems(terms);
  if (problems.length > 0) throw invalid(...problems);
}

function ruleOf({ realm }: AnyCall, user: UserRecord, ruleId: string): AccessRuleRecord {
  const rule = realm.accessRules.get(ruleId);
  if (rule === undefined || rule.userId !== user.id) throw notFound("access rule");
  return rule;
}

function create(
  { realm, caller, now, body }: AnyCall & { readonly body: z.output<typeof AccessRuleInput> },
  user: UserRecord,
): Outcome<AccessRuleFields> {
  requireTerms(body);
  const rule = { ...body, id: newId("access-rule"), userId: user.id, enabled: body.enabled ?? true };
  const inserted = realm.accessRules.insert(rule);
  requireStillAdmitted(realm, caller, user.id, now);
  return { body: accessRuleFields(inserted) };
}

function update(
  call: ChangeCall<z.output<typeof AccessRulePatch>>,
  user: UserRecord,
  ruleId: string,
): Outcome<AccessRuleFields> {
  const rule = ruleOf(call, user, ruleId);
  call.precondition.match(accessRuleFields(rule));
  const given = Object.fromEntries(Object.entries(call.body).filter(([, value]) => value !== undefined));
  const changed = { ...rule, ...given };
  requireTerms(changed);
  const replaced = call.realm.accessRules.replace(changed);
  requireStillAdmitted(call.realm, call.caller, user.id, call.now);
  return { body: accessRuleFields(replaced) };
}

function remove(call: ChangeCall, user: UserRecord, ruleId: string): void {
  const rule = ruleOf(call, user, ruleId);
  call.precondition.match(accessRuleFields(rule));
  call.realm.accessRules.remove(rule.id);
  requireStillAdmitted(call.realm, call.caller, user.id, call.now);
}

export const accessRuleHandlers = {
  *listAllAccessRules({ realm, caller }) {
    for (const rule of realm.accessRules.values()) {
      const clientId = realm.users.get(rule.userId)?.clientId;
      if (caller.clientId === null || caller.clientId === clientId)
        yield { sequence: rule.sequence, fields: accessRuleFields(rule) };
    }
  },

  createAccessRule: (call) => create(call, clientUserOf(call)),
  updateAccessRule: (call) => update(call, clientUserOf(call), call.parameters.ruleId),
  deleteAccessRule: (call) => remove(call, clientUserOf(call), call.parameters.ruleId),

  createResellerUserAccessRule: (call) => create(call, resellerUserOf(call)),
  updateResellerUserAccessRule: (call) => update(call, resellerUserOf(call), call.parameters.ruleId),
  deleteResellerUserAccessRule: (call) => remove(call, resellerUserOf(call), call.parameters.ruleId),
} satisfies Partial<Handlers>;
