import type { RunningSandbox } from "../../../../sandbox";
import { settings } from "../settings";
import type { Draw } from "../../../random/draw";
import type { HandCall } from "../../../random/model";
import type { Item, ModelPortal, PortalView } from "../../../random/model";
import { EVERYBODY, presetKey, PRESETS } from "./kinds";
import { byHand } from "../../../support/withoutSocket";

type Record_ = { readonly id: string; readonly [member: string]: unknown };

interface StoredRule {
  readonly sets: readonly string[];
  readonly condition: string;
  readonly projectIds: readonly string[] | null;
  readonly organizationId: string | null;
}

/** A partner with one client that is open and has given a key away. */
export class ScalewayModelPortal implements ModelPortal {
  readonly settings;
  private readonly keys: Readonly<Record<string, string>>;

  private constructor(
    private readonly sandbox: RunningSandbox,
    client: { readonly id: string; readonly accessKey: string; readonly secretKey: string },
  ) {
    const { organizationId, secretKey } = sandbox.scaleway;
    const { id, ...key } = client;
    this.settings = { ...settings(sandbox), keys: JSON.stringify({ [id]: key }) };
    this.keys = { [organizationId]: secretKey, [id]: client.secretKey };
  }

  static async open(sandbox: RunningSandbox): Promise<ScalewayModelPortal> {
    const { endpoint, organizationId, secretKey } = sandbox.scaleway;
    const { data } = await byHand.post<{ id: string }>(
      `${endpoint}/partner/v1/organizations`,
      {
        partner_id: organizationId,
        email: "open@customer.example",
        organization_name: "Open",
        owner_firstname: "Olga",
        owner_lastname: "Owner",
        customer_id: "C-0",
      },
      { headers: { "X-Auth-Token": secretKey } },
    );
    const control = `${sandbox.baseUrl}/_sandbox/scaleway/organizations/${data.id}`;
    await byHand.post(`${control}/validate-email`);
    const key = await byHand.post<{ accessKey: string; secretKey: string }>(`${control}/keys`);
    return new ScalewayModelPortal(sandbox, { id: data.id, ...key.data });
  }

  async look(): Promise<PortalView> {
    const { data } = await byHand.get<{ scaleway: Record<string, Record_[]> }>(`${this.sandbox.baseUrl}/_sandbox/dump`);
    const { organizations = [], users = [], groups = [], policies = [], projects = [] } = data.scaleway;
    const isPreset = ({ name }: Record_) => [...PRESETS, ...EVERYBODY].includes(String(name));
    return {
      Account: organizations.filter(({ partnerId }) => partnerId !== null).map((record) => this.account(record)),
      Profile: [
        ...groups.filter((group) => !isPreset(group)).map((group) => this.ownProfile(group, policies)),
        ...policies.flatMap((policy) => {
          const group = groups.find(({ id }) => id === groupOf(policy));
          const isOurs = group !== undefined && isPreset(group) && !String(policy["name"]).startsWith("Group - ");
          return isOurs ? [this.attached(policy, group)] : [];
        }),
      ],
      User: users.filter(({ type }) => type === "member").map((user) => this.user(user, groups)),
      Project: projects.map(({ id, name, description, organizationId }) => ({
        // The default one has the id of its Organization, which is that of another object.
        id: id === organizationId ? `default of ${id}` : id,
        name,
        description,
        ...this.place(organizationId),
      })),
    };
  }

  async writes(): Promise<Record<string, number>> {
    const { data } = await byHand.get<{ routes: Record<string, Record<string, number>> }>(
      `${this.sandbox.baseUrl}/_sandbox/calls`,
    );
    return Object.fromEntries(
      Object.entries(data.routes["scaleway"] ?? {}).filter(([route]) => !route.startsWith("GET ")),
    );
  }

  isReset(route: string): boolean {
    return route.endsWith("/update-password");
  }

  async signsIn(user: Item, password: string): Promise<boolean> {
    const { data } = await byHand.post<{ isRight: boolean }>(`${this.sandbox.baseUrl}/_sandbox/scaleway/sign-ins`, {
      organizationId: user["organizationId"],
      username: user["username"],
      password,
    });
    return data.isRight;
  }

  async act({ method, path, body, item }: HandCall): Promise<boolean> {
    const organization = path.startsWith("/partner/") ? undefined : item?.["organizationId"];
    const token = this.keys[String(organization ?? this.sandbox.scaleway.organizationId)];
    const { status, data } = await byHand.request<unknown>({
      method,
      url: `${this.sandbox.scaleway.endpoint}${path}`,
      data: body,
      headers: { "X-Auth-Token": token },
      validateStatus: () => true,
    });
    if (status < 300) return true;
    if ([409, 412].includes(status)) return false;
    throw new Error(`${method} ${path}: ${status} ${JSON.stringify(data)}`);
  }

  making(draw: Draw, name: string): Promise<HandCall> {
    const [path, body] = draw.pick([
      [
        "/iam/v1alpha1/users",
        { member: { username: name.replaceAll(" ", "."), email: `${name.replaceAll(" ", ".")}@x.example` } },
      ],
      ["/iam/v1alpha1/groups", { name, description: "By hand" }],
      ["/account/v3/projects", { name }],
    ] as const);
    return Promise.resolve({ method: "POST", path, body });
  }

  private place(organization: unknown): { readonly clientId: unknown; readonly organizationId: unknown } {
    return {
      clientId: organization === this.sandbox.scaleway.organizationId ? null : organization,
      organizationId: organization,
    };
  }

  private account({
    id,
    name,
    email,
    ownerFirstname,
    ownerLastname,
    customerId,
    comment,
    phone,
    locks,
  }: Record_): Item {
    const all = locks as { readonly by: string }[];
    return {
      id,
      clientId: null,
      name,
      email,
      owner_firstname: ownerFirstname,
      owner_lastname: ownerLastname,
      customer_id: customerId,
      comment,
      phone_number: phone,
      partnerLock: all.some(({ by }) => by === "partner"),
      vendorLock: all.some(({ by }) => by === "scaleway"),
      locked_by: all[all.length - 1]?.by ?? "nobody",
      hasKey: id in this.keys,
    };
  }

  /** What group and policy share is one value where it is the same in both. */
  private ownProfile(group: Record_, policies: readonly Record_[]): Item {
    const policy = policies.find((candidate) => groupOf(candidate) === group.id);
    const both = (member: string) =>
      policy === undefined || JSON.stringify(group[member]) === JSON.stringify(policy[member])
        ? group[member]
        : `${String(group[member])} | ${String(policy[member])}`;
    const tags = both("tags");
    return {
      id: group.id,
      ...this.place(group["organizationId"]),
      name: both("name"),
      description: both("description"),
      tags: Array.isArray(tags) ? (tags as unknown[]) : [tags],
      group: null,
      rules: policy === undefined ? [] : rulesOf(policy),
      policyId: policy?.id,
      members: group["userIds"],
    };
  }

  private attached(policy: Record_, group: Record_): Item {
    const { id, name, description, tags, organizationId } = policy;
    return {
      id,
      ...this.place(organizationId),
      name,
      description,
      tags,
      group: group["name"],
      rules: rulesOf(policy),
      policyId: id,
      members: [],
    };
  }

  private user(user: Record_, groups: readonly Record_[]): Item {
    const {
      id,
      organizationId,
      username,
      email,
      firstName,
      lastName,
      locale,
      tags,
      locked,
      passwordChanges = 0,
    } = user;
    const { clientId } = this.place(organizationId);
    const ofOrganization = groups.filter((group) => group["organizationId"] === organizationId);
    const keyOf = (group: Record_) =>
      PRESETS.includes(String(group["name"])) ? presetKey(clientId, group["name"]) : group.id;
    return {
      id,
      clientId,
      organizationId,
      username,
      email,
      first_name: firstName,
      last_name: lastName,
      locale,
      tags,
      locked,
      passwordChanges,
      groups: ofOrganization.filter((group) => (group["userIds"] as string[]).includes(id)).map(keyOf),
      presets: Object.fromEntries(
        ofOrganization.filter(({ name }) => PRESETS.includes(String(name))).map((group) => [keyOf(group), group.id]),
      ),
    };
  }
}

function groupOf(policy: Record_): unknown {
  return (policy["principal"] as { readonly group_id?: string }).group_id;
}

function rulesOf(policy: Record_): object[] {
  return (policy["rules"] as StoredRule[]).map(({ sets, condition, projectIds, organizationId }) => ({
    permissionSets: sets,
    scope: organizationId === null ? { projects: projectIds ?? [] } : "organization",
    condition,
  }));
}
