import type { AccessTime } from "../../model";
import { canonicalAddress } from "../../model";
import { operations } from "./contract";
import { admitsAddress, admitsTime } from "./lockout";
import type { WireAccessRule } from "./reading";
import type { CspClient } from "./client";

/** The rules of conditional access of one user, as the declaration has them. Undefined: none of the sort. */
export interface AccessTerms {
  readonly accessTimes?: readonly AccessTime[];
  readonly sourceAddresses?: readonly string[];
}

type Term = Pick<WireAccessRule, "type" | "days" | "from" | "to" | "cidr">;

/** The portal holds one rule for each entry; a rule that is switched off counts as none. */
export async function readAccess(realm: CspClient, userId: string): Promise<AccessTerms> {
  const rules = (await realm.accessRules.inGroup(userId)).filter(({ enabled }) => enabled);
  const times = rules
    .filter(({ type }) => type === "access_times")
    .map(({ days = [], from = "", to = "" }): AccessTime => ({ days, from, to }));
  const addresses = rules.filter(({ type }) => type === "source_ip").map(({ cidr = "" }) => cidr);
  return {
    ...(times.length > 0 ? { accessTimes: times } : {}),
    ...(addresses.length > 0 ? { sourceAddresses: addresses } : {}),
  };
}

export async function refreshAccess(realm: CspClient, userId: string): Promise<void> {
  const now = await realm.wire.list(operations.listAllAccessRules, { query: { "filter[userId]": userId } });
  for (const { id } of await realm.accessRules.inGroup(userId)) realm.accessRules.drop(id);
  for (const rule of now) realm.accessRules.put(rule);
}

/**
 * Makes the rules of the named sorts exactly the wanted ones. New rules come before old ones go: a user who has none for a moment
 * would have unrestricted access (rule csp/A2).
 */
export async function writeAccess(
  realm: CspClient,
  user: { readonly id: string; readonly account: string | undefined },
  wanted: AccessTerms,
  sorts: readonly (keyof AccessTerms)[],
): Promise<void> {
  await refreshAccess(realm, user.id);
  const types = sorts.map((sort) => (sort === "accessTimes" ? "access_times" : "source_ip"));
  const present = (await realm.accessRules.inGroup(user.id)).filter(
    ({ enabled, type }) => enabled && (types as string[]).includes(type),
  );
  const terms = sorts.flatMap((sort) =>
    sort === "accessTimes" ? (wanted.accessTimes ?? []).map(timeTerm) : (wanted.sourceAddresses ?? []).map(addressTerm),
  );
  terms.sort(await admittingFirst(realm, user.id));
  const presentKeys = new Set(present.map(keyOf));
  // One address in two spellings is one rule.
  const wantedTerms = new Map(terms.map((term) => [keyOf(term), term]));
  for (const [key, term] of wantedTerms) {
    if (presentKeys.has(key)) continue;
    const { body } = await (user.account === undefined
      ? realm.wire.call(operations.createResellerUserAccessRule, { params: { userId: user.id }, body: term })
      : realm.wire.call(operations.createAccessRule, {
          params: { clientId: user.account, userId: user.id },
          body: term,
        }));
    realm.accessRules.put(body);
  }
  for (const rule of present.filter((candidate) => !wantedTerms.has(keyOf(candidate)))) {
    const ifMatch = rule.etag;
    await (user.account === undefined
      ? realm.wire.call(operations.deleteResellerUserAccessRule, {
          params: { userId: user.id, ruleId: rule.id },
          ifMatch,
        })
      : realm.wire.call(operations.deleteAccessRule, {
          params: { clientId: user.account, userId: user.id, ruleId: rule.id },
          ifMatch,
        }));
    realm.accessRules.drop(rule.id);
  }
}

/** The portal refuses a rule that shuts out whoever makes it (rule csp/A1): one that lets them in comes before others of its sort. */
async function admittingFirst(realm: CspClient, userId: string): Promise<(one: Term, other: Term) => number> {
  const me = await realm.me();
  const admits = ({ type, days = [], from = "", to = "", cidr = "" }: Term) =>
    type === "source_ip" ? admitsAddress([cidr], me.sourceIp ?? "") : admitsTime([{ days, from, to }], new Date());
  return (one, other) => (me.userId === userId ? Number(admits(other)) - Number(admits(one)) : 0);
}

function timeTerm({ days, from, to }: AccessTime): Term {
  return { type: "access_times", days: [...days], from, to };
}

function addressTerm(cidr: string): Term {
  return { type: "source_ip", cidr };
}

function keyOf({ type, days = [], from, to, cidr }: Term): string {
  return JSON.stringify([type, [...days].sort(), from, to, canonicalAddress(cidr)]);
}
