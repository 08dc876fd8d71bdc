import { hashOf } from "../../../secrets";
import { randomUUID } from "node:crypto";
import { PRESET_GROUPS, RESELLER_PERMISSION_SET } from "../../../../provider/portals/scaleway/contract";
import { compositeKey } from "../../../store/collection";
import { requireFree } from "../../refusal";
import { writeLog } from "../audit";
import { type AnyCall, choiceOf, filterOf, type Handlers, timeText } from "../call";
import { requireOneOf } from "../caller";
import { requireRoom } from "../limits";
import { isLocked } from "../organizationScope";
import { alreadyExists, denied, notFound } from "../problem";
import type { OrganizationLock, OrganizationRecord } from "../records";
import { requireFreeUsername } from "./users";

const PARTNER_REASON = "locked_by_reseller";

/** The locks without the partner's own. */
function vendorLocks({ locks }: OrganizationRecord): OrganizationLock[] {
  return locks.filter(({ by }) => by !== "partner");
}

export function organizationFields(organization: OrganizationRecord, inList = false): Record<string, unknown> {
  const lock = organization.locks.at(-1);
  return {
    comment: organization.comment,
    created_at: timeText(organization.createdAt),
    customer_id: organization.customerId,
    email: organization.email,
    id: organization.id,
    lock_reason_message: lock?.reason ?? "",
    locked_at: lock === undefined ? null : timeText(lock.since),
    locked_by: lock?.by ?? "unknown_locked_by",
    name: organization.name,
    owner_firstname: organization.ownerFirstname,
    owner_lastname: organization.ownerLastname,
    // A list writes what is missing in another way than a single answer.
    phone_number: organization.phone ?? (inList ? "" : null),
    picture_link: null,
    status: organization.closed ? "closed" : isLocked(organization) ? "locked" : "opened",
  };
}

function requirePartner(call: AnyCall, right: "read" | "write"): void {
  if (call.caller.organization.partnerId !== null) throw denied(right, "organization");
  requireOneOf(call.caller, [RESELLER_PERMISSION_SET], right, "organization");
}

function clientOf(call: AnyCall, right: "read" | "write" = "write"): OrganizationRecord {
  requirePartner(call, right);
  const { organizationId = "" } = call.parameters;
  const found = call.realm.organizations.get(organizationId);
  if (found === undefined || found.partnerId !== call.caller.organization.id)
    throw notFound("organization", organizationId);
  return found;
}

/** @throws {ScalewayProblem} `already_exists` */
function requireFreeEmail({ realm, caller }: AnyCall, email: string, exceptId?: string): void {
  const all = [...realm.organizations.find("partner", caller.organization.id)];
  const holders = all.filter((other) => other.email === email);
  requireFree(holders, alreadyExists("organization", "an organization with this email exists already"), exceptId);
}

export const organizationHandlers = {
  *listOrganizations(call) {
    requirePartner(call, "read");
    const wanted = [
      ...["status", "locked_by"].map((name) => [name, choiceOf(call, name)] as const),
      ...["customer_id", "email"].map((name) => [name, filterOf(call, name)] as const),
    ];
    for (const organization of call.realm.organizations.find("partner", call.caller.organization.id)) {
      const fields = organizationFields(organization, true);
      if (wanted.every(([name, value]) => value === undefined || fields[name] === value))
        yield { sequence: organization.sequence, fields };
    }
  },

  createOrganization(call) {
    requirePartner(call, "write");
    const { body, realm, now } = call;
    if (body.partner_id !== call.caller.organization.id) throw denied("write", "organization");
    requireFreeEmail(call, body.email);
    const organization = realm.addOrganization(
      {
        partnerId: body.partner_id,
        name: body.organization_name,
        email: body.email,
        ownerFirstname: body.owner_firstname,
        ownerLastname: body.owner_lastname,
        phone: body.phone_number === undefined || body.phone_number === "" ? null : body.phone_number,
        customerId: body.customer_id,
        comment: body.comment ?? "",
      },
      now,
      call.ids,
    );
    return organizationFields(organization);
  },

  getOrganization: (call) => organizationFields(clientOf(call, "read")),

  updateOrganization(call) {
    const organization = clientOf(call);
    const { body, realm, now } = call;
    // That an update is refused like a create is derived: no recording has one.
    if (body.email !== undefined) requireFreeEmail(call, body.email, organization.id);
    return organizationFields(
      realm.organizations.replace({
        ...organization,
        name: body.name ?? organization.name,
        email: body.email ?? organization.email,
        ownerFirstname: body.owner_firstname ?? organization.ownerFirstname,
        ownerLastname: body.owner_lastname ?? organization.ownerLastname,
        customerId: body.customer_id ?? organization.customerId,
        phone: body.phone_number === undefined || body.phone_number === "" ? organization.phone : body.phone_number,
        comment: body.comment ?? organization.comment,
        updatedAt: now,
      }),
    );
  },

  /** Locking what is locked is done, too: the time is the latest one. */
  lockOrganization(call) {
    const organization = clientOf(call);
    const own: OrganizationLock = { by: "partner", reason: PARTNER_REASON, since: call.now };
    const locks = [...vendorLocks(organization), own];
    return organizationFields(call.realm.organizations.replace({ ...organization, locks }));
  },

  /** Takes away the partner's own lock; one of the vendor's beneath it shows again, with the time that it had. */
  unlockOrganization(call) {
    const organization = clientOf(call);
    const locks = vendorLocks(organization);
    return organizationFields(call.realm.organizations.replace({ ...organization, locks }));
  },

  requestAdminRole(call) {
    const organization = clientOf(call);
    const { body, realm, now } = call;
    requireFreeUsername(call, organization.id, body.username);
    requireRoom(realm.users, "iam_users", organization);
    const user = realm.users.insert({
      id: randomUUID(),
      organizationId: organization.id,
      email: body.email,
      username: body.username,
      firstName: "",
      lastName: "",
      phone: "",
      locale: "en_US",
      type: "member",
      tags: [],
      locked: false,
      passwordHash: hashOf(body.password),
      mails: [],
      createdAt: now,
      updatedAt: now,
    });
    const administrators = realm.groups.first("name", compositeKey(organization.id, PRESET_GROUPS[0]));
    if (administrators !== undefined)
      realm.groups.replace({ ...administrators, userIds: [...administrators.userIds, user.id] });
    writeLog(call, organization.id, "created", "user", user.id);
  },
} satisfies Partial<Handlers>;
