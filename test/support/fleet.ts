import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { FleetReport } from "../../cli/fleetReports";
import { kindOfType } from "../../engine/names";
import type { RunningSandbox } from "../../sandbox";
import { reseller } from "./command";
import { testEngine } from "./engine";
import { engineRun } from "./engineRun";
import type { StoredResource } from "./stack";

const ROOT = path.resolve(__dirname, "..", "..");
const PROJECT = "fleet";
/** See `test/lanes/keys.ts`. */
export const KEYS = "hashivault://tests";

export interface FleetEnded {
  readonly code: number;
  readonly complained: string;
  readonly printed: string;
  /** What it printed with `--json`. */
  readonly report: FleetReport | undefined;
}

/** A fleet with files that can be changed between runs, on the real engine and a file backend. */
export class FleetProject {
  private constructor(
    readonly folder: string,
    readonly environment: Record<string, string>,
  ) {}

  static async create({ csp }: RunningSandbox): Promise<FleetProject> {
    const engine = await testEngine();
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "reseller-fleet-")));
    for (const name of ["backend", "realm", "stacks"]) mkdirSync(path.join(folder, name));
    symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
    const fleet = new FleetProject(folder, {
      ...engine.env,
      ...engineRun().programHosts,
      PULUMI_BACKEND_URL: `file://${path.join(folder, "backend")}`,
      VAULT_SERVER_URL: process.env["RESELLER_TEST_KEYS"] ?? "",
      VAULT_SERVER_TOKEN: "of-the-tests",
      RESELLER_PORTAL: "csp",
      RESELLER_ENDPOINT: csp.endpoint,
      RESELLER_TOKEN: csp.token,
      RESELLER_PROGRESS: "off",
    });
    fleet.write("Pulumi.yaml", { name: PROJECT, runtime: "nodejs", stackConfigDir: "stacks" });
    fleet.write("package.json", { name: PROJECT, private: true, main: "index.js" });
    fleet.write("fleet.yaml", { files: "realm", parallel: 2 });
    writeFileSync(
      path.join(folder, "index.js"),
      readFileSync(path.join(ROOT, "examples", "fleet", "index.js"), "utf8"),
    );
    return fleet;
  }

  /** @param content as YAML */
  write(file: string, content: object): void {
    writeFileSync(path.join(this.folder, file), file.endsWith(".json") ? JSON.stringify(content) : stringify(content));
  }

  /** `reseller fleet`, with what it printed held against its schema. */
  async run(...args: readonly string[]): Promise<FleetEnded> {
    const ended = await reseller(["fleet", ...args, "--json"], { cwd: this.folder, env: this.environment });
    return { ...ended, report: ended.printed === "" ? undefined : FleetReport.parse(JSON.parse(ended.printed)) };
  }

  /** Names of this package's resources in the state of a stack. */
  resources(stack: string): string[] {
    return this.stored(stack)
      .filter(({ type }) => kindOfType(type) !== undefined)
      .map(({ urn }) => urn.split("::").at(-1) ?? "")
      .sort();
  }

  stateFile(stack: string): string {
    return path.join(this.folder, "backend", ".pulumi", "stacks", PROJECT, `${stack}.json`);
  }

  /** A lock as another machine would have left it. */
  lock(stack: string, holder: { readonly hostname: string; readonly pid: number }): () => void {
    const folder = path.join(this.folder, "backend", ".pulumi", "locks", "organization", PROJECT, stack);
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, "11111111-2222-4333-8444-555555555555.json");
    writeFileSync(file, JSON.stringify({ ...holder, username: "jenkins", timestamp: "2026-01-02T03:04:05Z" }));
    return () => rmSync(file);
  }

  /** All files that runs have left, with the path inside `.reseller`, without what Node.js has compiled. */
  kept(): { readonly name: string; readonly text: string; readonly mode: number }[] {
    const folder = path.join(this.folder, ".reseller");
    return readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => !name.startsWith(path.join("fleet", "compiled")))
      .map((name) => ({ name, file: path.join(folder, name) }))
      .filter(({ file }) => statSync(file).isFile())
      .map(({ name, file }) => ({ name, text: readFileSync(file, "utf8"), mode: statSync(file).mode & 0o777 }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private stored(stack: string): readonly StoredResource[] {
    if (!existsSync(this.stateFile(stack))) return [];
    const state = JSON.parse(readFileSync(this.stateFile(stack), "utf8")) as {
      checkpoint: { latest?: { resources?: readonly StoredResource[] } };
    };
    return state.checkpoint.latest?.resources ?? [];
  }
}

/** A small customer, with one user who has that profile. */
export function account(name: string, profile: string | { readonly existing: string }): object {
  const users = {
    anna: {
      username: `${name}.anna`,
      email: `anna@${name}.example.com`,
      firstName: "Anna",
      lastName: "Keller",
      profiles: [profile],
    },
  };
  return {
    ...{ name: `${name} AG`, state: "production", availableServices: ["openstack"], uprovideAccount: `UP-${name}` },
    ...{ protect: false, users },
  };
}

/** A profile for customers, who manage their own people. */
export function profile(name: string): object {
  const permissions = ["show_users", "create_user", "edit_user", "reset_password"];
  return { name, description: "For customers", level: "client", permissions };
}
