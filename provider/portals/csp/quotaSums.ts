import type { DeclaredInputs, Finding } from "../../model";
import type { PlannedInputs } from "../../model/portal";
import { QUOTA_NUMBERS } from "./contract";
import { above, type Limits, limitsIn, NO_LIMITS, sumOf } from "./limits";
import { quotaId, type Realm, type WireAllocation } from "./realm";
import { broken } from "./ruleBook";

type LimitsOf = (declared: DeclaredInputs) => Promise<Limits | undefined>;

/**
 * Rules csp/Q4 and csp/Q5 at preview. What the program declares together must fit, that is certain; what others have at the portal
 * may still make room in the same run, so that it is only said. The portal has the last word at the write.
 */
export async function quotaSumFindings(
  realm: Realm,
  inputs: DeclaredInputs,
  planned: PlannedInputs,
  limitsOf: LimitsOf,
): Promise<Finding[]> {
  const limits = await limitsOf(inputs);
  const { region } = inputs;
  if (limits === undefined || typeof region !== "string" || !(await realm.regions()).some(({ id }) => id === region))
    return [];
  const view = inputs["project"] === undefined ? poolView : accountView;
  return [
    ...(await useFindings(realm, inputs, limits, planned)),
    ...(await sumFindings(await view(realm, inputs, planned, limitsOf), planned, limitsOf)),
  ];
}

/** What quotas are shared out of. */
interface Whole {
  readonly what: string;
  readonly limits: Limits | undefined;
  /** Whether a declared quota takes from it. */
  readonly holds: (declared: DeclaredInputs) => boolean;
  /** What takes from it at the portal. */
  readonly present: () => Promise<readonly WireAllocation[]>;
  readonly inputs: DeclaredInputs;
}

async function poolView(realm: Realm, inputs: DeclaredInputs): Promise<Whole> {
  const region = String(inputs["region"]);
  return {
    what: `the reseller's pool in ${region}`,
    limits: (await realm.may("show_client_quota")) ? (await realm.pool(region)).limits : undefined,
    holds: (declared) => declared["project"] === undefined && declared["region"] === region,
    present: () => realm.quotas.inGroup(region),
    inputs,
  };
}

async function accountView(
  realm: Realm,
  inputs: DeclaredInputs,
  planned: PlannedInputs,
  limitsOf: LimitsOf,
): Promise<Whole> {
  const { account, region } = inputs;
  // Accounts that are yet to be made can't be told apart here: the portal sees to these.
  const isKnown = typeof account === "string";
  const ofAccount = !isKnown
    ? undefined
    : planned
        .all("Quota")
        .find(
          (declared) =>
            declared["project"] === undefined && declared["account"] === account && declared["region"] === region,
        );
  const present = isKnown ? await realm.quotas.withId(`${account}/${String(region)}`) : undefined;
  return {
    what: `the account's quota in ${String(region)}`,
    limits: ofAccount === undefined ? present && limitsIn(present.limits) : await limitsOf(ofAccount),
    holds: (declared) =>
      declared["project"] !== undefined && declared["account"] === account && declared["region"] === region,
    present: () => realm.projectQuotas.inGroup(`${String(account)}/${String(region)}`),
    inputs,
  };
}

async function sumFindings(whole: Whole, planned: PlannedInputs, limitsOf: LimitsOf): Promise<Finding[]> {
  if (whole.limits === undefined) return [];
  const isProject = whole.inputs["project"] !== undefined;
  // A project holds no projects: that number takes nothing from the account.
  const most = isProject ? { ...whole.limits, projects: Number.MAX_SAFE_INTEGER } : whole.limits;
  const declared = planned.all("Quota").filter((inputs) => whole.holds(inputs));
  const known = (await Promise.all(declared.map(limitsOf))).filter((limits) => limits !== undefined);
  const property = whole.inputs["limits"] === undefined ? "profile" : "limits";
  const certain = above(sumOf(known), most);
  if (certain.length > 0)
    return [
      broken(
        "Q4",
        property,
        `is too much for ${whole.what}, together with the other quotas that the program declares: ${certain.join(", ")}. Lower some of them`,
      ),
    ];
  const taken = new Set(declared.map((inputs) => String(inputs[isProject ? "project" : "account"])));
  const others = (await whole.present()).filter(
    ({ clientId, projectId }) => !taken.has(String(isProject ? projectId : clientId)),
  );
  const likely = above(sumOf([...known, ...others.map(({ limits }) => limits)]), most);
  if (likely.length === 0) return [];
  const reason = `is too much for ${whole.what}, together with the quotas that are set at the portal so far: ${likely.join(", ")}. The portal will refuse it, unless others are lowered first`;
  return [broken("Q4", property, reason, "warn")];
}

/** Not below what is in use, and for an account not below what its projects have; a number that was too low before may stay. */
async function useFindings(
  realm: Realm,
  inputs: DeclaredInputs,
  limits: Limits,
  planned: PlannedInputs,
): Promise<Finding[]> {
  const { account, project, region } = inputs;
  if (typeof account !== "string" || (project !== undefined && typeof project !== "string")) return [];
  const collection = project === undefined ? realm.quotas : realm.projectQuotas;
  const id = [account, project, region].filter((part) => part !== undefined).join("/");
  const current = await collection.withId(id);
  if (current === undefined || quotaId(current) !== id) return [];
  const property = inputs["limits"] === undefined ? "profile" : "limits";
  const below = (taken: Limits) =>
    QUOTA_NUMBERS.filter((name) => limits[name] < taken[name] && limits[name] < current.limits[name]).map(
      (name) => `${name} ${limits[name]}, but ${taken[name]}`,
    );
  const inUse = below(current.used);
  if (inUse.length > 0)
    return [
      broken(
        "Q5",
        property,
        `is below what is in use: ${inUse.map((part) => `${part} in use`).join(", ")}. Free that first, or raise the number`,
      ),
    ];
  const assigned = project === undefined ? below(current.assigned ?? NO_LIMITS) : [];
  if (assigned.length === 0) return [];
  const mayYield = planned
    .all("Quota")
    .some((declared) => declared["project"] !== undefined && declared["account"] === account);
  const reason = `is below what the account's projects have: ${assigned.map((part) => `${part} assigned`).join(", ")}. Lower the quotas of the projects first`;
  return [broken("Q4", property, reason, mayYield ? "warn" : "refuse")];
}
