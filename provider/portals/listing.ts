import { type KindName, kinds, normalForm } from "../model";
import type { Found, Listing } from "../model/portal";
import { PortalRefusal } from "../model/refusal";

/** A listing as everybody gets it: in the order of ids, with sets in their normal form, whatever order the portal answers in. */
export function listing(kind: KindName, found: readonly Found[], about: Omit<Listing, "found"> = {}): Listing {
  return {
    found: found
      .map((object) => ({ ...object, inputs: normalForm(kinds[kind], object.inputs) }))
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
    ...about,
  };
}

/** What a list shows, or why the token may not see it. Every other error stays one. */
export async function seenOf<Item>(
  list: () => Promise<readonly Item[]>,
): Promise<{ readonly items: readonly Item[]; readonly unseen?: string }> {
  try {
    return { items: await list() };
  } catch (error) {
    if (!(error instanceof PortalRefusal) || error.reason !== "not-allowed") throw error;
    return { items: [], unseen: error.message };
  }
}

/** Several reasons as one; undefined where there is none. */
export function together(...reasons: readonly (string | undefined)[]): { readonly unseen?: string } {
  const given = [...new Set(reasons.filter((reason) => reason !== undefined))];
  return given.length === 0 ? {} : { unseen: given.join("; ") };
}
