import { type KindName } from "../../provider/model";
import type { AccessModel } from "../../provider/model/accessModel";
import { compare } from "../../engine/plannedResource";
import type { Completeness } from "../report";
import type { LiveRealm } from "./liveRealm";

/** What the report says of one connection that was asked. */
export function askedOf({ portal, connection, at, listings }: LiveRealm): NonNullable<Completeness["live"]>[number] {
  const counts = new Map<KindName, number>();
  for (const { kind, found } of listings) counts.set(kind, (counts.get(kind) ?? 0) + found.length);
  return {
    portal,
    ...(connection === undefined ? {} : { connection }),
    at,
    asked: [...counts].map(([kind, count]) => ({ kind, count })),
  };
}

const UNASKED = [
  "undeclared people, profiles and permissions, created or changed manually at the portal",
  "the current state of objects to be adopted",
];

/** What nobody looked at, to be read after `Not looked at:`. */
export function notLookedAt(meanings: readonly AccessModel[], live: readonly LiveRealm[] | undefined): string[] {
  if (live === undefined) return [...new Set([...UNASKED, ...meanings.flatMap(({ unasked }) => unasked)])];
  const unseen = live.flatMap(({ listings, failed }) => [
    ...listings.flatMap((listing) => (listing.unseen === undefined ? [] : [`${listing.kind}: ${listing.unseen}`])),
    ...failed.map(({ kind, because }) => `${kind}: ${because}`),
  ]);
  return [...[...new Set(unseen)].sort(compare), "current quotas and quota profiles at the portal"];
}
