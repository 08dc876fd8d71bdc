import { type AccessTime, canonicalAddress } from "../../model";
import type { InputsOfKind, Values } from "../../model/declared";
import { isOneOf } from "../../model/shapes";
import type { RequestOf } from "../wire";
import { callsOf } from "./calls";
import type { operations } from "./contract";
import { admitsAddress, admitsTime } from "./lockout";
import type { ACCESS } from "./reading";
import type { CspClient } from "./client";

/** The rules of conditional access of one user, as the declaration has them. Undefined: none of the sort. */
export type AccessTerms = Pick<Values<InputsOfKind<"User">>, (typeof ACCESS)[number]>;

type Term = RequestOf<typeof operations.createAccessRule>;

/** The portal holds one rule for each entry; a rule that is switched off counts as none. */
export async function readAccess(client: CspClient, userId: string): Promise<AccessTerms> {
  const rules = (await client.accessRules.inGroup(userId)).filter(({ enabled }) => enabled);
  const times = rules
    .filter(({ type }) => type === "access_times")
    .map(({ days = [], from = "", to = "" }) => ({ days, from, to }));
  const addresses = rules.filter(({ type }) => type === "source_ip").map(({ cidr = "" }) => cidr);
  return {
    ...(times.length > 0 ? { accessTimes: times } : {}),
    ...(addresses.length > 0 ? { sourceAddresses: addresses } : {}),
  };
}

export async function refreshAccess(client: CspClient, userId: string): Promise<void> {
  await client.accessRules.load("fresh", userId);
}

/**
 * Makes the rules of the named sorts exactly the wanted ones. New rules come before old ones go: a user who has none for a moment
 * would have unrestricted access (rule csp/A2).
 */
export async function writeAccess(
  client: CspClient,
  user: { readonly id: string; readonly account: string | undefined },
  wanted: AccessTerms,
  sorts: readonly (keyof AccessTerms)[],
): Promise<void> {
  await refreshAccess(client, user.id);
  const types = sorts.map((sort) => (sort === "accessTimes" ? "access_times" : "source_ip"));
  const present = (await client.accessRules.inGroup(user.id)).filter(
    ({ enabled, type }) => enabled && isOneOf(types, type),
  );
  const terms = sorts.flatMap((sort) =>
    sort === "accessTimes" ? (wanted.accessTimes ?? []).map(timeTerm) : (wanted.sourceAddresses ?? []).map(addressTerm),
  );
  terms.sort(await admittingFirst(client, user.id));
  const presentKeys = new Set(present.map(keyOf));
  // One address in two spellings is one rule.
  const wantedTerms = new Map(terms.map((term) => [keyOf(term), term]));
  const calls = callsOf(client.wire, user.account);
  for (const [key, term] of wantedTerms) {
    if (presentKeys.has(key)) continue;
    const { body } = await calls.createAccessRule(user.id, { body: term });
    client.accessRules.put(body);
  }
  for (const rule of present.filter((candidate) => !wantedTerms.has(keyOf(candidate)))) {
    await calls.deleteAccessRule(user.id, rule.id, { ifMatch: rule.etag });
    client.accessRules.drop(rule.id);
  }
}

/** The portal refuses a rule that shuts out whoever makes it (rule csp/A1): one that lets them in comes before others of its sort. */
async function admittingFirst(client: CspClient, userId: string): Promise<(one: Term, other: Term) => number> {
  const me = await client.me();
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

function keyOf({
  type,
  days = [],
  from,
  to,
  cidr,
}: Omit<Term, "type" | "enabled"> & { readonly type: string }): string {
  return JSON.stringify([type, [...days].sort(), from, to, canonicalAddress(cidr)]);
}
