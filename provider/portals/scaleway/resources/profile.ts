import type { DeclaredInputs, Finding, PolicyRule } from "../../../model";
import type {
  Absence,
  Found,
  Freshness,
  KindDriver,
  Listing,
  Removed,
  Surroundings,
  Written,
} from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { keyOf, listed, nameWithin, text } from "../../../model/words";
import { operations, RESELLER_PERMISSION_SET } from "../contract";
import { absenceIn, isOpen, refuseUnlessConfirmed } from "../driver";
import { everywhere, type InOrganization } from "../everywhere";
import { canonicalAccount, openOrganization, sameObject } from "../opening";
import type { Organization, Partner } from "../client";
import {
  builtInReason,
  isOrphan,
  labels,
  labelsOf,
  type Pair,
  pairOf,
  profilesIn,
  theOther,
  withPolicy,
} from "../pairs";
import { knownRules, rulesOf, ruleToWire, setsOfRules } from "../policies";
import { namesOf, type OrganizationReading, type WireGroup, type WirePolicy } from "../reading";
import type { RightsChange } from "../rights";
import { P7 } from "../rules/groups";
import { deletionFindings } from "../rules/lockout";
import { unknownGroup } from "./user";
import { orAbsent } from "../wire";

/** How many of those who have a profile its outputs name. */
const MOST_NAMES = 100;

/**
 * Profile = IAM group and IAM policy. Without `group` both are the profile's, and its id is the group's; with `group` it is a policy for
 * that group, and its id is the policy's.
 */
export class ProfileDriver implements KindDriver {
  constructor(private readonly partner: Partner) {}

  describe(inputs: DeclaredInputs): string {
    return nameWithin(inputs["name"], inputs["account"]);
  }

  /** The group by its id; what isn't known (yet) stays as it is. */
  async canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    const own = canonicalAccount(this.partner, inputs);
    const { group } = own;
    if (typeof group !== "string" || !isOpen(this.partner, own)) return own;
    return { ...own, group: (await this.organization(own).group(group))?.id ?? group };
  }

  async verify(inputs: DeclaredInputs, { before, planned }: Surroundings): Promise<Finding[]> {
    const organization = await openOrganization({ realm: this.partner, inputs, planned });
    if (organization === undefined) return [];
    const { group } = inputs;
    if (typeof group === "string")
      return (await organization.group(group)) === undefined ? [await unknownGroup(organization, "group", group)] : [];
    return policyNameFindings(organization, inputs, sameObject({ realm: this.partner, inputs, before }));
  }

  async find(inputs: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    if (!isOpen(this.partner, inputs)) return undefined;
    const pair = await this.pairOf(inputs, freshness);
    return pair === undefined ? undefined : this.found(pair, inputs);
  }

  async get(id: string, state: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    const organization = this.organization(state);
    if (freshness === "known") await Promise.all([organization.groups.load(), organization.policies.load()]);
    if (state["group"] !== undefined) {
      const call = { params: { policyId: id } };
      const policy =
        freshness === "known"
          ? await organization.policies.withId(id)
          : await orAbsent(organization.call(operations.getPolicy, call));
      return policy === undefined ? undefined : this.found({ organization, ownGroup: undefined, policy }, state);
    }
    const call = { params: { groupId: id } };
    const group =
      freshness === "known"
        ? await organization.groups.withId(id)
        : await orAbsent(organization.call(operations.getGroup, call));
    return group === undefined ? undefined : this.found(await withPolicy(organization, group, state), state);
  }

  /** The rules of a policy stand in a list of their own: one call for each policy that can be declared. */
  everything(whole = false): Promise<Listing> {
    return everywhere(this.partner, "Profile", (organization) => this.everythingIn(organization, whole));
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const organization = this.organization(inputs);
    if (inputs["group"] !== undefined) {
      const policy = await this.makePolicy(organization, inputs, inputs["group"] as string);
      return { id: policy.id, outputs: { rulesAsOf: policy.updated_at ?? undefined } };
    }
    const { body: group } = await organization.call(operations.createGroup, {
      body: { organization_id: organization.id, ...labels(inputs) },
    });
    return {
      id: group.id,
      outputs: {},
      next: async () => {
        await organization.groups.putIfLoaded(group);
        return this.completed(organization, group, inputs);
      },
    };
  }

  async update(found: Found, changes: DeclaredInputs, wanted: DeclaredInputs): Promise<Written> {
    const organization = this.organization(found.inputs);
    const isOwn = wanted["group"] === undefined;
    const body = labels(changes);
    if (isOwn && Object.keys(body).length > 0) {
      const answer = await organization.call(operations.updateGroup, { params: { groupId: found.id }, body });
      await organization.groups.putIfLoaded(answer.body);
    }
    const policyId = isOwn ? (found.outputs["policyId"] as string | undefined) : found.id;
    if (policyId === undefined) {
      const { description, tags } = found.inputs;
      const policy = await this.makePolicy(organization, { description, tags, ...wanted }, found.id);
      return { id: found.id, outputs: { policyId: policy.id, rulesAsOf: policy.updated_at ?? undefined } };
    }
    const principal = changes["group"] === undefined ? {} : { group_id: changes["group"] };
    if (Object.keys({ ...body, ...principal }).length > 0) {
      const call = { params: { policyId }, body: { ...body, ...principal } };
      await organization.policies.putIfLoaded((await organization.call(operations.updatePolicy, call)).body);
    }
    if (changes["rules"] !== undefined) await this.setRules(organization, policyId, changes["rules"] as PolicyRule[]);
    // Only a fresh look shows when the portal has noted the change.
    return { id: found.id, outputs: { ...(isOwn ? { policyId } : {}), rulesAsOf: undefined } };
  }

  async remove(found: Found, state: DeclaredInputs): Promise<Removed> {
    const organization = this.organization(found.inputs);
    const isOwn = state["group"] === undefined;
    const policyId = isOwn ? (found.outputs["policyId"] as string | undefined) : found.id;
    // Left out where they are as the state has them.
    if (policyId !== undefined && !("rules" in found.inputs))
      organization.noteRules(
        policyId,
        knownRules(state["rules"]).map(({ permissionSets }) => ({ permission_set_names: [...permissionSets] })),
      );
    const change: RightsChange = {
      policies: new Map(policyId === undefined ? [] : [[policyId, undefined]]),
      leaves: isOwn ? [{ group: found.id }] : [],
    };
    refuseUnlessConfirmed(await deletionFindings(organization, this.describe(found.inputs), change), state);
    if (isOwn) await this.refuseForeignPolicies(organization, found, policyId);
    const members = isOwn ? ((await organization.groups.withId(found.id))?.user_ids ?? []) : [];
    if (policyId !== undefined) {
      await organization.call(operations.deletePolicy, { params: { policyId } }).catch(unlessGone);
      organization.policies.drop(policyId);
    }
    if (isOwn) {
      await organization.call(operations.deleteGroup, { params: { groupId: found.id } });
      organization.groups.drop(found.id);
    }
    if (members.length === 0) return {};
    return { note: `${listed(await namesOf(organization, members))} no longer have what it allowed` };
  }

  absence(_id: string, state: DeclaredInputs): Promise<Absence> {
    return absenceIn(this.organization(state));
  }

  private async everythingIn(organization: Organization, whole: boolean): Promise<InOrganization> {
    const groups = await organization.groups.all();
    const { own, attached, builtIn, undeclarable } = profilesIn(groups, await organization.policies.all());
    const bare = async (wire: WireGroup | WirePolicy) => ({
      id: wire.id,
      inputs: {
        account: organization.isPartner ? undefined : organization.id,
        name: wire.name,
        ...(whole ? await this.heldBy(organization, wire) : {}),
      },
      outputs: {},
    });
    const withApplications = groups.filter(({ application_ids: ids }) => ids.length > 0).map(({ name }) => name);
    return {
      found: [
        ...(await Promise.all(
          own.map(({ group, policy }) => this.found({ organization, ownGroup: group, policy }, labelsOf(group))),
        )),
        ...(await Promise.all(
          attached.map((policy) => this.found({ organization, ownGroup: undefined, policy }, labelsOf(policy))),
        )),
        ...(await Promise.all(builtIn.map(async ({ wire, reason }) => ({ ...(await bare(wire)), builtIn: reason })))),
        ...(await Promise.all(
          undeclarable.map(async ({ wire, reason }) => ({ ...(await bare(wire)), undeclarable: reason })),
        )),
      ],
      ...(withApplications.length === 0
        ? {}
        : {
            without: [
              `applications, which are no users: there are some in the groups ${listed([...withApplications].sort())}, and they stay there`,
            ],
          }),
    };
  }

  /** What nobody can declare, as a profile would have it: a group holds nothing, a policy is for a group, or for one person. */
  private async heldBy(
    organization: Organization,
    wire: WireGroup | WirePolicy,
  ): Promise<Readonly<Record<string, unknown>>> {
    if ("user_ids" in wire) return { rules: [], ...(wire.all_users === true ? { everybody: true } : {}) };
    const { group_id: group, user_id: user } = wire;
    const isOfSomebody = group !== undefined || user !== undefined;
    return { group, user, rules: isOfSomebody ? await rulesOf(organization, wire) : [] };
  }

  private organization(inputs: DeclaredInputs): Organization {
    return this.partner.organization(inputs["account"]);
  }

  async alike(inputs: DeclaredInputs): Promise<readonly Found[]> {
    if (!isOpen(this.partner, inputs)) return [];
    const organization = this.organization(inputs);
    const key = keyOf(text(inputs["name"]));
    const groups = await organization.groups.alike(key);
    const pairs = groups.map((ownGroup): Pair => ({ organization, ownGroup, policy: undefined }));
    const policies = await organization.policies.alike(key);
    const others = policies.map((policy): Pair => ({ organization, ownGroup: undefined, policy }));
    return Promise.all([...pairs, ...others].map((pair) => this.found(pair, inputs)));
  }

  /** What has the natural key of these inputs. */
  private async pairOf(inputs: DeclaredInputs, freshness: Freshness): Promise<Pair | undefined> {
    const organization = this.organization(inputs);
    await Promise.all([organization.groups.load(freshness), organization.policies.load(freshness)]);
    return pairOf(organization, inputs);
  }

  private async found({ organization, ownGroup, policy }: Pair, declared: DeclaredInputs): Promise<Found> {
    const shown = [ownGroup, policy].filter((wire) => wire !== undefined);
    const isUnchanged =
      policy !== undefined && policy.updated_at !== null && policy.updated_at === declared["rulesAsOf"];
    const rules = policy === undefined ? [] : isUnchanged ? undefined : await rulesOf(organization, policy);
    const members =
      ownGroup ?? (policy?.group_id === undefined ? undefined : await organization.groups.withId(policy.group_id));
    const builtIn = builtInReason(ownGroup ?? policy);
    return {
      id: (ownGroup ?? policy)!.id,
      inputs: {
        account: organization.isPartner ? undefined : organization.id,
        name: theOther(
          shown.map(({ name }) => name),
          declared["name"],
        ),
        description: theOther(
          shown.map(({ description }) => description || undefined),
          declared["description"],
        ),
        tags: theOther(
          shown.map(({ tags }) => (tags.length === 0 ? undefined : [...tags].sort())),
          declared["tags"],
        ),
        ...(ownGroup === undefined ? { group: policy?.group_id } : {}),
        ...(rules === undefined ? {} : { rules: rules.length === 0 ? undefined : rules }),
      },
      outputs: {
        policyId: ownGroup === undefined ? undefined : policy?.id,
        rulesAsOf: policy?.updated_at ?? undefined,
        ...(await this.memberOutputs(organization, members)),
      },
      ...(builtIn === undefined ? {} : { builtIn }),
    };
  }

  private async memberOutputs(
    organization: OrganizationReading,
    group: WireGroup | undefined,
  ): Promise<Record<string, unknown>> {
    const members = group === undefined ? [] : await organization.membersOf(group);
    if (members.length === 0) return { userCount: 0, users: undefined };
    return { userCount: members.length, users: (await namesOf(organization, members)).slice(0, MOST_NAMES) };
  }

  private async completed(organization: Organization, group: WireGroup, inputs: DeclaredInputs): Promise<Written> {
    const policy = await this.makePolicy(organization, inputs, group.id);
    return { id: group.id, outputs: { policyId: policy.id, rulesAsOf: policy.updated_at ?? undefined, userCount: 0 } };
  }

  /** Where a policy of that name is left over that is for nobody any more, it is given the group and the rules. */
  private async makePolicy(organization: Organization, inputs: DeclaredInputs, group: string): Promise<WirePolicy> {
    const rules = knownRules(inputs["rules"]);
    const left = await organization.policies.withKey(keyOf(text(inputs["name"])));
    const policy =
      left !== undefined && (await isOrphan(organization, left))
        ? await this.revive(organization, left, inputs, group, rules)
        : await this.createPolicy(organization, inputs, group, rules);
    this.noteGrants(organization, rules);
    await organization.policies.putIfLoaded(policy);
    return policy;
  }

  private async revive(
    organization: Organization,
    { id }: WirePolicy,
    inputs: DeclaredInputs,
    group: string,
    rules: readonly PolicyRule[],
  ): Promise<WirePolicy> {
    await this.setRules(organization, id, rules);
    const body = { description: "", tags: [], ...labels(inputs), group_id: group };
    const policy = (await organization.call(operations.updatePolicy, { params: { policyId: id }, body })).body;
    // The answer to a change has the time of the change before.
    return { ...policy, updated_at: null };
  }

  /** The answer may get lost: the policy is looked for before anything else is done. */
  private async createPolicy(
    organization: Organization,
    inputs: DeclaredInputs,
    group: string,
    rules: readonly PolicyRule[],
  ): Promise<WirePolicy> {
    const body = {
      organization_id: organization.id,
      ...labels(inputs),
      group_id: group,
      rules: rules.map((rule) => ruleToWire(rule, organization.id)),
    };
    try {
      return (await organization.call(operations.createPolicy, { body })).body;
    } catch (error) {
      const made = await this.madeAllTheSame(organization, error, inputs, group);
      if (made === undefined) throw error;
      return made;
    }
  }

  private async madeAllTheSame(
    organization: Organization,
    error: unknown,
    { name }: DeclaredInputs,
    group: string,
  ): Promise<WirePolicy | undefined> {
    if (!(error instanceof PortalRefusal) || !error.uncertain) return undefined;
    const named = await organization.list(operations.listPolicies, { policy_name: text(name), group_ids: [group] });
    return named.find((policy) => policy.name === name && policy.group_id === group);
  }

  private async setRules(organization: Organization, policy: string, rules: readonly PolicyRule[]): Promise<void> {
    const wire = rules.map((rule) => ruleToWire(rule, organization.id));
    await organization.call(operations.setRules, { body: { policy_id: policy, rules: wire } });
    organization.forgetRules(policy);
    this.noteGrants(organization, rules);
  }

  private noteGrants(organization: Organization, rules: readonly PolicyRule[]): void {
    if (organization.isPartner && setsOfRules(rules).has(RESELLER_PERMISSION_SET)) organization.noteGranted();
  }

  private async refuseForeignPolicies(
    organization: Organization,
    found: Found,
    own: string | undefined,
  ): Promise<void> {
    const others = (await organization.policies.inGroup(found.id)).filter(({ id }) => id !== own);
    if (others.length === 0) return;
    throw new PortalRefusal(
      `the group of ${this.describe(found.inputs)} has other policies, which would be left without anybody they are for: ` +
        `${others.map(({ name, id }) => `${name} (${id})`).join(", ")}. Delete them, or give them another group first ${P7.mark}`,
    );
  }
}

/** The policy of a new profile with a group of its own: a group of that name would have been found as a clash. */
async function policyNameFindings(
  organization: OrganizationReading,
  { name, group }: DeclaredInputs,
  before: DeclaredInputs | undefined,
): Promise<Finding[]> {
  if (group !== undefined || typeof name !== "string" || name === before?.["name"]) return [];
  const policy = await organization.policies.withKey(keyOf(name));
  const owner = policy?.group_id === undefined ? undefined : await organization.groups.withId(policy.group_id);
  if (policy === undefined || owner?.name === name || owner?.name === before?.["name"]) return [];
  if (await isOrphan(organization, policy)) return [];
  return [
    {
      property: "name",
      reason: `is ${JSON.stringify(name)}, the name of a policy (id ${policy.id}) that is for ${owner === undefined ? "something else" : `the group ${owner.name}`}: choose another name`,
    },
  ];
}

function unlessGone(error: unknown): void {
  if (!(error instanceof PortalRefusal) || error.reason !== "not-found") throw error;
}
