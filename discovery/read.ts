import { KIND_NAMES, type KindName } from "../provider/model";
import type { Listing, PortalSession } from "../provider/model/portal";
import { fieldPaths } from "../realm/fieldPaths";
import { accountMeant } from "../realm/resourceWords";
import { calledAt } from "../provider/model/called";
import { liveObject, type LiveObject, LiveObjects } from "../provider/model/liveObjects";

/** Which part of a realm is wanted. */
export interface Choice {
  /** Names or ids of accounts; undefined: the whole realm. */
  readonly accounts?: readonly string[];
  /** Undefined: every kind. */
  readonly kinds?: readonly KindName[];
}

/** Told after each list: how many are read, and of how many. */
export type Progress = (done: number, all: number) => void;

/** What stands at the portal, as far as it is wanted or referred to. */
export interface Reading {
  readonly objects: LiveObjects;
  /** Ids of the accounts that are wanted; undefined: all, and the reseller's own part. */
  readonly accounts: ReadonlySet<string> | undefined;
  readonly kinds: ReadonlySet<KindName>;
  /** Kinds whose listing is whole, so that what isn't in it isn't there. */
  readonly whole: ReadonlySet<KindName>;
  /** Why the token may not see all that is wanted; each begins with the kind. */
  readonly unseen: readonly string[];
  /** What of the wanted kinds no listing shows. */
  readonly without: readonly string[];
}

/** @throws UserError where an account is wanted that isn't there */
export async function readObjects(session: PortalSession, choice: Choice, progress: Progress): Promise<Reading> {
  const had = KIND_NAMES.filter((kind) => session.kinds[kind] !== undefined);
  const kinds = new Set(choice.kinds ?? had);
  const needed = neededFor(kinds, had);
  let done = 0;
  progress(done, needed.length);
  const listings = await Promise.all(
    needed.map(async (kind): Promise<readonly [KindName, Listing]> => {
      const listing = await session.kinds[kind]!.everything();
      progress((done += 1), needed.length);
      return [kind, listing];
    }),
  );
  const objects = new LiveObjects(
    listings.flatMap(([kind, { found }]) => found.map((object) => liveObject(kind, object))),
  );
  const accounts = choice.accounts && new Set(choice.accounts.map((word) => accountNamed(objects, word)));
  const wanted = listings.filter(([kind]) => kinds.has(kind));
  return {
    objects,
    accounts,
    kinds,
    whole: new Set(listings.filter(([, { unseen }]) => unseen === undefined).map(([kind]) => kind)),
    unseen: wanted.flatMap(([kind, { unseen, unseenIn }]) => {
      const isElsewhere = accounts !== undefined && unseenIn?.every((id) => id === undefined || !accounts.has(id));
      return unseen === undefined || isElsewhere === true ? [] : [`${kind}: ${unseen}`];
    }),
    without: wanted.flatMap(([kind, { without = [] }]) => without.map((sentence) => `${kind}: ${sentence}`)),
  };
}

/** The wanted kinds, and those that have names for what these refer to. */
function neededFor(kinds: ReadonlySet<KindName>, had: readonly KindName[]): KindName[] {
  const needed = new Set<KindName>([...kinds, "Account"]);
  for (const kind of kinds) for (const reference of fieldPaths(kind).references) needed.add(reference.kind);
  return had.filter((kind) => needed.has(kind));
}

function accountNamed(objects: LiveObjects, word: string): string {
  const accounts = objects.all.filter(({ kind }) => kind === "Account");
  const called = (account: LiveObject) => ({ ...calledAt(objects, account), id: account.found.id });
  return accountMeant("--account", word, accounts, called, "the portal shows").found.id;
}
