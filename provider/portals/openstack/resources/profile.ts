import { UNKNOWN } from "../../../model";
import type { Declared, Values } from "../../../model/declared";
import type { Found, KindDriver, Removed, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { listed as named, nameWithin } from "../../../model/words";
import type { Cloud } from "../client";
import { operations } from "../contract";
import { canonicalAccount, domainOf, listingOf, refuseOther, refuseStale } from "../driver";
import { changeGrants, type Grant, grantsOf, grantsOfRules, refreshGrants, without } from "../grants";
import { userNames } from "../people";
import { groupIdIn, groupNamed } from "../groups";
import { createForGroup, findForGroup, getForGroup, removeForGroup, updateForGroup } from "./profileForGroup";
import { type Groups, groupsOf, type Inputs, type Outputs, effectiveOutput } from "./profileWire";

/**
 * Profile = group with its roles. With `group` it is roles of a group that is somebody else's, of which nothing but these roles is read and
 * written.
 */
export function profileDriver(cloud: Cloud): KindDriver<Inputs, Outputs> {
  const groups = groupsOf(cloud);
  return {
    describe,
    canonical: (inputs) => canonical(cloud, inputs),
    alike: async (inputs) => (inputs.group === undefined ? groups.alike(inputs) : []),
    absence: (id, state) => groups.absence(groupIdIn(id), state),
    everything: () => listingOf(cloud, "Profile", cloud.groups, (group) => groups.found(group, {})),
    find: (inputs, freshness) =>
      inputs.group === undefined ? groups.find(inputs, freshness) : findForGroup(cloud, inputs, freshness),
    get: (id, state, freshness) =>
      state.group === undefined ? groups.get(id, state, freshness) : getForGroup(cloud, id, state, freshness),
    create: (inputs) =>
      inputs.group === undefined ? createProfile(cloud, inputs) : createForGroup(cloud, inputs, inputs.group),
    update: (found, changes, wanted) =>
      wanted.group === undefined ? updateProfile(cloud, groups, found, changes) : updateForGroup(cloud, found, changes),
    remove: (found, state) => (state.group === undefined ? removeProfile(cloud, found) : removeForGroup(cloud, found)),
  };
}

function describe({ name, account }: Declared<Inputs>): string {
  return nameWithin(name, account);
}

/** The group by its id; what isn't known (yet) stays as it is. */
async function canonical(cloud: Cloud, inputs: Declared<Inputs>): Promise<Declared<Inputs>> {
  const own: Declared<Inputs> = await canonicalAccount(cloud, inputs);
  const { group } = own;
  if (typeof group !== "string" || own.account === UNKNOWN) return own;
  return { ...own, group: (await groupNamed(cloud, await domainOf(cloud, own), group))?.id ?? group };
}

async function createProfile(cloud: Cloud, inputs: Inputs): Promise<Written<Outputs>> {
  const { name, description, rules } = inputs;
  const home = await domainOf(cloud, inputs);
  const { body } = await cloud.within(home).call(operations.createGroup, {
    body: { group: { domain_id: home, name, ...(description === undefined ? {} : { description }) } },
  });
  const { id } = body.group;
  return {
    id,
    outputs: {},
    next: async () => {
      await cloud.groups.putIfLoaded(body.group);
      const add = grantsOfRules(rules ?? [], home);
      await changeGrants(cloud, { actors: "groups", id }, { add, remove: [] });
      return { id, outputs: { userCount: 0, effectiveRoles: await effectiveOutput(cloud, add) } };
    },
  };
}

async function updateProfile(
  cloud: Cloud,
  groups: Groups,
  { id, inputs }: Found<Inputs, Outputs>,
  changes: Values<Inputs>,
): Promise<Written<Outputs>> {
  const home = await domainOf(cloud, inputs);
  const group = groups.body(changes);
  if (Object.keys(group).length > 0) {
    const params = { groupId: id };
    const within = cloud.within(home);
    const known = await cloud.groups.withId(id);
    refuseStale(known, (await within.call(operations.getGroup, { params })).body.group, group);
    const { body } = await within.call(operations.updateGroup, { params, body: { group } });
    await cloud.groups.putIfLoaded(body.group);
    refuseOther(group, body.group);
  }
  if (!("rules" in changes)) return { id, outputs: {} };
  const now = await grantsUnlessStale(cloud, id, grantsOfRules(inputs.rules ?? [], home));
  const wanted = grantsOfRules(changes.rules ?? [], home);
  await changeGrants(cloud, { actors: "groups", id }, { add: without(wanted, now), remove: without(now, wanted) });
  return { id, outputs: { effectiveRoles: await effectiveOutput(cloud, wanted) } };
}

/** Nothing here has a revision: what is about to be changed is looked at once more. */
async function grantsUnlessStale(cloud: Cloud, group: string, read: readonly Grant[]): Promise<readonly Grant[]> {
  await refreshGrants(cloud, { group });
  const now = await grantsOf(cloud, group);
  if (without(now, read).length + without(read, now).length > 0)
    throw new PortalRefusal("rules were changed by somebody else since they were read", "stale");
  return now;
}

async function removeProfile(cloud: Cloud, { id, inputs }: Found<Inputs, Outputs>): Promise<Removed> {
  const members = await cloud.membersOf(id);
  const names = await userNames(cloud, members);
  await cloud.within(await domainOf(cloud, inputs)).call(operations.deleteGroup, { params: { groupId: id } });
  cloud.groups.drop(id);
  await cloud.members.drop(id);
  cloud.assignments.dropGroup(id);
  return members.length === 0 ? {} : { note: `${named(names)} no longer have the roles of the group` };
}
