import { randomUUID } from "node:crypto";
import { type AnyCall, type Handlers, inOrder, ownerById, timeText, userOf } from "../call";
import { requireFree } from "../../refusal";
import { problem } from "../problem";
import type { GridscaleRealm } from "../realm";
import type { UserRecord } from "../records";
import { inheritedLevel } from "./contractUsers";

/** What a login opens: levels of its own, and where it has none, what it inherits from the partner. */
function contractsOf(realm: GridscaleRealm, user: UserRecord): object[] {
  const own = inOrder(realm.relations.find("user", user.id)).map(({ contractId, level }) => ({
    contract_uuid: contractId,
    level,
    inherited: false,
  }));
  const level = inheritedLevel(user);
  if (level === null) return own;
  const others = [...realm.contractsThere()].filter(({ id }) => realm.relation(id, user.id) === undefined);
  return [...own, ...others.map(({ id }) => ({ contract_uuid: id, level, inherited: true }))];
}

export function userFields(realm: GridscaleRealm, user: UserRecord): Record<string, unknown> {
  return {
    user_uuid: user.id,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    phone: user.phone,
    language: user.language,
    locked: user.locked,
    confirmed: user.confirmed,
    partner_level: user.partnerLevel,
    contracts: contractsOf(realm, user),
    create_time: timeText(user.createdAt),
  };
}

function requireFreeEmail({ realm }: AnyCall, email: string, exceptId?: string): void {
  const taken = (user_uuid: string) =>
    problem("user-exists", "a user with this e-mail address exists already", { email, user_uuid });
  requireFree(realm.users.find("email", email.toLowerCase()), taken, exceptId);
}

/** The partner's owner stays that. */
function requireNotPartnerOwner({ realm }: AnyCall, { id }: UserRecord): void {
  if (id === realm.partner.ownerId)
    throw problem("owner-required", "the partner would have no owner", { user_uuid: id });
}

/** For all contracts and the partner at once (gridscale/L7). */
function setLock(call: AnyCall, locked: boolean): undefined {
  call.realm.users.replace({ ...userOf(call), locked });
}

export const userHandlers = {
  *listUsers({ realm, caller }) {
    if (!caller.sees) return;
    for (const user of realm.users.values()) yield { sequence: user.sequence, fields: userFields(realm, user) };
  },

  createUser(call) {
    const { body, realm, now } = call;
    requireFreeEmail(call, body.email);
    const user = realm.users.insert({
      id: randomUUID(),
      email: body.email,
      firstName: body.first_name ?? null,
      lastName: body.last_name ?? null,
      phone: body.phone ?? null,
      language: body.language ?? null,
      locked: false,
      confirmed: false,
      partnerLevel: null,
      createdAt: now,
    });
    return userFields(realm, user);
  },

  getUser: (call) => userFields(call.realm, userOf(call)),

  updateUser(call) {
    const { realm, body } = call;
    const user = userOf(call);
    const { email = user.email, first_name: firstName = user.firstName, last_name: lastName = user.lastName } = body;
    const { phone = user.phone, language = user.language } = body;
    requireFreeEmail(call, email, user.id);
    return userFields(realm, realm.users.replace({ ...user, email, firstName, lastName, phone, language }));
  },

  deleteUser(call) {
    const user = userOf(call);
    requireNotPartnerOwner(call, user);
    const owned = inOrder(call.realm.contracts.find("owner", user.id)).map(({ id }) => id);
    if (owned.length > 0)
      throw problem("user-owns-contracts", "the user owns contracts; make somebody else their owner first", {
        user_uuid: user.id,
        contract_uuids: owned,
      });
    call.realm.removeUser(user.id);
  },

  lockUser: (call) => setLock(call, true),
  unlockUser: (call) => setLock(call, false),

  setPartnerLevel(call) {
    const { realm, body } = call;
    const user = userOf(call);
    if (body.level !== "owner") requireNotPartnerOwner(call, user);
    else if (user.partnerLevel !== "owner") ownerById(call, user.id);
    return userFields(realm, realm.users.replace({ ...user, partnerLevel: body.level }));
  },

  removePartnerLevel(call) {
    const user = userOf(call);
    requireNotPartnerOwner(call, user);
    if (user.partnerLevel === null)
      throw problem("not-found", "the user has no level on the partner", { user_uuid: user.id });
    call.realm.users.replace({ ...user, partnerLevel: null });
  },
} satisfies Partial<Handlers>;
