import { execFile } from "node:child_process";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
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
import type { OutputMap } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { kindOfType } from "../../engine/names";
import { SECRET_SIGNATURE, SIGNATURE_KEY } from "../../engine/values";
import type { PortalName } from "../../provider/portals/list";
import type { RunningSandbox } from "../../sandbox";
import { fixtureOf } from "../portals/list";
import { testEngine } from "./engine";
import { engineRun, HOSTS_VARIABLE, KEYS, keysEnvironment, place } from "./engineRun";

const ROOT = path.resolve(__dirname, "..", "..");
export const STACK = "test";
const PROJECT = "realm";
const TAG_BYTES = 16;
const LONGEST_PLAN = 64 * 1024 * 1024;

export interface Outcome {
  /** Everything that the engine printed, as a person or a log sees it. */
  readonly output: string;
  /** What it told programs about the run: its event log. */
  readonly events: string;
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

interface Setting {
  readonly value: string;
  readonly secret?: boolean;
}

type Config = Readonly<Record<string, Setting>>;

/** Of the file of a stack's settings. */
interface Settings {
  readonly encryptedkey: string;
  config?: Record<string, unknown>;
}

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly failed: boolean;
}

/** Of a state, what tests look at. */
interface Deployment {
  readonly resources?: readonly StoredResource[];
}

function settingsOf(portal: PortalName, sandbox: RunningSandbox): Config {
  const { settings, secretSettings } = fixtureOf(portal);
  return Object.fromEntries(
    Object.entries(settings(sandbox)).map(([name, value]) => [
      `reseller:${name}`,
      { value, ...(secretSettings.includes(name) ? { secret: true } : {}) },
    ]),
  );
}

/**
 * A stack of its own, with a program that can be changed between runs, on the real engine and a file backend. Each run is one process of
 * the engine: a stack begins as a copy of an empty one, and settings are written to its file.
 */
export class RealmStack {
  private constructor(
    readonly folder: string,
    readonly environment: Record<string, string>,
    private readonly name: string = STACK,
  ) {}

  /** @param config settings, `reseller:` and others. */
  static create(
    sandbox: RunningSandbox,
    config: Record<string, string> = {},
    portal: PortalName = "csp",
  ): Promise<RealmStack> {
    return RealmStack.withSettings({
      "reseller:portal": { value: portal },
      ...settingsOf(portal, sandbox),
      ...Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }])),
    });
  }

  /** @param settings all of them, `reseller:portal` among them */
  static async withSettings(settings: Config): Promise<RealmStack> {
    const engine = await testEngine();
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "reseller-stack-")));
    const environment = {
      ...engine.env,
      PULUMI_BACKEND_URL: `file://${path.join(folder, "backend")}`,
      ...keysEnvironment(),
      ...engineRun().programHosts,
      // Types of the examples are checked with those of everything else.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    };
    const stack = new RealmStack(folder, environment);
    await stack.begin();
    stack.setAllConfig(settings);
    return stack;
  }

  private async begin(): Promise<void> {
    const { emptyStack } = engineRun();
    if (existsSync(emptyStack)) cpSync(emptyStack, this.folder, { recursive: true });
    else {
      mkdirSync(path.join(this.folder, "backend"));
      writeFileSync(path.join(this.folder, "Pulumi.yaml"), JSON.stringify({ name: PROJECT, runtime: "nodejs" }));
      writeFileSync(
        path.join(this.folder, "package.json"),
        JSON.stringify({ name: PROJECT, private: true, main: "index.js" }),
      );
      const { failed, stderr } = await this.engine("stack", "init", `--secrets-provider=${KEYS}`);
      if (failed) throw new Error(`no stack could be made: ${stderr}`);
      const copy = mkdtempSync(`${emptyStack}-`);
      cpSync(this.folder, copy, { recursive: true });
      place(copy, emptyStack);
    }
    symlinkSync(path.join(ROOT, "node_modules"), path.join(this.folder, "node_modules"));
  }

  /** Another stack of the same project, with the same settings. Both are empty. */
  sibling(name: string): RealmStack {
    const stack = new RealmStack(this.folder, { ...this.environment }, name);
    copyFileSync(this.settingsFile(), stack.settingsFile());
    const renamed = this.stateText().replaceAll(
      `organization/${PROJECT}/${this.name}`,
      `organization/${PROJECT}/${name}`,
    );
    writeFileSync(stack.stateFile(), renamed);
    return stack;
  }

  setAllConfig(config: Config): void {
    for (const [name, setting] of Object.entries(config)) this.setConfig(name, setting);
  }

  /** @param isPath whether the name is a path into an object. */
  setConfig(name: string, { value, secret = false }: Setting, { isPath = false } = {}): void {
    this.editSettings((settings, encrypt) => {
      const whole = name.includes(":") ? name : `${PROJECT}:${name}`;
      const steps = isPath ? whole.split(".") : [whole];
      const last = steps.pop()!;
      const place = steps.reduce((level, step) => (level[step] ??= {}) as Record<string, unknown>, settings);
      place[last] = secret ? { secure: encrypt(value) } : value;
    });
  }

  removeConfig(name: string): void {
    this.editSettings((settings) => delete settings[name]);
  }

  private editSettings(edit: (settings: Record<string, unknown>, encrypt: (value: string) => string) => void): void {
    const content = this.settings();
    content.config ??= {};
    const key = keyIn(content);
    edit(content.config, (value) => encrypted(value, key));
    writeFileSync(this.settingsFile(), stringify(content));
  }

  private settings(): Settings {
    return parse(readFileSync(this.settingsFile(), "utf8")) as Settings;
  }

  /** The body of the program; `reseller` and `pulumi` are there, and what it assigns to `exports` becomes an output. */
  program(source: string): this {
    writeFileSync(
      path.join(this.folder, "index.js"),
      `const pulumi = require("@pulumi/pulumi");\nconst reseller = require("pulumi-reseller");\n${source}\n`,
    );
    return this;
  }

  /** Takes all packages, and later the plugin, from another installation than that of the checkout. */
  withPackages(folder: string): this {
    const link = path.join(this.folder, "node_modules");
    rmSync(link);
    symlinkSync(folder, link);
    return this;
  }

  /** Lets the engine find the plugin. A program or a setting still has to choose it. */
  withPlugin(folder?: string): this {
    const file = path.join(this.folder, "Pulumi.yaml");
    const project = parse(readFileSync(file, "utf8")) as object;
    const ofPackage = () => realpathSync(path.join(this.folder, "node_modules", "pulumi-reseller", "plugin"));
    const plugins = { providers: [{ name: "reseller", path: folder ?? ofPackage() }] };
    writeFileSync(file, JSON.stringify({ ...project, plugins }));
    return this;
  }

  /** Another runtime of the project than Node. */
  runsOn(runtime: string | object): this {
    const file = path.join(this.folder, "Pulumi.yaml");
    const project = parse(readFileSync(file, "utf8")) as object;
    writeFileSync(file, JSON.stringify({ ...project, runtime }));
    return this;
  }

  /** From now on all resources have this host. */
  hostedBy(host: "dynamic" | "plugin"): this {
    this.setConfig("reseller:host", { value: host });
    return this;
  }

  /** From now on the engine runs the program as it does for a user: by its language host, in a process that is made for each run. */
  inOwnProcess(): this {
    delete this.environment[HOSTS_VARIABLE];
    return this;
  }

  /** The same, for some runs alone. */
  async asUser<Result>(work: (stack: this) => Promise<Result>): Promise<Result> {
    this.inOwnProcess();
    return work(this).finally(() => Object.assign(this.environment, engineRun().programHosts));
  }

  /** One of the examples as the program, as it stands there. */
  example(name: string): this {
    const from = path.join(ROOT, "examples", name);
    for (const file of readdirSync(from).filter((entry) => entry !== "Pulumi.yaml" && entry !== "node_modules"))
      cpSync(path.join(from, file), path.join(this.folder, file), { recursive: true });
    return this;
  }

  async up({
    parallel,
    plan,
    target,
    policyPacks = [],
  }: { parallel?: number; plan?: string; target?: string; policyPacks?: string[] } = {}): Promise<Outcome> {
    const outcome = await this.run("up", [
      "--yes",
      "--skip-preview",
      ...(parallel === undefined ? [] : [`--parallel=${parallel}`]),
      ...(plan === undefined ? [] : [`--plan=${plan}`]),
      ...(target === undefined ? [] : [`--target=${target}`]),
      ...policyPacks.map((pack) => `--policy-pack=${pack}`),
    ]);
    return outcome.failed ? outcome : { ...outcome, outputs: this.outputs() };
  }

  /** As pipelines do it: what is done is what a saved plan says, and nothing else. */
  async upBySavedPlan(): Promise<Outcome> {
    const plan = path.join(this.folder, "plan.bin");
    await this.run("preview", [`--save-plan=${plan}`]);
    return this.up({ plan });
  }

  preview({
    refresh = false,
    policyPacks = [],
    policyPackConfigs = [],
  }: { refresh?: boolean; policyPacks?: string[]; policyPackConfigs?: string[] } = {}): Promise<Outcome> {
    return this.run("preview", [
      ...(refresh ? ["--refresh"] : []),
      ...policyPacks.map((pack) => `--policy-pack=${pack}`),
      ...policyPackConfigs.map((file) => `--policy-pack-config=${file}`),
    ]);
  }

  /** What the engine's preview prints for programs: the plan, with all that stays as it is, or what went wrong. */
  async plan(...flags: readonly string[]): Promise<string> {
    const command = ["preview", "--json", "--show-sames", ...flags];
    const { stdout, stderr } = await this.engine(...command);
    if (stdout === "") throw new Error(`the engine printed no plan: ${stderr}`);
    return stdout;
  }

  refresh({ parallel }: { parallel?: number } = {}): Promise<Outcome> {
    return this.run("refresh", [
      "--yes",
      "--skip-preview",
      ...(parallel === undefined ? [] : [`--parallel=${parallel}`]),
    ]);
  }

  /** @param flags what `pulumi import` is to take over */
  import(...flags: readonly string[]): Promise<Outcome> {
    return this.run("import", ["--yes", "--generate-code=false", ...flags]);
  }

  destroy(): Promise<Outcome> {
    return this.run("destroy", ["--yes", "--skip-preview"]);
  }

  private settingsFile(): string {
    return path.join(this.folder, `Pulumi.${this.name}.yaml`);
  }

  /** Takes away the lock that a killed run has left, as `pulumi cancel` does; nothing where there is none. */
  cancel(): void {
    const locks = path.join(this.folder, "backend", ".pulumi", "locks", "organization", PROJECT, this.name);
    rmSync(locks, { recursive: true, force: true });
  }

  /** The stack's outputs, with their secrets. To ask the engine takes a process. */
  outputs(): OutputMap {
    const stored = this.deployment().resources?.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
    const key = keyIn(this.settings());
    const plain = (_name: string, value: unknown) =>
      isSecret(value) ? (JSON.parse(decrypted(value.ciphertext, key)) as unknown) : value;
    return Object.fromEntries(
      Object.entries(stored).map(([name, value]) => {
        const text = JSON.stringify(value, plain);
        return [name, { value: JSON.parse(text) as unknown, secret: text !== JSON.stringify(value) }];
      }),
    );
  }

  /** Resources of this provider in the state, by their name in the program. */
  resources(): Map<string, StoredResource> {
    return new Map(this.stored().map((resource) => [resource.urn.split("::").pop() ?? "", resource]));
  }

  /** The same, with those that another one has replaced and that are still to be deleted. */
  stored(): StoredResource[] {
    return (this.deployment().resources ?? []).filter(({ type }) => kindOfType(type) !== undefined);
  }

  /** The state. */
  deployment(): Deployment {
    return (JSON.parse(this.stateText()) as { checkpoint: { latest?: Deployment } }).checkpoint.latest ?? {};
  }

  /** Another state in its place. */
  setDeployment(deployment: Deployment): void {
    const file = JSON.parse(this.stateText()) as { checkpoint: object };
    writeFileSync(
      this.stateFile(),
      JSON.stringify({ ...file, checkpoint: { ...file.checkpoint, latest: deployment } }),
    );
  }

  /** The state as it lies on disk. */
  stateText(): string {
    return readFileSync(this.stateFile(), "utf8");
  }

  stateFile(): string {
    return path.join(this.folder, "backend", ".pulumi", "stacks", PROJECT, `${this.name}.json`);
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

  /** Runs a command of the engine for this stack. */
  private engine(...command: readonly string[]): Promise<Printed> {
    return this.pulumi(this.folder, ...command, "--stack", this.name);
  }

  /** Runs a command of the engine in another project with the same backend. */
  pulumi(folder: string, ...command: readonly string[]): Promise<Printed> {
    const argv = [...command, "--non-interactive"];
    // Event logs are an option of debugging.
    const env = {
      ...process.env,
      ...this.environment,
      PULUMI_DEBUG_COMMANDS: "true",
    };
    const options = { cwd: folder, env, maxBuffer: LONGEST_PLAN };
    return new Promise((resolve) =>
      execFile("pulumi", argv, options, (error, stdout, stderr) => resolve({ stdout, stderr, failed: error !== null })),
    );
  }

  private async run(command: string, flags: readonly string[]): Promise<Outcome> {
    const log = path.join(this.folder, "events.jsonl");
    rmSync(log, { force: true });
    const all = [command, "--color=never", `--event-log=${log}`, ...flags];
    const { stdout, stderr, failed } = await this.engine(...all);
    const events = existsSync(log) ? readFileSync(log, "utf8") : "";
    return {
      output: `${stdout}\n${stderr}`,
      events,
      failed,
      changes: failed ? {} : changesIn(events),
      outputs: {},
    };
  }
}

/** What the engine sums up at a run's end. */
function changesIn(events: string): Record<string, number> {
  const summaries = events
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { summaryEvent?: { resourceChanges?: Record<string, number> } })
    .flatMap(({ summaryEvent }) => (summaryEvent === undefined ? [] : [summaryEvent]));
  return summaries.at(-1)?.resourceChanges ?? {};
}

/** The service's answer, encoded once more; it gives the key itself. */
function keyIn({ encryptedkey }: Settings): Buffer {
  return Buffer.from(Buffer.from(encryptedkey, "base64").toString("utf8"), "base64");
}

/** As the engine keeps secrets in settings files and states; to have it do so takes a process for each. */
function encrypted(value: string, key: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const text = Buffer.concat([cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${text.toString("base64")}`;
}

function decrypted(value: string, key: Buffer): string {
  const [nonce, sealed] = value
    .split(":")
    .slice(1)
    .map((part) => Buffer.from(part, "base64")) as [Buffer, Buffer];
  const decipher = createDecipheriv("aes-256-gcm", key, nonce).setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
}

function isSecret(value: unknown): value is { ciphertext: string } {
  return typeof value === "object" && (value as Record<string, unknown> | null)?.[SIGNATURE_KEY] === SECRET_SIGNATURE;
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
