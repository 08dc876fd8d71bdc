import { randomInt } from "node:crypto";
import { type DeclaredInputs, type Finding, UNKNOWN } from "../../../model";
import type { Collection } from "../../collection";
import type { WireField } from "../../driver";
import { nearest } from "../../../model/nearest";
import type { Found, Removed, Surroundings, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { keyOf, knownWords, listed, nameWithin, text } from "../../../model/words";
import { operations } from "../contract";
import { apart, emptiable, list, refuseUnlessConfirmed, ScalewayDriver } from "../driver";
import type { InOrganization } from "../everywhere";
import { openOrganization } from "../opening";
import type { Organization } from "../client";
import { groupIds, type OrganizationReading, type WireUser } from "../reading";
import type { RightsChange } from "../rights";
import { P1 } from "../rules/groups";
import { deletionFindings } from "../rules/lockout";
import { U1 } from "../rules/users";
import { orAbsent } from "../wire";

/** Letters and digits that nobody takes for one another, and signs that keyboards have. */
const PASSWORD_SIGNS = {
  lower: "abcdefghijkmnpqrstuvwxyz",
  upper: "ABCDEFGHJKLMNPQRSTUVWXYZ",
  digit: "23456789",
  sign: "-_.!*+=",
};
const PASSWORD_LENGTH = 24;

const PASSWORDS = "passwords: the portal never shows one; password and resetPassword set a new one";

/** A password that nobody can guess, with every sort of sign in it. */
function newPassword(): string {
  const sorts = Object.values(PASSWORD_SIGNS);
  const all = sorts.join("");
  for (;;) {
    const password = Array.from({ length: PASSWORD_LENGTH }, () => all[randomInt(all.length)]).join("");
    if (sorts.every((sort) => [...sort].some((sign) => password.includes(sign)))) return password;
  }
}

/** User = member of an Organization. The owner is another sort, and comes with the Organization. */
export class UserDriver extends ScalewayDriver<WireUser> {
  readonly kind = "User";

  readonly fields: Readonly<Record<string, WireField<WireUser>>> = {
    account: this.account,
    username: apart("username"),
    email: { ...emptiable("email"), write: (value) => ({ email: value }) },
    firstName: emptiable("first_name"),
    lastName: emptiable("last_name"),
    phone: emptiable("phone_number"),
    locale: emptiable("locale"),
    tags: list("tags"),
    locked: apart("locked"),
  };

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(text(inputs["username"]));
  }

  describe(inputs: DeclaredInputs): string {
    return nameWithin(inputs["username"], inputs["account"]);
  }

  /** Names of groups, and profiles that are policies for one, become ids of groups. What isn't known (yet) stays as it is. */
  override async canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    const own = await super.canonical(inputs);
    const declared = inputs["profiles"];
    if (!Array.isArray(declared) || inputs["account"] === UNKNOWN || !this.organization(own).hasKey) return own;
    return { ...own, profiles: await groupIds(this.organization(own), declared) };
  }

  async verify(inputs: DeclaredInputs, { planned }: Surroundings): Promise<Finding[]> {
    const organization = await openOrganization({ realm: this.partner, inputs, planned });
    if (organization === undefined) return [];
    const findings: Finding[] = [];
    for (const reference of knownWords(inputs["profiles"]))
      if ((await organization.group(reference)) === undefined)
        findings.push(await unknownGroup(organization, "profiles", reference));
    return findings;
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const organization = this.organization(inputs);
    const generated = inputs["generatePassword"] === true ? newPassword() : undefined;
    const password = (inputs["password"] as string | undefined) ?? generated;
    this.partner.wire.protect(password);
    const { tags, locked: _locked, profiles: _profiles, username, ...fields } = inputs;
    const member = { ...this.body(fields), username, ...(password === undefined ? {} : { password }) };
    const body = {
      organization_id: organization.id,
      tags: tags ?? [],
      member: {
        ...member,
        send_welcome_email: inputs["sendWelcomeEmail"] === true,
        send_password_email: inputs["sendPasswordEmail"] === true,
      },
    };
    const user = await organization.memberships.making(async () => {
      try {
        return (await organization.call(operations.createUser, { body })).body;
      } catch (error) {
        if (error instanceof PortalRefusal && generated !== undefined) error.sent = { initialPassword: generated };
        throw error;
      }
    });
    const { id } = user;
    return {
      id,
      outputs: { ...outputsOf(user), ...(generated === undefined ? {} : { initialPassword: generated }) },
      next: async () => {
        await organization.users.putIfLoaded(user);
        const rest = { profiles: inputs["profiles"], ...(inputs["locked"] === true ? { locked: true } : {}) };
        await this.writeRest(organization, id, rest, []);
        return { id, outputs: {} };
      },
    };
  }

  async update(found: Found, changes: DeclaredInputs): Promise<Written> {
    const organization = this.organization(found.inputs);
    const params = { userId: found.id };
    const { username, password, ...fields } = changes;
    let outputs: Record<string, unknown> = {};
    const shown = async (user: WireUser): Promise<void> => {
      outputs = outputsOf(user);
      await organization.users.putIfLoaded(user);
    };
    const body = this.body(fields);
    if (Object.keys(body).length > 0)
      await shown((await organization.call(operations.updateUser, { params, body })).body);
    if (username !== undefined)
      await shown((await organization.call(operations.updateUsername, { params, body: { username } })).body);
    if (password !== undefined) await this.setPassword(organization, found.id, password as string);
    await this.writeRest(organization, found.id, fields, knownWords(found.inputs["profiles"]));
    return { id: found.id, outputs };
  }

  /** A new password of this tool's own making, set at once. */
  async act(found: Found, _trigger: string): Promise<Readonly<Record<string, unknown>>> {
    const password = newPassword();
    await this.setPassword(this.organization(found.inputs), found.id, password);
    return { newPassword: password, initialPassword: undefined };
  }

  async remove(found: Found, state: DeclaredInputs): Promise<Removed> {
    const organization = this.organization(found.inputs);
    const change: RightsChange = { out: new Set([found.id]) };
    refuseUnlessConfirmed(await deletionFindings(organization, this.describe(found.inputs), change), state);
    await organization.call(operations.deleteUser, { params: { userId: found.id } });
    organization.users.drop(found.id);
    return {};
  }

  protected collectionFor(inputs: DeclaredInputs): Collection<WireUser> {
    return this.organization(inputs).users;
  }

  protected fetch(id: string, state: DeclaredInputs): Promise<WireUser | undefined> {
    return orAbsent(this.organization(state).call(operations.getUser, { params: { userId: id } }));
  }

  /** Groups by who is in them, once for all. Those that the vendor manages take nobody in from here. */
  protected override async everythingIn(organization: Organization, whole: boolean): Promise<InOrganization> {
    const groupsOf = new Map<string, string[]>();
    const managed: string[] = [];
    for (const { id, name, editable, managed: isManaged, user_ids: users } of await organization.groups.all()) {
      if (!editable || isManaged) {
        if (users.length > 0) managed.push(name);
        if (!whole) continue;
      }
      for (const user of users) groupsOf.set(user, [...(groupsOf.get(user) ?? []), id]);
    }
    const users = await organization.users.all();
    const found = await Promise.all(
      users.map(async (user) => {
        const alone = await this.found(user, {});
        return { ...alone, inputs: { ...alone.inputs, profiles: groupsOf.get(user.id) } };
      }),
    );
    const left = `who is in the groups ${listed([...managed].sort())}, which the vendor manages ${P1.mark}`;
    return { found, without: [PASSWORDS, ...(managed.length === 0 ? [] : [left])] };
  }

  protected override async found(wire: WireUser, declared: DeclaredInputs): Promise<Found> {
    const found = await super.found(wire, declared);
    const inputs =
      declared["profiles"] === undefined
        ? found.inputs
        : { ...found.inputs, profiles: await this.groupsOf(this.organization(found.inputs), wire.id) };
    const builtIn =
      wire.type === "owner"
        ? `the owner of the Organization, who came with it and is never declared, changed or deleted from here ${U1.mark}`
        : undefined;
    return { ...found, inputs, ...(builtIn === undefined ? {} : { builtIn }) };
  }

  protected override async outputs(wire: WireUser): Promise<Record<string, unknown>> {
    return outputsOf(wire);
  }

  /** What the portal takes in calls of its own, one after the other: groups, then the lock. */
  private async writeRest(
    organization: Organization,
    id: string,
    values: DeclaredInputs,
    current: readonly string[],
  ): Promise<void> {
    if ("profiles" in values) {
      const wanted = knownWords(values["profiles"]);
      for (const group of wanted) if (!current.includes(group)) await organization.memberships.add(group, id);
      for (const group of current) if (!wanted.includes(group)) await organization.memberships.remove(group, id);
    }
    if (typeof values["locked"] !== "boolean") return;
    const { body } = await organization.call(values["locked"] ? operations.lockUser : operations.unlockUser, {
      params: { userId: id },
      body: {},
    });
    await organization.users.putIfLoaded(body);
  }

  private async setPassword(organization: Organization, id: string, password: string): Promise<void> {
    this.partner.wire.protect(password);
    await organization.call(operations.updatePassword, { params: { userId: id }, body: { password } });
  }

  private async groupsOf(organization: Organization, user: string): Promise<string[]> {
    return (await organization.groups.all()).filter(({ user_ids: users }) => users.includes(user)).map(({ id }) => id);
  }
}

function outputsOf(wire: WireUser): Record<string, unknown> {
  return { mfa: wire.mfa, lastLoginAt: wire.last_login_at ?? undefined };
}

/** A reference to a group that the key doesn't see. */
export async function unknownGroup(
  organization: OrganizationReading,
  property: string,
  reference: string,
): Promise<Finding> {
  const names = (await organization.groups.all()).map(({ name }) => name);
  const near = nearest(reference, names);
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `there are ${names.slice(0, 10).join(", ")}`;
  return {
    property,
    reason: `names ${JSON.stringify(reference)}, which is neither the id nor the name of a group of the Organization, nor the id of a Profile; ${hint}`,
  };
}
