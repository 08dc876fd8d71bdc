import { UNKNOWN } from "../../../model";
import { rule } from "../../../model/rule";
import { isOneOf } from "../../../model/shapes";
import { domainIdFor } from "../domainId";
import type { Check } from "../opening";
import type { CloudReading, WireDomain } from "../reading";

const DELETION_POLICIES = ["retain", "lock", "delete"] as const;

export const D1 = rule({
  id: "openstack/D1",
  severity: "refuse",
  sentence:
    "The name of a domain has 1 to 64 characters, and is unique in the cloud. Its description has at most 255. A domain has at most 80 tags of at most 255 characters, without commas and slashes.",
  source: "keystone, domains",
  formats: { Account: ["name", "description", "tags"] },
});

export const D2 = rule({
  id: "openstack/D2",
  severity: "refuse",
  sentence: "The domain of the connection's own user is the reseller's own. It can't be declared as an Account.",
  source: "derived",
  fields: { Account: ["name"] },
  also: ["portal", "apply"],
});

/** How messages tell of the domain that has the id which a new one of the same name would get. */
export function renamedText({ name, id }: WireDomain): string {
  return `was the name of the domain ${JSON.stringify(name)} (${id}) when this tool created it. If it is the same customer, declare its present name, or import it`;
}

export const D3 = rule<CloudReading>({
  id: "openstack/D3",
  severity: "confirm",
  sentence:
    "The id of a new domain follows from its name, so that a repeated create makes no second customer. A name whose id is taken by a renamed domain must be confirmed.",
  source: "keystone, explicit_domain_id",
  fields: { Account: ["name"] },
  live: {
    Account: async (broken, { realm, inputs: { name }, before }: Check<"Account">) => {
      if (before !== undefined || typeof name !== "string") return [];
      const taken = await realm.domains.withId(domainIdFor(name));
      if (taken === undefined || taken.name === name) return [];
      return [broken("name", `is ${JSON.stringify(name)}, which ${renamedText(taken)}`)];
    },
  },
  also: ["apply"],
});

export const D4 = rule({
  id: "openstack/D4",
  severity: "refuse",
  sentence:
    "A protected domain refuses changes and its deletion. The protection is lifted for a change, and restored, only if `protected` is declared.",
  source: "keystone, resource options",
  fields: { Account: ["protected"] },
  also: ["apply"],
});

export const D5 = rule({
  id: "openstack/D5",
  severity: "refuse",
  sentence:
    "A domain is disabled before it is deleted, and deleted only if its projects have no servers, volumes, snapshots, networks, routers, floating IPs and ports: these would stay without an owner.",
  source: "keystone, delete domain",
  fields: { Account: ["onDelete"] },
  also: ["apply"],
});

export const D6 = rule({
  id: "openstack/D6",
  severity: "refuse",
  sentence: "On delete, a domain is retained, locked or deleted.",
  source: "keystone, domains",
  fields: { Account: ["onDelete"] },
  inputs: {
    Account: (broken, { onDelete }) =>
      onDelete === undefined || onDelete === UNKNOWN || isOneOf(DELETION_POLICIES, onDelete)
        ? []
        : [
            broken(
              "onDelete",
              `is ${JSON.stringify(onDelete)}, which domains don't have: use ${DELETION_POLICIES.join(", ")}`,
            ),
          ],
  },
});
