import { isDeepStrictEqual } from "node:util";
import { PRESET_GROUPS, presetPolicy } from "./contract";
import type { WireGroup, WirePolicy } from "./organization";
import { ruleId } from "./ruleBook";

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
  if (wire.managed || !wire.editable) return `managed by the vendor (rule ${ruleId("P1")})`;
  const presets: readonly string[] = [...PRESET_GROUPS, ...PRESET_GROUPS.map(presetPolicy)];
  return presets.includes(wire.name) ? `one that every Organization has (rule ${ruleId("P1")})` : undefined;
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
    return `a group with several policies, none of which has its name (${names.join(", ")}); they are profiles for it (rule ${ruleId("P7")})`;
  return `a group whose policy has another name, description or tags (${names.join(", ")}); that is a profile for it`;
}

function whoseElse({ user_id: user, application_id: application }: WirePolicy): string {
  if (user !== undefined) return `a policy for the one user ${user}: a profile is for a group (rule ${ruleId("P2")})`;
  if (application !== undefined)
    return `a policy for the application ${application}: a profile is for a group (rule ${ruleId("P2")})`;
  return "a policy that is for nobody";
}
