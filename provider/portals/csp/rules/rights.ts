import type { Finding } from "../../../model";
import type { Broken } from "../../../model/rule";
import { listed } from "../../../model/words";
import type { RealmReading } from "../reading";

/** What the token's user must hold for a change. Names that the portal's catalogue doesn't know are not asked for. */
export async function rightsFindings(
  broken: Broken,
  realm: RealmReading,
  what: string,
  needed: readonly string[],
): Promise<Finding[]> {
  if (realm.isReadOnly) return [];
  const known = new Set((await realm.permissions()).map(({ key }) => key));
  const { permissions } = await realm.me();
  const missing = needed.filter((key) => known.has(key) && !permissions.includes(key));
  if (missing.length === 0) return [];
  return [
    broken(
      "",
      `can't be written: the user of this token lacks ${missing.join(", ")}, which is required to ${what}. Grant it to the user, or use another token`,
    ),
  ];
}

/** What is granted anew, and the token's user doesn't hold. */
export async function grantFindings(
  broken: Broken,
  realm: RealmReading,
  property: string,
  granted: readonly string[],
): Promise<Finding[]> {
  if (realm.isReadOnly) return [];
  const { permissions } = await realm.me();
  const known = new Set((await realm.permissions()).map(({ key }) => key));
  const excess = granted.filter((key) => known.has(key) && !permissions.includes(key));
  if (excess.length === 0) return [];
  return [
    broken(
      property,
      `grants ${listed(excess)}, which the user of this token doesn't have; users can only grant permissions that they have. Remove it, or use another token`,
    ),
  ];
}
