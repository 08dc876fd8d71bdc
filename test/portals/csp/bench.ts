import { type RunningSandbox, startSandbox } from "../../../sandbox";
import { Bench, type Inputs, ref, resource } from "../../support/bench";
import type { MiniEngine, ProgramResource } from "../../support/miniEngine";
import { CspByHand } from "./byHand";
import { settings } from "./settings";

export { expectFailures, ref, resource } from "../../support/bench";

export const LIMITS = {
  projects: 2,
  instances: 5,
  vcpus: 10,
  ramGb: 20,
  volumes: 10,
  volumeStorageGb: 200,
  volumeSnapshots: 5,
  routers: 1,
  networks: 2,
  floatingIps: 2,
};

export function acme(inputs: Inputs = {}): ProgramResource {
  return resource("Account", "acme", {
    name: "Acme AG",
    state: "production",
    availableServices: ["openstack", "s3"],
    uprovideAccount: "UP-10001",
    ...inputs,
  });
}

export function user(name: string, inputs: Inputs = {}): ProgramResource {
  return resource("User", name, {
    username: name,
    email: `${name}@example.com`,
    firstName: name,
    lastName: "Muster",
    profiles: ["User"],
    ...inputs,
  });
}

export function clientUser(name: string, inputs: Inputs = {}): ProgramResource {
  return user(name, { account: ref("acme"), ...inputs });
}

export const openstack = resource("ServiceActivation", "openstack", { account: ref("acme"), service: "openstack" });

export function quota(inputs: Inputs = {}): ProgramResource {
  return resource("Quota", "quota", { account: ref("acme"), region: "ch-1", limits: LIMITS, ...inputs });
}

export function project(name: string, inputs: Inputs = {}): ProgramResource {
  return resource("Project", name, { account: ref("acme"), name, after: ref("openstack"), ...inputs }, [
    "openstack",
    "quota",
  ]);
}

/** A realm of the Cloud Service Portal. */
export class CspBench extends Bench {
  readonly portal: CspByHand;

  private constructor(sandbox: RunningSandbox) {
    super(sandbox, "csp");
    this.portal = new CspByHand(sandbox);
  }

  static async start(): Promise<CspBench> {
    return new CspBench(await startSandbox({ operationDelayMs: 0 }));
  }

  /** An engine of its own whose token is that of a user of the portal. */
  async engineOf(userId: string): Promise<MiniEngine> {
    return this.engineWith({
      token: ((await this.control("POST", "/csp/tokens", { userId })) as { token: string }).token,
    });
  }

  protected settings(): Readonly<Record<string, string>> {
    return settings(this.sandbox);
  }
}
