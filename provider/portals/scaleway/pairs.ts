import { isDeepStrictEqual } from "node:util";
import type { Declared, InputsOfKind, Values } from "../../model/declared";
import { PortalRefusal } from "../../model/refusal";
import { keyOf, text } from "../../model/words";
import { PRESET_GROUPS, presetPolicy } from "./contract";
import { type Check, openOrganization, sameObject } from "./opening";
import type { OrganizationReading, WireGroup, WirePolicy } from "./reading";
import { P1, P2, P7 } from "./rules/groups";

/** A profile at the portal: a group of its own and the policy on it, or a policy on a group that is not the profile's. */
export type Pair =
  | { readonly ownGroup: WireGroup; readonly policy: WirePolicy | undefined }
  | { readonly ownGroup: undefined; readonly policy: WirePolicy };

type Profile = InputsOfKind<"Profile">;

/** What has the natural key of these inputs; `isOwn`: they were applied, and the portal may have made another spelling of it. */
export async function pairOf(
  organization: OrganizationReading,
  inputs: Declared<Pick<Profile, "name" | "group">>,
  isOwn = false,
): Promise<Pair | undefined> {
  const { groups, policies } = organization;
  const key = keyOf(text(inputs.name));
  if (inputs.group !== undefined) {
    const policy = await (isOwn ? policies.ofDeclared(key) : policies.withKey(key));
    if (policy === undefined || (await isOrphan(organization, policy))) return undefined;
    return { ownGroup: undefined, policy };
  }
  const group = await (isOwn ? groups.ofDeclared(key) : groups.withKey(key));
  return group === undefined ? undefined : withPolicy(organization, group);
}

/** A group with that of its policies that is the profile's own (rule scaleway/P7). */
export async function withPolicy(
  organization: OrganizationReading,
  group: WireGroup,
  policyId?: unknown,
): Promise<Pair> {
  const policies = await organization.policies.inGroup(group.id);
  const known = policies.find(({ id }) => id === policyId) ?? policies.find(({ name }) => name === group.name);
  if (known === undefined && policies.length > 1)
    throw new PortalRefusal(
      `the group ${group.name} (id ${group.id}) has several policies, and none of them has its name, so it is not known which one belongs to the profile: ` +
        `${policies.map(({ name, id }) => `${name} (${id})`).join(", ")}. Give one of them the group's name, or delete all but one ${P7.mark}`,
    );
  return { ownGroup: group, policy: known ?? policies[0] };
}

/** A profile in its Organization, as far as it is there. */
export interface SoFar {
  readonly organization: OrganizationReading;
  readonly ownGroup?: WireGroup | undefined;
  readonly policy?: WirePolicy | undefined;
}

/** What a declared profile is so far; undefined where its Organization is closed. */
export async function profileSoFar(check: Check<"Profile">): Promise<SoFar | undefined> {
  const organization = await openOrganization(check);
  if (organization === undefined) return undefined;
  const before = sameObject(check);
  const pair = before && (await pairOf(organization, before, true));
  return { organization, ...pair };
}

/** A policy whose group is gone: it allows nobody anything. */
export async function isOrphan(organization: OrganizationReading, policy: WirePolicy): Promise<boolean> {
  if (policy.managed || !policy.editable) return false;
  if (policy.no_principal === true) return true;
  return (
    typeof policy.group_id === "string" &&
    policy.group_id !== "" &&
    (await organization.groups.withId(policy.group_id)) === undefined
  );
}

/** Name, description and tags, which group and policy share. */
export type Labels = Values<Pick<Profile, "name" | "description" | "tags">>;

/** The members of a request body that set them; undefined clears. */
export function labels(values: Labels): Labels {
  return {
    ...("name" in values ? { name: values.name } : {}),
    ...("description" in values ? { description: values.description ?? "" } : {}),
    ...("tags" in values ? { tags: values.tags ?? [] } : {}),
  };
}

/** The same of an object that exists, as a declaration has them. */
export function labelsOf({ name, description, tags }: WireGroup | WirePolicy): Labels {
  return {
    name,
    ...(description === "" ? {} : { description }),
    ...(tags.length === 0 ? {} : { tags: [...tags].sort() }),
  };
}

/** Of what should be the same in group and policy, that which is not as declared. */
export function theOther<Value>(values: readonly Value[], declared: unknown): Value | undefined {
  const textOf = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
  const other = values.findIndex((value) => textOf(value) !== textOf(declared));
  return values[Math.max(other, 0)];
}

/** How the groups and policies of one Organization are profiles. */
export interface Profiles {
  /** Groups with the policy that is theirs: profiles with a group of their own. */
  readonly own: readonly { readonly group: WireGroup; readonly policy: WirePolicy }[];
  /** Policies for a group that is not theirs. */
  readonly attached: readonly WirePolicy[];
  readonly builtIn: readonly { readonly wire: WireGroup | WirePolicy; readonly reason: string }[];
  readonly undeclarable: readonly { readonly wire: WireGroup | WirePolicy; readonly reason: string }[];
}

/**
 * A group and its policy are one profile only where they have the same name, description and tags: taking anything else over would change
 * one of the two. What is not one is a policy for a group that exists.
 */
export function profilesIn(groups: readonly WireGroup[], policies: readonly WirePolicy[]): Profiles {
  const own: { group: WireGroup; policy: WirePolicy }[] = [];
  const attached: WirePolicy[] = [];
  const builtIn: { wire: WireGroup | WirePolicy; reason: string }[] = [];
  const undeclarable: { wire: WireGroup | WirePolicy; reason: string }[] = [];
  const taken = new Set<string>();
  const known = new Set(groups.map(({ id }) => id));
  const ofGroup = new Map<string, WirePolicy[]>(groups.map(({ id }) => [id, []]));
  for (const policy of policies) ofGroup.get(policy.group_id ?? "")?.push(policy);
  for (const group of groups) {
    const reason = builtInReason(group);
    if (reason !== undefined) {
      builtIn.push({ wire: group, reason });
      continue;
    }
    const candidates = (ofGroup.get(group.id) ?? []).filter((policy) => builtInReason(policy) === undefined);
    const policy = candidates.find(({ name }) => name === group.name) ?? candidates[0];
    if (policy !== undefined && isOne(group, policy)) {
      own.push({ group, policy });
      taken.add(policy.id);
    } else undeclarable.push({ wire: group, reason: whyNone(group, candidates) });
  }
  for (const policy of policies.filter(({ id }) => !taken.has(id))) {
    const reason = builtInReason(policy);
    if (reason !== undefined) builtIn.push({ wire: policy, reason });
    else if (policy.group_id !== undefined && known.has(policy.group_id)) attached.push(policy);
    else undeclarable.push({ wire: policy, reason: whoseElse(policy) });
  }
  return { own, attached, builtIn, undeclarable };
}

/** Rule scaleway/P1. */
export function builtInReason(wire: WireGroup | WirePolicy | undefined): string | undefined {
  if (wire === undefined) return undefined;
  if (wire.managed || !wire.editable) return `managed by the vendor ${P1.mark}`;
  const presets: readonly string[] = [...PRESET_GROUPS, ...PRESET_GROUPS.map(presetPolicy)];
  return presets.includes(wire.name) ? `one that every Organization has ${P1.mark}` : undefined;
}

function isOne(group: WireGroup, policy: WirePolicy): boolean {
  const labels = ({ name, description, tags }: WireGroup | WirePolicy) => ({
    name,
    description,
    tags: [...tags].sort(),
  });
  return isDeepStrictEqual(labels(group), labels(policy));
}

function whyNone(group: WireGroup, policies: readonly WirePolicy[]): string {
  if (policies.length === 0) return "a group without a policy of its own, which a profile has";
  const names = policies.map(({ name }) => JSON.stringify(name)).sort();
  if (policies.length > 1 && policies.every(({ name }) => name !== group.name))
    return `a group with several policies, none of which has its name (${names.join(", ")}); they are profiles for it ${P7.mark}`;
  return `a group whose policy has another name, description or tags (${names.join(", ")}); that is a profile for it`;
}

function whoseElse({ user_id: user, application_id: application }: WirePolicy): string {
  if (user !== undefined) return `a policy for the one user ${user}: a profile is for a group ${P2.mark}`;
  if (application !== undefined)
    return `a policy for the application ${application}: a profile is for a group ${P2.mark}`;
  return "a policy that is for nobody";
}
