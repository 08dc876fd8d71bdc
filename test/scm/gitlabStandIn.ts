import { type Answer, type Change, ForgeStandIn, type Kept, pageOf, type Person, type Request } from "./standIn";

export const PROJECT_BOT: Person = { id: 501, login: "project_42_bot" };
export const PROJECT_TOKEN = "glpat-projectToken0123456789";
export const PROJECT = "42";

/** GitLab's REST API, version 4, as far as it concerns notes, issues and the change of a commit. */
export class GitLabStandIn extends ForgeStandIn {
  get api(): string {
    return `${this.address}/api/v4`;
  }

  protected answer(request: Request): Answer | undefined {
    const { method, path, headers, body, query } = request;
    if (headers["private-token"] !== PROJECT_TOKEN) return problem(401, "401 Unauthorized");
    if (!path.startsWith("/api/v4/")) return undefined;
    const route = path.slice("/api/v4".length);
    if (method === "GET" && route === "/user") return { status: 200, body: userView(PROJECT_BOT) };
    const base = `/projects/${PROJECT}`;
    if (!route.startsWith(`${base}/`))
      return route.startsWith("/projects/") ? problem(404, "404 Project Not Found") : undefined;
    const rest = route.slice(base.length);
    let found: RegExpExecArray | null;
    if ((found = /^\/(merge_requests|issues)\/(\d+)\/notes$/.exec(rest))) {
      const number = Number(found[2]);
      const list = found[1] === "issues" ? this.issue(number)?.comments : this.changes.get(number)?.comments;
      if (list === undefined) return problem(404, "404 Not found");
      if (method === "GET") {
        // The newest first, unless asked otherwise.
        const sorted = query.get("sort") === "asc" ? list : [...list].reverse();
        return page(request, sorted.map(noteView));
      }
      if (method === "POST")
        return (
          refusal(body.body) ?? {
            status: 201,
            body: noteView(this.keep(list, PROJECT_BOT, { body: String(body.body) })),
          }
        );
    }
    if ((found = /^\/merge_requests\/(\d+)\/notes\/(\d+)$/.exec(rest)) && method === "PUT") {
      const note = this.changes.get(Number(found[1]))?.comments.find(({ id }) => id === Number(found?.[2]));
      if (note === undefined) return problem(404, "404 Not found");
      const refused = refusal(body.body);
      if (refused !== undefined) return refused;
      if (note.author.id !== PROJECT_BOT.id) return problem(403, "403 Forbidden");
      note.body = String(body.body);
      return { status: 200, body: noteView(note) };
    }
    if (rest === "/issues" && method === "GET") {
      const open = query.get("state");
      return page(
        request,
        this.issues.filter((issue) => open === null || issue.open === (open === "opened")).map(issueView),
      );
    }
    if (rest === "/issues" && method === "POST") {
      if (typeof body.title !== "string" || typeof body.labels !== "string") return problem(400, "title is missing");
      const text = { title: body.title, body: String(body.description), labels: body.labels.split(",") };
      return refusal(body.description) ?? { status: 201, body: issueView(this.keep(this.issues, PROJECT_BOT, text)) };
    }
    if ((found = /^\/issues\/(\d+)$/.exec(rest)) && method === "PUT") {
      const issue = this.issue(Number(found[1]));
      if (issue === undefined) return problem(404, "404 Not found");
      if (body.title !== undefined) issue.title = String(body.title);
      if (body.description !== undefined) issue.body = String(body.description);
      if (body.state_event !== undefined) issue.open = body.state_event === "reopen";
      return { status: 200, body: issueView(issue) };
    }
    if ((found = /^\/repository\/commits\/([0-9a-f]{40})\/merge_requests$/.exec(rest)) && method === "GET") {
      const commit = found[1];
      const changes = [...this.changes.values()].filter(({ head, merged }) => head === commit || merged === commit);
      return page(request, changes.map(changeView));
    }
    if (rest === "/pipelines" && method === "GET") {
      if (query.get("status") !== "success" || query.get("order_by") !== "id") return undefined;
      const runs = this.runs.filter(({ branch, succeeded }) => succeeded && branch === query.get("ref")).reverse();
      return page(
        request,
        runs.map(({ commit, source }) => ({ sha: commit, source, status: "success" })),
      );
    }
    return undefined;
  }

  private issue(number: number): Kept | undefined {
    return this.issues.find((issue) => issue.number === number);
  }
}

function page({ query }: Request, all: readonly unknown[]): Answer {
  const { items, page: number, last } = pageOf(all, query, 20);
  const headers = { "x-page": String(number), "x-next-page": number < last ? String(number + 1) : "" };
  return { status: 200, body: items, headers };
}

function userView({ id, login }: Person) {
  return { id, username: login };
}

function noteView({ id, body, author, system }: Kept) {
  return { id, body, author: userView(author), system: system ?? false, noteable_type: "MergeRequest" };
}

function issueView({ id, number, title, body, open, author, labels }: Kept) {
  return {
    id,
    iid: number,
    title,
    description: body,
    state: open ? "opened" : "closed",
    author: userView(author),
    labels,
    web_url: `https://gitlab.example.com/reseller/realm/-/issues/${number}`,
  };
}

function changeView({ number, merged, head }: Change) {
  return {
    iid: number,
    state: merged === undefined ? "opened" : "merged",
    sha: head ?? null,
    merge_commit_sha: merged ?? null,
    squash_commit_sha: null,
  };
}

function refusal(text: unknown): Answer | undefined {
  if (typeof text !== "string" || text === "") return problem(400, "body is missing");
  return text.length > 1_000_000 ? problem(400, "Note is too long (maximum is 1000000 characters)") : undefined;
}

function problem(status: number, message: string): Answer {
  return { status, body: { message } };
}
