import type { z } from "zod";
import type { QuotaProfile, QuotaProfileInput } from "../../../../provider/portals/csp/contract";
import type { ListRow } from "../../../lists";
import { newId } from "../../../secrets";
import { compositeKey } from "../../../store/collection";
import type { AnyCall, Handlers, Outcome, WithoutEtag } from "../call";
import type { Caller } from "../caller";
import { limitsOf } from "../limits";
import { requireFree } from "../../refusal";
import { CspProblem, invalid, nameTaken, notFound } from "../problem";
import { RESELLER_AREA } from "../realm";
import type { QuotaProfileRecord } from "../records";
import { clientFor } from "../visibility";

type QuotaProfileFields = WithoutEtag<z.output<typeof QuotaProfile>>;

/** Predefined profiles are inherited by everybody, the reseller's by its clients (rule csp/Q2). */
function isInheritedBy({ clientId }: Pick<Caller, "clientId">, profile: QuotaProfileRecord): boolean {
  return profile.origin === "provider" || profile.clientId !== (clientId ?? profile.clientId);
}

/** A client sees its own profiles and those that it inherits. */
export function isQuotaProfileVisibleTo(profile: QuotaProfileRecord, clientId: string): boolean {
  return profile.clientId === null ? profile.inheritable : profile.clientId === clientId;
}

function quotaProfileFields(caller: Caller, profile: QuotaProfileRecord): QuotaProfileFields {
  return {
    id: profile.id,
    name: profile.name,
    scope: profile.clientId === null ? "reseller" : "client",
    clientId: profile.clientId,
    inheritable: profile.inheritable,
    default: profile.default,
    inherited: isInheritedBy(caller, profile),
    ...limitsOf((name) => profile[name]),
  };
}

function* rows(
  { realm, caller }: AnyCall,
  isVisible: (profile: QuotaProfileRecord) => boolean,
): Iterable<ListRow<QuotaProfileFields>> {
  for (const profile of realm.quotaProfiles.values())
    if (isVisible(profile)) yield { sequence: profile.sequence, fields: quotaProfileFields(caller, profile) };
}

function quotaProfileFor({ realm, caller }: AnyCall, id: string): QuotaProfileRecord {
  const profile = realm.quotaProfiles.get(id);
  if (profile === undefined || (caller.clientId !== null && !isQuotaProfileVisibleTo(profile, caller.clientId)))
    throw notFound("quota profile");
  return profile;
}

function requireOwner({ caller }: AnyCall, profile: QuotaProfileRecord): void {
  if (isInheritedBy(caller, profile))
    throw new CspProblem(
      "inherited_readonly",
      `the quota profile ${profile.name} is inherited and can only be used (csp/Q2)`,
    );
}

/** Rule csp/Q1: only the reseller's profiles can be inherited. */
function requireInheritableOnReseller(clientId: string | null, inheritable: boolean | undefined): void {
  if (clientId !== null && inheritable === true)
    throw invalid({
      field: "inheritable",
      code: "invalid_value",
      message: "only a profile of the reseller can be inheritable (csp/Q1)",
    });
}

function requireFreeName({ realm }: AnyCall, clientId: string | null, name: string, exceptId?: string): void {
  const holders = realm.quotaProfiles.find("name", compositeKey(clientId, name));
  requireFree(holders, nameTaken(`a quota profile named ${name} exists already`), exceptId);
}

/** Rule csp/Q3: one default in each scope; a new one takes the place of the old one. */
function unsetOtherDefaults({ realm }: AnyCall, profile: QuotaProfileRecord): void {
  if (!profile.default) return;
  for (const other of [...realm.quotaProfiles.find("default", profile.clientId ?? RESELLER_AREA)])
    if (other.id !== profile.id) realm.quotaProfiles.replace({ ...other, default: false });
}

function create(
  call: AnyCall & { readonly body: z.output<typeof QuotaProfileInput> },
  clientId: string | null,
): Outcome<QuotaProfileFields> {
  const { realm, caller, body } = call;
  requireInheritableOnReseller(clientId, body.inheritable);
  requireFreeName(call, clientId, body.name);
  const profile = realm.quotaProfiles.insert({
    id: newId("quota-profile"),
    name: body.name,
    origin: clientId === null ? "reseller" : "client",
    clientId,
    inheritable: body.inheritable ?? false,
    default: body.default ?? false,
    ...limitsOf((name) => body[name]),
  });
  unsetOtherDefaults(call, profile);
  return { body: quotaProfileFields(caller, profile) };
}

export const quotaProfileHandlers = {
  listQuotaProfiles(call) {
    const { clientId } = call.caller;
    return rows(call, (profile) => clientId === null || isQuotaProfileVisibleTo(profile, clientId));
  },

  createQuotaProfile: (call) => create(call, null),
  createClientQuotaProfile: (call) => create(call, clientFor(call, call.parameters.clientId).id),

  getQuotaProfile: (call) => ({
    body: quotaProfileFields(call.caller, quotaProfileFor(call, call.parameters.quotaProfileId)),
  }),

  /** Allocations keep their values (rule csp/Q7). */
  updateQuotaProfile(call) {
    const { realm, caller, body } = call;
    const profile = quotaProfileFor(call, call.parameters.quotaProfileId);
    requireOwner(call, profile);
    call.precondition.match(quotaProfileFields(caller, profile));
    requireInheritableOnReseller(profile.clientId, body.inheritable);
    if (body.name !== undefined) requireFreeName(call, profile.clientId, body.name, profile.id);
    const changed = realm.quotaProfiles.replace({
      ...profile,
      name: body.name ?? profile.name,
      inheritable: body.inheritable ?? profile.inheritable,
      default: body.default ?? profile.default,
      ...limitsOf((name) => body[name] ?? profile[name]),
    });
    unsetOtherDefaults(call, changed);
    return { body: quotaProfileFields(caller, changed) };
  },

  deleteQuotaProfile(call) {
    const profile = quotaProfileFor(call, call.parameters.quotaProfileId);
    requireOwner(call, profile);
    call.precondition.match(quotaProfileFields(call.caller, profile));
    call.realm.quotaProfiles.remove(profile.id);
  },
} satisfies Partial<Handlers>;
