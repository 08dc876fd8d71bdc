import type { Finding } from "../../../model";
import { type Declared, known, type Values } from "../../../model/declared";
import type { Found, KindDriver, Surroundings, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { knownWords, listed as named, nameWithin } from "../../../model/words";
import type { Partner } from "../client";
import { operations } from "../contract";
import { refuseUnlessConfirmed } from "../../confirmed";
import { isOpen, unknownGroup } from "../driver";
import { everywhere, type InOrganization } from "../everywhere";
import { canonicalAccount, openOrganization } from "../opening";
import type { Organization } from "../organization";
import { groupIds, type WireUser } from "../reading";
import { P1 } from "../rules/groups";
import { deletionFindings } from "../rules/lockout";
import { newPassword } from "../../newPassword";
import { setPassword, writeRest } from "./userParts";
import { type Inputs, type Outputs, outputsOf, type Users, usersOf } from "./userWire";

const PASSWORDS = "passwords: the portal never returns them; password and resetPassword set a new one";

/** User = member of an Organization. The owner is another sort, and comes with the Organization. */
export function userDriver(partner: Partner): KindDriver<Inputs, Outputs> {
  const users = usersOf(partner);
  const organizationOf = ({ account }: Declared<Inputs>) => partner.organization(account);
  return {
    ...users,
    describe,
    canonical: (inputs) => canonical(partner, inputs),
    verify: (inputs, surroundings) => verify(partner, inputs, surroundings),
    everything: (whole = false) => everywhere(partner, "User", (organization) => everyUser(organization, users, whole)),
    create: (inputs) => createUser(partner, organizationOf(inputs), users, inputs),
    update: (found, changes) => updateUser(partner, organizationOf(found.inputs), users, found, changes),

    /** A new password of this tool's own making, set at once. */
    async act(found) {
      const password = newPassword();
      await setPassword(partner, organizationOf(found.inputs), found.id, password);
      return { newPassword: password, initialPassword: undefined };
    },

    async remove({ id, inputs }, state) {
      const organization = organizationOf(inputs);
      const findings = await deletionFindings(organization, describe(inputs), { out: new Set([id]) });
      refuseUnlessConfirmed(findings, state);
      await organization.call(operations.deleteUser, { params: { userId: id } });
      organization.users.drop(id);
      return {};
    },
  };
}

function describe({ username, account }: Declared<Inputs>): string {
  return nameWithin(username, account);
}

/** Names of groups, and profiles that are policies for one, become ids of groups. What isn't known (yet) stays as it is. */
async function canonical(partner: Partner, inputs: Declared<Inputs>): Promise<Declared<Inputs>> {
  const own: Declared<Inputs> = canonicalAccount(partner, inputs);
  const profiles = known(own.profiles);
  if (profiles === undefined || !isOpen(partner, own)) return own;
  return { ...own, profiles: await groupIds(partner.organization(own.account), profiles) };
}

async function verify(partner: Partner, inputs: Declared<Inputs>, { planned }: Surroundings): Promise<Finding[]> {
  const organization = await openOrganization({ realm: partner, inputs, planned });
  if (organization === undefined) return [];
  const findings: Finding[] = [];
  for (const reference of knownWords(inputs.profiles))
    if ((await organization.group(reference)) === undefined)
      findings.push(await unknownGroup(organization, "profiles", reference));
  return findings;
}

/** Groups by who is in them, once for all. Those that the vendor manages take nobody in from here. */
async function everyUser(organization: Organization, users: Users, whole: boolean): Promise<InOrganization> {
  const groupsOf = new Map<string, string[]>();
  const managed: string[] = [];
  for (const { id, name, editable, managed: isManaged, user_ids: members } of await organization.groups.all()) {
    if (!editable || isManaged) {
      if (members.length > 0) managed.push(name);
      if (!whole) continue;
    }
    for (const user of members) groupsOf.set(user, [...(groupsOf.get(user) ?? []), id]);
  }
  const found = await Promise.all(
    (await organization.users.all()).map(async (user) => {
      const alone = await users.found(user, {});
      return { ...alone, inputs: { ...alone.inputs, profiles: groupsOf.get(user.id) } };
    }),
  );
  const left = `who is in the groups ${named([...managed].sort())}, which the vendor manages ${P1.mark}`;
  return { found, without: [PASSWORDS, ...(managed.length === 0 ? [] : [left])] };
}

async function createUser(
  { wire }: Partner,
  organization: Organization,
  users: Users,
  inputs: Inputs,
): Promise<Written<Outputs>> {
  const { tags, profiles, locked, username, email, ...rest } = inputs;
  const generated = inputs.generatePassword === true ? newPassword() : undefined;
  const password = inputs.password ?? generated;
  wire.protect(password);
  const body = {
    organization_id: organization.id,
    tags: tags ?? [],
    member: {
      ...users.body(rest),
      email,
      username,
      ...(password === undefined ? {} : { password }),
      send_welcome_email: inputs.sendWelcomeEmail === true,
      send_password_email: inputs.sendPasswordEmail === true,
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
  return {
    id: user.id,
    outputs: { ...outputsOf(user), ...(generated === undefined ? {} : { initialPassword: generated }) },
    next: async () => {
      await organization.users.putIfLoaded(user);
      await writeRest(organization, user.id, { profiles, ...(locked === true ? { locked } : {}) }, []);
      return { id: user.id, outputs: {} };
    },
  };
}

async function updateUser(
  partner: Partner,
  organization: Organization,
  users: Users,
  { id, inputs }: Found<Inputs>,
  changes: Values<Inputs>,
): Promise<Written<Outputs>> {
  const params = { userId: id };
  const { username, password } = changes;
  const body = users.body(changes);
  let last: WireUser | undefined;
  if (Object.keys(body).length > 0) last = await shown(organization.call(operations.updateUser, { params, body }));
  if (username !== undefined)
    last = await shown(organization.call(operations.updateUsername, { params, body: { username } }));
  if (password !== undefined) await setPassword(partner, organization, id, password);
  await writeRest(organization, id, changes, inputs.profiles ?? []);
  return { id, outputs: last === undefined ? {} : outputsOf(last) };

  async function shown(answer: Promise<{ readonly body: WireUser }>): Promise<WireUser> {
    const { body: user } = await answer;
    await organization.users.putIfLoaded(user);
    return user;
  }
}
