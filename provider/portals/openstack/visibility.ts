import type { Absence } from "../../model/portal";
import type { Collection } from "../collection";
import type { Cloud } from "./client";

/** Why nothing can be concluded from what isn't seen in a domain; undefined where something can. Looks afresh. */
export async function whyInvisible(cloud: Cloud, domain: string): Promise<string | undefined> {
  const { domains, home } = await cloud.signedIn();
  await cloud.domains.load("fresh");
  const closed = cloud.closed.get(domain);
  if (closed !== undefined) return closed;
  if (domains !== undefined)
    return domains.has(domain) ? undefined : `the connection's user has no role in its domain ${domain}`;
  // Whoever sees no domain, not even its own, may see nothing of what there is.
  return (await cloud.domains.withId(home.id)) === undefined
    ? `the list of domains doesn't even have the domain ${home.name} of the connection's own user`
    : undefined;
}

/**
 * A 404 proves nothing: it may be about the token. What is gone is missing in the whole list, read afresh by a token that still sees the
 * domain.
 */
export async function absenceIn<Item extends { readonly id: string }>(
  cloud: Cloud,
  collection: Collection<Item>,
  domain: string,
  id: string,
): Promise<Absence> {
  const because = await whyInvisible(cloud, domain);
  if (because !== undefined) return { proven: false, because };
  await collection.load("fresh");
  const closed = cloud.closed.get(domain);
  if (closed !== undefined) return { proven: false, because: closed };
  return (await collection.withId(id)) === undefined
    ? { proven: true }
    : { proven: false, because: "the list still has it" };
}
