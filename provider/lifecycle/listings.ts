import { folded, type Kind, KIND_NAMES, type KindName } from "../model";
import { fieldPaths } from "../model/fieldPaths";
import { kindAt } from "../model/kindAt";
import { type LiveObject, liveObject, LiveObjects, UsableNames } from "../model/liveObjects";
import type { PortalSession } from "../portals";
import { askedOnceFor } from "../portals/once";

/** What a connection lists of one kind, of accounts, and of everything that the kind refers to. */
export interface Listings {
  readonly objects: LiveObjects;
  readonly names: UsableNames;
  /** Kinds whose listing is whole, so that what isn't in it isn't there. */
  readonly whole: ReadonlySet<KindName>;
  /** Objects of the kind whose natural keys differ in spelling alone from an object's: it is among them. */
  alike(object: LiveObject): readonly LiveObject[];
  /** Why there may be more objects of the kind itself than are listed. */
  readonly unseen: string | undefined;
  /** What of the kind never stands in a listing, and why. */
  readonly without: readonly string[];
}

/** Listings of one run, kept until something is written: a thousand objects are imported over one list of each collection. */
export class KnownListings {
  private known = new WeakMap<PortalSession, Map<KindName, Promise<Listings>>>();

  of(session: PortalSession, kind: KindName): Promise<Listings> {
    const ofSession = this.known.get(session) ?? new Map<KindName, Promise<Listings>>();
    this.known.set(session, ofSession);
    return askedOnceFor(ofSession, kind, () => read(session, kind));
  }

  forget(): void {
    this.known = new WeakMap();
  }
}

async function read(session: PortalSession, kind: KindName): Promise<Listings> {
  const wanted = new Set<KindName>([
    "Account",
    kind,
    ...fieldPaths(kind).references.map((reference) => reference.kind),
  ]);
  const listings = await Promise.all(
    KIND_NAMES.filter((name) => wanted.has(name)).map(async (name) => ({
      name,
      listing: await session.kinds[name]?.everything(),
    })),
  );
  const objects = new LiveObjects(
    listings.flatMap(({ name, listing }) => (listing?.found ?? []).map((found) => liveObject(name, found))),
  );
  const own = listings.find(({ name }) => name === kind)?.listing;
  return {
    objects,
    names: new UsableNames(objects),
    whole: new Set(
      listings.flatMap(({ name, listing }) => (listing !== undefined && listing.unseen === undefined ? [name] : [])),
    ),
    alike: alikeAmong(
      kindAt(kind, session.portal),
      objects.all.filter((object) => object.kind === kind),
    ),
    unseen: own?.unseen,
    without: own?.without ?? [],
  };
}

function alikeAmong({ naturalKey }: Kind, objects: readonly LiveObject[]): Listings["alike"] {
  const keyOf = ({ found: { inputs } }: LiveObject) =>
    JSON.stringify(naturalKey.map((name) => (typeof inputs[name] === "string" ? folded(inputs[name]) : inputs[name])));
  const byKey = new Map<string, LiveObject[]>();
  for (const object of objects) byKey.set(keyOf(object), [...(byKey.get(keyOf(object)) ?? []), object]);
  return (object) => byKey.get(keyOf(object)) ?? [];
}
