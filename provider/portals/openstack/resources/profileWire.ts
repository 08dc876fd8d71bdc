import type { Declared, InputsAt, OutputsOfKind, Values } from "../../../model/declared";
import { keyOf, text } from "../../../model/words";
import type { Listed } from "../../listed";
import type { RequestOf } from "../../wire";
import type { Cloud } from "../client";
import { operations } from "../contract";
import { wireFields } from "../../listed";
import { accountField, domainObjects } from "../driver";
import type { fields } from "../fields";
import { type Grant, domainOfPlace, grantsOf, refreshGrants, rulesOfGrants } from "../grants";
import { userNames } from "../people";
import type { CloudReading, WireGroup } from "../reading";
import { effectiveRoles } from "../roles";

export type Inputs = InputsAt<typeof fields, "Profile">;
export type Outputs = OutputsOfKind<"Profile">;
export type Known = Declared<Inputs> & Declared<Outputs>;
type Body = RequestOf<typeof operations.updateGroup>["group"];
export type Groups = Listed<Inputs, Outputs, WireGroup, Body>;

/** How many of the members of a group its outputs name. */
const MOST_NAMES = 100;

/** Groups with their roles. */
export function groupsOf(cloud: Cloud) {
  const { plain, emptiable } = wireFields<WireGroup, Body>();
  return domainObjects<Inputs, Outputs, WireGroup, Body>(cloud, {
    fields: { account: accountField(cloud), name: plain("name"), description: emptiable("description") },
    list: cloud.groups,
    keyOf: ({ name }, domain) => keyOf(domain, text(name)),
    fetch: async (groupId, domain) => {
      const { body } = await cloud.within(domain).call(operations.getGroup, { params: { groupId } });
      return { body: body.group };
    },
    refresh: ({ id }) => refreshGrants(cloud, { group: id }),
    beside: async ({ id, domain_id: home }) => ({ inputs: { rules: shownRules(await grantsOf(cloud, id), home) } }),
    outputs: async ({ id }) => ({
      ...(await memberOutputs(cloud, id)),
      effectiveRoles: await effectiveOutput(cloud, await grantsOf(cloud, id)),
    }),
  });
}

export function shownRules(grants: readonly Grant[], home: string): Inputs["rules"] {
  if (grants.length === 0) return undefined;
  // A declaration has its lists as lists that can be changed.
  return rulesOfGrants(grants, home) as Inputs["rules"];
}

export async function memberOutputs(cloud: CloudReading, group: string): Promise<Values<Outputs>> {
  const members = await cloud.membersOf(group);
  if (members.length === 0) return { userCount: 0, users: undefined };
  return { userCount: members.length, users: (await userNames(cloud, members)).slice(0, MOST_NAMES) };
}

/** By role, what people get by it. Undefined where the connection can't read what roles imply. */
export async function effectiveOutput(
  cloud: CloudReading,
  grants: readonly Grant[],
): Promise<Record<string, string[]> | undefined> {
  const shown = new Map<string, string[]>();
  for (const { role, place } of grants) {
    if (shown.has(role)) continue;
    const effective = await effectiveRoles(cloud, role, await domainOfPlace(cloud, place));
    if (effective !== undefined) shown.set(role, effective);
  }
  return shown.size === 0 ? undefined : Object.fromEntries([...shown].sort(([one], [other]) => (one < other ? -1 : 1)));
}
