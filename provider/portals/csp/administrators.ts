import type { DeclaredOf } from "../../model/declared";
import type { PlannedInputs } from "../../model/portal";
import { knownWords, text } from "../../model/words";
import { USER_ADMINISTRATION } from "./contract";
import { permissionsOf, profilesOf, type RealmReading, type WireUser } from "./reading";

/** Permissions of profiles (as this run will leave them, where it says so) and those beside them. */
export async function held(
  realm: RealmReading,
  references: unknown,
  beside: readonly string[],
  planned?: PlannedInputs,
): Promise<Set<string>> {
  const found = await Promise.all(knownWords(references).map((reference) => realm.profile(reference)));
  const ofProfiles = found.flatMap((profile) => (profile === undefined ? [] : permissionsOf(profile, planned)));
  return new Set([...ofProfiles, ...beside]);
}

function administers(permissions: ReadonlySet<string>): boolean {
  return USER_ADMINISTRATION.every((key) => permissions.has(key));
}

/** Whether a user administers the users of its account, as it is at the portal. */
export async function administersNow(realm: RealmReading, user: WireUser): Promise<boolean> {
  return administers(await held(realm, profilesOf(user), user.permissions ?? []));
}

/** Whether a user will, as it is declared; what is not declared is as it is at the portal. */
export async function administersAs(
  realm: RealmReading,
  { profiles, permissions }: Pick<DeclaredOf<"User">, "profiles" | "permissions">,
  current: WireUser | undefined,
  planned: PlannedInputs,
): Promise<boolean> {
  const references = profiles ?? (current === undefined ? [] : profilesOf(current));
  const beside = Array.isArray(permissions) ? knownWords(permissions) : (current?.permissions ?? []);
  return administers(await held(realm, references, beside, planned));
}

/** Whether any of an account's users will: of those at the portal, or of those that this run makes, but for one of that name. */
export async function anyAdministers(
  realm: RealmReading,
  account: string,
  present: readonly WireUser[],
  planned: PlannedInputs,
  except: string,
): Promise<boolean> {
  for (const user of present)
    if (await administersAs(realm, planned.of("User", user.id) ?? {}, user, planned)) return true;
  const names = new Set(present.map(({ username }) => username));
  const fresh = planned
    .all("User")
    .filter((inputs) => inputs.account === account)
    .filter(({ username }) => username !== except && !names.has(text(username)));
  for (const inputs of fresh) if (await administersAs(realm, inputs, undefined, planned)) return true;
  return false;
}
