import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import type { Example, Place } from "./place";

const EXAMPLES = path.resolve(__dirname, "..", "..", "examples");
const KEYWORDS = ["workflow", "stages", "variables", "default", "include"];

interface Rule {
  readonly if: string;
  readonly when?: "never" | "manual";
  readonly allow_failure?: boolean;
}

interface Job {
  readonly stage: string;
  readonly rules?: readonly Rule[];
  readonly needs?: readonly string[];
  readonly environment?: { readonly name: string };
  readonly variables?: Readonly<Record<string, string>>;
  readonly script: readonly string[];
  readonly extends?: string;
  /** Of a job that runs a pipeline which another one has written. */
  readonly trigger?: {
    readonly include: readonly { readonly artifact: string; readonly job: string }[];
    readonly strategy: "depend";
  };
  readonly artifacts?: {
    readonly when?: string;
    readonly paths: readonly string[];
    readonly reports?: { readonly dotenv?: string; readonly junit?: string };
  };
  readonly resource_group?: string;
}

export interface Pipeline {
  readonly workflow: { readonly rules: readonly Rule[] };
  readonly stages: readonly string[];
  readonly variables: Readonly<Record<string, string | { readonly value: string }>>;
  readonly default?: { readonly before_script: readonly string[] };
  readonly include?: readonly { readonly local: string }[];
  readonly jobs: Readonly<Record<string, Job>>;
}

export type Outcome = "success" | "failure" | "skipped" | "manual" | "killed";

export interface RanJob {
  readonly outcome: Outcome;
  readonly output: string;
  readonly artifacts: readonly string[];
}

export interface Trigger {
  readonly source: "merge_request_event" | "push" | "schedule" | "web" | "parent_pipeline";
  readonly commit: string;
  readonly change?: number;
  /** What a merge request is compared with. */
  readonly base?: string;
  /** What is given to a pipeline that is run by hand. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly kill?: { readonly job: string; readonly when: () => Promise<"kill"> };
}

/** What a project has at GitLab. */
export interface Project {
  readonly id: string;
  readonly api: string;
  readonly token: string;
  readonly variables: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const ALWAYS: Rule = { if: "" };

/** A pipeline that has run, of which single jobs can be run by hand, or again. */
export class RunningPipeline {
  readonly done = new Map<string, RanJob>();
  /** Pipelines that jobs have run, by the job. */
  readonly children = new Map<string, RunningPipeline>();
  private readonly kept = new Map<string, { files: Map<string, string>; dotenv: Readonly<Record<string, string>> }>();

  constructor(
    private readonly place: Place,
    private readonly project: Project,
    private readonly trigger: Trigger,
    readonly pipeline: Pipeline,
    private readonly ran: Set<string>,
  ) {}

  async runAll(): Promise<this> {
    if (this.matching(this.pipeline.workflow.rules) === undefined) return this;
    for (const stage of this.pipeline.stages)
      for (const [name, job] of Object.entries(this.pipeline.jobs).filter(([, { stage: of }]) => of === stage)) {
        const rule = job.rules === undefined ? ALWAYS : this.matching(job.rules);
        if (rule === undefined || rule.when === "never") continue;
        if (rule.when === "manual") this.done.set(name, { outcome: "manual", output: "", artifacts: [] });
        else await this.run(name);
      }
    return this;
  }

  outcomes(): Readonly<Record<string, Outcome>> {
    return Object.fromEntries([...this.done].map(([name, { outcome }]) => [name, outcome]));
  }

  output(name: string): string {
    return this.done.get(name)?.output ?? "";
  }

  /** What the jobs that failed printed; empty where none did. */
  failure(): string {
    return [...this.done]
      .filter(([, { outcome }]) => outcome === "failure")
      .map(([name, { output }]) => `${name}:${output}`)
      .join("\n");
  }

  /** As whoever presses its button. */
  async run(name: string): Promise<void> {
    const job = this.pipeline.jobs[name];
    if (job === undefined) throw new Error(`there is no job ${name}`);
    const needs = job.needs ?? [];
    if (needs.some((needed) => this.done.get(needed)?.outcome !== "success")) {
      this.done.set(name, { outcome: "skipped", output: "", artifacts: [] });
      return;
    }
    if (job.trigger !== undefined) return this.runChild(name, job, job.trigger);
    const workspace = this.checkOut();
    const dotenv: Record<string, string> = {};
    for (const needed of needs) {
      for (const [file, text] of this.kept.get(needed)?.files ?? []) writeFile(path.join(workspace, file), text);
      Object.assign(dotenv, this.kept.get(needed)?.dotenv);
    }
    const before = this.pipeline.default?.before_script ?? [];
    const lines = [...before, ...job.script];
    lines.forEach((_, index) => this.ran.add(`${job.extends ?? name}/${index}`));
    const kill = this.trigger.kill?.job === name ? this.trigger.kill.when : undefined;
    // The runner hands all lines to one shell, which ends with the first that fails.
    const { code, output } = await this.place.bash(lines.join("\n"), {
      cwd: workspace,
      env: { ...this.variablesOf(job), ...dotenv },
      whileItRuns: kill,
    });
    const files = keptFiles(workspace, job.artifacts?.paths ?? []);
    const reports = job.artifacts?.reports ?? {};
    const passed = code === 0;
    this.kept.set(name, {
      files,
      dotenv: reports.dotenv === undefined ? {} : readDotenv(files.get(reports.dotenv) ?? ""),
    });
    this.done.set(name, {
      outcome: passed ? "success" : kill === undefined ? "failure" : "killed",
      output,
      artifacts: passed || job.artifacts?.when === "always" ? [...files.keys()].sort() : [],
    });
  }

  /** With the whole history where the file says so. */
  private checkOut(): string {
    if (this.pipeline.variables?.["GIT_DEPTH"] !== "0") return this.place.checkOut(this.trigger.commit);
    const workspace = this.place.emptyWorkspace();
    this.place.clone(this.trigger.commit, workspace);
    return workspace;
  }

  private async runChild(name: string, job: Job, { include }: NonNullable<Job["trigger"]>): Promise<void> {
    const texts = include.map(({ artifact, job: from }) => this.kept.get(from)?.files.get(artifact) ?? "");
    const local = (file: string) => this.place.fileOf(this.trigger.commit, file);
    const variables = Object.fromEntries(
      Object.entries(job.variables ?? {}).map(([key, value]) => [key, expanded(value, this.variablesOf(job))]),
    );
    const trigger: Trigger = { source: "parent_pipeline", commit: this.trigger.commit, variables };
    const pipeline = withIncluded(texts.join("\n"), local);
    const child = await new RunningPipeline(this.place, this.project, trigger, pipeline, this.ran).runAll();
    this.children.set(name, child);
    const failure = child.failure();
    this.done.set(name, { outcome: failure === "" ? "success" : "failure", output: failure, artifacts: [] });
  }

  private variablesOf(job: Job): Record<string, string> {
    const environment = job.environment?.name;
    return {
      ...this.predefined(),
      ...Object.fromEntries(
        Object.entries(this.pipeline.variables ?? {}).map(([name, value]) => [
          name,
          typeof value === "string" ? value : value.value,
        ]),
      ),
      ...job.variables,
      GITLAB_TOKEN: this.project.token,
      // Variables of an environment are there for jobs of that environment alone.
      ...(environment === undefined ? {} : this.project.variables[environment]),
      ...this.trigger.variables,
    };
  }

  private predefined(): Record<string, string> {
    const { source, commit, change } = this.trigger;
    return {
      GITLAB_CI: "true",
      CI_API_V4_URL: this.project.api,
      CI_PROJECT_ID: this.project.id,
      CI_PIPELINE_SOURCE: source,
      CI_COMMIT_SHA: commit,
      CI_DEFAULT_BRANCH: "main",
      GITLAB_USER_LOGIN: "eva",
      ...(change === undefined
        ? { CI_COMMIT_BRANCH: "main" }
        : { CI_MERGE_REQUEST_IID: String(change), CI_MERGE_REQUEST_DIFF_BASE_SHA: this.trigger.base ?? "" }),
    };
  }

  private matching(rules: readonly Rule[]): Rule | undefined {
    const variables = { CI_COMMIT_BRANCH: "", ...this.predefined() };
    return rules.find(({ if: condition }) => holds(condition, variables));
  }
}

export class GitLabRunner {
  /** Every line of a script that was run, as `job/number`. */
  readonly ran = new Set<string>();

  constructor(
    private readonly place: Place,
    private readonly project: Project,
  ) {}

  static pipeline(example: Example = "gitops", file = ".gitlab-ci.yml"): Pipeline {
    return read(fs.readFileSync(path.join(EXAMPLES, example, file), "utf8"));
  }

  run(trigger: Trigger): Promise<RunningPipeline> {
    return new RunningPipeline(
      this.place,
      this.project,
      trigger,
      GitLabRunner.pipeline(this.place.name),
      this.ran,
    ).runAll();
  }
}

function read(text: string): Pipeline {
  const whole = parse(text) as Record<string, unknown> & Omit<Pipeline, "jobs">;
  const jobs = Object.entries(whole).filter(([name]) => !KEYWORDS.includes(name));
  return { ...whole, jobs: Object.fromEntries(jobs) as Record<string, Job> };
}

/** A pipeline with what it includes; jobs have what they extend, and run where nothing says when. */
function withIncluded(text: string, local: (file: string) => string): Pipeline {
  const own = read(text);
  const included = (own.include ?? []).map((each) => read(local(each.local)));
  const hidden = Object.assign({}, ...included.map(({ jobs }) => jobs)) as Record<string, Job>;
  const workflow = included.find((each) => each.workflow !== undefined)?.workflow ?? { rules: [] };
  const jobs = Object.entries(own.jobs).map(([name, job]) => [name, { ...hidden[job.extends ?? ""], ...job }]);
  return { ...own, workflow, jobs: Object.fromEntries(jobs) as Record<string, Job> };
}

function expanded(value: string, variables: Readonly<Record<string, string>>): string {
  return value.startsWith("$") ? (variables[value.slice(1)] ?? "") : value;
}

/** The two forms of conditions that the example has; any other is an error. */
function holds(condition: string, variables: Readonly<Record<string, string>>): boolean {
  const match = /^\$(\w+) == (?:"([^"]*)"|\$(\w+))$/.exec(condition);
  if (match === null) throw new Error(`the condition ${condition} is not known here`);
  const [, left = "", text, right = ""] = match;
  return valueOf(left, variables) === (text ?? valueOf(right, variables));
}

function valueOf(name: string, variables: Readonly<Record<string, string>>): string {
  const value = variables[name];
  if (value === undefined) throw new Error(`the variable ${name} is not known here`);
  return value;
}

function keptFiles(workspace: string, paths: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const kept of paths) {
    const at = path.join(workspace, kept);
    if (!fs.existsSync(at)) continue;
    const names = fs.statSync(at).isFile() ? [kept] : fs.readdirSync(at).map((name) => path.join(kept, name));
    for (const name of names) files.set(name, fs.readFileSync(path.join(workspace, name), "utf8"));
  }
  return files;
}

function readDotenv(text: string): Readonly<Record<string, string>> {
  const lines = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const match = /^([A-Za-z_]\w*)=(.*)$/.exec(line);
      if (match === null) throw new Error(`${JSON.stringify(line)} is no line of a dotenv report`);
      return [match[1], match[2]];
    }),
  );
}

function writeFile(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
