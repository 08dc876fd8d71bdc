import axios from "axios";
import type { KindName } from "../../provider/kinds";
import { Lifecycle, readSettings } from "../../provider/lifecycle";
import { programVerdict } from "../../provider/lifecycle/program";
import { portalFacts } from "../../provider/portals";
import { type RunningSandbox, startSandbox } from "../../sandbox";
import { MiniEngine, type Outcome, type ProgramResource, Reference } from "../support/miniEngine";
import { PortalByHand } from "../support/portal";

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

type Inputs = Readonly<Record<string, unknown>>;

export function resource(
  kind: KindName,
  label: string,
  inputs: Inputs,
  dependsOn?: readonly string[],
): ProgramResource {
  return { kind, label, inputs, ...(dependsOn === undefined ? {} : { dependsOn }) };
}

export function ref(label: string): Reference {
  return new Reference(label);
}

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

/** One realm for one test: a portal, programs that are applied to it, and what was said on the way. */
export class RuleBench {
  /** What the runs told the user that was no error. */
  readonly said: string[] = [];
  private constructor(
    readonly sandbox: RunningSandbox,
    readonly engine: MiniEngine,
    readonly portal: PortalByHand,
  ) {}

  static async start(): Promise<RuleBench> {
    const sandbox = await startSandbox({ operationDelayMs: 0 });
    const said: string[] = [];
    const bench = new RuleBench(
      sandbox,
      new MiniEngine(() => RuleBench.lifecycle(sandbox, sandbox.csp.token, said)),
      new PortalByHand(sandbox),
    );
    Object.assign(bench, { said });
    return bench;
  }

  /** An engine of its own whose token is that of a user of the portal. */
  async engineOf(userId: string): Promise<MiniEngine> {
    return this.engineWith(((await this.control("POST", "/csp/tokens", { userId })) as { token: string }).token);
  }

  engineWith(token: string): MiniEngine {
    return new MiniEngine(() => RuleBench.lifecycle(this.sandbox, token, this.said));
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  async up(...program: readonly ProgramResource[]): Promise<void> {
    const { failures } = await this.engine.up(program);
    expect(failures).toEqual([]);
  }

  /** A preview that fails with the rule's id, and writes nothing. */
  async refused(program: readonly ProgramResource[], ...texts: readonly string[]): Promise<void> {
    await this.portal.resetCalls();
    expectFailures(await this.engine.preview(program), texts);
    expect(await this.portal.writes()).toEqual({});
  }

  /** A preview that passes, and says something. */
  async warned(program: readonly ProgramResource[], ...texts: readonly string[]): Promise<void> {
    this.said.length = 0;
    await this.portal.resetCalls();
    const { failures } = await this.engine.preview(program);
    expect(failures).toEqual([]);
    for (const text of texts) expect(this.said.join("\n")).toContain(text);
    expect(await this.portal.writes()).toEqual({});
  }

  /** An `up` that previews clean and fails at the portal, which stays as it was. */
  async refusedAtApply(program: readonly ProgramResource[], ...texts: readonly string[]): Promise<void> {
    const before = await this.portal.dump();
    expectFailures(await this.engine.up(program), texts);
    const { operations: _operations, ...after } = await this.portal.dump();
    const { operations: _earlier, ...untouched } = before;
    expect(after).toEqual(untouched);
  }

  /** What a program alone tells, before any of it is sent. */
  program(...program: readonly ProgramResource[]): { readonly failures: string[]; readonly warnings: string[] } {
    const portal = portalFacts("csp");
    const known = new Map<string, ReturnType<typeof asProgramResource>>();
    for (const declared of program) known.set(declared.label, asProgramResource(declared, known));
    const { failures, warnings } = programVerdict(portal, [...known.values()]);
    const lines = (findings: typeof failures) =>
      findings.map(({ resource: { label }, property, reason }) => `${label}: ${property} ${reason}`);
    return { failures: lines(failures), warnings: lines(warnings) };
  }

  /** What `up` kept of a resource. */
  state(label: string): Readonly<Record<string, unknown>> {
    return this.engine.resources.get(label)?.state ?? {};
  }

  id(label: string): string {
    return this.engine.resources.get(label)?.id ?? "";
  }

  async control(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: object): Promise<unknown> {
    return (await axios.request({ method, url: `${this.sandbox.baseUrl}/_sandbox${path}`, data: body })).data;
  }

  private static lifecycle(sandbox: RunningSandbox, token: string, said: string[]): Lifecycle {
    const values: Record<string, string> = { portal: "csp", endpoint: sandbox.csp.endpoint, token };
    return new Lifecycle({
      settings: () => Promise.resolve(readSettings({ get: (name) => values[name], environment: {} })),
      say: (message) => void said.push(message),
      quietMilliseconds: 1,
    });
  }
}

export function expectFailures({ failures }: Outcome, texts: readonly string[]): void {
  expect(failures).not.toEqual([]);
  for (const text of texts) expect(failures.join("\n")).toContain(text);
}

function asProgramResource(
  { kind, label, inputs }: ProgramResource,
  known: ReadonlyMap<string, Parameters<typeof programVerdict>[1][number]>,
) {
  const references: Record<string, Parameters<typeof programVerdict>[1][number][]> = {};
  const plain = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      const targets = [value].flat().filter((entry): entry is Reference => entry instanceof Reference);
      references[name] = targets.flatMap(({ label: of }) => known.get(of) ?? []);
      return [name, targets.length > 0 ? undefined : value];
    }),
  );
  const withReferences = Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [name, references[name]!.length > 0 ? "id-of-another" : value]),
  );
  return { kind, label, inputs: withReferences, references };
}
