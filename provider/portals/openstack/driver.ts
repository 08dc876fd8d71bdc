import { isDeepStrictEqual } from "node:util";
import { type KindName, UNKNOWN } from "../../model";
import type { Declared } from "../../model/declared";
import type { Found, KindDriver, Listing } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { text } from "../../model/words";
import type { Collection } from "../collection";
import { type Listed, listed, type ListedObjects, type WireField } from "../listed";
import { listing, seenOf, together } from "../listing";
import type { Cloud } from "./client";
import { absenceIn } from "./visibility";
import { orAbsent } from "./wire";

/** Fields that are the same in domains and projects. */
export const tagsField = {
  read: ({ tags = [] }: { readonly tags?: readonly string[] | undefined }) =>
    tags.length === 0 ? undefined : [...tags].sort(),
  write: (tags: readonly string[] | undefined) => ({ tags: [...(tags ?? [])] }),
};
export const lockedField = {
  read: ({ enabled }: { readonly enabled: boolean }) => !enabled,
  write: (locked: boolean | undefined) => (locked === undefined ? {} : { enabled: !locked }),
};

/** Inputs of what is in one domain; that of the connection's own user where no account is named. */
export interface OfAccount {
  readonly account?: string | undefined;
}

type Account = { readonly account?: unknown };

/** The id of the domain of an account. */
export async function domainOf(cloud: Cloud, { account }: Account): Promise<string> {
  return typeof account === "string" ? account : (await cloud.home()).id;
}

/** The own domain is where no account is named, also where its id is. */
export async function canonicalAccount<Inputs extends Account>(
  cloud: Cloud,
  inputs: Inputs,
): Promise<Inputs | Omit<Inputs, "account">> {
  if (inputs.account !== (await cloud.home()).id) return inputs;
  const { account: _own, ...rest } = inputs;
  return rest;
}

/** Of an object that was read: the connection is signed in, and knows its own domain. */
export function accountField(cloud: Cloud): WireField<{ readonly domain_id: string }, string, never> {
  return { read: ({ domain_id: id }) => (id === cloud.homeId ? undefined : id) };
}

type DomainObjects<Inputs, Outputs, Wire extends object, Body> = Omit<
  ListedObjects<Inputs, Outputs, Wire, Body>,
  "idOf" | "listOf" | "keyOf" | "fetch"
> & {
  readonly list: Collection<Wire>;
  readonly keyOf: (inputs: Declared<Inputs>, domain: string) => string;
  /** One object straight from the portal. */
  readonly fetch: (id: string, domain: string) => Promise<{ readonly body: Wire }>;
};

/** The parts of a driver whose objects stand in a list of what is in domains. */
export function domainObjects<
  Inputs extends OfAccount,
  Outputs,
  Wire extends { readonly id: string; readonly domain_id: string | null },
  Body,
>(
  cloud: Cloud,
  { list, keyOf, fetch, ...objects }: DomainObjects<Inputs, Outputs, Wire, Body>,
): Listed<Inputs, Outputs, Wire, Body> & Pick<KindDriver<Inputs, Outputs>, "absence"> {
  const parts = listed<Inputs, Outputs, Wire, Body>({
    ...objects,
    idOf: ({ id }) => id,
    keyOf: (inputs) => keyOf(inputs, text((inputs as Account).account) || (cloud.homeId ?? "")),
    listOf: () => list,
    fetch: async (id, state) => {
      const domain = await domainOf(cloud, state);
      // Nothing is seen in it, and nothing is proven by that.
      if (cloud.closed.has(domain)) return undefined;
      return fetchOrList(cloud, list, id, () => fetch(id, domain));
    },
  });
  const isOpen = async ({ account }: Account) => {
    await cloud.signedIn();
    return account !== UNKNOWN;
  };
  return {
    ...parts,
    find: async (inputs, freshness) => ((await isOpen(inputs)) ? parts.find(inputs, freshness) : undefined),
    alike: async (inputs) => ((await isOpen(inputs)) ? parts.alike(inputs) : []),
    absence: async (id, state) => absenceIn(cloud, list, await domainOf(cloud, state), id),
  };
}

/** Whoever manages single domains is answered 403 for what isn't there: the list tells. */
async function fetchOrList<Wire extends { readonly id: string }>(
  cloud: Cloud,
  list: Collection<Wire>,
  id: string,
  fetch: () => Promise<{ readonly body: Wire }>,
): Promise<Wire | undefined> {
  try {
    return await orAbsent(fetch());
  } catch (error) {
    const isDenied = error instanceof PortalRefusal && error.reason === "not-allowed";
    if (!isDenied || (await cloud.signedIn()).domains === undefined) throw error;
    await list.load("fresh");
    return list.withId(id);
  }
}

/** Everything in a list, with the domains that can't be entered. */
export async function listingOf<Wire, Inputs, Outputs>(
  cloud: Cloud,
  kind: KindName,
  list: Collection<Wire>,
  found: (wire: Wire) => Promise<Found<Inputs, Outputs>>,
  without: readonly string[] = [],
): Promise<Listing> {
  const { items, unseen } = await seenOf(() => list.all());
  const all = await Promise.all(items.map((wire) => found(wire)));
  const reasons = together(...cloud.closed.values(), unseen);
  return listing(kind, all, {
    ...reasons,
    ...(reasons.unseen === undefined || unseen !== undefined ? {} : { unseenIn: [...cloud.closed.keys()] }),
    ...(without.length === 0 ? {} : { without }),
  });
}

/** Compared without the order of sets. */
function sameMember(one: unknown, other: unknown): boolean {
  const normal = (value: unknown) => (Array.isArray(value) ? [...(value as unknown[])].sort() : (value ?? ""));
  return isDeepStrictEqual(normal(one), normal(other));
}

/**
 * Nothing here has a revision, and the last write wins: what is about to be written is looked at once more.
 * @throws PortalRefusal, stale, where somebody has changed it since it was read
 */
export function refuseStale(known: object | undefined, now: object, body: object): void {
  if (known === undefined) return;
  for (const member of Object.keys(body))
    if (member in known && !sameMember(memberOf(known, member), memberOf(now, member)))
      throw new PortalRefusal(`${member} was changed by somebody else since it was read`, "stale");
}

/** What somebody else has written at the same moment must not be taken for what was sent. */
export function refuseOther(sent: object, answered: object): void {
  for (const member of Object.keys(sent))
    if (member in answered && member !== "options" && !sameMember(memberOf(sent, member), memberOf(answered, member)))
      throw new PortalRefusal(
        `the portal answered with another ${member} than the one that was sent: ${JSON.stringify(memberOf(answered, member))}. Run pulumi refresh, check the difference, and run again`,
      );
}

function memberOf(value: object, name: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[name];
}
