import type { RealmObject } from "../../provider/model/accessModel";
import { numbersIn } from "../../provider/model/limitNumbers";
import { placeOf } from "../expectations/reviewFile";
import type { ReportQuota } from "../report";
import type { ConnectionReview } from "../realm/connectionReview";
import { joined } from "../../text/words";
import type { RaisedFinding } from "./context";

export type Limits = Readonly<Record<string, number>>;
/** What there is to share out, by region and name; a portal without regions has it under `*`. */
export type Pools = Readonly<Record<string, Limits>>;

export const ANY_REGION = "*";

interface Quota {
  readonly key: string;
  readonly account: string | undefined;
  readonly region: string;
  readonly isProject: boolean;
  readonly limits: Limits | undefined;
  readonly used: Limits;
}

/** The limits that a quota sets; undefined where the plan can't tell them. */
function limitsOf(review: ConnectionReview, side: "before" | "after", quota: RealmObject): Limits | undefined {
  const { limits, followProfile } = quota.values;
  if (typeof limits === "object" && limits !== null) return numbersIn(limits);
  const { allocated } = quota.outputs;
  const { snapshot } = review[side];
  // A quota keeps the numbers that it got when it was made, unless it follows its profile.
  const isSet = review.resource(quota.key)?.operation !== "create" && followProfile !== true;
  if ((side === "before" || isSet) && allocated !== undefined) return numbersIn(allocated);
  const { certain } = snapshot.references(quota, "profile", "QuotaProfile");
  return certain[0] === undefined ? undefined : numbersIn(certain[0].values["limits"]);
}

function quotasOf(review: ConnectionReview, side: "before" | "after"): Quota[] {
  const { snapshot } = review[side];
  return snapshot.objects("Quota").map((quota) => {
    const { certain, words } = snapshot.references(quota, "account", "Account");
    const { region, project } = quota.values;
    return {
      key: quota.key,
      account: certain[0]?.key ?? words[0],
      region: typeof region === "string" ? region : ANY_REGION,
      isProject: project !== undefined,
      limits: limitsOf(review, side, quota),
      used: numbersIn((review.before.snapshot.object(quota.key) ?? quota).outputs["used"]),
    };
  });
}

/** Sums of limits by region and name. */
function totals(quotas: readonly Quota[]): Map<string, Map<string, number>> {
  const sums = new Map<string, Map<string, number>>();
  for (const { region, limits = {} } of quotas) {
    const sum = sums.get(region) ?? new Map<string, number>();
    for (const [name, number] of Object.entries(limits)) sum.set(name, (sum.get(name) ?? 0) + number);
    sums.set(region, sum);
  }
  return sums;
}

/** The totals before and after, for each account and for all of them, and what is wrong with them. */
export interface QuotaReview {
  readonly quotas: readonly ReportQuota[];
  readonly findings: readonly RaisedFinding[];
  readonly gaps: readonly string[];
}

export function quotaReview(review: ConnectionReview, pools: Pools): QuotaReview {
  if (review.meaning.namesOnly.includes("Quota")) return { quotas: [], findings: [], gaps: [] };
  const [before, after] = [quotasOf(review, "before"), quotasOf(review, "after")];
  const gaps = after
    .filter(({ limits, key }) => limits === undefined && review.resource(key)?.operation !== "same")
    .map(({ key }) => `The limits of ${key} aren't known before apply.`);
  const perAccount = accountQuotas(review, before, after);
  const all = allQuotas(before, after, pools);
  return {
    quotas: [...all, ...perAccount],
    findings: [
      ...overPool(all, pools, review.isPosture),
      ...overAccount(review, before, after),
      ...underUse(review, before, after),
    ],
    gaps,
  };
}

function accountQuotas(review: ConnectionReview, before: readonly Quota[], after: readonly Quota[]): ReportQuota[] {
  const places = new Map<string, { account: string | undefined; region: string; from?: Quota; to?: Quota }>();
  for (const [side, quotas] of [
    ["from", before],
    ["to", after],
  ] as const)
    for (const quota of quotas.filter(({ isProject }) => !isProject)) {
      const key = JSON.stringify([quota.account, quota.region]);
      places.set(key, { ...(places.get(key) ?? { account: quota.account, region: quota.region }), [side]: quota });
    }
  return [...places]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, { account, region, from, to }]) => {
      const names = [...new Set([...Object.keys(from?.limits ?? {}), ...Object.keys(to?.limits ?? {})])].sort();
      const shared = totals(after.filter((quota) => quota.isProject && quota.account === account)).get(region);
      const used = { ...to?.used, ...from?.used };
      return names.map((name): ReportQuota => ({
        ...(account === undefined ? {} : { account }),
        ...(region === ANY_REGION ? {} : { region }),
        name,
        before: from?.limits?.[name] ?? null,
        after: to?.limits?.[name] ?? null,
        ...(used[name] === undefined ? {} : { used: used[name] }),
        ...(shared?.get(name) === undefined ? {} : { shared: shared.get(name)! }),
      }));
    });
}

function allQuotas(before: readonly Quota[], after: readonly Quota[], pools: Pools): ReportQuota[] {
  const ofAccounts = (quotas: readonly Quota[]) => totals(quotas.filter(({ isProject }) => !isProject));
  const [from, to] = [ofAccounts(before), ofAccounts(after)];
  return [...new Set([...from.keys(), ...to.keys()])].sort().flatMap((region) => {
    const names = [...new Set([...(from.get(region)?.keys() ?? []), ...(to.get(region)?.keys() ?? [])])].sort();
    return names.map((name): ReportQuota => {
      const pool = pools[region]?.[name] ?? pools[ANY_REGION]?.[name];
      return {
        ...(region === ANY_REGION ? {} : { region }),
        name,
        before: from.get(region)?.get(name) ?? null,
        after: to.get(region)?.get(name) ?? null,
        ...(pool === undefined ? {} : { pool }),
      };
    });
  });
}

function inRegion(region: string | undefined): string {
  return region === undefined || region === ANY_REGION ? "" : ` in ${region}`;
}

function overPool(all: readonly ReportQuota[], pools: Pools, isStanding: boolean): RaisedFinding[] {
  return all
    .filter(({ before, after, pool }) => pool !== undefined && after !== null && after > pool && after > (before ?? 0))
    .map(({ region, name, before, after, pool }) => ({
      id: "QUO-01" as const,
      subject: `quota ${region ?? ANY_REGION} ${name}`,
      sentence: `The limits of all accounts add up to ${after} ${name}${inRegion(region)}${isStanding ? "" : ` (until now ${before ?? 0})`}, and the pool is ${pool}.`,
      ...placeOf([pools[region ?? ANY_REGION], pools[ANY_REGION]].find((of) => of?.[name] !== undefined)),
    }));
}

function overAccount(review: ConnectionReview, before: readonly Quota[], after: readonly Quota[]): RaisedFinding[] {
  const room = (quotas: readonly Quota[], account: string | undefined, region: string) => ({
    own: quotas.find((quota) => !quota.isProject && quota.account === account && quota.region === region)?.limits,
    shared: totals(quotas.filter((quota) => quota.isProject && quota.account === account)).get(region),
  });
  return after
    .filter(({ isProject, limits }) => !isProject && limits !== undefined)
    .flatMap(({ key, account, region, limits = {} }): RaisedFinding[] => {
      const [was, is] = [room(before, account, region), room(after, account, region)];
      const worse = Object.entries(limits).filter(([name, limit]) => {
        const excess = (is.shared?.get(name) ?? 0) - limit;
        const excessBefore = (was.shared?.get(name) ?? 0) - (was.own?.[name] ?? Infinity);
        return excess > 0 && excess > excessBefore;
      });
      if (worse.length === 0) return [];
      const details = worse.map(([name, limit]) => `${is.shared?.get(name) ?? 0} ${name} of ${limit}`);
      const name = account === undefined ? "an account" : review.accountName(account);
      return [
        {
          id: "QUO-02",
          subject: key,
          sentence: `The projects of ${name} together exceed its limits${inRegion(region)}: ${joined(details)}.`,
          accounts: account === undefined ? [] : [account],
        },
      ];
    });
}

function underUse(review: ConnectionReview, before: readonly Quota[], after: readonly Quota[]): RaisedFinding[] {
  return [...after, ...reset(review, before, after)].flatMap((quota): RaisedFinding[] => {
    const was = before.find(({ key }) => key === quota.key)?.limits ?? {};
    const below = Object.entries(quota.limits ?? {}).filter(
      ([name, limit]) => limit < (quota.used[name] ?? 0) && limit < (was[name] ?? Infinity),
    );
    if (below.length === 0) return [];
    const details = below.map(([name, limit]) => `${limit} ${name} (${quota.used[name]} in use)`);
    const name = quota.account === undefined ? "An account" : review.accountName(quota.account);
    return [
      {
        id: "QUO-03",
        subject: quota.key,
        sentence: `${name} is left${inRegion(quota.region)} with less than it uses: ${joined(details)}.`,
        accounts: quota.account === undefined ? [] : [quota.account],
      },
    ];
  });
}

/** A quota that is deleted with `onDelete: reset` sets all of its limits to 0. */
function reset(review: ConnectionReview, before: readonly Quota[], after: readonly Quota[]): Quota[] {
  return before
    .filter(({ key }) => !after.some((other) => other.key === key))
    .filter(({ key }) => review.before.snapshot.object(key)?.values["onDelete"] === "reset")
    .map((quota) => ({
      ...quota,
      limits: Object.fromEntries(Object.keys(quota.limits ?? {}).map((name) => [name, 0])),
    }));
}
