import { effectivePermissions } from "./caller";
import { CATALOGUE } from "./catalogue";
import { isServiceActive } from "./objects/services";
import { isProfileVisibleTo } from "./objects/profiles";
import type { CspRealm } from "./realm";
import type { UserRecord } from "./records";

export interface View {
  /** Entries of the menu, sorted (manual §3.4). */
  readonly panels: readonly string[];
  readonly permissions: readonly string[];
  /** Names of the profiles that the user could give to others. */
  readonly profiles: readonly string[];
}

/**
 * What somebody sees at the portal: an entry shows where a right of its section is held, and the service behind it is there. In which
 * client's area only the reseller's people can choose; without one, they see what any client could have.
 */
export function viewOf(realm: CspRealm, user: UserRecord, now: number, clientId = user.clientId): View {
  const held = effectivePermissions(realm, user);
  const isThere = (service: string | null) =>
    service === null || clientId === null || isServiceActive(realm, clientId, service, now);
  const panels = CATALOGUE.filter(({ key, service }) => held.has(key) && isThere(service)).flatMap(({ panel }) =>
    panel === null ? [] : [panel],
  );
  const profiles = [...realm.profiles.values()].filter(
    (profile) => clientId === null || isProfileVisibleTo(profile, clientId),
  );
  return {
    panels: [...new Set(panels)].sort(),
    permissions: [...held].sort(),
    profiles: profiles.map(({ name }) => name).sort(),
  };
}
