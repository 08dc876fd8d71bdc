import { type RunningSandbox, startSandbox } from "../../sandbox";
import { Bench, type Inputs, resource } from "../support/bench";
import type { MiniEngine, ProgramResource } from "../support/miniEngine";

export { expectFailures, ref, resource } from "../support/bench";

export function organization(label: string, inputs: Inputs = {}): ProgramResource {
  return resource("Account", label, {
    name: label,
    email: `${label}@customer.example`,
    ownerFirstName: "Olga",
    ownerLastName: "Owner",
    externalId: `C-${label}`,
    ...inputs,
  });
}

export function member(name: string, inputs: Inputs = {}): ProgramResource {
  return resource("User", name, { username: name, email: `${name}@partner.example`, ...inputs });
}

export const READERS = [{ permissionSets: ["BillingReadOnly"], scope: "organization" }];

export function profile(label: string, inputs: Inputs = {}): ProgramResource {
  return resource("Profile", label, { name: label, rules: READERS, ...inputs });
}

export interface Key {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** A realm of Scaleway: a partner's Organization and its clients'. */
export class ScalewayBench extends Bench {
  private readonly keys: Record<string, Key> = {};

  private constructor(sandbox: RunningSandbox) {
    super(sandbox, "scaleway");
  }

  static async start(): Promise<ScalewayBench> {
    return new ScalewayBench(await startSandbox());
  }

  get ownId(): string {
    return this.sandbox.scaleway.organizationId;
  }

  /** One call of the portal's API, as a person with a key makes it. */
  async api(method: string, path: string, body?: unknown, secretKey?: string): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.sandbox.scaleway.endpoint}${path}`, {
      method,
      headers: { "x-auth-token": secretKey ?? this.sandbox.scaleway.secretKey },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  /** All of a list of up to 100. */
  async all(path: string, member: string, secretKey?: string): Promise<Record<string, unknown>[]> {
    const separator = path.includes("?") ? "&" : "?";
    return (await this.api("GET", `${path}${separator}page_size=100`, undefined, secretKey))[member] as Record<
      string,
      unknown
    >[];
  }

  async one(path: string, member: string, key: string, value: unknown): Promise<Record<string, unknown>> {
    const [found] = (await this.all(path, member)).filter((item) => item[key] === value);
    if (found === undefined) throw new Error(`${path} has nothing with the ${key} ${String(value)}`);
    return found;
  }

  group(name: string): Promise<Record<string, unknown>> {
    return this.one("/iam/v1alpha1/groups", "groups", "name", name);
  }

  user(username: string): Promise<Record<string, unknown>> {
    return this.one("/iam/v1alpha1/users", "users", "username", username);
  }

  policy(name: string): Promise<Record<string, unknown>> {
    return this.one("/iam/v1alpha1/policies", "policies", "name", name);
  }

  async rules(policy: string): Promise<Record<string, unknown>[]> {
    return this.all(`/iam/v1alpha1/rules?policy_id=${policy}`, "rules");
  }

  /** Somebody puts other rules into a policy by hand. */
  async setRules(policy: string, ...sets: readonly string[][]): Promise<void> {
    const rules = sets.map((names) => ({ permission_set_names: names, organization_id: this.ownId }));
    await this.api("PUT", "/iam/v1alpha1/rules", { policy_id: policy, rules });
  }

  /** A client's Organization made by hand, open where `isOpen`, with a key of its owner's among the settings. */
  async client(name: string, isOpen = true): Promise<{ readonly id: string } & Key> {
    const { id } = (await this.api("POST", "/partner/v1/organizations", {
      partner_id: this.ownId,
      email: `${name}@customer.example`,
      organization_name: name,
      owner_firstname: "Olga",
      owner_lastname: "Owner",
      customer_id: `C-${name}`,
    })) as { id: string };
    if (isOpen) await this.control("POST", `/scaleway/organizations/${id}/validate-email`);
    const key = (await this.control("POST", `/scaleway/organizations/${id}/keys`)) as Key;
    this.keys[id] = key;
    return { id, ...key };
  }

  /** An engine whose key is that of an application in these groups of the partner's. */
  async engineOfApplication(...groups: readonly string[]): Promise<MiniEngine> {
    const application = await this.api("POST", "/iam/v1alpha1/applications", { name: "pipeline" });
    for (const name of groups)
      await this.api("POST", `/iam/v1alpha1/groups/${String((await this.group(name))["id"])}/add-member`, {
        application_id: application["id"],
      });
    const key = await this.api("POST", "/iam/v1alpha1/api-keys", { application_id: application["id"] });
    return this.engineWith({ secretKey: String(key["secret_key"]), accessKey: String(key["access_key"]) });
  }

  protected settings(): Readonly<Record<string, string>> {
    const { endpoint, secretKey, accessKey, organizationId } = this.sandbox.scaleway;
    return {
      endpoint,
      secretKey,
      accessKey,
      organizationId,
      ...(Object.keys(this.keys).length > 0 ? { keys: JSON.stringify(this.keys) } : {}),
    };
  }
}
