import { createHash } from "node:crypto";
import { PortalRefusal } from "../../model/refusal";
import type { ReadableCollection } from "../collection";
import type { WireDomain } from "./reading";
import { D3 } from "./rules/domains";

/**
 * The id of a new domain: 32 hexadecimal digits that follow from its name, so that the same declaration asks for the same id. `attempt`: how
 * many ids before this one belong to domains that were made under this name and renamed since.
 */
export function domainIdFor(name: string, attempt = 0): string {
  return createHash("sha256").update(JSON.stringify(["domain", name, attempt])).digest("hex").slice(0, 32);
}

/** The domain that has the id which a new one of this name gets: it was made under this name, and has another one by now. */
export async function renamedFrom(
  { domains }: { readonly domains: ReadableCollection<WireDomain> },
  name: string,
): Promise<WireDomain | undefined> {
  return domains.withId(domainIdFor(name));
}

/** @throws PortalRefusal where the first such id is taken, and nobody has confirmed that this is another customer (rule openstack/D3) */
export async function freeDomainId(
  cloud: { readonly domains: ReadableCollection<WireDomain> },
  name: string,
  confirmed: readonly string[] = [],
): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const id = domainIdFor(name, attempt);
    const taken = await cloud.domains.withId(id);
    if (taken === undefined) return id;
    if (!confirmed.includes(D3.id)) throw new PortalRefusal(`the domain ${renamedText(name, taken)} ${D3.mark}`);
  }
}

export function renamedText(name: string, { name: other, id }: WireDomain): string {
  return `${JSON.stringify(name)} has been made already, with the id ${id}, and is called ${JSON.stringify(other)} now. If it is the same customer, declare that name, or import it`;
}
