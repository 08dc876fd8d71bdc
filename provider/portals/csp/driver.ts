import type { Finding, KindName } from "../../model";
import type { Declared } from "../../model/declared";
import { alternatives } from "../../model/nearest";
import type { Found, KindDriver, Listing, PlannedInputs } from "../../model/portal";
import { knownWords } from "../../model/words";
import { type Listed, listed, type ListedObjects } from "../listed";
import { listing, seenOf, together } from "../listing";
import type { CspClient } from "./client";
import { isOfAnother } from "./reading";
import { proveAbsence, type Visibility, whyInvisible } from "./visibility";

/** What stands in the portal's lists, and why that may not be all. */
export interface Seen<Inputs, Wire> extends Pick<Listing, "unseen" | "unseenFields"> {
  readonly wires: readonly Wire[];
  /** What is to be looked up of each beside what stands in it. */
  readonly lookedUp?: Declared<Inputs>;
}

/** Objects of a kind of this portal. */
export interface CspObjects<Inputs, Outputs, Wire extends { etag: string }, Body> extends ListedObjects<
  Inputs,
  Outputs,
  Wire,
  Body
> {
  readonly kind: KindName;
  readonly visibility: Visibility<Inputs>;
  /** See Listing. */
  readonly without?: readonly string[];
  /** Default: all that is in the list of `listOf`. */
  readonly seen?: () => Promise<Seen<Inputs, Wire>>;
  /** What is said of an object in a listing. */
  readonly inListing?: (wire: Wire) => Pick<Found, "undeclarable" | "deleting">;
}

/** What the seven kinds of this portal share, and what their other parts need. */
export type CspParts<Inputs, Outputs, Wire, Body> = Listed<Inputs, Outputs, Wire, Body> &
  Pick<KindDriver<Inputs, Outputs>, "everything" | "absence">;

export function cspObjects<Inputs, Outputs, Wire extends { etag: string }, Body = never>(
  client: CspClient,
  objects: CspObjects<Inputs, Outputs, Wire, Body>,
): CspParts<Inputs, Outputs, Wire, Body> {
  const { kind, visibility, without = [], inListing } = objects;
  const seen = objects.seen ?? ((): Promise<Seen<Inputs, Wire>> => inList(objects.listOf({})));
  const parts = listed<Inputs, Outputs, Wire, Body>({
    ...objects,
    beside: async (wire, declared) => ({ revision: wire.etag, ...(await objects.beside?.(wire, declared)) }),
  });
  return {
    ...parts,
    absence: (_id, state) => proveAbsence(client, visibility, state),

    async everything() {
      const about = without.length === 0 ? {} : { without };
      const blind = await whyInvisible(client, visibility);
      if (blind !== undefined) return { found: [], unseen: blind, ...about };
      const { clientId } = await client.me();
      const ofOne =
        clientId === null ? undefined : "the token belongs to a customer's user, and can see only that customer";
      const { wires, unseen, unseenFields, lookedUp } = await seen();
      const found = wires.map(async (wire) => ({
        ...(await parts.found(wire, { ...parts.read(wire), ...lookedUp })),
        ...inListing?.(wire),
      }));
      const ofFields = ofOne === undefined && unseenFields !== undefined ? { unseenFields } : {};
      return listing(kind, await Promise.all(found), { ...about, ...together(unseen, ofOne), ...ofFields });
    },
  };
}

/** All that stands in a list. */
export async function inList<Wire>(list: {
  readonly all: () => Promise<readonly Wire[]>;
}): Promise<{ readonly wires: readonly Wire[]; readonly unseen?: string }> {
  const { items, ...unseen } = await seenOf(() => list.all());
  return { wires: items, ...unseen };
}

/** An account that is named by its id must exist, or be made in this run. */
export async function accountFindings(
  client: CspClient,
  { account }: { readonly account?: unknown },
  planned: PlannedInputs,
): Promise<Finding[]> {
  if (typeof account !== "string") return [];
  if (planned.of("Account", account) !== undefined || (await client.clients.withId(account)) !== undefined) return [];
  const named = (await client.clients.all()).find(({ name }) => name === account);
  const hint =
    named === undefined
      ? "use the Account resource, or the id of one that the token can see"
      : `that is a name; its id is ${named.id}`;
  return [
    {
      property: "account",
      reason: `is ${JSON.stringify(account)}, which is not the id of a client of this realm: ${hint}`,
    },
  ];
}

/** A quota profile that is named by its id must exist, and be one that the account can have. */
export async function quotaProfileFindings(
  client: CspClient,
  property: string,
  profile: unknown,
  account: unknown,
  planned: PlannedInputs,
): Promise<Finding[]> {
  if (typeof profile !== "string") return [];
  const found = await client.quotaProfiles.withId(profile);
  if (found === undefined) {
    const reason = `is ${JSON.stringify(profile)}, which is not the id of a quota profile that the token can see`;
    return [{ property, reason }];
  }
  if (!(await isOfAnother(client, found.clientId, account, planned))) return [];
  return [{ property, reason: `is ${JSON.stringify(found.name)}, which belongs to another account` }];
}

/** Keys of permissions must be in the portal's catalogue. */
export async function permissionFindings(client: CspClient, property: string, declared: unknown): Promise<Finding[]> {
  if (!Array.isArray(declared)) return [];
  const keys = (await client.permissions()).map(({ key }) => key);
  const known = new Set(keys);
  return knownWords(declared)
    .filter((key) => !known.has(key))
    .map((key) => ({
      property,
      reason: `has ${JSON.stringify(key)}, which is not in the portal's catalogue${alternatives(key, keys)}`,
    }));
}
