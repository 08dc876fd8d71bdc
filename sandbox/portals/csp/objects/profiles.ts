import type { z } from "zod";
import type { Profile, ProfileInput } from "../../../../provider/portals/csp/contract";
import type { ListRow } from "../../../lists";
import { newId } from "../../../secrets";
import { administratorsBefore, requireAdministrator } from "../administrators";
import { holdsClientsPermission } from "../catalogue";
import type { AnyCall, Handlers, Outcome, WithoutEtag } from "../call";
import { requirePermission } from "../caller";
import { requireGrantable } from "../grants";
import { requireFree } from "../../refusal";
import { CspProblem, invalid, nameTaken, notFound } from "../problem";
import type { CspRealm } from "../realm";
import type { ProfileRecord } from "../records";
import { clientFor } from "../visibility";

type ProfileFields = WithoutEtag<z.output<typeof Profile>>;
type ProfileLevel = "reseller" | "client";

/** A profile is a reseller profile as soon as it holds one Clients permission, whatever was meant. */
function levelOf(permissions: readonly string[]): ProfileLevel {
  return holdsClientsPermission(permissions) ? "reseller" : "client";
}

/** Who can see and choose a profile follows from its permissions (rules csp/P3 and csp/P4). */
function visibilityOf(profile: ProfileRecord): "reseller_only" | "all_clients" | "one_client" {
  if (profile.clientId !== null) return "one_client";
  return levelOf(profile.permissions) === "reseller" ? "reseller_only" : "all_clients";
}

export function isProfileVisibleTo(profile: ProfileRecord, clientId: string): boolean {
  const visibleTo = visibilityOf(profile);
  return visibleTo === "all_clients" || (visibleTo === "one_client" && profile.clientId === clientId);
}

function profileFields(realm: CspRealm, profile: ProfileRecord): ProfileFields {
  const userCount = realm.users.count("profile", profile.id);
  return {
    id: profile.id,
    name: profile.name,
    description: profile.description,
    level: levelOf(profile.permissions),
    permissions: [...profile.permissions],
    origin: profile.origin,
    visibleTo: visibilityOf(profile),
    clientId: profile.clientId,
    userCount,
    deletable: profile.origin !== "provider" && userCount === 0,
  };
}

function* rows(
  { realm, query }: Pick<AnyCall, "realm"> & { query: URLSearchParams },
  isVisible: (profile: ProfileRecord) => boolean,
): Iterable<ListRow<ProfileFields>> {
  const name = query.get("filter[name]");
  for (const profile of name === null ? realm.profiles.values() : realm.profiles.find("name", name))
    if (isVisible(profile)) yield { sequence: profile.sequence, fields: profileFields(realm, profile) };
}

function profileFor({ realm, caller }: AnyCall, id: string): ProfileRecord {
  const profile = realm.profiles.get(id);
  if (profile === undefined || (caller.clientId !== null && !isProfileVisibleTo(profile, caller.clientId)))
    throw notFound("profile");
  return profile;
}

/** What is wrong with a profile that is meant for a level, and whose permissions are of the other one. */
const NOT_OF_LEVEL = {
  client: {
    code: "client_profile_has_clients_permission",
    sentence:
      "a client profile can't hold a permission of Organization_Management / Clients: its users would become resellers (csp/P1)",
    message: "holds a Clients permission",
  },
  reseller: {
    code: "reseller_profile_needs_clients_permission",
    sentence:
      "a reseller profile needs a permission of Organization_Management / Clients: without one every client would see it (csp/P2)",
    message: "holds no Clients permission",
  },
} as const;

/** Rules csp/P1 and csp/P2: the permissions must be of the level that the profile is meant for. */
function requireLevel(level: ProfileLevel, permissions: readonly string[]): void {
  if (levelOf(permissions) === level) return;
  const { code, sentence, message } = NOT_OF_LEVEL[level];
  throw new CspProblem(code, sentence, { errors: [{ field: "permissions", code, message }] });
}

/** Standard profiles belong to the provider, and each area changes its own only (rule csp/P7). */
function requireOwner({ caller }: AnyCall, profile: ProfileRecord): void {
  if (profile.origin === "provider" || profile.clientId !== caller.clientId)
    throw new CspProblem("not_owner", `the profile ${profile.name} was made on the ${profile.origin} level (csp/P7)`);
}

function create(
  call: AnyCall & { readonly body: z.output<typeof ProfileInput> },
  clientId: string | null,
): Outcome<ProfileFields> {
  const { realm, body } = call;
  const permissions = [...new Set(body.permissions)];
  requireGrantable(call, permissions);
  if (clientId !== null && body.level !== "client")
    throw invalid({
      field: "level",
      code: "invalid_value",
      message: "a profile of one client must have the level client",
    });
  requireLevel(body.level, permissions);
  if (body.fromUserId !== undefined && !isTemplate(call, clientId, body.fromUserId))
    throw invalid({ field: "fromUserId", code: "not_found", message: `there is no user ${body.fromUserId} here` });
  requireFree(realm.profiles.find("name", body.name), nameTaken(`a profile named ${body.name} exists already`));
  const profile = realm.profiles.insert({
    id: newId("profile"),
    name: body.name,
    description: body.description ?? null,
    permissions,
    origin: clientId === null ? "reseller" : "client",
    clientId,
  });
  return { body: profileFields(realm, profile) };
}

/** The template user stays as it is (rule csp/P8); it only must be one that the caller may see. */
function isTemplate({ realm, caller }: AnyCall, clientId: string | null, userId: string): boolean {
  const user = realm.users.get(userId);
  return user !== undefined && (clientId === null ? caller.clientId === null : user.clientId === clientId);
}

export const profileHandlers = {
  listProfiles(call) {
    const { clientId } = call.caller;
    return rows(call, (profile) => clientId === null || isProfileVisibleTo(profile, clientId));
  },

  getProfile: (call) => ({ body: profileFields(call.realm, profileFor(call, call.parameters.profileId)) }),

  createProfile: (call) => create(call, null),
  createClientProfile: (call) => create(call, clientFor(call, call.parameters.clientId).id),

  updateProfile(call) {
    const { realm, body } = call;
    const profile = profileFor(call, call.parameters.profileId);
    requireOwner(call, profile);
    call.precondition.match(profileFields(realm, profile));
    const permissions = body.permissions === undefined ? profile.permissions : [...new Set(body.permissions)];
    if (body.permissions !== undefined) {
      requirePermission(call.caller, "manage_permissions");
      requireGrantable(call, permissions, profile.permissions);
      // The level never changes by a patch: that would promote every user of the profile, or publish it (csp/P4, csp/P5).
      requireLevel(levelOf(profile.permissions), permissions);
    }
    const description = body.description === undefined ? profile.description : body.description;
    const before = administratorsBefore(call, profile.clientId);
    const changed = realm.profiles.replace({ ...profile, description, permissions });
    requireAdministrator(call, profile.clientId, before);
    return { body: profileFields(realm, changed) };
  },

  deleteProfile(call) {
    const { realm } = call;
    const profile = profileFor(call, call.parameters.profileId);
    requireOwner(call, profile);
    call.precondition.match(profileFields(realm, profile));
    const users = realm.users.count("profile", profile.id);
    if (users > 0)
      throw new CspProblem("in_use", `${users} users have the profile ${profile.name} (csp/P7)`, { userCount: users });
    realm.profiles.remove(profile.id);
  },
} satisfies Partial<Handlers>;
