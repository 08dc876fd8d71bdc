import { execFile } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { LocalWorkspace, type OutputMap, type Stack, type UpdateSummary } from "@pulumi/pulumi/automation";
import type { PortalName } from "../../provider/portals/portal";
import { ensureEngine } from "../../tools/engine";
import type { RunningSandbox } from "../../sandbox";

const ROOT = path.resolve(__dirname, "..", "..");
const STACK = "test";
const PROJECT = "realm";
const LONGEST_PLAN = 64 * 1024 * 1024;

export interface Outcome {
  /** Everything that the engine printed, as a person or a log sees it. */
  readonly output: string;
  readonly failed: boolean;
  readonly changes: Readonly<Record<string, number>>;
  readonly outputs: OutputMap;
}

export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly protect?: boolean;
  readonly initErrors?: string[];
  readonly sourcePosition?: string;
}

/** What an `up` printed, and whether it failed. */
export type BareOutcome = Pick<Outcome, "output" | "failed">;

type Config = Readonly<Record<string, { readonly value: string; readonly secret?: boolean }>>;

const SETTINGS: Readonly<Record<PortalName, (sandbox: RunningSandbox) => Config>> = {
  csp: ({ csp }) => ({
    "reseller:endpoint": { value: csp.endpoint },
    "reseller:token": { value: csp.token, secret: true },
  }),
  scaleway: ({ scaleway }) => ({
    "reseller:endpoint": { value: scaleway.endpoint },
    "reseller:organizationId": { value: scaleway.organizationId },
    "reseller:accessKey": { value: scaleway.accessKey },
    "reseller:secretKey": { value: scaleway.secretKey, secret: true },
  }),
  gridscale: ({ gridscale }) => ({
    "reseller:endpoint": { value: gridscale.endpoint },
    "reseller:userUuid": { value: gridscale.userUuid },
    "reseller:token": { value: gridscale.token, secret: true },
    "reseller:requestsPerMinute": { value: "100000" },
  }),
};

/** A stack of its own, with a program that can be changed between runs, on the real engine and a file backend. */
export class RealmStack {
  private constructor(
    readonly folder: string,
    readonly stack: Stack,
    readonly environment: Record<string, string>,
  ) {}

  /** @param config settings, `reseller:` and others; secrets are given as `{ secret: … }`. */
  static async create(
    sandbox: RunningSandbox,
    config: Record<string, string> = {},
    portal: PortalName = "csp",
  ): Promise<RealmStack> {
    const engine = await ensureEngine();
    // The Automation API looks for the engine on the PATH of its own process.
    Object.assign(process.env, engine.env);
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "reseller-stack-")));
    mkdirSync(path.join(folder, "backend"));
    writeFileSync(path.join(folder, "Pulumi.yaml"), JSON.stringify({ name: PROJECT, runtime: "nodejs" }));
    writeFileSync(
      path.join(folder, "package.json"),
      JSON.stringify({ name: PROJECT, private: true, main: "index.js" }),
    );
    symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
    const environment = {
      ...(engine.env as Record<string, string>),
      PULUMI_BACKEND_URL: `file://${path.join(folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
    };
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: STACK, workDir: folder },
      { envVars: environment },
    );
    await stack.setAllConfig({
      "reseller:portal": { value: portal },
      ...SETTINGS[portal](sandbox),
      ...Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }])),
    });
    return new RealmStack(folder, stack, environment);
  }

  /** The body of the program; `reseller` and `pulumi` are there, and what it assigns to `exports` becomes an output. */
  program(source: string): this {
    writeFileSync(
      path.join(this.folder, "index.js"),
      `const pulumi = require("@pulumi/pulumi");\nconst reseller = require("pulumi-reseller");\n${source}\n`,
    );
    return this;
  }

  /** One of the examples as the program, as it stands there. */
  example(name: string): this {
    const from = path.join(ROOT, "examples", name);
    for (const file of readdirSync(from).filter((entry) => entry !== "Pulumi.yaml" && entry !== "node_modules"))
      cpSync(path.join(from, file), path.join(this.folder, file), { recursive: true });
    return this;
  }

  up(options: { parallel?: number; plan?: string; policyPacks?: string[] } = {}): Promise<Outcome> {
    return this.run((onOutput) => this.stack.up({ onOutput, color: "never", ...options }));
  }

  /** As pipelines do it: what is done is what a saved plan says, and nothing else. */
  async upBySavedPlan(): Promise<Outcome> {
    const plan = path.join(this.folder, "plan.bin");
    await this.stack.preview({ color: "never", plan });
    return this.up({ plan });
  }

  preview(options: { policyPacks?: string[]; policyPackConfigs?: string[] } = {}): Promise<Outcome> {
    return this.run(async (onOutput) => {
      const { changeSummary } = await this.stack.preview({ onOutput, color: "never", ...options });
      return { changes: changeSummary as Record<string, number> };
    });
  }

  /** What the engine's preview prints for programs: the plan, with all that stays as it is, or what went wrong. */
  plan(...flags: readonly string[]): Promise<string> {
    return this.engine("preview", "--json", "--show-sames", ...flags).then(({ stdout }) => stdout);
  }

  /** An `up` without all that the Automation API asks the engine for beside it: where there are many of them. */
  bareUp(): Promise<BareOutcome> {
    return this.engine("up", "--yes", "--skip-preview", "--color", "never").then(({ stdout, stderr, failed }) => ({
      output: `${stdout}\n${stderr}`,
      failed,
    }));
  }

  refresh(options: { parallel?: number } = {}): Promise<Outcome> {
    return this.run((onOutput) => this.stack.refresh({ onOutput, color: "never", ...options }));
  }

  destroy(): Promise<Outcome> {
    return this.run((onOutput) => this.stack.destroy({ onOutput, color: "never" }));
  }

  /** Resources of this provider in the state, by their name in the program. */
  resources(): Map<string, StoredResource> {
    return new Map(this.stored().map((resource) => [resource.urn.split("::").pop() ?? "", resource]));
  }

  /** The same, with those that another one has replaced and that are still to be deleted. */
  stored(): StoredResource[] {
    const { latest } = (JSON.parse(this.stateText()) as { checkpoint: { latest?: { resources?: StoredResource[] } } })
      .checkpoint;
    return (latest?.resources ?? []).filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/reseller:"));
  }

  /** The state as it lies on disk. */
  stateText(): string {
    return readFileSync(this.stateFile(), "utf8");
  }

  stateFile(): string {
    return path.join(this.folder, "backend", ".pulumi", "stacks", PROJECT, `${STACK}.json`);
  }

  /**
   * What a person does when the engine was killed while it wrote its checkpoint, and now can't load it. The note beside the checkpoint is
   * written in place, and may be cut off: it isn't needed. Where the checkpoint itself is, the engine's copy of the one before takes its
   * place. True where any of it was needed.
   */
  restoreCheckpoint(): boolean {
    const file = this.stateFile();
    const notes = [`${file}.attrs`, `${file}.bak.attrs`].filter(isCutOff);
    for (const note of notes) rmSync(note);
    if (!isCutOff(file)) return notes.length > 0;
    copyFileSync(`${file}.bak`, file);
    return true;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private engine(
    ...command: readonly string[]
  ): Promise<{ readonly stdout: string; readonly stderr: string; readonly failed: boolean }> {
    const argv = [...command, "--non-interactive", "--stack", STACK];
    const options = { cwd: this.folder, env: { ...process.env, ...this.environment }, maxBuffer: LONGEST_PLAN };
    return new Promise((resolve) =>
      execFile("pulumi", argv, options, (error, stdout, stderr) => resolve({ stdout, stderr, failed: error !== null })),
    );
  }

  private async run(
    work: (
      onOutput: (text: string) => void,
    ) => Promise<{ summary?: UpdateSummary; outputs?: OutputMap; changes?: Record<string, number> }>,
  ): Promise<Outcome> {
    let output = "";
    try {
      const result = await work((text) => (output += text));
      return {
        output,
        failed: false,
        changes: (result.changes ?? result.summary?.resourceChanges ?? {}) as Record<string, number>,
        outputs: result.outputs ?? {},
      };
    } catch (error) {
      return {
        output: `${output}\n${error instanceof Error ? error.message : String(error)}`,
        failed: true,
        changes: {},
        outputs: {},
      };
    }
  }
}

function isCutOff(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return false;
  } catch {
    return true;
  }
}

/** Operations other than "same" that an outcome counts. */
export function changed(outcome: Outcome): Record<string, number> {
  return Object.fromEntries(
    Object.entries(outcome.changes).filter(([operation, count]) => operation !== "same" && count > 0),
  );
}

/** Fails with all that the engine printed. */
export function expectSuccess(outcome: Outcome): void {
  expect(outcome.failed ? outcome.output : "").toBe("");
}
