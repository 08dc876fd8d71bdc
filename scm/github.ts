import { pathOf } from "../provider/transport";
import { ForgeConnection, type ForgeDialect, type ForgeSettings, objectOf, PAGE_SIZE, textOf } from "./connection";
import type { Forge, IssueText, PipelineRuns, Post } from "./forge";

export interface GitHubSettings extends ForgeSettings {
  /** `owner/name`. */
  readonly repository: string;
  /** Who the token writes as, where it can't tell itself: a GitHub App's `name[bot]`. */
  readonly author?: string;
}

/** GitHub counts characters, and answers 422 to more. */
const LONGEST = 65_536;
/** Whom the token of a workflow writes as. It may not ask who it is. */
const WORKFLOW_AUTHOR = "github-actions[bot]";

const dialect: ForgeDialect = {
  name: "GitHub",
  credential: (token) => ({ Authorization: `Bearer ${token}` }),
  headers: { Accept: "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28" },
  problem: ({ message, errors }) => ({
    detail: message,
    fieldErrors: Array.isArray(errors)
      ? errors.map(objectOf).map(({ field, code, message: said }) => ({ field, code, message: said }))
      : [],
  }),
  advice: (status) =>
    status === 403
      ? "The job may lack a permission: `permissions: pull-requests: write` for comments, `issues: write` for issues, `actions: read` for runs; or the rate limit was reached"
      : status === 404
        ? "The token can't see it: check the repository, the number, and the job's `permissions`"
        : status === 410
          ? "Issues are disabled in this repository"
          : undefined,
  hasNext: (headers) => /<[^>]*>\s*;[^,]*\brel="?next"?/.test(headers["link"] ?? ""),
};

/** GitHub's REST API, of github.com or of an Enterprise Server. */
export class GitHub implements Forge {
  readonly name = "GitHub";
  readonly longest = LONGEST;
  private readonly connection: ForgeConnection;
  private readonly repository: { owner: string; repository: string };
  private author: Promise<string> | undefined;

  constructor(private readonly settings: GitHubSettings) {
    const [owner = "", repository = ""] = settings.repository.split("/");
    this.repository = { owner, repository };
    this.connection = new ForgeConnection(settings, dialect);
  }

  async comments(change: string): Promise<readonly Post[]> {
    return this.posts(await this.connection.list(this.path("/issues/{change}/comments", { change })));
  }

  async addComment(change: string, body: string): Promise<Post> {
    const path = this.path("/issues/{change}/comments", { change });
    return this.post((await this.connection.send({ method: "POST", path, body: { body } })).body);
  }

  async editComment(_change: string, id: string, body: string): Promise<Post> {
    return this.post(await this.patch(this.path("/issues/comments/{id}", { id }), { body }));
  }

  async openIssues(): Promise<readonly Post[]> {
    const query = { state: "open", sort: "created", direction: "asc" };
    const listed = await this.connection.list(this.path("/issues"), query);
    // Pull requests are issues, too.
    const issues = listed.filter((entry) => entry["pull_request"] === undefined);
    return this.posts(issues.map((issue) => ({ ...issue, id: issue["number"] })));
  }

  async openIssue({ title, body, labels }: IssueText): Promise<Post> {
    const text = { title, body, labels };
    return this.issue((await this.connection.send({ method: "POST", path: this.path("/issues"), body: text })).body);
  }

  async editIssue(id: string, { title, body }: Omit<IssueText, "labels">): Promise<Post> {
    return this.issue(await this.patch(this.path("/issues/{id}", { id }), { title, body }));
  }

  async closeIssue(id: string, sentence: string): Promise<void> {
    await this.addComment(id, sentence);
    await this.patch(this.path("/issues/{id}", { id }), { state: "closed", state_reason: "completed" });
  }

  async mergedChange(commit: string): Promise<string | undefined> {
    const changes = await this.connection.list(this.path("/commits/{commit}/pulls", { commit }));
    const merged = changes.find(
      (change) => typeof change["merged_at"] === "string" && change["merge_commit_sha"] === commit,
    );
    return merged === undefined ? undefined : textOf(merged["number"]);
  }

  async lastSuccess({ branch, workflow }: PipelineRuns): Promise<string | undefined> {
    const path = this.path("/actions/workflows/{workflow}/runs", { workflow });
    const query = { branch, status: "success", per_page: PAGE_SIZE };
    const { body } = await this.connection.send({ method: "GET", path, query });
    const runs = objectOf(body)["workflow_runs"];
    if (!Array.isArray(runs)) throw this.connection.unexpected(`GET ${path}`, "no list of runs");
    const run = runs.map(objectOf).find(({ event }) => event !== "schedule");
    return run === undefined ? undefined : textOf(run["head_sha"]);
  }

  close(): void {
    this.connection.close();
  }

  private path(rest: string, parameters: Readonly<Record<string, string>> = {}): string {
    return pathOf(`/repos/{owner}/{repository}${rest}`, { ...this.repository, ...parameters });
  }

  private async patch(path: string, body: object): Promise<unknown> {
    return (await this.connection.send({ method: "PATCH", path, body, repeatable: true })).body;
  }

  private async posts(entries: readonly Readonly<Record<string, unknown>>[]): Promise<readonly Post[]> {
    return Promise.all(entries.map((entry) => this.post(entry)));
  }

  private issue(value: unknown): Promise<Post> {
    return this.post({ ...objectOf(value), id: objectOf(value)["number"] });
  }

  private async post(value: unknown): Promise<Post> {
    const entry = objectOf(value);
    const id = textOf(entry["id"]);
    if (id === "") throw this.connection.unexpected("GitHub", "an entry that has no id");
    return {
      id,
      body: textOf(entry["body"]),
      address: textOf(entry["html_url"]),
      isOwn: textOf(objectOf(entry["user"])["login"]) === (await this.ownName()),
    };
  }

  /** The token of a person says whose it is; that of a workflow or an app is refused the question. */
  private ownName(): Promise<string> {
    this.author ??= (async () => {
      if (this.settings.author !== undefined) return this.settings.author;
      const user = await this.connection.ask({ method: "GET", path: "/user" }, [403]);
      return user === undefined ? WORKFLOW_AUTHOR : textOf(objectOf(user.body)["login"]);
    })();
    return this.author;
  }
}
