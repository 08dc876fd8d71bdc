import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { type Contexts, evaluate, filled, isTrue } from "./expressions";
import type { Example, Place } from "./place";
import { refusals } from "../review/outputs/codeScanning";

export type Outcome = "success" | "failure" | "skipped" | "waiting" | "killed";

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly strategy?: { readonly "fail-fast": boolean; readonly "max-parallel": string; readonly matrix: string };
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, { readonly branches?: readonly string[] } | null>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface RanJob {
  readonly outcome: Outcome;
  readonly outputs: Readonly<Record<string, string>>;
  /** What its steps printed. */
  readonly output: string;
  readonly summary: string;
  readonly artifacts: Readonly<Record<string, readonly string[]>>;
}

export type RanWorkflow = Readonly<Record<string, RanJob>>;

export interface Event {
  readonly name: "pull_request" | "push" | "schedule" | "workflow_dispatch";
  /** What is checked out where a step doesn't say otherwise. */
  readonly commit: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Environments with required reviewers that somebody has approved for this run. */
  readonly approved?: readonly string[];
  /** Kills the run in the step of this name, as soon as the promise is there. */
  readonly kill?: { readonly step: string; readonly when: () => Promise<"kill"> };
}

/** What a repository has at GitHub. */
export interface Repository {
  readonly name: string;
  readonly api: string;
  readonly token: string;
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly reviewedEnvironments: readonly string[];
  readonly vars: Readonly<Record<string, string>>;
}

/** What a job of a matrix is called: `stage-1 acme`. */
type Element = Readonly<Record<string, string>>;

/** A run of a workflow, in one of its jobs. */
interface Running {
  readonly key: string;
  readonly workflow: Workflow;
  readonly event: Event;
  readonly github: object;
  /** Jobs that have run. */
  readonly needs: Readonly<Record<string, RanJob>>;
  /** Folders of artifacts, by name. */
  readonly kept: Map<string, string>;
}

/** Runs the workflows of an example as GitHub does: jobs by what they need, every step in the job's own folder. */
export class GitHubRunner {
  /** Every shell step that was run, as `file/job/number`. */
  readonly ran = new Set<string>();

  constructor(
    private readonly place: Place,
    private readonly repository: Repository,
  ) {}

  static workflow(file: string, example: Example = "gitops"): Workflow {
    const at = path.resolve(__dirname, "..", "..", "examples", example, ".github", "workflows", file);
    return parse(fs.readFileSync(at, "utf8")) as Workflow;
  }

  async run(file: string, event: Event): Promise<RanWorkflow> {
    const workflow = GitHubRunner.workflow(file, this.place.name);
    if (!Object.hasOwn(workflow.on, event.name)) throw new Error(`${file} is not run on ${event.name}`);
    expect(workflow.defaults.run.shell).toBe("bash");
    const done: Record<string, RanJob> = {};
    const ran: Record<string, RanJob> = {};
    const kept = new Map<string, string>();
    const github = {
      event: event.payload ?? {},
      event_name: event.name,
      repository: this.repository.name,
      token: this.repository.token,
    };
    filled(workflow.concurrency.group, { github });
    const open = new Map(Object.entries(workflow.jobs));
    while (open.size > 0) {
      const [name, job] = [...open].find(([, each]) => needsOf(each).every((need) => Object.hasOwn(done, need))) ?? [];
      if (name === undefined || job === undefined) throw new Error(`${file}: jobs need each other`);
      open.delete(name);
      const run: Running = { key: `${file}/${name}`, workflow, event, github, needs: done, kept };
      for (const [element, result] of await this.runJobs(job, run)) {
        ran[element === undefined ? name : `${name} ${element["name"]}`] = result;
        // One job of a matrix that failed makes all of it fail.
        done[name] = done[name]?.outcome === "failure" ? done[name] : result;
      }
    }
    return ran;
  }

  /** One run of a job, or one for each element of its matrix. */
  private async runJobs(job: Job, run: Running): Promise<[Element | undefined, RanJob][]> {
    const { github, needs } = run;
    const results = needsOf(job).map((need) => [need, { outputs: needs[need]?.outputs, result: needs[need]?.outcome }]);
    const contexts = { github, needs: Object.fromEntries(results) as object };
    if (!this.isRun(job, run, contexts)) return [[undefined, { ...NOTHING, outcome: "skipped" }]];
    const jobs: [Element | undefined, RanJob][] = [];
    for (const element of elementsOf(job, contexts))
      jobs.push([element, await this.runJob(job, run, { ...contexts, matrix: element ?? {} })]);
    return jobs;
  }

  private isRun(job: Job, { event, needs }: Running, own: Contexts): boolean {
    const isGoingOn = /\b(?:always|cancelled)\(\)/.test(job.if ?? "");
    if (!isGoingOn && needsOf(job).some((need) => needs[need]?.outcome !== "success")) return false;
    const contexts = { ...own, vars: this.repository.vars, inputs: event.inputs ?? {} };
    return job.if === undefined || isTrue(evaluate(job.if, contexts));
  }

  private async runJob(job: Job, { key, workflow, event, kept }: Running, contexts: Contexts): Promise<RanJob> {
    const { environment } = job;
    if (
      environment !== undefined &&
      this.repository.reviewedEnvironments.includes(environment) &&
      event.approved?.includes(environment) !== true
    )
      return { ...NOTHING, outcome: "waiting" };
    return new JobRun(
      this.place,
      this.repository,
      this.ran,
      key,
      workflow,
      job,
      event,
      {
        ...contexts,
        vars: this.repository.vars,
        inputs: event.inputs ?? {},
        // Secrets of an environment are there for jobs of that environment alone.
        secrets: environment === undefined ? {} : (this.repository.secrets[environment] ?? {}),
      },
      kept,
    ).run();
  }
}

const NOTHING = { outputs: {}, output: "", summary: "", artifacts: {} };

function needsOf({ needs = [] }: Job): readonly string[] {
  return typeof needs === "string" ? [needs] : needs;
}

/** The elements of a job's matrix; one that is nothing for a job without. */
function elementsOf({ strategy }: Job, contexts: Contexts): (Element | undefined)[] {
  if (strategy === undefined) return [undefined];
  expect(isTrue(evaluate(bare(strategy["max-parallel"]), contexts))).toBe(true);
  const { include } = evaluate(bare(strategy.matrix), contexts) as { include: Element[] };
  expect(include.length).toBeGreaterThan(0);
  return include;
}

/** What stands between `${{` and `}}`. */
function bare(text: string): string {
  const found = /^\$\{\{(.*)\}\}$/s.exec(text)?.[1];
  if (found === undefined) throw new Error(`${text} is no expression`);
  return found;
}

class JobRun {
  private readonly workspace: string;
  private readonly temporary: string;
  private readonly steps: Record<string, { outputs: Record<string, string> }> = {};
  private readonly artifacts: Record<string, readonly string[]> = {};
  private output = "";

  constructor(
    private readonly place: Place,
    private readonly repository: Repository,
    private readonly ran: Set<string>,
    private readonly key: string,
    private readonly workflow: Workflow,
    private readonly job: Job,
    private readonly event: Event,
    private readonly contexts: Contexts,
    /** Artifacts of the run by name, and the folders that they are. */
    private readonly kept: Map<string, string>,
  ) {
    this.workspace = place.emptyWorkspace();
    this.temporary = place.emptyWorkspace();
    fs.writeFileSync(path.join(this.temporary, "event.json"), JSON.stringify(event.payload ?? {}));
    fs.writeFileSync(path.join(this.temporary, "summary.md"), "");
  }

  async run(): Promise<RanJob> {
    let outcome: Outcome = "success";
    for (const [index, step] of this.job.steps.entries()) {
      const contexts = { ...this.contexts, steps: this.steps };
      const always = step.if?.includes("always()") === true;
      if (outcome === "killed" || (outcome === "failure" && !always)) continue;
      if (step.if !== undefined && !isTrue(evaluate(step.if, contexts))) continue;
      const passed = step.run === undefined ? this.use(step, contexts) : await this.shell(index, step, contexts);
      if (passed === "killed") outcome = "killed";
      else if (!passed) outcome = "failure";
    }
    const contexts = { ...this.contexts, steps: this.steps };
    const outputs =
      outcome === "success"
        ? Object.fromEntries(
            Object.entries(this.job.outputs ?? {}).map(([name, text]) => [name, filled(text, contexts)]),
          )
        : {};
    const summary = fs.readFileSync(path.join(this.temporary, "summary.md"), "utf8");
    return { outcome, outputs, output: this.output, summary, artifacts: this.artifacts };
  }

  private async shell(index: number, step: Step, contexts: Contexts): Promise<boolean | "killed"> {
    this.ran.add(`${this.key}/${index}`);
    const outputFile = path.join(this.temporary, `output-${index}`);
    fs.writeFileSync(outputFile, "");
    const env: Record<string, string> = {
      GITHUB_ACTIONS: "true",
      GITHUB_REPOSITORY: this.repository.name,
      GITHUB_API_URL: this.repository.api,
      GITHUB_EVENT_NAME: this.event.name,
      GITHUB_EVENT_PATH: path.join(this.temporary, "event.json"),
      GITHUB_SHA: this.event.commit,
      GITHUB_ACTOR: "eva",
      GITHUB_REF_NAME: this.event.name === "pull_request" ? "1/merge" : "main",
      GITHUB_WORKFLOW_REF: `${this.repository.name}/.github/workflows/${this.key.split("/")[0]}@refs/heads/main`,
      GITHUB_OUTPUT: outputFile,
      GITHUB_STEP_SUMMARY: path.join(this.temporary, "summary.md"),
      RUNNER_TEMP: this.temporary,
    };
    for (const given of [this.workflow.env, this.job.env, step.env])
      for (const [name, text] of Object.entries(given ?? {})) env[name] = filled(String(text), contexts);
    const kill = this.event.kill?.step === step.name ? this.event.kill?.when : undefined;
    const { code, output } = await this.place.bash(filled(step.run ?? "", contexts), {
      cwd: this.workspace,
      env,
      whileItRuns: kill,
    });
    this.output += `\n### ${step.name ?? step.run}\n${output}`;
    if (step.id !== undefined) this.steps[step.id] = { outputs: readOutputs(outputFile) };
    return kill !== undefined && code !== 0 ? "killed" : code === 0;
  }

  /** The actions that the example uses, as far as what they do matters here. Any other is an error. */
  private use({ uses = "", with: given = {} }: Step, contexts: Contexts): boolean {
    const [action, version] = uses.split("@");
    expect(version).toMatch(/^[0-9a-f]{40}$/);
    const text = (name: string) => filled(String(given[name] ?? ""), contexts);
    switch (action) {
      case "actions/checkout":
        expect(given["persist-credentials"]).toBe(false);
        if (given["fetch-depth"] === 0) this.place.clone(text("ref") || this.event.commit, this.workspace);
        else this.place.writeCommit(text("ref") || this.event.commit, this.workspace);
        return true;
      case "actions/setup-node":
      case "pulumi/actions":
        // Both are on this machine. An action that was given a command would run the engine itself.
        expect(given["command"]).toBeUndefined();
        return true;
      case "actions/upload-artifact": {
        const folder = path.join(this.workspace, text("path"));
        const files = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
        this.artifacts[text("name")] = files;
        this.kept.set(text("name"), folder);
        return files.length > 0 || text("if-no-files-found") !== "error";
      }
      case "actions/download-artifact": {
        const folder = this.kept.get(text("name"));
        if (folder === undefined) return false;
        fs.cpSync(folder, path.join(this.workspace, text("path")), { recursive: true });
        return true;
      }
      case "github/codeql-action/upload-sarif": {
        const sarif = fs.readFileSync(path.join(this.workspace, text("sarif_file")), "utf8");
        this.artifacts["sarif"] = [text("category")];
        return refusals(sarif).length === 0;
      }
      default:
        throw new Error(`the action ${action} is not known here`);
    }
  }
}

function readOutputs(file: string): Record<string, string> {
  const lines = fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const [name = "", ...rest] = line.split("=");
      return [name, rest.join("=")];
    }),
  );
}
