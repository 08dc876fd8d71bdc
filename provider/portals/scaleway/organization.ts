import type { z } from "zod";
import { PortalRefusal } from "../../model/refusal";
import { keyOf } from "../../model/words";
import { Collection } from "../collection";
import { askedOnce, askedOnceFor, once } from "../once";
import type { Answer, BodyOf, Call, CallArguments } from "../wire";
import { type ContractOperation, operations } from "./contract";
import { Memberships } from "./memberships";
import {
  lockOf,
  missingKey,
  type OrganizationReading,
  type WireApiKey,
  type WireGroup,
  type WirePolicy,
  type WireProject,
  type WireQuotum,
  type WireRule,
  type WireUser,
} from "./reading";
import { AT_ONCE, type Key, type Surrounding } from "./surrounding";
import type { ListOperation } from "./wire";

const BY_ID = { idOf: (item: { id: string }) => item.id };

/** What is in one Organization, as its key sees it. */
export class Organization implements OrganizationReading {
  readonly users: Collection<WireUser>;
  readonly groups: Collection<WireGroup>;
  readonly policies: Collection<WirePolicy>;
  readonly projects: Collection<WireProject>;
  readonly memberships: Memberships;
  /** The live list of permission sets. */
  readonly permissionSets = askedOnce(() => this.list(operations.listPermissionSets));
  private readonly rules = new Map<string, Promise<WireRule[]>>();
  private readonly sets = new Map<string, readonly string[]>();
  private quotas: Promise<WireQuotum[]> | undefined;
  private bearer: Promise<WireApiKey | undefined> | undefined;

  constructor(
    private readonly partner: Surrounding,
    readonly id: string,
    private readonly key: Key | undefined,
  ) {
    this.memberships = new Memberships({
      add: async (groupId, users) => {
        const call = { params: { groupId }, body: { user_ids: users, application_ids: [] } };
        await this.groups.putIfLoaded((await this.call(operations.addGroupMembers, call)).body);
      },
      remove: async (groupId, user) => {
        const call = { params: { groupId }, body: { user_id: user } };
        await this.groups.putIfLoaded((await this.call(operations.removeGroupMember, call)).body);
      },
    });
    this.users = new Collection({
      ...BY_ID,
      list: () => this.list(operations.listUsers),
      keyOf: ({ username }) => keyOf(username),
    });
    this.groups = new Collection({
      ...BY_ID,
      list: () => this.list(operations.listGroups),
      keyOf: ({ name }) => keyOf(name),
    });
    this.policies = new Collection({
      ...BY_ID,
      list: () => this.list(operations.listPolicies),
      keyOf: ({ name }) => keyOf(name),
      groupOf: (policy) => policy.group_id ?? policy.user_id ?? policy.application_id ?? "",
    });
    this.projects = new Collection({
      ...BY_ID,
      list: () => this.list(operations.listProjects),
      keyOf: ({ name }) => keyOf(name),
    });
  }

  get isPartner(): boolean {
    return this.id === this.partner.id;
  }

  get hasKey(): boolean {
    return this.key !== undefined;
  }

  /** @throws PortalRefusal, which says so where the Organization is locked. */
  async call<Operation extends ContractOperation>(
    operation: Operation,
    ...[call]: CallArguments<Operation>
  ): Promise<Answer<BodyOf<Operation>>> {
    try {
      return await this.partner.send(operation, call ?? {}, this.secretKey());
    } catch (error) {
      throw await this.explained(error);
    }
  }

  async list<Operation extends ListOperation>(
    operation: Operation,
    query: Call["query"] = {},
  ): Promise<z.output<Operation["response"]>[]> {
    try {
      return await this.partner.list(operation, { query: { organization_id: this.id, ...query } }, this.secretKey());
    } catch (error) {
      throw await this.explained(error);
    }
  }

  /** A group by its id, its name, or the id of a policy that is for it. */
  async group(reference: string): Promise<WireGroup | undefined> {
    const group = (await this.groups.withId(reference)) ?? (await this.groups.withKey(keyOf(reference)));
    if (group !== undefined) return group;
    const policy = await this.policies.withId(reference);
    return policy?.group_id === undefined ? undefined : this.groups.withId(policy.group_id);
  }

  /** The users in a group. */
  async membersOf(group: WireGroup): Promise<readonly string[]> {
    return group.all_users === true ? (await this.users.all()).map(({ id }) => id) : group.user_ids;
  }

  /** The rules of a policy, all pages of them; asked for once in a run, and anew after a change. */
  rulesOf(policy: string): Promise<WireRule[]> {
    return askedOnceFor(this.rules, policy, () =>
      this.list(operations.listRules, { policy_id: policy, organization_id: undefined }),
    );
  }

  /** Names of the permission sets in a policy's rules, which need not be asked for where they are known. */
  async setsOf(policy: string): Promise<readonly string[]> {
    const known = this.rules.has(policy) ? undefined : this.sets.get(policy);
    return known ?? (await this.rulesOf(policy)).flatMap(({ permission_set_names: names }) => names ?? []);
  }

  noteSets(policy: string, sets: readonly string[]): void {
    this.sets.set(policy, sets);
  }

  forgetRules(policy: string): void {
    this.rules.delete(policy);
    this.sets.delete(policy);
  }

  quota(): Promise<WireQuotum[]> {
    this.quotas ??= once(
      () => this.list(operations.listQuota),
      () => (this.quotas = undefined),
    );
    return this.quotas;
  }

  forgetQuota(): void {
    this.quotas = undefined;
  }

  get knowsAccessKey(): boolean {
    return this.key?.accessKey !== undefined;
  }

  /** Whose key this tool uses here; undefined where the key can't be looked up. */
  keyBearer(): Promise<WireApiKey | undefined> {
    const accessKey = this.key?.accessKey;
    if (accessKey === undefined) return Promise.resolve(undefined);
    this.bearer ??= this.call(operations.getApiKey, { params: { accessKey }, ...AT_ONCE }).then(
      ({ body }) => body,
      () => undefined,
    );
    return this.bearer;
  }

  noteGranted(): void {
    this.partner.noteGranted();
  }

  /** Why nothing can be concluded from what isn't seen in this Organization; undefined where something can. */
  async whyInvisible(): Promise<string | undefined> {
    if (this.isPartner) return undefined;
    const client = await this.partner.client(this.id);
    if (client === undefined) return `its Organization ${this.id} can't be seen by the partner either`;
    return client.status === "opened" ? undefined : `its Organization ${client.name} is ${lockOf(client)}`;
  }

  private secretKey(): string {
    if (this.key === undefined) throw new PortalRefusal(`there is ${missingKey(this.id)}`);
    return this.key.secretKey;
  }

  /** In an Organization that is locked calls are refused in several ways, and none of them says why. */
  private async explained(error: unknown): Promise<unknown> {
    if (!(error instanceof PortalRefusal) || this.isPartner) return error;
    if (error.reason !== "not-found" && !["permissions_denied", "locked"].includes(error.code ?? "")) return error;
    const client = await this.partner.client(this.id).catch(() => undefined);
    if (client === undefined || client.status === "opened") return error;
    return new PortalRefusal(
      `the Organization ${client.name} (${client.id}) is ${lockOf(client)}, and as long as it is nothing in it can be changed, or be known to be ` +
        `gone. The portal said: ${error.message}`,
      "refused",
      error.uncertain,
      error.code,
      error.fields,
    );
  }
}
