import type { Unknown } from "../../model";
import { keyOf } from "../../model/words";
import type { CloudReading, WireGroup } from "./reading";

/** The id of a group in that of a profile: one for a group of somebody else's has its name behind it. */
export function groupIdIn(profile: string): string {
  return profile.split("/")[0] ?? profile;
}

/** A group by its id or that of a profile for it, or by its name in a domain. */
export async function groupNamed(
  { groups }: Pick<CloudReading, "groups">,
  domain: string,
  reference: string,
): Promise<WireGroup | undefined> {
  return (await groups.withId(groupIdIn(reference))) ?? (await groups.withKey(keyOf(domain, reference)));
}

/** Names of groups as ids. What isn't known (yet) stays as it is. */
export async function groupIds<Reference extends string | Unknown>(
  cloud: Pick<CloudReading, "groups">,
  domain: string,
  declared: readonly Reference[],
): Promise<(Reference | string)[]> {
  const ids = await Promise.all(
    declared.map(async (reference) =>
      typeof reference === "string" ? ((await groupNamed(cloud, domain, reference))?.id ?? reference) : reference,
    ),
  );
  return [...new Set(ids)];
}
