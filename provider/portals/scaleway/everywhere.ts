import type { KindName } from "../../model";
import { listing, seenOf, together } from "../listing";
import type { Found, Listing } from "../../model/portal";
import { listed } from "../../model/words";
import type { Partner } from "./client";
import type { Organization } from "./organization";
import { lockOf } from "./reading";

/** Objects of one Organization, and what can't be told about them. */
export interface InOrganization {
  readonly found: readonly Found[];
  readonly without?: readonly string[];
}

/**
 * What is in the partner's own Organization and in those of its clients. IAM lists one Organization at a time, with a key of that
 * Organization: there is no list over all. What is in an Organization that its owner has closed is nobody's any more.
 */
export async function everywhere(
  partner: Partner,
  kind: KindName,
  within: (organization: Organization) => Promise<InOrganization>,
): Promise<Listing> {
  const clients = await seenOf(() => partner.clients.all());
  const there = clients.items.filter(({ status }) => status !== "closed");
  const isOpen = ({ id, status }: (typeof there)[number]) => status === "opened" && partner.organization(id).hasKey;
  const open = [partner.organization(undefined), ...there.filter(isOpen).map(({ id }) => partner.organization(id))];
  const answers = await Promise.all(
    open.map(async (organization) => {
      const { items, unseen } = await seenOf(async () => [await within(organization)]);
      return { organization, inside: items[0], unseen };
    }),
  );
  const refused = answers.filter(({ unseen }) => unseen !== undefined);
  const locked = there.filter(({ status }) => status !== "opened");
  const withoutKey = there.filter(({ id, status }) => status === "opened" && !partner.organization(id).hasKey);
  const without = answers.flatMap(({ inside }) => inside?.without ?? []);
  const unseenIn = [
    ...refused.map(({ organization }) => (organization.isPartner ? undefined : organization.id)),
    ...[...locked, ...withoutKey].map(({ id }) => id),
  ];
  const reasons = together(
    ...refused.map(({ unseen }) => unseen),
    locked.length === 0
      ? undefined
      : `nothing can be read in ${listed(locked.map((client) => `${client.name} (${client.id}, ${lockOf(client)})`).sort())}`,
    withoutKey.length === 0
      ? undefined
      : `there is no API key in reseller:keys for ${listed(withoutKey.map(({ name, id }) => `${name} (${id})`).sort())}`,
    clients.unseen,
  );
  return listing(
    kind,
    answers.flatMap(({ inside }) => inside?.found ?? []),
    {
      ...reasons,
      // Clients that can't be listed may be any.
      ...(reasons.unseen === undefined || clients.unseen !== undefined ? {} : { unseenIn }),
      ...(without.length === 0 ? {} : { without: [...new Set(without)].sort() }),
    },
  );
}
