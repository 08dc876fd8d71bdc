import { type Answer, type Change, ForgeStandIn, type Kept, pageOf, type Person, type Request } from "./standIn";

/** Whom a workflow's own token writes as. */
export const WORKFLOW: Person = { id: 41898282, login: "github-actions[bot]" };
export const WORKFLOW_TOKEN = "ghs_workflowToken0123456789";
export const PERSON: Person = { id: 7, login: "eva" };
export const PERSON_TOKEN = "ghp_personToken0123456789";
export const REPOSITORY = "reseller/realm";

/** GitHub's REST API, version 2022-11-28, as far as it concerns comments, issues and the change of a commit. */
export class GitHubStandIn extends ForgeStandIn {
  get api(): string {
    return this.address;
  }

  protected answer(request: Request): Answer | undefined {
    const { method, path, headers, body, query } = request;
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
    if (token !== WORKFLOW_TOKEN && token !== PERSON_TOKEN) return problem(401, "Bad credentials");
    if (headers["x-github-api-version"] !== "2022-11-28") return undefined;
    if (headers.accept !== "application/vnd.github+json") return undefined;
    if (headers["user-agent"] === undefined) return problem(403, "Request forbidden by administrative rules.");
    const author = token === PERSON_TOKEN ? PERSON : WORKFLOW;
    if (method === "GET" && path === "/user")
      return author === PERSON
        ? { status: 200, body: { login: PERSON.login, id: PERSON.id, type: "User" } }
        : problem(403, "Resource not accessible by integration");
    const base = `/repos/${REPOSITORY}`;
    if (!path.startsWith(`${base}/`)) return path.startsWith("/repos/") ? problem(404, "Not Found") : undefined;
    const route = path.slice(base.length);
    let found: RegExpExecArray | null;
    if ((found = /^\/issues\/(\d+)\/comments$/.exec(route))) {
      const list = this.commentsOf(Number(found[1]));
      if (list === undefined) return problem(404, "Not Found");
      if (method === "GET") return this.page(request, list.map(commentView));
      if (method === "POST")
        return (
          tooLong(body) ?? { status: 201, body: commentView(this.keep(list, author, { body: String(body.body) })) }
        );
    }
    if ((found = /^\/issues\/comments\/(\d+)$/.exec(route)) && method === "PATCH") {
      const comment = this.allComments().find(({ id }) => id === Number(found?.[1]));
      if (comment === undefined) return problem(404, "Not Found");
      const refused = tooLong(body);
      if (refused !== undefined) return refused;
      comment.body = String(body.body);
      return { status: 200, body: commentView(comment) };
    }
    if (route === "/issues" && method === "GET") {
      const state = query.get("state") ?? "open";
      const issues = this.issues.filter(({ open }) => state === "all" || open === (state === "open"));
      // Open pull requests stand in the same list.
      const changes = [...this.changes.values()].filter(({ merged }) => merged === undefined);
      return this.page(request, [
        ...changes.map((change) => changeAsIssue(change)),
        ...issues.map((issue) => this.issueView(issue)),
      ]);
    }
    if (route === "/issues" && method === "POST") {
      if (typeof body.title !== "string" || !Array.isArray(body.labels)) return problem(422, "Validation Failed");
      const text = { title: body.title, body: String(body.body), labels: body.labels as string[] };
      return tooLong(body) ?? { status: 201, body: this.issueView(this.keep(this.issues, author, text)) };
    }
    if ((found = /^\/issues\/(\d+)$/.exec(route)) && method === "PATCH") {
      const issue = this.issues.find(({ number }) => number === Number(found?.[1]) - 5000);
      if (issue === undefined) return problem(404, "Not Found");
      const refused = tooLong(body);
      if (refused !== undefined) return refused;
      if (body.title !== undefined) issue.title = String(body.title);
      if (body.body !== undefined) issue.body = String(body.body);
      if (body.state !== undefined) issue.open = body.state === "open";
      return { status: 200, body: this.issueView(issue) };
    }
    if ((found = /^\/commits\/([0-9a-f]{40})\/pulls$/.exec(route)) && method === "GET") {
      const commit = found[1];
      const changes = [...this.changes.values()].filter(({ head, merged }) => head === commit || merged === commit);
      return this.page(request, changes.map(changeView));
    }
    if ((found = /^\/actions\/workflows\/([\w.-]+)\/runs$/.exec(route)) && method === "GET") {
      const workflow = found[1];
      const runs = this.runs.filter((run) => run.workflow === workflow && run.branch === query.get("branch"));
      if (query.get("status") !== "success") return undefined;
      const succeeded = runs.filter(({ succeeded: has }) => has).reverse();
      const views = succeeded.map(({ commit, source }) => ({ head_sha: commit, event: source, status: "completed" }));
      return { status: 200, body: { total_count: views.length, workflow_runs: views } };
    }
    return undefined;
  }

  private commentsOf(number: number): Kept[] | undefined {
    return this.changes.get(number)?.comments ?? this.issues.find((issue) => issue.number === number - 5000)?.comments;
  }

  private allComments(): Kept[] {
    return [...this.changes.values(), ...this.issues].flatMap(({ comments }) => comments);
  }

  /** Numbers of issues and pull requests are of one series. */
  private issueView(issue: Kept) {
    return {
      id: issue.id,
      number: 5000 + issue.number,
      title: issue.title,
      body: issue.body,
      state: issue.open ? "open" : "closed",
      user: { login: issue.author.login, id: issue.author.id },
      labels: issue.labels.map((name) => ({ name })),
      html_url: `https://github.example.com/${REPOSITORY}/issues/${5000 + issue.number}`,
    };
  }

  private page({ path, query }: Request, all: readonly unknown[]): Answer {
    const { items, page, last } = pageOf(all, query, 30);
    const at = (number: number) => {
      const parameters = new URLSearchParams(query);
      parameters.set("page", String(number));
      return `<${this.address}${path}?${parameters.toString()}>`;
    };
    const links = [
      ...(page > 1 ? [`${at(page - 1)}; rel="prev"`] : []),
      ...(page < last ? [`${at(page + 1)}; rel="next"`, `${at(last)}; rel="last"`] : []),
    ];
    return { status: 200, body: items, headers: links.length === 0 ? {} : { link: links.join(", ") } };
  }
}

function commentView({ id, body, author }: Kept) {
  return {
    id,
    body,
    user: { login: author.login, id: author.id },
    html_url: `https://github.example.com/${REPOSITORY}/issues/1#issuecomment-${id}`,
  };
}

function changeView({ number, merged, head }: Change) {
  return {
    number,
    state: merged === undefined ? "open" : "closed",
    merged_at: merged === undefined ? null : "2026-11-28T12:00:00Z",
    merge_commit_sha: merged ?? null,
    head: { sha: head ?? null },
  };
}

function changeAsIssue(change: Change) {
  return {
    id: 90_000 + change.number,
    number: change.number,
    title: "a change",
    body: null,
    user: PERSON,
    pull_request: {},
  };
}

function tooLong({ body }: Request["body"]): Answer | undefined {
  return typeof body === "string" && body.length > 65_536
    ? problem(422, "Validation Failed: body is too long (maximum is 65536 characters)")
    : undefined;
}

function problem(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: "https://docs.github.com/rest" } };
}
