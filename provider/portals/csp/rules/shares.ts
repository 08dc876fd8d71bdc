import type { Finding } from "../../../model";
import type { Broken } from "../../../model/rule";
import { QUOTA_NUMBERS } from "../contract";
import { above, type Limits, limitsIn, NO_LIMITS, sumOf } from "../limits";
import { declaredLimits, quotaId, type WireAllocation } from "../reading";
import type { Check } from "./check";
import type { DeclaredOf } from "../../../model/declared";

/** The numbers of a declared quota; undefined while they, or its region, aren't known, and for a region that doesn't exist. */
export async function knownLimits({ realm, inputs }: Check<"Quota">): Promise<Limits | undefined> {
  const { region } = inputs;
  const limits = await declaredLimits(realm, inputs);
  if (limits === undefined || typeof region !== "string") return undefined;
  return (await realm.regions()).some(({ id }) => id === region) ? limits : undefined;
}

/** The quota as it is at the portal so far, where its account and project are known. */
export async function quotaSoFar({ realm, inputs }: Check<"Quota">): Promise<WireAllocation | undefined> {
  const { account, project, region } = inputs;
  if (typeof account !== "string" || (project !== undefined && typeof project !== "string")) return undefined;
  const collection = project === undefined ? realm.quotas : realm.projectQuotas;
  const id = [account, project, region].filter((part) => part !== undefined).join("/");
  const current = await collection.withId(id);
  return current !== undefined && quotaId(current) === id ? current : undefined;
}

/** Numbers that are below what is taken, in words; one that was too low before may stay. */
export function below(limits: Limits, taken: Limits, current: WireAllocation, how: string): string[] {
  return QUOTA_NUMBERS.filter((name) => limits[name] < taken[name] && limits[name] < current.limits[name]).map(
    (name) => `${name} ${limits[name]}, but ${taken[name]} ${how}`,
  );
}

export function ofNumbers({ limits }: DeclaredOf<"Quota">): "profile" | "limits" {
  return limits === undefined ? "profile" : "limits";
}

/** What quotas are shared out of. */
interface Whole {
  readonly what: string;
  /** Undefined where it isn't known. */
  readonly limits: Limits | undefined;
  /** Whether a declared quota takes from it. */
  readonly holds: (declared: DeclaredOf<"Quota">) => boolean;
  /** What takes from it at the portal. */
  readonly present: () => Promise<readonly WireAllocation[]>;
}

async function poolOf({ realm, inputs }: Check<"Quota">): Promise<Whole> {
  const region = String(inputs.region);
  return {
    what: `the reseller's pool in ${region}`,
    limits: (await realm.may("show_client_quota")) ? (await realm.pool(region)).limits : undefined,
    holds: (declared) => declared.project === undefined && declared.region === region,
    present: () => realm.quotas.inGroup(region),
  };
}

async function accountsQuota({ realm, inputs, planned }: Check<"Quota">): Promise<Whole> {
  const { account, region } = inputs;
  const isOfAccount = (declared: DeclaredOf<"Quota">) => declared.account === account && declared.region === region;
  // Accounts that are yet to be made can't be told apart here: the portal sees to these.
  const isKnown = typeof account === "string";
  const declared = isKnown
    ? planned.all("Quota").find((other) => other.project === undefined && isOfAccount(other))
    : undefined;
  const present = isKnown ? await realm.quotas.withId(`${account}/${String(region)}`) : undefined;
  return {
    what: `the account's quota in ${String(region)}`,
    limits: declared === undefined ? present && limitsIn(present.limits) : await declaredLimits(realm, declared),
    holds: (other) => other.project !== undefined && isOfAccount(other),
    present: () => realm.projectQuotas.inGroup(`${String(account)}/${String(region)}`),
  };
}

/** A project holds no projects: that number takes nothing from the account. */
export function withoutProjects(limits: Limits): Limits {
  return { ...limits, projects: Number.MAX_SAFE_INTEGER };
}

/**
 * What the program declares together must fit, that is certain; what others have at the portal may still make room in the same run, so that
 * it is only said. The portal has the last word at the write.
 */
export async function tooMuch(broken: Broken, check: Check<"Quota">): Promise<Finding[]> {
  const { realm, inputs, planned } = check;
  const isProject = inputs.project !== undefined;
  const whole = await (isProject ? accountsQuota : poolOf)(check);
  if (whole.limits === undefined) return [];
  const most = isProject ? withoutProjects(whole.limits) : whole.limits;
  const declared = planned.all("Quota").filter((other) => whole.holds(other));
  const known = (await Promise.all(declared.map((other) => declaredLimits(realm, other)))).filter(
    (limits) => limits !== undefined,
  );
  const certain = above(sumOf(known), most);
  if (certain.length > 0) {
    const reason = `exceeds ${whole.what}, together with the other quotas that the program declares: ${certain.join(", ")}. Lower some of them`;
    return [broken(ofNumbers(inputs), reason)];
  }
  const taken = new Set(declared.map((other) => String(other[isProject ? "project" : "account"])));
  const others = (await whole.present()).filter(
    ({ clientId, projectId }) => !taken.has(String(isProject ? projectId : clientId)),
  );
  const likely = above(sumOf([...known, ...others.map(({ limits }) => limits)]), most);
  if (likely.length === 0) return [];
  const reason = `exceeds ${whole.what}, together with the quotas that are set at the portal so far: ${likely.join(", ")}. The portal will refuse it, unless others are lowered first`;
  return [broken(ofNumbers(inputs), reason, "warn")];
}

/** An account's quota that is below what its projects have; where one is below usage, csp/Q5 says that. */
export function belowItsProjects(
  broken: Broken,
  { inputs, planned }: Check<"Quota">,
  limits: Limits,
  current: WireAllocation,
): Finding[] {
  const { account, project } = inputs;
  if (project !== undefined || below(limits, current.used, current, "in use").length > 0) return [];
  const assigned = below(limits, current.assigned ?? NO_LIMITS, current, "assigned");
  if (assigned.length === 0) return [];
  const mayYield = planned
    .all("Quota")
    .some((declared) => declared.project !== undefined && declared.account === account);
  const reason = `is below what the account's projects have: ${assigned.join(", ")}. Lower the quotas of the projects first`;
  return [broken(ofNumbers(inputs), reason, mayYield ? "warn" : "refuse")];
}
