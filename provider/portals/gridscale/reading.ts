import type { z } from "zod";
import type { Unknown } from "../../model";
import { alternatives } from "../../model/nearest";
import type { ReadableCollection } from "../collection";
import type { Contract, Location, User } from "./contract";

export type WireContract = z.output<typeof Contract>;
export type WireUser = z.output<typeof User>;
export type WireLocation = z.output<typeof Location>;

/** What an account pays for a product. */
export interface Price {
  readonly product: number;
  readonly name: string;
  readonly price: number;
}

/** The partner's realm, for what only reads it, such as rules. */
export interface RealmReading {
  readonly contracts: ReadableCollection<WireContract>;
  readonly users: ReadableCollection<WireUser>;
  /** Why nothing may be written; undefined where it may. */
  readonly writesRefused: string | undefined;
  /** All locations that there are. */
  locations(): Promise<WireLocation[]>;
  /** An account that tells what accounts have: the partner's own, or any; undefined where there is none. */
  sample(): Promise<WireContract | undefined>;
  /** Keys of all features; undefined where there is no account to ask. */
  features(): Promise<string[] | undefined>;
  /** All products that have a price; undefined where there is no account to ask. */
  products(): Promise<Price[] | undefined>;
}

/** An account that is not being deleted. */
export function isThere({ deletion_state: state }: WireContract): boolean {
  return state === "none";
}

/** Names of the accounts that a person owns. */
export async function ownedBy(realm: RealmReading, { user_uuid: id }: WireUser): Promise<string[]> {
  return (await realm.contracts.all()).filter(({ owner_uuids: owners }) => owners.includes(id)).map(({ name }) => name);
}

/** The id of a location by its id, name or IATA code; a finding where there is none, or several. */
export async function locationOf(realm: RealmReading, word: string): Promise<string | { readonly problem: string }> {
  const all = await realm.locations();
  const plain = word.toLowerCase();
  const found = all.filter(
    ({ object_uuid: id, name, iata }) => id === word || name.toLowerCase() === plain || iata.toLowerCase() === plain,
  );
  const [first] = found;
  if (first !== undefined && found.length === 1) return first.object_uuid;
  if (found.length > 1) {
    const choices = found.map(({ iata, object_uuid: id }) => `${iata} (${id})`).join(", ");
    return { problem: `is the name of several locations: use the code or id of one of ${choices}` };
  }
  const names = all.flatMap(({ name, iata }) => [iata, name]);
  const listed = all.map(({ name, iata }) => `${iata} (${name})`);
  return { problem: `is not a location of the portal${alternatives(word, names, listed)}` };
}

/** Locations by their ids. What isn't known (yet) stays as it is. */
export async function locationIds<Location extends string | Unknown>(
  realm: RealmReading,
  declared: readonly Location[],
): Promise<(Location | string)[]> {
  const ids = await Promise.all(
    declared.map(async (word) => {
      const found = typeof word === "string" ? await locationOf(realm, word) : undefined;
      return typeof found === "string" ? found : word;
    }),
  );
  return [...new Set(ids)];
}
