import { createHash, randomUUID } from "node:crypto";
import { hashOf } from "../../../secrets";
import { compositeKey } from "../../../store/collection";
import { requireFree } from "../../refusal";
import {
  type AnyCall,
  type CallOn,
  choiceOf,
  filterOf,
  filtersOf,
  flagOf,
  type Handlers,
  srnOf,
  timeText,
} from "../call";
import { listedOf, ownOf, type Right } from "../organizationScope";
import { alreadyExists, argument, invalid, ScalewayProblem } from "../problem";
import type { UserRecord } from "../records";
import { requireRoom } from "../limits";
import { organizationForNew } from "./named";

/** The account that an owner has at the portal, beside the user that it is in its Organization. */
function accountOf(id: string): string {
  const digest = createHash("sha256").update(`account ${id}`).digest("hex");
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}

function userFields(user: UserRecord): Record<string, unknown> {
  return {
    account_root_user_id: user.type === "owner" ? accountOf(user.id) : "",
    created_at: timeText(user.createdAt),
    deletable: user.type !== "owner",
    email: user.email,
    first_name: user.firstName,
    id: user.id,
    last_login_at: null,
    last_name: user.lastName,
    locale: user.locale,
    locked: user.locked,
    mfa: false,
    organization_id: user.organizationId,
    phone_number: user.phone,
    srn: srnOf("users", user.id),
    status: "activated",
    tags: [...user.tags],
    two_factor_enabled: false,
    type: user.type,
    updated_at: timeText(user.updatedAt),
    username: user.username,
  };
}

function userOf(call: CallOn<"userId">, right: Right): UserRecord {
  return ownOf(call, "user", call.realm.users, call.parameters.userId, right);
}

/** What only a member can be told. */
function memberOf(call: CallOn<"userId">): UserRecord {
  const user = userOf(call, "write");
  if (user.type === "owner")
    throw new ScalewayProblem("precondition_failed", {
      precondition: "protected_resource",
      help_message: "the owner of the organization can't be changed like this",
    });
  return user;
}

export function requireFreeUsername(
  { realm }: AnyCall,
  organizationId: string,
  username: string,
  exceptId?: string,
): void {
  const holders = realm.users.find("username", compositeKey(organizationId, username));
  requireFree(holders, alreadyExists("user", "a user with this username exists already"), exceptId);
}

/** The answer to a change has the time of the change before; the next look has the new one. */
function changed(call: AnyCall, user: UserRecord, values: Partial<UserRecord>): Record<string, unknown> {
  const next = call.realm.users.replace({ ...user, ...values, updatedAt: call.now });
  return { ...userFields(next), updated_at: timeText(user.updatedAt) };
}

export const userHandlers = {
  *listUsers(call) {
    const listed = listedOf(call, "user", call.realm.users);
    const ids = filtersOf(call, "user_ids");
    const [type, tag, mfa] = [choiceOf(call, "type"), filterOf(call, "tag"), flagOf(call, "mfa")];
    for (const user of listed)
      if (
        (ids === undefined || ids.includes(user.id)) &&
        (type === undefined || user.type === type) &&
        // Nobody has a second factor here.
        mfa !== true &&
        (tag === undefined || user.tags.includes(tag))
      )
        yield { sequence: user.sequence, fields: userFields(user) };
  },

  createUser(call) {
    const { body, realm, now } = call;
    const organizationId = organizationForNew(call, "user", body.organization_id);
    if (body.member !== undefined && body.email !== undefined)
      throw invalid(argument("type", "constraint", "give one of member and email"));
    if (body.member === undefined) {
      throw body.email === undefined
        ? invalid(argument("type", "required", "value is required"))
        : invalid(argument("email", "constraint", "guests can't be invited any more"));
    }
    const { member } = body;
    requireFreeUsername(call, organizationId, member.username);
    requireRoom(realm.users, "iam_users", call.caller.organization);
    const user = realm.users.insert({
      id: call.ids?.id ?? randomUUID(),
      organizationId,
      email: member.email,
      username: member.username,
      firstName: member.first_name ?? "",
      lastName: member.last_name ?? "",
      phone: member.phone_number ?? "",
      locale: member.locale === undefined || member.locale === "" ? "en_US" : member.locale,
      type: "member",
      tags: body.tags ?? [],
      locked: false,
      passwordHash: member.password === undefined || member.password === "" ? null : hashOf(member.password),
      mails: [
        ...(member.send_welcome_email === true ? ["welcome"] : []),
        ...(member.send_password_email === true ? ["password"] : []),
      ],
      createdAt: now,
      updatedAt: now,
    });
    return userFields(user);
  },

  getUser: (call) => userFields(userOf(call, "read")),

  updateUser(call) {
    const user = userOf(call, "write");
    const { tags, email, first_name, last_name, phone_number, locale } = call.body;
    return changed(call, user, {
      tags: tags ?? user.tags,
      email: email ?? user.email,
      firstName: first_name ?? user.firstName,
      lastName: last_name ?? user.lastName,
      phone: phone_number ?? user.phone,
      locale: locale ?? user.locale,
    });
  },

  deleteUser: (call) => call.realm.removeUser(memberOf(call).id),

  updateUsername(call) {
    const user = memberOf(call);
    requireFreeUsername(call, user.organizationId, call.body.username, user.id);
    return changed(call, user, { username: call.body.username });
  },

  updatePassword(call) {
    const user = memberOf(call);
    const passwordChanges = (user.passwordChanges ?? 0) + 1;
    return changed(call, user, { passwordHash: hashOf(call.body.password), passwordChanges });
  },
  lockUser: (call) => changed(call, memberOf(call), { locked: true }),
  unlockUser: (call) => changed(call, memberOf(call), { locked: false }),
} satisfies Partial<Handlers>;
