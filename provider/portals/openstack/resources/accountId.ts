import { PortalRefusal } from "../../../model/refusal";
import type { ReadableCollection } from "../../collection";
import { domainIdFor } from "../domainId";
import type { WireDomain } from "../reading";
import { D3, renamedText } from "../rules/domains";

/** @throws PortalRefusal where the first such id is taken, and nobody has confirmed that this is another customer (rule openstack/D3) */
export async function freeDomainId(
  { domains }: { readonly domains: ReadableCollection<WireDomain> },
  name: string,
  confirmed: readonly string[] = [],
): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const id = domainIdFor(name, attempt);
    const taken = await domains.withId(id);
    // What a lost answer has made under this name is met by the portal's own refusal.
    if (taken === undefined || taken.name === name) return id;
    if (!confirmed.includes(D3.id))
      throw new PortalRefusal(`the name ${JSON.stringify(name)} ${renamedText(taken)} ${D3.mark}`);
  }
}
