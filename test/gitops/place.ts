import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { testEngine } from "../support/engine";
import { npmCommands } from "../support/npmCommands";
import { engineRun } from "../support/engineRun";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const EXAMPLES = path.join(CHECKOUT, "examples");
/** The same commit has the same hash, whenever it is made. */
const AUTHOR = {
  ...{ GIT_AUTHOR_NAME: "Eva", GIT_AUTHOR_EMAIL: "eva@reseller.example.com", GIT_AUTHOR_DATE: "1700000000 +0000" },
  ...{
    GIT_COMMITTER_NAME: "Eva",
    GIT_COMMITTER_EMAIL: "eva@reseller.example.com",
    GIT_COMMITTER_DATE: "1700000000 +0000",
  },
};
/** What of a package is not told to npm: it would want to install what stands there already. */
const LEFT_OUT = [
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
  "scripts",
  "overrides",
];

export type Files = Readonly<Record<string, string>>;

/** An example of a repository with pipelines. */
export type Example = "gitops" | "fleet";

export interface Ended {
  readonly code: number;
  /** What was printed, on both streams. */
  readonly output: string;
}

/**
 * What the pipelines of one repository stand on: its commits, the package to install, the state, a home. The commits are copies of
 * an example as it stands; of package.json alone the version of the two packages says where they are on this machine.
 */
export class Place {
  readonly backend: string;
  private readonly commits = new Map<string, Files>();
  private workspaces = 0;

  private constructor(
    readonly folder: string,
    readonly name: Example,
    private readonly npm: string,
    private readonly engine: Readonly<Record<string, string>>,
  ) {
    this.backend = `file://${path.join(folder, "backend")}`;
  }

  static async make(example: Example): Promise<Place> {
    const { env } = await testEngine();
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), "reseller-gitops-")));
    for (const name of ["backend", "home", "packages"]) fs.mkdirSync(path.join(folder, name));
    const place = new Place(folder, example, npmCommands(folder), env);
    link(CHECKOUT, path.join(folder, "packages", "pulumi-reseller"), (entry) => entry === "dist");
    const sdk = path.join(CHECKOUT, "node_modules", "@pulumi", "pulumi");
    link(sdk, path.join(folder, "packages", "pulumi"), (entry) => entry !== "package.json");
    return place;
  }

  /** The example, so that `npm ci` installs the packages of this checkout, without a registry. */
  example(): Files {
    const example = path.join(EXAMPLES, this.name);
    const names = fs.readdirSync(example, { recursive: true }).map(String);
    const files = Object.fromEntries(
      names
        .filter((name) => !name.includes("node_modules") && fs.statSync(path.join(example, name)).isFile())
        .map((name) => [name.split(path.sep).join("/"), fs.readFileSync(path.join(example, name), "utf8")]),
    );
    const own = JSON.parse(files["package.json"] ?? "") as { name: string; dependencies: Record<string, string> };
    const packages = { "@pulumi/pulumi": "pulumi", "pulumi-reseller": "pulumi-reseller" };
    expect(Object.keys(own.dependencies).sort()).toEqual(Object.keys(packages).sort());
    own.dependencies = Object.fromEntries(
      Object.entries(packages).map(([name, at]) => [name, `file:../packages/${at}`]),
    );
    const lock = {
      name: own.name,
      lockfileVersion: 3,
      requires: true,
      packages: {
        "": { name: own.name, dependencies: own.dependencies },
        ...Object.fromEntries(
          Object.entries(packages).flatMap(([name, at]) => {
            const text = fs.readFileSync(path.join(this.folder, "packages", at, "package.json"), "utf8");
            const { version, bin } = JSON.parse(text) as { version: string; bin?: object };
            return [
              [`../packages/${at}`, { name, version, bin }],
              [`node_modules/${name}`, { resolved: `../packages/${at}`, link: true }],
            ];
          }),
        ),
      },
    };
    return { ...files, "package.json": JSON.stringify(own), "package-lock.json": JSON.stringify(lock) };
  }

  /** Its hash says what is in it, as that of Git does. */
  commit(files: Files): string {
    const hash = createHash("sha1").update(JSON.stringify(files)).digest("hex");
    this.commits.set(hash, files);
    return hash;
  }

  /** The same in Git, behind another commit, so that a job sees what a change touches. */
  commitBehind(parent: string | undefined, files: Files): string {
    const tree = this.emptyWorkspace();
    this.writeFiles(files, tree);
    const git = (...args: readonly string[]) => this.git(["--work-tree", tree, ...args]);
    git("add", "--all", "--force");
    const hash = git(
      "commit-tree",
      git("write-tree"),
      ...(parent === undefined ? [] : ["-p", parent]),
      "-m",
      "a change",
    );
    // Clones have what a branch leads to.
    git("update-ref", `refs/heads/of-${hash}`, hash);
    this.commits.set(hash, files);
    return hash;
  }

  /** A clone with the whole history, in an empty folder. */
  clone(commit: string, workspace: string): void {
    this.git(["clone", "--quiet", "--no-checkout", this.repository, workspace]);
    execFileSync("git", ["checkout", "--quiet", "--detach", commit], { cwd: workspace });
  }

  private get repository(): string {
    return path.join(this.folder, "repository.git");
  }

  private git(args: readonly string[]): string {
    if (!fs.existsSync(this.repository)) execFileSync("git", ["init", "--quiet", "--bare", this.repository]);
    const env = { ...process.env, ...AUTHOR, GIT_DIR: this.repository };
    return execFileSync("git", args, { env, encoding: "utf8" }).trim();
  }

  /** A folder with what is in a commit, as a job finds it. */
  checkOut(commit: string): string {
    const workspace = this.emptyWorkspace();
    this.writeCommit(commit, workspace);
    return workspace;
  }

  /** The text of a file in a commit. */
  fileOf(commit: string, file: string): string {
    return this.commits.get(commit)?.[file] ?? "";
  }

  emptyWorkspace(): string {
    this.workspaces += 1;
    const workspace = path.join(this.folder, `workspace-${this.workspaces}`);
    fs.mkdirSync(workspace);
    return workspace;
  }

  writeCommit(commit: string, workspace: string): void {
    const files = this.commits.get(commit);
    if (files === undefined) throw new Error(`there is no commit ${commit}`);
    this.writeFiles(files, workspace);
  }

  private writeFiles(files: Files, workspace: string): void {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(workspace, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text);
    }
  }

  /** The shell of a job: nothing of this process's environment but where programs are. */
  async bash(
    script: string,
    { cwd, env, whileItRuns }: { cwd: string; env: Record<string, string>; whileItRuns?: () => Promise<"kill"> },
  ): Promise<Ended> {
    const file = path.join(this.folder, "step.sh");
    fs.writeFileSync(file, script);
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", file], {
      cwd,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...this.engine,
        // What is killed has processes of its own.
        ...(whileItRuns === undefined ? engineRun().programHosts : {}),
        HOME: path.join(this.folder, "home"),
        CI: "true",
        ...this.ofMachine(),
        ...env,
      },
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
    const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? -1)));
    if (whileItRuns !== undefined) {
      const running = ended.then(() => "ended" as const);
      if ((await Promise.race([whileItRuns(), running])) === "kill") killWholeRun(child.pid ?? 0, cwd);
    }
    return { code: await ended, output };
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private ofMachine(): Record<string, string> {
    const node = path.dirname(process.execPath);
    return {
      PATH: [this.npm, this.engine["PATH"] ?? "", node, process.env["PATH"] ?? ""].join(path.delimiter),
      // npm would ask whether there is a newer npm.
      npm_config_update_notifier: "false",
      npm_config_offline: "true",
      npm_config_audit: "false",
      npm_config_cache: path.join(this.folder, "home", "npm"),
    };
  }
}

/** A package as a folder that npm may link: its files where they are, and a package.json that asks for nothing more. */
function link(from: string, to: string, wanted: (entry: string) => boolean): void {
  fs.mkdirSync(to);
  const own = JSON.parse(fs.readFileSync(path.join(from, "package.json"), "utf8")) as Record<string, unknown>;
  for (const member of LEFT_OUT) delete own[member];
  fs.writeFileSync(path.join(to, "package.json"), JSON.stringify(own));
  for (const entry of fs.readdirSync(from).filter(wanted)) fs.symlinkSync(path.join(from, entry), path.join(to, entry));
}

/** The engine starts its plugins in process groups of their own: on Linux they are found by their folder. */
function killWholeRun(group: number, folder: string): void {
  process.kill(-group, "SIGKILL");
  if (process.platform !== "linux") return;
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (fs.readlinkSync(`/proc/${pid}/cwd`) === folder) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended by itself, or is somebody else's.
    }
  }
}
