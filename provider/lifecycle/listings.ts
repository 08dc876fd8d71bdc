import { KIND_NAMES, type KindName } from "../model";
import { fieldPaths } from "../model/fieldPaths";
import { liveObject, LiveObjects } from "../model/liveObjects";
import type { PortalSession } from "../portals";

/** What a connection lists of one kind, of accounts, and of everything that the kind refers to. */
export interface Listings {
  readonly objects: LiveObjects;
  /** Kinds whose listing is whole, so that what isn't in it isn't there. */
  readonly whole: ReadonlySet<KindName>;
  /** Why there may be more objects of the kind itself than are listed. */
  readonly unseen: string | undefined;
}

/** Listings of one run, kept until something is written: a thousand objects are imported over one list of each collection. */
export class KnownListings {
  private known = new WeakMap<PortalSession, Map<KindName, Promise<Listings>>>();

  of(session: PortalSession, kind: KindName): Promise<Listings> {
    const ofSession = this.known.get(session) ?? new Map<KindName, Promise<Listings>>();
    this.known.set(session, ofSession);
    const listings = ofSession.get(kind) ?? read(session, kind);
    ofSession.set(kind, listings);
    return listings;
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
  return {
    objects: new LiveObjects(
      listings.flatMap(({ name, listing }) => (listing?.found ?? []).map((found) => liveObject(name, found))),
    ),
    whole: new Set(
      listings.flatMap(({ name, listing }) => (listing !== undefined && listing.unseen === undefined ? [name] : [])),
    ),
    unseen: listings.find(({ name }) => name === kind)?.listing?.unseen,
  };
}
