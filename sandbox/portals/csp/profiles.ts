import { type QUOTA_NUMBERS } from "../../../provider/portals/csp/contract";
import { Problem } from "../../problem";
import { ALL_PERMISSIONS, CATALOGUE, CLIENTS_PERMISSIONS } from "./catalogue";
import { type Caller, need, sees } from "./caller";
import { visibleClient, withoutUndefined } from "./clients";
import { created, type Handlers, mustMatch, nothing, ok } from "./handler";
import { pageOf } from "./lists";
import type { ProfileRecord, QuotaProfileRecord } from "./model";
import { type CspState, levelOf, newEtag, newId, present, REGIONS, RESELLER_ID } from "./state";
import { invalid } from "./validation";

type Names =
  | "getMe"
  | "listRegions"
  | "listPermissions"
  | "listProfiles"
  | "listClientProfiles"
  | "getProfile"
  | "createProfile"
  | "createClientProfile"
  | "updateProfile"
  | "deleteProfile"
  | "listQuotaProfiles"
  | "listClientQuotaProfiles"
  | "createQuotaProfile"
  | "createClientQuotaProfile"
  | "getQuotaProfile"
  | "updateQuotaProfile"
  | "deleteQuotaProfile";

/** With what the portal derives: whose it is, who sees it, how many use it (rules csp/P3 to csp/P7). */
function publicProfile(state: CspState, profile: ProfileRecord): object {
  const level = levelOf(profile.permissions);
  const userCount = state.usersOf(profile.id).length;
  const visibleTo = profile.clientId !== null ? "one_client" : level === "reseller" ? "reseller_only" : "all_clients";
  return { ...profile, level, visibleTo, userCount, deletable: profile.origin !== "provider" && userCount === 0 };
}

function seesProfile(caller: Caller, profile: ProfileRecord): boolean {
  if (caller.blind) return false;
  if (caller.level === "reseller") return true;
  return profile.clientId === null ? levelOf(profile.permissions) === "client" : profile.clientId === caller.clientId;
}

function visibleProfile(state: CspState, caller: Caller, id: string | undefined): ProfileRecord {
  const profile = state.tables.profiles.get(id ?? "");
  return present(profile !== undefined && seesProfile(caller, profile) ? profile : undefined, "profile");
}

/** Rules csp/P1 and csp/P2. */
function refuseWrongLevel(level: string, permissions: readonly string[]): void {
  const unknown = permissions.filter((key) => !ALL_PERMISSIONS.includes(key));
  if (unknown.length > 0)
    throw invalid(
      unknown.map((key) => ({ field: "permissions", code: "not_found", message: `There is no permission ${key}.` })),
    );
  const clients = permissions.filter((key) => CLIENTS_PERMISSIONS.has(key));
  if (level === "client" && clients.length > 0) {
    throw invalid(
      [
        {
          field: "permissions",
          code: "clients_permission",
          message: `A client profile must not hold ${clients.join(", ")} (rule csp/P1).`,
        },
      ],
      "client_profile_has_clients_permission",
    );
  }
  if (level === "reseller" && clients.length === 0) {
    throw invalid(
      [
        {
          field: "permissions",
          code: "clients_permission",
          message: "A reseller profile holds at least one Clients permission (rule csp/P2).",
        },
      ],
      "reseller_profile_needs_clients_permission",
    );
  }
}

function makeProfile(
  state: CspState,
  clientId: string | null,
  values: { name: string; description?: string | null; level: string; permissions: readonly string[] },
) {
  refuseWrongLevel(values.level, values.permissions);
  if (state.tables.profiles.by("name", JSON.stringify([clientId, values.name])).length > 0)
    throw new Problem(409, "name_taken", `There is a profile called ${values.name} already.`);
  const profile: ProfileRecord = {
    id: newId("prof"),
    name: values.name,
    description: values.description ?? null,
    permissions: [...new Set(values.permissions)],
    origin: clientId === null ? "reseller" : "client",
    clientId,
    etag: newEtag(),
  };
  return created(publicProfile(state, state.tables.profiles.put(profile)));
}

interface QuotaProfileValues extends Record<(typeof QUOTA_NUMBERS)[number], number> {
  readonly name: string;
  readonly inheritable?: boolean;
  readonly default?: boolean;
}

function makeQuotaProfile(state: CspState, clientId: string | null, values: QuotaProfileValues) {
  refuseTakenQuotaProfileName(state, clientId, values.name);
  refuseInheritable(clientId, values.inheritable);
  const profile: QuotaProfileRecord = {
    ...values,
    id: newId("qp"),
    scope: clientId === null ? "reseller" : "client",
    clientId,
    inheritable: values.inheritable ?? false,
    default: values.default ?? false,
    inherited: false,
    etag: newEtag(),
  };
  if (profile.default) unsetOtherDefaults(state, profile);
  return created(state.tables.quotaProfiles.put(profile));
}

function refuseTakenQuotaProfileName(state: CspState, clientId: string | null, name: string): void {
  if (state.tables.quotaProfiles.by("name", JSON.stringify([clientId, name])).length > 0)
    throw new Problem(409, "name_taken", `There is a quota profile called ${name} already.`);
}

/** Rule csp/Q1. */
function refuseInheritable(clientId: string | null, inheritable: boolean | undefined): void {
  if (clientId !== null && inheritable === true)
    throw invalid([
      { field: "inheritable", code: "scope", message: "Only a global profile can be inheritable (rule csp/Q1)." },
    ]);
}

/** Rule csp/Q3. */
function unsetOtherDefaults(state: CspState, profile: QuotaProfileRecord): void {
  for (const other of state.tables.quotaProfiles.by("client", profile.clientId ?? "")) {
    if (other.id !== profile.id && other.default)
      state.tables.quotaProfiles.put({ ...other, default: false, etag: newEtag() });
  }
}

function visibleQuotaProfile(state: CspState, caller: Caller, id: string | undefined): QuotaProfileRecord {
  const profile = state.tables.quotaProfiles.get(id ?? "");
  const visible =
    profile !== undefined &&
    !caller.blind &&
    (sees(caller, profile.clientId) || (profile.clientId === null && profile.inheritable));
  return present(visible ? profile : undefined, "quota profile");
}

/** Rule csp/Q2: what was passed on can be used, not changed. */
function refuseInherited(caller: Caller, profile: QuotaProfileRecord): void {
  if (caller.level !== "reseller" && profile.clientId === null)
    throw new Problem(403, "inherited_readonly", "An inherited quota profile can't be changed (rule csp/Q2).");
}

export const profiles: Handlers<Names> = {
  getMe: ({ state, caller }) => {
    const username = state.tables.users.get(caller.userId)?.username;
    return ok({
      userId: caller.userId,
      username,
      level: caller.level,
      clientId: caller.clientId,
      resellerId: RESELLER_ID,
      permissions: [...caller.permissions],
    });
  },
  listRegions: ({ query }) => pageOf(REGIONS, query),
  listPermissions: ({ query }) => pageOf(CATALOGUE, query),

  listProfiles: ({ state, caller, query, operation }) => {
    const visible = state.tables.profiles
      .all()
      .filter((profile) => seesProfile(caller, profile) && profile.clientId === null);
    return pageOf(
      visible.map((profile) => publicProfile(state, profile)),
      query,
      operation.filters,
    );
  },
  listClientProfiles: ({ state, caller, params, query, operation }) => {
    const client = visibleClient(state, caller, params["clientId"]);
    const visible = state.tables.profiles
      .all()
      .filter((profile) =>
        profile.clientId === null ? levelOf(profile.permissions) === "client" : profile.clientId === client.id,
      );
    return pageOf(
      visible.map((profile) => publicProfile(state, profile)),
      query,
      operation.filters,
    );
  },
  getProfile: ({ state, caller, params }) =>
    ok(publicProfile(state, visibleProfile(state, caller, params["profileId"]))),
  createProfile: ({ state, caller, body }) => {
    need(caller, "create_profile");
    return makeProfile(state, null, body);
  },
  createClientProfile: ({ state, caller, params, body }) => {
    need(caller, "create_profile");
    return makeProfile(state, visibleClient(state, caller, params["clientId"]).id, body);
  },
  updateProfile: ({ state, caller, params, body, ifMatch }) => {
    need(caller, "manage_permissions");
    const profile = visibleProfile(state, caller, params["profileId"]);
    if (profile.origin === "provider")
      throw new Problem(403, "not_owner", `${profile.name} is a standard profile, which nobody changes (rule csp/P7).`);
    mustMatch(ifMatch, profile.etag);
    if (body.permissions !== undefined) refuseWrongLevel(levelOf(profile.permissions), body.permissions);
    const changed = { ...profile, ...withoutUndefined(body) };
    const same = JSON.stringify(changed) === JSON.stringify(profile);
    return ok(publicProfile(state, state.tables.profiles.put(same ? profile : { ...changed, etag: newEtag() })));
  },
  deleteProfile: ({ state, caller, params, ifMatch }) => {
    need(caller, "delete_profile");
    const profile = visibleProfile(state, caller, params["profileId"]);
    if (profile.origin === "provider")
      throw new Problem(403, "not_owner", `${profile.name} is a standard profile, which nobody deletes (rule csp/P7).`);
    mustMatch(ifMatch, profile.etag);
    const userCount = state.usersOf(profile.id).length;
    if (userCount > 0)
      throw new Problem(409, "in_use", `${userCount} users have the profile ${profile.name} (rule csp/P7).`);
    state.tables.profiles.delete(profile.id);
    return nothing();
  },

  listQuotaProfiles: ({ state, caller, query, operation }) => {
    const visible = state.tables.quotaProfiles
      .all()
      .filter(
        (profile) =>
          sees(caller, profile.clientId) || (!caller.blind && profile.clientId === null && profile.inheritable),
      );
    return pageOf(
      visible.map((profile) => ({ ...profile, inherited: caller.level !== "reseller" && profile.clientId === null })),
      query,
      operation.filters,
    );
  },
  listClientQuotaProfiles: ({ state, caller, params, query, operation }) => {
    const client = visibleClient(state, caller, params["clientId"]);
    const visible = state.tables.quotaProfiles
      .all()
      .filter((profile) => profile.clientId === client.id || (profile.clientId === null && profile.inheritable));
    return pageOf(
      visible.map((profile) => ({ ...profile, inherited: profile.clientId === null })),
      query,
      operation.filters,
    );
  },
  createQuotaProfile: ({ state, caller, body }) => {
    need(caller, "manage_quota_profiles");
    return makeQuotaProfile(state, null, body);
  },
  createClientQuotaProfile: ({ state, caller, params, body }) => {
    need(caller, "manage_quota_profiles");
    return makeQuotaProfile(state, visibleClient(state, caller, params["clientId"]).id, body);
  },
  getQuotaProfile: ({ state, caller, params }) => ok(visibleQuotaProfile(state, caller, params["quotaProfileId"])),
  updateQuotaProfile: ({ state, caller, params, body, ifMatch }) => {
    need(caller, "manage_quota_profiles");
    const profile = visibleQuotaProfile(state, caller, params["quotaProfileId"]);
    refuseInherited(caller, profile);
    mustMatch(ifMatch, profile.etag);
    refuseInheritable(profile.clientId, body.inheritable);
    if (body.name !== undefined && body.name !== profile.name)
      refuseTakenQuotaProfileName(state, profile.clientId, body.name);
    const changed = { ...profile, ...withoutUndefined(body) };
    const same = JSON.stringify(changed) === JSON.stringify(profile);
    if (changed.default && !profile.default) unsetOtherDefaults(state, changed);
    return ok(state.tables.quotaProfiles.put(same ? profile : { ...changed, etag: newEtag() }));
  },
  deleteQuotaProfile: ({ state, caller, params, ifMatch }) => {
    need(caller, "manage_quota_profiles");
    const profile = visibleQuotaProfile(state, caller, params["quotaProfileId"]);
    refuseInherited(caller, profile);
    mustMatch(ifMatch, profile.etag);
    state.tables.quotaProfiles.delete(profile.id);
    return nothing();
  },
};
