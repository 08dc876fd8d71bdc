import type { RunningSandbox } from "../../../sandbox";
import { fetchByHand } from "../../support/withoutSocket";

export type Wire = Record<string, unknown>;

export interface Key {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** What a person with a key does by hand at Scaleway. */
export class ScalewayByHand {
  constructor(private readonly sandbox: RunningSandbox) {}

  get ownId(): string {
    return this.sandbox.scaleway.organizationId;
  }

  /** One call of the portal's API, as a person with a key makes it. */
  async api(method: string, path: string, body?: unknown, secretKey?: string): Promise<Wire> {
    const response = await fetchByHand(`${this.sandbox.scaleway.endpoint}${path}`, {
      method,
      headers: { "x-auth-token": secretKey ?? this.sandbox.scaleway.secretKey },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Wire);
  }

  /** All of a list of up to 100. */
  async all(path: string, member: string, secretKey?: string): Promise<Wire[]> {
    const separator = path.includes("?") ? "&" : "?";
    return (await this.api("GET", `${path}${separator}page_size=100`, undefined, secretKey))[member] as Record<
      string,
      unknown
    >[];
  }

  async one(path: string, member: string, key: string, value: unknown): Promise<Wire> {
    const [found] = (await this.all(path, member)).filter((item) => item[key] === value);
    if (found === undefined) throw new Error(`${path} has nothing with the ${key} ${String(value)}`);
    return found;
  }

  group(name: string): Promise<Wire> {
    return this.one("/iam/v1alpha1/groups", "groups", "name", name);
  }

  user(username: string): Promise<Wire> {
    return this.one("/iam/v1alpha1/users", "users", "username", username);
  }

  policy(name: string): Promise<Wire> {
    return this.one("/iam/v1alpha1/policies", "policies", "name", name);
  }

  async rules(policy: string): Promise<Wire[]> {
    return this.all(`/iam/v1alpha1/rules?policy_id=${policy}`, "rules");
  }

  /** Somebody puts other rules into a policy by hand. */
  async setRules(policy: string, ...sets: readonly string[][]): Promise<void> {
    const rules = sets.map((names) => ({ permission_set_names: names, organization_id: this.ownId }));
    await this.api("PUT", "/iam/v1alpha1/rules", { policy_id: policy, rules });
  }

  /** A client's Organization, open where `isOpen`, and a key of its owner's. */
  async newClient(name: string, isOpen = true): Promise<{ readonly id: string } & Key> {
    const { id } = (await this.api("POST", "/partner/v1/organizations", {
      partner_id: this.ownId,
      email: `${name}@customer.example`,
      organization_name: name,
      owner_firstname: "Olga",
      owner_lastname: "Owner",
      customer_id: `C-${name}`,
    })) as { id: string };
    const control = `${this.sandbox.baseUrl}/_sandbox/scaleway/organizations/${id}`;
    if (isOpen) await fetchByHand(`${control}/validate-email`, { method: "POST" });
    const key = (await (await fetchByHand(`${control}/keys`, { method: "POST" })).json()) as Key;
    return { id, ...key };
  }
}
