import type { KindName } from "../provider/model";
import type { PortalSession } from "../provider/model/portal";
import type { RealmEntry } from "../realm/entry";
import { withoutCycles } from "./cycles";
import { entriesOf, isWanted, type LiveEntry, Skipped } from "./entries";
import { type Choice, type Progress, readObjects, type Reading } from "./read";
import type { Remark } from "./remark";
import { keepRules, dryRun } from "./rules";

export { calledAt } from "../provider/model/called";
export type { LiveObject, LiveObjects } from "../provider/model/liveObjects";
export { type Choice, type Progress, readObjects, type Reading } from "./read";
export { type Remark, remarkText } from "./remark";

/** A live realm as a realm file would have it. */
export interface LiveRealm {
  /** Sorted by kind, account and key, whatever order the portal answers in. */
  readonly entries: readonly RealmEntry[];
  /** Ids at the portal, by kind and name of the entry: `User acme/anna`. */
  readonly ids: ReadonlyMap<string, string>;
  /** What the portal calls objects that entries refer to by their ids. */
  readonly names: ReadonlyMap<string, string>;
  /** What of the realm no entry stands for, or not as a whole. */
  readonly remarks: readonly Remark[];
  /** What the token may not see, so that the realm may not be whole. */
  readonly unseen: readonly string[];
  /** What can be declared of some kinds, and no portal tells. */
  readonly without: readonly string[];
  /** What an `up` with this token is refused for as long as the portal is as it is: by the reason, kind and name of entries. */
  readonly refused: ReadonlyMap<string, readonly string[]>;
  /** The portal's own objects, which are referred to and never declared, and singletons that nobody has set: how many of each kind. */
  readonly left: ReadonlyMap<KindName, { readonly builtIn: number; readonly untouched: number }>;
}

export interface LiveOptions extends Choice {
  /** Name of the connection, where it is not the one of the flat settings. */
  readonly connection?: string;
  readonly listed?: Progress;
  readonly dryRunProgress?: Progress;
}

/** Every round leaves something out: more than these would be no realm. */
const MOST_ROUNDS = 50;

/**
 * Reads a realm over bulk lists and says what of it can be declared. Writes nothing.
 *
 * @throws PortalRefusal where the portal fails on the way: a part of a realm is none
 */
export async function readLive(session: PortalSession, options: LiveOptions = {}): Promise<LiveRealm> {
  await session.verifyConnection();
  const { portal } = session;
  const reading = await readObjects(session, options, options.listed ?? (() => undefined));
  const losses = new Skipped((object) => reading.objects.shownName(object));
  remarkWhatStays(reading, losses);
  const decideEntries = (): LiveEntry[] => {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const lost = losses.objects.size;
      const entries = entriesOf(portal, reading, losses, options.connection);
      // What was left out while the entries were made may be referred to by others.
      if (losses.objects.size > lost) continue;
      if (keepRules(portal, entries, losses)) return withoutCycles(entries, losses);
    }
    throw new Error("the entries of the live realm don't converge; this is an error in pulumi-reseller");
  };
  let entries = decideEntries();
  const { isAsItWas, refused } = await dryRun(session, entries, losses, options.dryRunProgress ?? (() => undefined));
  if (!isAsItWas) entries = decideEntries();
  return {
    entries: entries.map(({ entry }) => entry),
    ids: new Map(entries.map(({ entry, object }) => [`${entry.kind} ${entry.name}`, object.found.id])),
    names: new Map(reading.objects.all.map((object) => [object.found.id, reading.objects.shownName(object)])),
    remarks: distinct(losses.remarks),
    unseen: reading.unseen,
    without: reading.without,
    refused,
    left: leftOf(reading),
  };
}

function remarkWhatStays(reading: Reading, losses: Skipped): void {
  for (const object of reading.objects.all.filter((candidate) => isWanted(reading, candidate))) {
    const { deleting, undeclarable, builtIn } = object.found;
    if (builtIn !== undefined) continue;
    if (deleting !== undefined) losses.skip(object, "it is being deleted");
    else if (undeclarable !== undefined) losses.skip(object, undeclarable);
  }
}

function leftOf(reading: Reading): LiveRealm["left"] {
  const left = new Map<KindName, { builtIn: number; untouched: number }>();
  for (const object of reading.objects.all.filter((candidate) => isWanted(reading, candidate))) {
    const { builtIn, untouched } = object.found;
    if (builtIn === undefined && untouched !== true) continue;
    const count = left.get(object.kind) ?? { builtIn: 0, untouched: 0 };
    if (builtIn !== undefined) count.builtIn += 1;
    else count.untouched += 1;
    left.set(object.kind, count);
  }
  return left;
}

function distinct(remarks: readonly Remark[]): Remark[] {
  const byText = new Map(
    remarks.map((remark) => [JSON.stringify([remark.kind, remark.name, remark.id, remark.why]), remark]),
  );
  return [...byText.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, remark]) => remark);
}
