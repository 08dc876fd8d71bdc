import { type RunningSandbox, startSandbox } from "../../../sandbox";
import { Bench, type Inputs, resource } from "../../support/bench";
import { type Key, ScalewayByHand } from "./byHand";
import { settings } from "./settings";
import type { MiniEngine, ProgramResource } from "../../support/miniEngine";

export { expectFailures, ref, resource } from "../../support/bench";

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

/** A realm of Scaleway: a partner's Organization and its clients'. */
export class ScalewayBench extends Bench {
  private readonly keys: Record<string, Key> = {};
  private own: Key | undefined;
  private applications = 0;

  readonly portal: ScalewayByHand;

  private constructor(sandbox: RunningSandbox) {
    super(sandbox, "scaleway");
    this.portal = new ScalewayByHand(sandbox);
  }

  static async start(): Promise<ScalewayBench> {
    return new ScalewayBench(await startSandbox());
  }

  /** A client's Organization made by hand, open where `isOpen`, with a key of its owner's among the settings. */
  async client(name: string, isOpen = true): Promise<{ readonly id: string } & Key> {
    const client = await this.portal.newClient(name, isOpen);
    const { id, ...key } = client;
    this.keys[id] = key;
    return client;
  }

  /** From now on the partner's key is that of an application that holds these permission sets. */
  async useKeyOf(sets: readonly string[]): Promise<void> {
    const application = await this.portal.api("POST", "/iam/v1alpha1/applications", { name: "bounded" });
    const rules = [{ permission_set_names: sets, organization_id: this.portal.ownId }];
    await this.portal.api("POST", "/iam/v1alpha1/policies", {
      name: "bounded",
      application_id: application["id"],
      rules,
    });
    const key = await this.portal.api("POST", "/iam/v1alpha1/api-keys", { application_id: application["id"] });
    this.own = { secretKey: String(key["secret_key"]), accessKey: String(key["access_key"]) };
  }

  /** An engine whose key is that of an application in these groups of the partner's. */
  async engineOfApplication(...groups: readonly string[]): Promise<MiniEngine> {
    const application = await this.portal.api("POST", "/iam/v1alpha1/applications", {
      name: `pipeline-${(this.applications += 1)}`,
    });
    for (const name of groups)
      await this.portal.api(
        "POST",
        `/iam/v1alpha1/groups/${String((await this.portal.group(name))["id"])}/add-member`,
        {
          application_id: application["id"],
        },
      );
    const key = await this.portal.api("POST", "/iam/v1alpha1/api-keys", { application_id: application["id"] });
    return this.engineWith({ secretKey: String(key["secret_key"]), accessKey: String(key["access_key"]) });
  }

  protected settings(): Readonly<Record<string, string>> {
    return {
      ...settings(this.sandbox),
      ...this.own,
      ...(Object.keys(this.keys).length > 0 ? { keys: JSON.stringify(this.keys) } : {}),
    };
  }
}
