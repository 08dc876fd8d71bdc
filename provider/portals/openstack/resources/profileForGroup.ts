import type { Declared, Values } from "../../../model/declared";
import type { Found, Freshness, Removed, Written } from "../../../model/portal";
import type { RoleRule } from "../../../model";
import { holdsUnknown } from "../../../model/unknown";
import { isList } from "../../../model/shapes";
import type { Cloud } from "../client";
import { changeGrants, common, type Grant, grantsOf, grantsOfRules, refreshGrants, without } from "../grants";
import { groupIdIn } from "../groups";
import type { WireGroup } from "../reading";
import { effectiveOutput, type Inputs, type Known, memberOutputs, type Outputs, shownRules } from "./profileWire";

/** A profile for a group of somebody else's: the roles that it declares, and none of the others that the group has. */

/** It is there as soon as the group has one of the roles: they are somebody's. */
export async function findForGroup(
  cloud: Cloud,
  inputs: Declared<Inputs>,
  freshness: Freshness,
): Promise<Found<Inputs, Outputs> | undefined> {
  const group = typeof inputs.group === "string" ? await cloud.groups.withId(inputs.group) : undefined;
  if (group === undefined || holdsUnknown(inputs.rules)) return undefined;
  const found = await shown(cloud, idOf(group, inputs.name), group, inputs, freshness);
  return found.inputs.rules === undefined ? undefined : found;
}

export async function getForGroup(
  cloud: Cloud,
  id: string,
  state: Known,
  freshness: Freshness,
): Promise<Found<Inputs, Outputs> | undefined> {
  if (freshness === "fresh") await cloud.groups.load("fresh");
  const group = await cloud.groups.withId(groupIdIn(id));
  return group === undefined ? undefined : shown(cloud, id, group, state, freshness);
}

function idOf({ id }: WireGroup, name: unknown): string {
  return `${id}/${String(name)}`;
}

async function shown(
  cloud: Cloud,
  id: string,
  group: WireGroup,
  declared: Declared<Inputs>,
  freshness: Freshness,
): Promise<Found<Inputs, Outputs>> {
  if (freshness === "fresh") await refreshGrants(cloud, { group: group.id });
  const home = await homeOf(cloud, declared);
  const own = common(await grantsOf(cloud, group.id), grantsOfRules(rulesIn(declared), home));
  const { name, description } = declared;
  return {
    id,
    inputs: {
      account: typeof declared.account === "string" ? declared.account : undefined,
      name: typeof name === "string" ? name : group.name,
      ...(typeof description === "string" ? { description } : {}),
      group: group.id,
      rules: shownRules(own, home),
    },
    outputs: { ...(await memberOutputs(cloud, group.id)), effectiveRoles: await effectiveOutput(cloud, own) },
  };
}

/** What was checked against the schema before it came here; only as far as it is known. */
function rulesIn({ rules }: Declared<Inputs>): readonly RoleRule[] {
  return isList(rules) && !holdsUnknown(rules) ? (rules as readonly RoleRule[]) : [];
}

/** The scope `domain` is that of the profile's account, whichever domain the group is in. */
async function homeOf(cloud: Cloud, { account }: { readonly account?: unknown }): Promise<string> {
  return typeof account === "string" ? account : (await cloud.home()).id;
}

export async function createForGroup(cloud: Cloud, inputs: Inputs, groupId: string): Promise<Written<Outputs>> {
  const id = `${groupId}/${inputs.name}`;
  const add = grantsOfRules(inputs.rules ?? [], await homeOf(cloud, inputs));
  return {
    id,
    outputs: {},
    next: async () => {
      await changeGrants(cloud, { actors: "groups", id: groupId }, { add, remove: [] });
      return { id, outputs: await outputsOf(cloud, groupId, add) };
    },
  };
}

export async function updateForGroup(
  cloud: Cloud,
  { id, inputs }: Found<Inputs, Outputs>,
  changes: Values<Inputs>,
): Promise<Written<Outputs>> {
  const group = inputs.group ?? id;
  if (!("rules" in changes)) return { id, outputs: {} };
  const home = await homeOf(cloud, inputs);
  const actor = { actors: "groups", id: group } as const;
  await refreshGrants(cloud, { group });
  const now = await grantsOf(cloud, group);
  const [old, wanted] = [grantsOfRules(inputs.rules ?? [], home), grantsOfRules(changes.rules ?? [], home)];
  await changeGrants(cloud, actor, { add: without(wanted, now), remove: common(without(old, wanted), now) });
  return { id, outputs: await outputsOf(cloud, group, wanted) };
}

export async function removeForGroup(cloud: Cloud, { id, inputs }: Found<Inputs, Outputs>): Promise<Removed> {
  const group = inputs.group ?? id;
  const remove = grantsOfRules(inputs.rules ?? [], await homeOf(cloud, inputs));
  await changeGrants(cloud, { actors: "groups", id: group }, { add: [], remove });
  return {};
}

async function outputsOf(cloud: Cloud, group: string, grants: readonly Grant[]): Promise<Values<Outputs>> {
  return { ...(await memberOutputs(cloud, group)), effectiveRoles: await effectiveOutput(cloud, grants) };
}
