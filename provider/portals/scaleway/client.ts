import type { z } from "zod";
import { canonicalEmail } from "../../model";
import { Collection } from "../collection";
import { askedOnce, once } from "../once";
import { PortalRefusal } from "../../model/refusal";
import { type Answer, type BodyOf, type Call } from "../wire";
import { keyOf, text } from "../../model/words";
import { type ContractOperation, operations } from "./contract";
import { Memberships } from "./memberships";
import {
  lockOf,
  missingKey,
  type OrganizationReading,
  type PartnerReading,
  type WireApiKey,
  type WireGroup,
  type WireOrganization,
  type WirePolicy,
  type WireProject,
  type WireQuotum,
  type WireRule,
  type WireUser,
} from "./reading";
import { Settling } from "./settling";
import { orAbsent, type Wire } from "./wire";

/** An API key of one Organization. */
export interface Key {
  readonly accessKey?: string;
  readonly secretKey: string;
}

/** That something is not permitted is an answer, and not worth another try. */
export const AT_ONCE = { settling: [], passing: [] } as const;

const BY_ID = { idOf: (item: { id: string }) => item.id };

/** The realm as one run sees it: the partner's client Organizations, and what is in those that there is a key for. */
export class Partner implements PartnerReading {
  readonly clients: Collection<WireOrganization>;
  private readonly known = new Map<string, Organization>();
  private readonly settling = new Settling();

  constructor(
    readonly wire: Wire,
    /** Id of the partner's own Organization. */
    readonly id: string,
    private readonly key: Key,
    private readonly keys: ReadonlyMap<string, Key>,
  ) {
    this.clients = new Collection({
      ...BY_ID,
      list: () => this.list(operations.listOrganizations),
      keyOf: ({ email }) => keyOf(text(canonicalEmail(email))),
    });
  }

  /** The Organization of an account; the partner's own where none is given. */
  organization(account: unknown): Organization {
    const id = typeof account === "string" ? account : this.id;
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const made = new Organization(this, id, id === this.id ? this.key : this.keys.get(id));
    this.known.set(id, made);
    return made;
  }

  /** A call with the partner's own key. */
  call<Operation extends ContractOperation>(operation: Operation, call: Call = {}): Promise<Answer<BodyOf<Operation>>> {
    return this.send(operation, call, this.key.secretKey);
  }

  list<Operation extends ContractOperation & { list: string; response: z.ZodType }>(
    operation: Operation,
    call: Call = {},
  ): Promise<BodyOf<Operation>[]> {
    return this.wire.list(operation, this.settled(operation, call, this.key.secretKey));
  }

  /** A call with any key, that waits for what this session has just done to be known everywhere. */
  async send<Operation extends ContractOperation>(
    operation: Operation,
    call: Call,
    token: string,
  ): Promise<Answer<BodyOf<Operation>>> {
    const answer = await this.wire.call(operation, this.settled(operation, call, token));
    this.settling.noteWorked(operation, token);
    if (operation.id.startsWith("create")) {
      const made = (answer.body as { id?: unknown } | undefined)?.id;
      if (typeof made === "string") this.settling.noteMade(made);
    }
    return answer;
  }

  settled(operation: ContractOperation, call: Call, token: string): Call {
    const ids = [...Object.values(call.params ?? {}), ...Object.values((call.body ?? {}) as object).flat()];
    const settling = this.settling.types(operation, token, ids);
    // What an earlier run has granted, this one doesn't know of: a few tries tell.
    return { settling, passing: ["permissions_denied"], ...call, token };
  }

  /** What lets the key into the Partner Space may have just been written. */
  noteGranted(): void {
    this.settling.noteGranted();
  }

  /** A client Organization, as it is now; undefined where the partner has none of that id. */
  client(id: string): Promise<WireOrganization | undefined> {
    return orAbsent(this.call(operations.getOrganization, { params: { organizationId: id } }));
  }
}

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
  private quotas: Promise<WireQuotum[]> | undefined;
  private bearer: Promise<WireApiKey | undefined> | undefined;

  constructor(
    private readonly partner: Partner,
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
    call: Call = {},
  ): Promise<Answer<BodyOf<Operation>>> {
    try {
      return await this.partner.send(operation, call, this.secretKey());
    } catch (error) {
      throw await this.explained(error);
    }
  }

  async list<Operation extends ContractOperation & { list: string; response: z.ZodType }>(
    operation: Operation,
    query: Call["query"] = {},
  ): Promise<BodyOf<Operation>[]> {
    const call = { query: { organization_id: this.id, ...query } };
    try {
      const token = this.secretKey();
      return await this.partner.wire.list(operation, this.partner.settled(operation, call, token));
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
    const known = this.rules.get(policy);
    if (known !== undefined) return known;
    const asked = once(
      () => this.list(operations.listRules, { policy_id: policy, organization_id: undefined }),
      () => void this.rules.delete(policy),
    );
    this.rules.set(policy, asked);
    return asked;
  }

  /** What the rules of a policy are known to be, so that they need not be asked for. */
  noteRules(policy: string, rules: readonly Pick<WireRule, "permission_set_names">[]): void {
    if (!this.rules.has(policy)) this.rules.set(policy, Promise.resolve(rules as WireRule[]));
  }

  forgetRules(policy: string): void {
    this.rules.delete(policy);
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
