import { pathOf } from "../provider/transport";
import { ForgeConnection, type ForgeDialect, type ForgeSettings, objectOf, PAGE_SIZE, textOf } from "./connection";
import type { Forge, IssueText, PipelineRuns, Post } from "./forge";
import { withoutOrders } from "./markdown";

export interface GitLabSettings extends ForgeSettings {
  /** The number of the project, or its path. */
  readonly project: string;
}

const LONGEST = 1_000_000;

const dialect: ForgeDialect = {
  name: "GitLab",
  credential: (token) => ({ "PRIVATE-TOKEN": token }),
  headers: {},
  // `message` is a text, or what is wrong with each field.
  problem: ({ message, error, error_description: description }) => ({
    detail:
      typeof message === "object" && message !== null ? JSON.stringify(message) : (message ?? description ?? error),
  }),
  advice: (status) =>
    status === 403
      ? "The token needs the scope `api`, and at least the role Reporter in this project"
      : status === 404
        ? "The token can't see it: check the project, the number, and that the token is a project access token with the scope `api` (a job's CI_JOB_TOKEN can't write comments)"
        : undefined,
  hasNext: (headers) => (headers["x-next-page"] ?? "").trim() !== "",
};

/** GitLab's REST API, of gitlab.com or of an own server. */
export class GitLab implements Forge {
  readonly name = "GitLab";
  readonly longest = LONGEST;
  private readonly connection: ForgeConnection;
  private userId: Promise<string> | undefined;

  constructor(private readonly settings: GitLabSettings) {
    this.connection = new ForgeConnection(settings, dialect);
  }

  async comments(change: string): Promise<readonly Post[]> {
    const path = this.path("/merge_requests/{change}/notes", { change });
    const notes = await this.connection.list(path, { order_by: "created_at", sort: "asc" });
    return this.posts(notes.filter((note) => note["system"] !== true));
  }

  async addComment(change: string, body: string): Promise<Post> {
    const path = this.path("/merge_requests/{change}/notes", { change });
    return this.post((await this.connection.send({ method: "POST", path, body: { body: withoutOrders(body) } })).body);
  }

  async editComment(change: string, id: string, body: string): Promise<Post> {
    const path = this.path("/merge_requests/{change}/notes/{id}", { change, id });
    return this.post((await this.connection.send({ method: "PUT", path, body: { body: withoutOrders(body) } })).body);
  }

  async openIssues(): Promise<readonly Post[]> {
    const query = { state: "opened", scope: "all", order_by: "created_at", sort: "asc" };
    return Promise.all((await this.connection.list(this.path("/issues"), query)).map((issue) => this.issue(issue)));
  }

  async openIssue({ title, body, labels }: IssueText): Promise<Post> {
    const text = { title, description: withoutOrders(body), labels: labels.join(",") };
    return this.issue((await this.connection.send({ method: "POST", path: this.path("/issues"), body: text })).body);
  }

  async editIssue(id: string, { title, body }: Omit<IssueText, "labels">): Promise<Post> {
    const path = this.path("/issues/{id}", { id });
    const text = { title, description: withoutOrders(body) };
    return this.issue((await this.connection.send({ method: "PUT", path, body: text })).body);
  }

  async closeIssue(id: string, sentence: string): Promise<void> {
    const path = this.path("/issues/{id}", { id });
    await this.connection.send({ method: "POST", path: `${path}/notes`, body: { body: withoutOrders(sentence) } });
    await this.connection.send({ method: "PUT", path, body: { state_event: "close" } });
  }

  async mergedChange(commit: string): Promise<string | undefined> {
    const changes = await this.connection.list(this.path("/repository/commits/{commit}/merge_requests", { commit }));
    // With a merge commit, squashed, or fast forward.
    const merged = changes.find(
      (change) =>
        change["state"] === "merged" &&
        [change["merge_commit_sha"], change["squash_commit_sha"], change["sha"]].includes(commit),
    );
    return merged === undefined ? undefined : textOf(merged["iid"]);
  }

  async lastSuccess({ branch }: PipelineRuns): Promise<string | undefined> {
    const path = this.path("/pipelines");
    const query = { ref: branch, status: "success", order_by: "id", sort: "desc", per_page: PAGE_SIZE };
    const { body } = await this.connection.send({ method: "GET", path, query });
    if (!Array.isArray(body)) throw this.connection.unexpected(`GET ${path}`, "no list");
    const pipeline = body.map(objectOf).find(({ source }) => source !== "schedule");
    return pipeline === undefined ? undefined : textOf(pipeline["sha"]);
  }

  close(): void {
    this.connection.close();
  }

  private path(rest: string, parameters: Readonly<Record<string, string>> = {}): string {
    return pathOf(`/projects/{project}${rest}`, { project: this.settings.project, ...parameters });
  }

  private posts(entries: readonly Readonly<Record<string, unknown>>[]): Promise<readonly Post[]> {
    return Promise.all(entries.map((entry) => this.post(entry)));
  }

  private issue(value: unknown): Promise<Post> {
    const issue = objectOf(value);
    return this.post({ ...issue, id: issue["iid"], body: issue["description"] });
  }

  private async post(value: unknown): Promise<Post> {
    const entry = objectOf(value);
    const id = textOf(entry["id"]);
    if (id === "") throw this.connection.unexpected("GitLab", "an entry that has no id");
    return {
      id,
      body: textOf(entry["body"]),
      // Notes have no address of their own in the API.
      address: textOf(entry["web_url"]) || `note ${id}`,
      isOwn: textOf(objectOf(entry["author"])["id"]) === (await this.ownId()),
    };
  }

  private ownId(): Promise<string> {
    this.userId ??= this.connection
      .send({ method: "GET", path: "/user" })
      .then(({ body }) => textOf(objectOf(body)["id"]) || "nobody");
    return this.userId;
  }
}
