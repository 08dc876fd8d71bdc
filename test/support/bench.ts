import type { KindName } from "../../provider/model";
import { Lifecycle, readSettings, type Settings } from "../../provider/lifecycle";
import { checkProgram } from "../../provider/model/program";
import { portalNamed } from "../../provider/portals";
import type { RunningSandbox } from "../../sandbox";
import type { Severity } from "../../provider/model/kind";
import { type Expected, expectFindings, failed, type Finding } from "./finding";
import { MiniEngine, type Outcome, type ProgramResource, Reference } from "./miniEngine";
import { PluginLifecycle } from "./pluginLifecycle";
import type { PortalName } from "../../provider/portals/list";
import { byHand } from "./withoutSocket";

export type Inputs = Readonly<Record<string, unknown>>;

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

/** What serves a run: the lifecycle as it is, or the plugin over its protocol. */
export const HOSTS = ["the lifecycle", "the plugin"] as const;
let host: (typeof HOSTS)[number] = "the lifecycle";

/** Runs of benches that begin meanwhile go through this host. */
export function throughHost(name: typeof host): void {
  host = name;
}

/** One realm for one test: a portal, programs that are applied to it, and what was said on the way. */
export abstract class Bench {
  /** What the runs told the user that was no error. */
  readonly said: string[] = [];
  /** What the runs, and the programs before them, found and said. */
  readonly findings: Finding[] = [];
  readonly engine: MiniEngine;

  protected constructor(
    readonly sandbox: RunningSandbox,
    private readonly portalName: PortalName,
  ) {
    this.engine = this.engineWith({});
  }

  /** Settings of the connection, by their names. */
  protected abstract settings(): Readonly<Record<string, string>>;

  /** The settings as commands get them. */
  readSettings(others: Readonly<Record<string, string>> = {}): Settings {
    const values = this.allSettings(others);
    return readSettings({ get: (name) => values[name], environment: {} });
  }

  allSettings(others: Readonly<Record<string, string>> = {}): Record<string, string> {
    return { portal: this.portalName, ...this.settings(), ...others };
  }

  /** An engine of its own, with other settings. */
  engineWith(others: Readonly<Record<string, string>>): MiniEngine {
    return new MiniEngine(
      (hear) => {
        const say = (message: string) => {
          this.said.push(message);
          hear(message);
        };
        if (host === "the plugin") return new PluginLifecycle({ ...this.allSettings(others) }, say);
        const settings = this.readSettings(others);
        return new Lifecycle({ settings: () => Promise.resolve(settings), say, quietMilliseconds: 1 });
      },
      (finding) => void this.findings.push(finding),
    );
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  async up(...program: readonly ProgramResource[]): Promise<void> {
    const { failures } = await this.engine.up(program);
    expect(failures).toEqual([]);
  }

  /** A preview that fails with exactly this, and writes nothing. */
  refused(program: readonly ProgramResource[], ...expected: readonly Expected[]): Promise<void> {
    return this.refusedBy(this.engine, program, ...expected);
  }

  /** The same, where a rule asks whether it is meant. */
  asked(program: readonly ProgramResource[], ...expected: readonly Expected[]): Promise<void> {
    return this.askedBy(this.engine, program, ...expected);
  }

  askedBy(engine: MiniEngine, program: readonly ProgramResource[], ...expected: readonly Expected[]): Promise<void> {
    return this.failedPreview(engine, program, expected, "confirm");
  }

  refusedBy(engine: MiniEngine, program: readonly ProgramResource[], ...expected: readonly Expected[]): Promise<void> {
    return this.failedPreview(engine, program, expected, "refuse");
  }

  /** A preview that passes, and says exactly this about rules. */
  async warned(program: readonly ProgramResource[], ...expected: readonly Expected[]): Promise<void> {
    await this.resetCalls();
    const { failures } = await this.engine.preview(program);
    expect(failures).toEqual([]);
    this.hasSaid(...expected);
    expect(await this.writes()).toEqual({});
  }

  /** What the last run said about rules: exactly this. */
  hasSaid(...expected: readonly Expected[]): void {
    const about = this.engine.findings.filter(({ rule, severity }) => severity === "warn" && rule !== undefined);
    expectFindings(about, expected, "warn");
  }

  /** An `up` that previews clean and fails with exactly this at the portal, which stays as it was. */
  refusedAtApply(program: readonly ProgramResource[], ...expected: readonly Expected[]): Promise<void> {
    return this.refusedAtApplyBy(this.engine, program, ...expected);
  }

  async refusedAtApplyBy(
    engine: MiniEngine,
    program: readonly ProgramResource[],
    ...expected: readonly Expected[]
  ): Promise<void> {
    const before = await this.dump();
    expect((await engine.preview(program)).failures).toEqual([]);
    await engine.up(program);
    expectFailed(engine, expected, "refuse");
    const { operations: _operations, ...after } = await this.dump();
    const { operations: _earlier, ...untouched } = before;
    expect(after).toEqual(untouched);
  }

  private async failedPreview(
    engine: MiniEngine,
    program: readonly ProgramResource[],
    expected: readonly Expected[],
    severity: Severity,
  ): Promise<void> {
    await this.resetCalls();
    await engine.preview(program);
    expectFailed(engine, expected, severity);
    expect(await this.writes()).toEqual({});
  }

  /** What a program alone tells, before any of it is sent: exactly this. */
  foretold(program: readonly ProgramResource[], ...expected: readonly Expected[]): void {
    expectFindings(this.program(...program).findings, expected, "refuse");
  }

  /** What a program alone tells, before any of it is sent. */
  program(...program: readonly ProgramResource[]): {
    readonly failures: string[];
    readonly warnings: string[];
    readonly findings: Finding[];
  } {
    const portal = portalNamed(this.portalName);
    const known = new Map<string, ReturnType<typeof asProgramResource>>();
    for (const declared of program) known.set(declared.label, asProgramResource(declared, known));
    const { failures, warnings } = checkProgram(portal, [...known.values()]);
    const lines = (verdicts: typeof failures) =>
      verdicts.map(({ resource: { label }, property, reason }) => `${label}: ${property} ${reason}`);
    const findings = [
      ...failures.map((failure) => failed(failure.resource.label, "program", failure)),
      ...warnings.map((warning) => ({
        ...failed(warning.resource.label, "program", warning),
        severity: "warn" as const,
      })),
    ];
    this.findings.push(...findings);
    return { failures: lines(failures), warnings: lines(warnings), findings };
  }

  /** What `up` kept of a resource. */
  state(label: string): Inputs {
    return this.engine.resources.get(label)?.state ?? {};
  }

  id(label: string): string {
    return this.engine.resources.get(label)?.id ?? "";
  }

  /** Counts of calls by method and route since the last reset. */
  async calls(): Promise<Record<string, number>> {
    const { routes } = (await this.control("GET", "/calls")) as { routes: Record<string, Record<string, number>> };
    return routes[this.portalName] ?? {};
  }

  /** Calls that change something. */
  async writes(): Promise<Record<string, number>> {
    return Object.fromEntries(Object.entries(await this.calls()).filter(([route]) => !route.startsWith("GET ")));
  }

  async resetCalls(): Promise<void> {
    await this.control("DELETE", "/calls");
  }

  async dump(): Promise<Record<string, { id: string; [member: string]: unknown }[]>> {
    const all = (await this.control("GET", "/dump")) as Record<string, Record<string, { id: string }[]>>;
    return all[this.portalName] ?? {};
  }

  async control(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<unknown> {
    return (await byHand.request({ method, url: `${this.sandbox.baseUrl}/_sandbox${path}`, data: body }))
      .data as unknown;
  }
}

/** The last run failed with exactly this. */
export function expectFailed(engine: MiniEngine, expected: readonly Expected[], severity: Severity = "refuse"): void {
  expect(expected).not.toEqual([]);
  expectFindings(
    engine.findings.filter((finding) => finding.severity !== "warn"),
    expected,
    severity,
  );
}

/** What the portal itself said has these parts. */
export function expectFailures({ failures }: Outcome, texts: readonly string[]): void {
  expect(failures).not.toEqual([]);
  for (const text of texts) expect(failures.join("\n")).toContain(text);
}

function asProgramResource(
  { kind, label, inputs }: ProgramResource,
  known: ReadonlyMap<string, Parameters<typeof checkProgram>[1][number]>,
) {
  const references: Record<string, Parameters<typeof checkProgram>[1][number][]> = {};
  const plain = (name: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((entry) => plain(name, entry));
    if (!(value instanceof Reference))
      return typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([member, part]) => [member, plain(name, part)]))
        : value;
    (references[name] ??= []).push(...[known.get(value.label)].filter((target) => target !== undefined));
    return "id-of-another";
  };
  const given = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, plain(name, value)]));
  return { kind, label, inputs: given, references };
}
