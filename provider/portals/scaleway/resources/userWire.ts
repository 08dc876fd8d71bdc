import type { InputsAt, OutputsOfKind, Values } from "../../../model/declared";
import { keyOf, text } from "../../../model/words";
import type { Listed } from "../../listed";
import { orAbsent, type RequestOf } from "../../wire";
import type { Partner } from "../client";
import { operations } from "../contract";
import { wireFields } from "../../listed";
import { accountField, organizationObjects } from "../driver";
import type { fields } from "../fields";
import type { WireUser } from "../reading";
import { U1 } from "../rules/users";
import { groupsWith } from "./userParts";

export type Inputs = InputsAt<typeof fields, "User">;
export type Outputs = OutputsOfKind<"User">;
type Body = RequestOf<typeof operations.updateUser>;
export type Users = Listed<Inputs, Outputs, WireUser, Body>;

/** Users as they stand in the lists of their Organizations, with the groups that they are in. */
export function usersOf(partner: Partner) {
  const { readOnly, emptiable } = wireFields<WireUser, Body>();
  return organizationObjects<Inputs, Outputs, WireUser, Body>(partner, {
    fields: {
      account: accountField(partner),
      username: readOnly("username"),
      email: { ...emptiable("email"), write: (email) => ({ email }) },
      firstName: emptiable("first_name"),
      lastName: emptiable("last_name"),
      phone: emptiable("phone_number"),
      locale: emptiable("locale"),
      tags: {
        read: ({ tags }) => (tags.length === 0 ? undefined : tags),
        write: (tags = []) => ({ tags }),
      },
      locked: readOnly("locked"),
    },
    keyOf: ({ username }) => keyOf(text(username)),
    listIn: ({ users }) => users,
    fetch: (userId, { account }) =>
      orAbsent(partner.organization(account).call(operations.getUser, { params: { userId } })),
    outputs: outputsOf,
    beside: async ({ id, type, organization_id: of }, { profiles }) => ({
      ...(profiles === undefined ? {} : { inputs: { profiles: await groupsWith(partner.organization(of), id) } }),
      ...(type === "owner"
        ? {
            builtIn: `the owner of the Organization, who can't be declared, changed or deleted ${U1.mark}`,
          }
        : {}),
    }),
  });
}

export function outputsOf({ mfa, last_login_at: last }: WireUser): Values<Outputs> {
  return { mfa, lastLoginAt: last ?? undefined };
}
