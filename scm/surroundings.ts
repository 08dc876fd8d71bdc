import * as fs from "node:fs";
import type { Forge } from "./forge";
import { ForgeError } from "./forge";
import { GitHub } from "./github";
import { GitLab } from "./gitlab";

type Environment = Readonly<Record<string, string | undefined>>;

/** What a person gives on the command line; each stands before what the pipeline's environment says. */
export interface ForgeFlags {
  readonly forge?: "github" | "gitlab";
  /** `owner/name` at GitHub, the project's number or path at GitLab. */
  readonly repository?: string;
  readonly api?: string;
  readonly tokenVariable?: string;
  readonly author?: string;
}

const GITHUB_API = "https://api.github.com";
const GITLAB_API = "https://gitlab.com/api/v4";

/**
 * The forge whose pipeline this is.
 *
 * @throws ForgeError that names everything that is missing.
 */
export function forgeHere(flags: ForgeFlags, environment: Environment): Forge {
  const kind = flags.forge ?? detected(environment);
  if (kind === undefined)
    throw new ForgeError(
      "this isn't a pipeline of GitHub or GitLab (neither GITHUB_ACTIONS nor GITLAB_CI is true): use --forge github or --forge gitlab",
    );
  return kind === "github" ? gitHub(flags, environment) : gitLab(flags, environment);
}

function gitHub(flags: ForgeFlags, environment: Environment): Forge {
  const repository = flags.repository ?? set(environment, "GITHUB_REPOSITORY");
  const [token, tokenIn] = tokenFrom(environment, flags.tokenVariable, ["GITHUB_TOKEN"]);
  refuseMissing([
    [repository, "the repository: --repository owner/name, or GITHUB_REPOSITORY"],
    [
      token,
      `the token: ${tokenIn}. In a workflow: env: { GITHUB_TOKEN: \${{ github.token }} } on the step, and permissions: pull-requests: write (issues: write for issues)`,
    ],
  ]);
  if (!/^[^/\s]+\/[^/\s]+$/.test(repository ?? ""))
    throw new ForgeError(`the repository ${JSON.stringify(repository)} is not of the form owner/name`);
  return new GitHub({
    repository: repository ?? "",
    token: token ?? "",
    tokenIn,
    author: flags.author,
    ...endpoint(flags, environment, "GITHUB_API_URL", GITHUB_API),
  });
}

function gitLab(flags: ForgeFlags, environment: Environment): Forge {
  const project = flags.repository ?? set(environment, "CI_PROJECT_ID");
  const [token, tokenIn] = tokenFrom(environment, flags.tokenVariable, ["GITLAB_TOKEN"]);
  if (flags.author !== undefined)
    throw new ForgeError("--author is for GitHub only: at GitLab, the token's user is known");
  refuseMissing([
    [project, "the project: --repository with its number or path, or CI_PROJECT_ID"],
    [
      token,
      `the token: ${tokenIn}. It is a project access token with the scope api, in a masked variable; a job's CI_JOB_TOKEN can't write comments`,
    ],
  ]);
  return new GitLab({
    project: project ?? "",
    token: token ?? "",
    tokenIn,
    ...endpoint(flags, environment, "CI_API_V4_URL", GITLAB_API),
  });
}

/** The number of the pull or merge request that the pipeline is about; undefined where it is about none. */
export function changeHere(forge: Forge["name"], environment: Environment): string | undefined {
  if (forge === "GitLab") return set(environment, "CI_MERGE_REQUEST_IID");
  const file = set(environment, "GITHUB_EVENT_PATH");
  if (file === undefined) return undefined;
  let event: { number?: unknown; pull_request?: { number?: unknown } };
  try {
    event = JSON.parse(fs.readFileSync(file, "utf8")) as typeof event;
  } catch (error) {
    throw new ForgeError(`GITHUB_EVENT_PATH: ${file} can't be read (${(error as Error).message})`);
  }
  const number = event.pull_request?.number;
  return typeof number === "number" ? String(number) : undefined;
}

export function commitHere(forge: Forge["name"], environment: Environment): string | undefined {
  return set(environment, forge === "GitHub" ? "GITHUB_SHA" : "CI_COMMIT_SHA");
}

/** The branch that the pipeline runs on. */
export function branchHere(forge: Forge["name"], environment: Environment): string | undefined {
  return set(environment, forge === "GitHub" ? "GITHUB_REF_NAME" : "CI_COMMIT_BRANCH");
}

/** The file of the workflow: `owner/name/.github/workflows/FILE@refs/heads/main`. */
export function workflowHere(environment: Environment): string | undefined {
  return /\/([^/@]+)@/.exec(set(environment, "GITHUB_WORKFLOW_REF") ?? "")?.[1];
}

/** Who started the job. */
export function personHere(forge: Forge["name"], environment: Environment): string | undefined {
  return set(environment, forge === "GitHub" ? "GITHUB_ACTOR" : "GITLAB_USER_LOGIN");
}

function detected(environment: Environment): ForgeFlags["forge"] {
  if (environment["GITHUB_ACTIONS"] === "true") return "github";
  return environment["GITLAB_CI"] === "true" ? "gitlab" : undefined;
}

function endpoint(flags: ForgeFlags, environment: Environment, variable: string, usual: string) {
  if (flags.api !== undefined) return { endpoint: flags.api, endpointIn: "--api" };
  return { endpoint: set(environment, variable) ?? usual, endpointIn: variable };
}

function tokenFrom(
  environment: Environment,
  given: string | undefined,
  usual: readonly string[],
): readonly [string | undefined, string] {
  const variables = given === undefined ? usual : [given];
  const found = variables.find((variable) => set(environment, variable) !== undefined);
  return [found === undefined ? undefined : set(environment, found), found ?? `the variable ${variables.join(" or ")}`];
}

function refuseMissing(needed: readonly (readonly [string | undefined, string])[]): void {
  const missing = needed.filter(([value]) => value === undefined).map(([, what]) => what);
  if (missing.length > 0) throw new ForgeError(`missing: ${missing.join("; ")}`);
}

function set(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === undefined || value.trim() === "" ? undefined : value.trim();
}
