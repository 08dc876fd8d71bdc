import { type DeclaredInputs, type Finding, UNKNOWN } from "../../../model";
import type { ProgramResource } from "../../../model/portal";
import { type Broken, type LiveCheck, rule } from "../../../model/rule";
import { QUOTA_NUMBERS } from "../contract";
import { above, type Limits, limitsIn, NO_LIMITS, sumOf } from "../limits";
import { accountQuotas, givenLimits, ofKind, sameAccount } from "../program";
import { declaredLimits, quotaId, type RealmReading, rejectionsIn, type WireAllocation } from "../reading";
import { rightsFindings } from "./rights";

/** The numbers of a declared quota; undefined while they, or its region, aren't known, and for a region that doesn't exist. */
async function knownLimits({ realm, inputs }: LiveCheck<RealmReading>): Promise<Limits | undefined> {
  const { region } = inputs;
  const limits = await declaredLimits(realm, inputs);
  if (limits === undefined || typeof region !== "string") return undefined;
  return (await realm.regions()).some(({ id }) => id === region) ? limits : undefined;
}

/** The quota as it is at the portal so far, where its account and project are known. */
async function quotaSoFar({ realm, inputs }: LiveCheck<RealmReading>): Promise<WireAllocation | undefined> {
  const { account, project, region } = inputs;
  if (typeof account !== "string" || (project !== undefined && typeof project !== "string")) return undefined;
  const collection = project === undefined ? realm.quotas : realm.projectQuotas;
  const id = [account, project, region].filter((part) => part !== undefined).join("/");
  const current = await collection.withId(id);
  return current !== undefined && quotaId(current) === id ? current : undefined;
}

/** Numbers that are below what is taken, in words; one that was too low before may stay. */
function below(limits: Limits, taken: Limits, current: WireAllocation, how: string): string[] {
  return QUOTA_NUMBERS.filter((name) => limits[name] < taken[name] && limits[name] < current.limits[name]).map(
    (name) => `${name} ${limits[name]}, but ${taken[name]} ${how}`,
  );
}

function ofNumbers({ limits }: DeclaredInputs): "profile" | "limits" {
  return limits === undefined ? "profile" : "limits";
}

/** What quotas are shared out of. */
interface Whole {
  readonly what: string;
  /** Undefined where it isn't known. */
  readonly limits: Limits | undefined;
  /** Whether a declared quota takes from it. */
  readonly holds: (declared: DeclaredInputs) => boolean;
  /** What takes from it at the portal. */
  readonly present: () => Promise<readonly WireAllocation[]>;
}

async function poolOf({ realm, inputs }: LiveCheck<RealmReading>): Promise<Whole> {
  const region = String(inputs["region"]);
  return {
    what: `the reseller's pool in ${region}`,
    limits: (await realm.may("show_client_quota")) ? (await realm.pool(region)).limits : undefined,
    holds: (declared) => declared["project"] === undefined && declared["region"] === region,
    present: () => realm.quotas.inGroup(region),
  };
}

async function accountsQuota({ realm, inputs, planned }: LiveCheck<RealmReading>): Promise<Whole> {
  const { account, region } = inputs;
  const isOfAccount = (declared: DeclaredInputs) => declared["account"] === account && declared["region"] === region;
  // Accounts that are yet to be made can't be told apart here: the portal sees to these.
  const isKnown = typeof account === "string";
  const declared = isKnown
    ? planned.all("Quota").find((other) => other["project"] === undefined && isOfAccount(other))
    : undefined;
  const present = isKnown ? await realm.quotas.withId(`${account}/${String(region)}`) : undefined;
  return {
    what: `the account's quota in ${String(region)}`,
    limits: declared === undefined ? present && limitsIn(present.limits) : await declaredLimits(realm, declared),
    holds: (other) => other["project"] !== undefined && isOfAccount(other),
    present: () => realm.projectQuotas.inGroup(`${String(account)}/${String(region)}`),
  };
}

/** A project holds no projects: that number takes nothing from the account. */
function withoutProjects(limits: Limits): Limits {
  return { ...limits, projects: Number.MAX_SAFE_INTEGER };
}

/**
 * What the program declares together must fit, that is certain; what others have at the portal may still make room in the same run, so that
 * it is only said. The portal has the last word at the write.
 */
async function tooMuch(broken: Broken, check: LiveCheck<RealmReading>): Promise<Finding[]> {
  const { realm, inputs, planned } = check;
  const isProject = inputs["project"] !== undefined;
  const whole = await (isProject ? accountsQuota : poolOf)(check);
  if (whole.limits === undefined) return [];
  const most = isProject ? withoutProjects(whole.limits) : whole.limits;
  const declared = planned.all("Quota").filter((other) => whole.holds(other));
  const known = (await Promise.all(declared.map((other) => declaredLimits(realm, other)))).filter(
    (limits) => limits !== undefined,
  );
  const certain = above(sumOf(known), most);
  if (certain.length > 0) {
    const reason = `is too much for ${whole.what}, together with the other quotas that the program declares: ${certain.join(", ")}. Lower some of them`;
    return [broken(ofNumbers(inputs), reason)];
  }
  const taken = new Set(declared.map((other) => String(other[isProject ? "project" : "account"])));
  const others = (await whole.present()).filter(
    ({ clientId, projectId }) => !taken.has(String(isProject ? projectId : clientId)),
  );
  const likely = above(sumOf([...known, ...others.map(({ limits }) => limits)]), most);
  if (likely.length === 0) return [];
  const reason = `is too much for ${whole.what}, together with the quotas that are set at the portal so far: ${likely.join(", ")}. The portal will refuse it, unless others are lowered first`;
  return [broken(ofNumbers(inputs), reason, "warn")];
}

/** An account's quota that is below what its projects have; where one is below what is in use, csp/Q5 says that. */
function belowItsProjects(
  broken: Broken,
  { inputs, planned }: LiveCheck<RealmReading>,
  limits: Limits,
  current: WireAllocation,
): Finding[] {
  const { account, project } = inputs;
  if (project !== undefined || below(limits, current.used, current, "in use").length > 0) return [];
  const assigned = below(limits, current.assigned ?? NO_LIMITS, current, "assigned");
  if (assigned.length === 0) return [];
  const mayYield = planned
    .all("Quota")
    .some((declared) => declared["project"] !== undefined && declared["account"] === account);
  const reason = `is below what the account's projects have: ${assigned.join(", ")}. Lower the quotas of the projects first`;
  return [broken(ofNumbers(inputs), reason, mayYield ? "warn" : "refuse")];
}

export const Q4 = rule({
  id: "csp/Q4",
  severity: "refuse",
  sentence:
    "Quotas of customers fit in the reseller's pool, those of projects in their customer's; for each number, in each region.",
  source: "quota pages",
  fields: { Quota: ["limits", "profile"] },
  // What the projects of an account are given together; the live portal knows the rest.
  program: (broken, resources) => {
    const quotas = ofKind(resources, "Quota").filter((quota) => typeof quota.inputs["region"] === "string");
    const ofProjects = quotas.filter((quota) => quota.inputs["project"] !== undefined);
    return ofProjects.flatMap((quota, index) => {
      const shares = (other: ProgramResource) =>
        sameAccount(other, quota) && other.inputs["region"] === quota.inputs["region"];
      const whole = quotas.find((other) => other.inputs["project"] === undefined && shares(other));
      const most = whole && givenLimits(whole);
      if (whole === undefined || most === undefined || givenLimits(quota) === undefined) return [];
      const together = ofProjects
        .slice(0, index + 1)
        .filter(shares)
        .flatMap((other) => givenLimits(other) ?? []);
      const excess = above(sumOf(together), withoutProjects(most));
      if (excess.length === 0) return [];
      const reason = `is more than ${whole.label} has, together with the projects before it: ${excess.join(", ")}. Lower some of them, or raise that`;
      return [{ resource: quota, ...broken("limits", reason) }];
    });
  },
  // A region in which the account has nothing to share out among its projects.
  newAccount: (broken, resources) => {
    const regions = accountQuotas(resources).map(({ inputs }) => inputs["region"]);
    return ofKind(resources, "Quota")
      .filter(({ inputs }) => inputs["project"] !== undefined && typeof inputs["region"] === "string")
      .filter(({ inputs }) => !regions.includes(inputs["region"]) && !regions.includes(UNKNOWN))
      .flatMap((quota) => {
        const limits = givenLimits(quota);
        if (limits === undefined || above(limits, withoutProjects(NO_LIMITS)).length === 0) return [];
        const reason = `is more than its account has in ${String(quota.inputs["region"])}, which is made by this run and has no quota there: declare a Quota for the account itself`;
        return [{ resource: quota, ...broken("limits", reason) }];
      });
  },
  live: {
    Quota: async (broken, check: LiveCheck<RealmReading>) => {
      const limits = await knownLimits(check);
      if (limits === undefined) return [];
      const current = await quotaSoFar(check);
      return [
        ...(current === undefined ? [] : belowItsProjects(broken, check, limits, current)),
        ...(await tooMuch(broken, check)),
      ];
    },
  },
  also: ["apply"],
  refusedAs: "QUO-01",
  foundAs: ["QUO-01", "QUO-02"],
});

export const Q5 = rule({
  id: "csp/Q5",
  severity: "refuse",
  sentence: "A quota is not below what is in use.",
  source: "quota pages",
  fields: { Quota: ["limits", "profile"] },
  live: {
    Quota: async (broken, check: LiveCheck<RealmReading>) => {
      const limits = await knownLimits(check);
      const current = limits && (await quotaSoFar(check));
      if (limits === undefined || current === undefined) return [];
      const inUse = below(limits, current.used, current, "in use");
      if (inUse.length === 0) return [];
      const reason = `is below what is in use: ${inUse.join(", ")}. Free that first, or raise the number`;
      return [broken(ofNumbers(check.inputs), reason)];
    },
  },
  also: ["apply"],
  refusedAs: "QUO-03",
  foundAs: ["QUO-03"],
});

export const Q9 = rule({
  id: "csp/Q9",
  severity: "refuse",
  sentence: "A request for quota is decided once, while it is pending, and an approval fits in the pool.",
  source: "§4.2.1",
  fields: { Quota: ["rejectRequests"] },
  live: {
    // For rejections that are new.
    Quota: async (broken, { realm, inputs, before }: LiveCheck<RealmReading>) => {
      const { account, project, region } = inputs;
      if (typeof account !== "string" || project !== undefined) return [];
      const old = rejectionsIn(before ?? {});
      const fresh = rejectionsIn(inputs).filter(({ id }) => !old.some((known) => known.id === id));
      if (fresh.length === 0) return [];
      const requests = await realm.quotaRequests(account);
      const wrong = (reason: string) => [broken("rejectRequests", reason)];
      return fresh.flatMap(({ id }) => {
        const request = requests.find((candidate) => candidate.id === id);
        if (request === undefined)
          return wrong(
            `names the request ${JSON.stringify(id)}, which this account hasn't made: take it out, or correct the id`,
          );
        if (request.region !== region)
          return wrong(
            `names the request ${id}, which is for the region ${request.region}: move it to the Quota of that region`,
          );
        if (request.status !== "approved") return [];
        return wrong(
          `names the request ${id}, which was approved already, and a decision is final: take it out, and lower the limits instead`,
        );
      });
    },
  },
  also: ["apply"],
  foundAs: ["IRR-07"],
});

export const Q10 = rule({
  id: "csp/Q10",
  severity: "refuse",
  sentence: "Making quota profiles and setting quotas needs the rights for it.",
  source: "quota profile pages",
  live: {
    QuotaProfile: (broken, { realm }: LiveCheck<RealmReading>) =>
      rightsFindings(broken, realm, "make and change quota profiles", ["manage_quota_profiles"]),
    Quota: (broken, { realm, inputs: { project } }) =>
      rightsFindings(broken, realm, "set quotas", [project === undefined ? "edit_client_quota" : "edit_project_quota"]),
  },
});

export const Q11 = rule({
  id: "csp/Q11",
  severity: "refuse",
  sentence: "The ten numbers are whole and not negative; RAM and volume storage are in GB.",
  source: "quota profile pages",
  formats: { QuotaProfile: ["limits"], Quota: ["limits"] },
});
