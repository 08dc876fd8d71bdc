import type { z } from "zod";
import type { AccessRule } from "../../../../provider/portals/csp/contract";
import { newId } from "../../../secrets";
import type { AnyCall, Handlers } from "../call";
import { addressesOf } from "../caller";
import type { WithoutEtag } from "../contractTypes";
import { invalid, notFound, type FieldProblem } from "../problem";
import type { AccessRuleRecord } from "../records";
import { clientUserFor } from "../visibility";

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

function ruleFor(
  call: AnyCall,
  { clientId, userId, ruleId }: { clientId: string; userId: string; ruleId: string },
): AccessRuleRecord {
  const rule = call.realm.accessRules.get(ruleId);
  if (rule === undefined || rule.userId !== clientUserFor(call, clientId, userId).id) throw notFound("access rule");
  return rule;
}

export const accessRuleHandlers: Handlers<
  "listAccessRules" | "createAccessRule" | "updateAccessRule" | "deleteAccessRule"
> = {
  *listAccessRules(call) {
    const user = clientUserFor(call, call.parameters.clientId, call.parameters.userId);
    for (const rule of call.realm.accessRules.find("user", user.id))
      yield { sequence: rule.sequence, fields: accessRuleFields(rule) };
  },

  createAccessRule(call) {
    const user = clientUserFor(call, call.parameters.clientId, call.parameters.userId);
    requireTerms(call.body);
    const rule = { ...call.body, id: newId("access-rule"), userId: user.id, enabled: call.body.enabled ?? true };
    return { body: accessRuleFields(call.realm.accessRules.insert(rule)) };
  },

  updateAccessRule(call) {
    const rule = ruleFor(call, call.parameters);
    call.match(accessRuleFields(rule));
    const given = Object.fromEntries(Object.entries(call.body).filter(([, value]) => value !== undefined));
    const changed = { ...rule, ...given };
    requireTerms(changed);
    return { body: accessRuleFields(call.realm.accessRules.replace(changed)) };
  },

  deleteAccessRule(call) {
    const rule = ruleFor(call, call.parameters);
    call.match(accessRuleFields(rule));
    call.realm.accessRules.remove(rule.id);
  },
};
