import { type RunningSandbox, startSandbox } from "../../../sandbox";
import { Bench, type Inputs, resource } from "../../support/bench";
import type { ProgramResource } from "../../support/miniEngine";
import { OpenstackByHand, type Wire } from "./byHand";
import { settings } from "./settings";

export { expectFailures, ref, resource } from "../../support/bench";

export function domain(label: string, inputs: Inputs = {}): ProgramResource {
  return resource("Account", label, { name: label, ...inputs });
}

/** A group with a role in its own domain. */
export function profile(label: string, inputs: Inputs = {}): ProgramResource {
  return resource("Profile", label, { name: label, rules: [{ roles: ["reader"], scope: "domain" }], ...inputs });
}

export function person(label: string, inputs: Inputs = {}): ProgramResource {
  return resource("User", label, { username: label, email: `${label}@partner.example`, ...inputs });
}

export function project(label: string, inputs: Inputs): ProgramResource {
  return resource("Project", label, { name: label, ...inputs });
}

/** The route by which everybody signs in. */
export const SIGN_IN = "POST /identity/v3/auth/tokens";

/** A realm of a cloud. */
export class OpenstackBench extends Bench {
  readonly portal: OpenstackByHand;
  private managers = 0;
  private own: Readonly<Record<string, string>> | undefined;

  private constructor(sandbox: RunningSandbox) {
    super(sandbox, "openstack");
    this.portal = new OpenstackByHand(settings(sandbox));
  }

  static async start(): Promise<OpenstackBench> {
    return new OpenstackBench(await startSandbox());
  }

  /** Settings of somebody who is no administrator of the cloud: a person with the role manager in these domains. */
  async managerOf(...domains: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const { endpoint, regionName, userDomainName } = settings(this.sandbox);
    const [username, password] = [`manager-${(this.managers += 1)}`, "manager's"];
    const home = await this.portal.domain(userDomainName);
    const user = { name: username, password, domain_id: home["id"] };
    const { id } = (await this.portal.api("POST", "/users", { user }))["user"] as Wire;
    const role = (await this.portal.role("manager"))["id"];
    for (const name of domains) {
      const domain = (await this.portal.domain(name))["id"];
      await this.portal.api("PUT", `/domains/${String(domain)}/users/${String(id)}/roles/${String(role)}`);
    }
    return { endpoint, username, password, userDomainName, regionName };
  }

  /** Somebody of a declared project who asks for another size of its quota. */
  async customerOf(label: string): Promise<(size: string, regions: readonly string[]) => Promise<void>> {
    const { endpoint, userDomainName } = settings(this.sandbox);
    const [home, name, password] = [await this.portal.domain(userDomainName), "customer", "customer's"];
    const user = { name, password, domain_id: home["id"] };
    const { id } = (await this.portal.api("POST", "/users", { user }))["user"] as Wire;
    const role = ((await this.portal.api("POST", "/roles", { role: { name: "project_admin" } }))["role"] as Wire)["id"];
    await this.portal.api("PUT", `/projects/${this.id(label)}/users/${String(id)}/roles/${String(role)}`);
    const customer = new OpenstackByHand({
      endpoint,
      username: name,
      password,
      userDomainName,
      projectId: this.id(label),
    });
    return async (size, regions) => {
      await customer.service("registration", "ch-1", "POST", "/openstack/quotas", { size, regions });
    };
  }

  /** From now on runs sign in with these settings. */
  useSettings(own: Readonly<Record<string, string>>): void {
    this.own = own;
  }

  /** Without signing in, which changes nothing, and is done as often as tokens end. */
  override async calls(): Promise<Record<string, number>> {
    const { [SIGN_IN]: _signIns, ...calls } = await super.calls();
    return calls;
  }

  override async dump(): ReturnType<Bench["dump"]> {
    const { tokens: _tokens, ...dump } = await super.dump();
    return dump;
  }

  protected settings(): Readonly<Record<string, string>> {
    return this.own ?? settings(this.sandbox);
  }
}
