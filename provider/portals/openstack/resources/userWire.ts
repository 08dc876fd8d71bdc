import { user as userKind } from "../../../model";
import { type InputsAt, known, knownEntries, type OutputsOfKind, type Values } from "../../../model/declared";
import { keyOf, text } from "../../../model/words";
import type { Listed } from "../../listed";
import type { RequestOf } from "../../wire";
import type { Cloud } from "../client";
import { operations } from "../contract";
import { wireFields } from "../../listed";
import { accountField, domainObjects } from "../driver";
import type { fields } from "../fields";
import type { WireUser } from "../reading";

export type Inputs = InputsAt<typeof fields, "User">;
export type Outputs = OutputsOfKind<"User">;
export type Body = RequestOf<typeof operations.updateUser>["user"];
export type Users = Listed<Inputs, Outputs, WireUser, Body>;
type Options = NonNullable<Inputs["options"]>;

/** Options of the API, with the names that declarations have for them. */
const OPTIONS = {
  multi_factor_auth_enabled: "multiFactorAuthEnabled",
  multi_factor_auth_rules: "multiFactorAuthRules",
  lock_password: "lockPassword",
  ignore_password_expiry: "ignorePasswordExpiry",
  ignore_change_password_upon_first_use: "ignoreChangePasswordUponFirstUse",
  ignore_lockout_failure_attempts: "ignoreLockoutFailureAttempts",
  ignore_user_inactivity: "ignoreUserInactivity",
} as const satisfies Record<keyof NonNullable<Body["options"]>, keyof Options>;

/** Users as they stand in the list, with the groups that they are in. */
export function usersOf(cloud: Cloud) {
  const { plain, emptiable } = wireFields<WireUser, Body>();
  return domainObjects<Inputs, Outputs, WireUser, Body>(cloud, {
    list: cloud.users,
    fields: {
      account: accountField(cloud),
      username: { read: ({ name }) => name, write: (name) => (name === undefined ? {} : { name }) },
      // A text that was taken away stays as null.
      email: { ...plain("email"), read: ({ email }) => email || undefined },
      description: emptiable("description"),
      locked: {
        read: ({ enabled }) => !enabled,
        write: (locked) => (locked === undefined ? {} : { enabled: !locked }),
      },
      options: { read: optionsOf, write: (options, current) => ({ options: optionsBody(options, current) }) },
    },
    keyOf: ({ username }, domain) => keyOf(domain, text(username)),
    fetch: async (userId, domain) => {
      const { body } = await cloud.within(domain).call(operations.getUser, { params: { userId } });
      return { body: body.user };
    },
    // Who is in a group is no part of the user, and the group's list of members may be older than this look.
    refresh: async ({ id }, { profiles }) => {
      if (profiles !== undefined) await cloud.members.groupsOf(id);
    },
    outputs: outputsOf,
    beside: async ({ id }, { profiles }) =>
      known(profiles) === undefined
        ? {}
        : { inputs: { profiles: await cloud.members.among(id, await groupsIn(cloud, knownEntries(profiles))) } },
  });
}

/** Those of the declared groups that are there. */
async function groupsIn(cloud: Cloud, profiles: readonly string[]): Promise<string[]> {
  const found = await Promise.all(profiles.map((id) => cloud.groups.withId(id)));
  return found.flatMap((group) => group?.id ?? []);
}

export function outputsOf({ password_expires_at: end }: WireUser): Values<Outputs> {
  return { passwordExpiresAt: end ?? undefined };
}

function optionsOf({ options = {} }: WireUser): Options | undefined {
  const set = Object.entries(OPTIONS).flatMap(([member, name]) => {
    const value = options[member as keyof typeof OPTIONS];
    return value === undefined || value === null ? [] : [[name, value]];
  });
  const shown = Object.fromEntries(set) as Options;
  return userKind.fields.options.normal(shown) === undefined ? undefined : shown;
}

/** Each option that is to be another one; what isn't named is taken away. */
function optionsBody(options: Options | undefined, current: WireUser | undefined): NonNullable<Body["options"]> {
  const changes = Object.entries(OPTIONS).flatMap(([member, name]) => {
    const wanted = options?.[name] ?? null;
    const has = current?.options?.[member as keyof typeof OPTIONS] ?? null;
    return JSON.stringify(wanted) === JSON.stringify(has) ? [] : [[member, wanted]];
  });
  return Object.fromEntries(changes) as NonNullable<Body["options"]>;
}
