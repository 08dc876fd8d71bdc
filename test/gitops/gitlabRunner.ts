import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import type { Place } from "./place";

const FILE = path.resolve(__dirname, "..", "..", "examples", "gitops", ".gitlab-ci.yml");
const KEYWORDS = ["workflow", "stages", "variables", "default"];

interface Rule {
  readonly if: string;
  readonly when?: "never" | "manual";
  readonly allow_failure?: boolean;
}

interface Job {
  readonly stage: string;
  readonly rules: readonly Rule[];
  readonly needs?: readonly string[];
  readonly environment?: { readonly name: string };
  readonly variables?: Readonly<Record<string, string>>;
  readonly script: readonly string[];
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
  readonly default: { readonly before_script: readonly string[] };
  readonly jobs: Readonly<Record<string, Job>>;
}

export type Outcome = "success" | "failure" | "skipped" | "manual" | "killed";

export interface RanJob {
  readonly outcome: Outcome;
  readonly output: string;
  readonly artifacts: readonly string[];
}

export interface Trigger {
  readonly source: "merge_request_event" | "push" | "schedule" | "web";
  readonly commit: string;
  readonly change?: number;
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

/** A pipeline that has run, of which single jobs can be run by hand, or again. */
export class RunningPipeline {
  readonly done = new Map<string, RanJob>();
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
        const rule = this.matching(job.rules);
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
    const workspace = this.place.checkOut(this.trigger.commit);
    const dotenv: Record<string, string> = {};
    for (const needed of needs) {
      for (const [file, text] of this.kept.get(needed)?.files ?? []) writeFile(path.join(workspace, file), text);
      Object.assign(dotenv, this.kept.get(needed)?.dotenv);
    }
    const { before_script: before } = this.pipeline.default;
    const lines = [...before, ...job.script];
    lines.forEach((_, index) => this.ran.add(`${name}/${index}`));
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

  private variablesOf(job: Job): Record<string, string> {
    const environment = job.environment?.name;
    return {
      ...this.predefined(),
      ...Object.fromEntries(
        Object.entries(this.pipeline.variables).map(([name, value]) => [
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
      ...(change === undefined ? { CI_COMMIT_BRANCH: "main" } : { CI_MERGE_REQUEST_IID: String(change) }),
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

  static pipeline(): Pipeline {
    const read = parse(fs.readFileSync(FILE, "utf8")) as Record<string, unknown> & Omit<Pipeline, "jobs">;
    const jobs = Object.entries(read).filter(([name]) => !KEYWORDS.includes(name));
    return { ...read, jobs: Object.fromEntries(jobs) as Record<string, Job> };
  }

  run(trigger: Trigger): Promise<RunningPipeline> {
    return new RunningPipeline(this.place, this.project, trigger, GitLabRunner.pipeline(), this.ran).runAll();
  }
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
