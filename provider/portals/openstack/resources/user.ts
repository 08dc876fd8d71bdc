import { type Finding, UNKNOWN } from "../../../model";
import { type Declared, known, knownEntries, type Values } from "../../../model/declared";
import { alternatives } from "../../../model/nearest";
import type { Found, KindDriver, Listing, Surroundings, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { knownWords, nameWithin } from "../../../model/words";
import { newPassword } from "../../newPassword";
import type { Cloud } from "../client";
import { operations } from "../contract";
import { canonicalAccount, domainOf, listingOf, refuseOther, refuseStale } from "../driver";
import { groupIds, groupNamed } from "../groups";
import type { WireUser } from "../reading";
import { U4 } from "../rules/users";
import { type Body, type Inputs, type Outputs, outputsOf, type Users, usersOf } from "./userWire";

const PASSWORDS = "passwords: the portal never returns them; password and resetPassword set a new one";

/** User = user of a domain. */
export function userDriver(cloud: Cloud): KindDriver<Inputs, Outputs> {
  const users = usersOf(cloud);
  return {
    ...users,
    describe,
    canonical: (inputs) => canonical(cloud, inputs),
    verify: (inputs, surroundings) => verify(cloud, inputs, surroundings),
    everything: () => everyUser(cloud, users),
    create: (inputs) => createUser(cloud, users, inputs),
    update: (found, changes) => updateUser(cloud, users, found, changes),

    /** A new password of this tool's own making. */
    async act({ id, inputs }) {
      const password = newPassword();
      cloud.wire.protect(password);
      await patch(cloud, await domainOf(cloud, inputs), id, { password });
      return { newPassword: password, initialPassword: undefined };
    },

    async remove({ id, inputs }) {
      if (id === (await cloud.ownUser()).id)
        throw new PortalRefusal(
          `the user ${describe(inputs)} is the one that this tool signs in as: it can't delete it ${U4.mark}`,
        );
      await cloud.within(await domainOf(cloud, inputs)).call(operations.deleteUser, { params: { userId: id } });
      cloud.users.drop(id);
      cloud.assignments.dropGroup(id);
      await cloud.members.drop(id);
      return {};
    },
  };
}

function describe({ username, account }: Declared<Inputs>): string {
  return nameWithin(username, account);
}

/** Names of groups become ids. What isn't known (yet) stays as it is. */
async function canonical(cloud: Cloud, inputs: Declared<Inputs>): Promise<Declared<Inputs>> {
  const own: Declared<Inputs> = await canonicalAccount(cloud, inputs);
  const profiles = known(own.profiles);
  if (profiles === undefined || own.account === UNKNOWN) return own;
  return { ...own, profiles: await groupIds(cloud, await domainOf(cloud, own), profiles) };
}

async function verify(cloud: Cloud, inputs: Declared<Inputs>, { planned }: Surroundings): Promise<Finding[]> {
  if (inputs.account === UNKNOWN) return [];
  const domain = await domainOf(cloud, inputs);
  const findings: Finding[] = [];
  for (const reference of knownWords(inputs.profiles)) {
    if (planned.of("Profile", reference) !== undefined) continue;
    if ((await groupNamed(cloud, domain, reference)) !== undefined) continue;
    const names = (await cloud.groups.inGroup(domain)).map(({ name }) => name);
    findings.push({
      property: "profiles",
      reason: `names ${JSON.stringify(reference)}, which is neither the id of a group or Profile nor the name of a group of the domain${alternatives(reference, names)}`,
    });
  }
  return findings;
}

/** Groups by who is in them, once for all. */
async function everyUser(cloud: Cloud, users: Users): Promise<Listing> {
  const groupsOf = new Map<string, string[]>();
  const groups = await cloud.groups.all();
  const members = await Promise.all(groups.map(({ id }) => cloud.membersOf(id)));
  for (const [index, { id }] of groups.entries())
    for (const user of members[index] ?? []) groupsOf.set(user, [...(groupsOf.get(user) ?? []), id]);
  return listingOf(
    cloud,
    "User",
    cloud.users,
    async (user) => {
      const alone = await users.found(user, {});
      return { ...alone, inputs: { ...alone.inputs, profiles: groupsOf.get(user.id) } };
    },
    [PASSWORDS],
  );
}

async function createUser(cloud: Cloud, users: Users, inputs: Inputs): Promise<Written<Outputs>> {
  const generated = inputs.generatePassword === true ? newPassword() : undefined;
  const password = inputs.password ?? generated;
  cloud.wire.protect(password);
  const domain = await domainOf(cloud, inputs);
  const { username, email, description, locked, options, profiles } = inputs;
  const given = Object.fromEntries(
    Object.entries({ email, description, locked, options }).filter(([, value]) => value !== undefined),
  );
  const body = {
    user: {
      ...users.body(given),
      name: username,
      domain_id: domain,
      ...(password === undefined ? {} : { password }),
    },
  };
  try {
    const { user } = (await cloud.within(domain).call(operations.createUser, { body })).body;
    return {
      id: user.id,
      outputs: { ...outputsOf(user), ...(generated === undefined ? {} : { initialPassword: generated }) },
      next: async () => {
        await cloud.users.putIfLoaded(user);
        for (const group of profiles ?? []) await cloud.members.add(group, user.id);
        return { id: user.id, outputs: {} };
      },
    };
  } catch (error) {
    if (error instanceof PortalRefusal && generated !== undefined) error.sent = { initialPassword: generated };
    throw error;
  }
}

async function updateUser(
  cloud: Cloud,
  users: Users,
  { id, inputs }: Found<Inputs>,
  changes: Values<Inputs>,
): Promise<Written<Outputs>> {
  const domain = await domainOf(cloud, inputs);
  const { profiles, password, ...rest } = changes;
  cloud.wire.protect(password);
  const known = await cloud.users.withId(id);
  const body = { ...users.body(rest, known), ...(password === undefined ? {} : { password }) };
  let last: WireUser | undefined;
  if (Object.keys(body).length > 0) {
    const call = { params: { userId: id } };
    refuseStale(known, (await cloud.within(domain).call(operations.getUser, call)).body.user, body);
    last = await patch(cloud, domain, id, body);
    refuseOther(body, last);
  }
  if ("profiles" in changes) await writeGroups(cloud, id, knownEntries(inputs.profiles), profiles ?? []);
  return { id, outputs: last === undefined ? {} : outputsOf(last) };
}

async function patch(cloud: Cloud, domain: string, userId: string, user: Body): Promise<WireUser> {
  const { body } = await cloud.within(domain).call(operations.updateUser, { params: { userId }, body: { user } });
  await cloud.users.putIfLoaded(body.user);
  return body.user;
}

async function writeGroups(cloud: Cloud, user: string, current: readonly string[], wanted: readonly string[]) {
  for (const group of wanted) if (!current.includes(group)) await cloud.members.add(group, user);
  for (const group of current) if (!wanted.includes(group)) await cloud.members.remove(group, user);
}
