import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import fc from "fast-check";
import { approve, approvedEffect, closeIssue, type Forge, forgeHere, postComment, postIssue } from "../../scm";
import { AppliedReport, ApprovedReport, PostReport } from "../../cli/reports";
import { fitted, withoutOrders } from "../../scm/markdown";
import { reseller } from "../support/command";
import { GitHubStandIn, PERSON, PERSON_TOKEN, REPOSITORY, WORKFLOW, WORKFLOW_TOKEN } from "./githubStandIn";
import { GitLabStandIn, PROJECT, PROJECT_BOT, PROJECT_TOKEN } from "./gitlabStandIn";
import type { ForgeStandIn, Person } from "./standIn";

const MARKER = "<!-- pulumi-reseller review: realm/production -->";
const STRANGER: Person = { id: 99, login: "mallory" };
const EFFECT = "a".repeat(64);
const COMMIT = "c".repeat(40);

interface Case {
  readonly make: () => ForgeStandIn;
  readonly self: Person;
  readonly environment: (api: string) => Record<string, string>;
  readonly longest: number;
}

const CASES: Readonly<Record<"GitHub" | "GitLab", Case>> = {
  GitHub: {
    make: () => new GitHubStandIn(),
    self: WORKFLOW,
    longest: 65_536,
    environment: (api) => ({
      GITHUB_ACTIONS: "true",
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_API_URL: api,
      GITHUB_TOKEN: WORKFLOW_TOKEN,
      GITHUB_ACTOR: "eva",
    }),
  },
  GitLab: {
    make: () => new GitLabStandIn(),
    self: PROJECT_BOT,
    longest: 1_000_000,
    environment: (api) => ({
      GITLAB_CI: "true",
      CI_PROJECT_ID: PROJECT,
      CI_API_V4_URL: api,
      CI_MERGE_REQUEST_IID: "7",
      GITLAB_TOKEN: PROJECT_TOKEN,
      GITLAB_USER_LOGIN: "eva",
    }),
  },
};

describe.each(["GitHub", "GitLab"] as const)("posting at %s", (name) => {
  const { make, self, environment, longest } = CASES[name];
  let standIn: ForgeStandIn;
  let forge: Forge;

  beforeEach(async () => {
    standIn = await make().start();
    standIn.change(7);
    forge = forgeHere({}, environment(standIn.api));
  });
  afterEach(async () => {
    forge.close();
    await standIn.stop();
    expect(standIn.strayCalls).toEqual([]);
  });

  const comments = () => standIn.change(7).comments;
  const bodies = () => comments().map(({ body }) => body);
  const post = (text: string) => postComment(forge, "7", MARKER, `${MARKER}\n${text}\n`);

  it("makes one comment, edits it in place, and leaves it alone where nothing has changed", async () => {
    expect((await post("first")).what).toBe("created");
    expect((await post("second")).what).toBe("updated");
    const before = standIn.calls.length;
    expect((await post("second")).what).toBe("unchanged");
    expect(standIn.calls.slice(before).every((call) => call.startsWith("GET "))).toBe(true);
    expect(bodies()).toEqual([`${MARKER}\nsecond\n`]);
  });

  it("finds its comment on every page, whatever else was said in between", async () => {
    for (let index = 0; index < 130; index += 1) standIn.keep(comments(), STRANGER, { body: `talk ${index}` });
    await post("first");
    for (let index = 0; index < 120; index += 1) standIn.keep(comments(), STRANGER, { body: `more talk ${index}` });
    expect((await post("second")).what).toBe("updated");
    expect(bodies().filter((body) => body.startsWith(MARKER))).toEqual([`${MARKER}\nsecond\n`]);
  });

  it("never takes over what somebody else wrote, nor a comment of its own about something else", async () => {
    standIn.keep(comments(), STRANGER, { body: `${MARKER}\nall is well` });
    standIn.keep(comments(), self, { body: `see ${MARKER}` });
    standIn.keep(comments(), self, { body: "<!-- pulumi-reseller review: realm/test -->\nother stack" });
    expect((await post("verdict")).what).toBe("created");
    expect(bodies()[0]).toBe(`${MARKER}\nall is well`);
    expect(comments()).toHaveLength(4);
  });

  it("edits the oldest of several, and says which others there are", async () => {
    standIn.keep(comments(), self, { body: `${MARKER}\r\nold` });
    standIn.keep(comments(), self, { body: `${MARKER}\nolder run` });
    const { what, duplicates } = await post("new");
    expect([what, duplicates.length, bodies()[0]]).toEqual(["updated", 1, `${MARKER}\nnew\n`]);
    expect(duplicates[0]).toContain(String(comments()[1]?.id));
  });

  it("makes no second comment where the answer to the first was lost", async () => {
    standIn.faults.push({ method: "POST", path: /7\/(comments|notes)$/, lostAfter: true });
    expect((await post("first")).what).toBe("created");
    expect(comments()).toHaveLength(1);
  });

  it("opens one issue, edits it, closes it with a sentence, and opens another when it comes again", async () => {
    const marker = "<!-- pulumi-reseller drift: realm/production -->";
    const issue = (text: string) =>
      postIssue(forge, marker, { title: "Drift", body: `${marker}\n${text}`, labels: ["reseller-drift"] });
    standIn.keep(standIn.issues, STRANGER, { title: "Drift", body: `${marker}\nforged` });
    expect((await closeIssue(forge, marker, "gone")).what).toBe("nothing to close");
    expect((await issue("one")).what).toBe("created");
    expect((await issue("two")).what).toBe("updated");
    const [, own] = standIn.issues;
    expect(own).toMatchObject({ title: "Drift", body: `${marker}\ntwo`, labels: ["reseller-drift"], open: true });
    expect((await closeIssue(forge, marker, "Nothing is left.")).what).toBe("closed");
    expect([own?.open, own?.comments.map(({ body }) => body)]).toEqual([false, ["Nothing is left."]]);
    expect((await issue("three")).what).toBe("created");
    expect(standIn.issues.map(({ open }) => open)).toEqual([true, false, true]);
  });

  it("keeps an approval with the change, for one effect, and takes nobody else's word for it", async () => {
    const realm = "realm/production";
    await approve(forge, "7", { name: "realm/test", effect: "b".repeat(64) });
    expect(await approvedEffect(forge, "7", realm)).toBeUndefined();
    await approve(forge, "7", { name: realm, effect: EFFECT, by: "eva" });
    const forged = (bodies().at(-1) ?? "").replace(EFFECT, "e".repeat(64));
    standIn.keep(comments(), STRANGER, { body: forged });
    expect(await approvedEffect(forge, "7", realm)).toBe(EFFECT);
    await approve(forge, "7", { name: realm, effect: "d".repeat(64) });
    expect(await approvedEffect(forge, "7", realm)).toBe("d".repeat(64));
    expect(comments()).toHaveLength(3);
  });

  it("knows the change that a commit merged, and takes no other that has it", async () => {
    Object.assign(standIn.change(7), { head: COMMIT });
    expect(await forge.mergedChange("d".repeat(40))).toBeUndefined();
    Object.assign(standIn.change(8), { head: "e".repeat(40), merged: "d".repeat(40) });
    expect(await forge.mergedChange("d".repeat(40))).toBe("8");
  });

  it("cuts what is too long between two lines, and says so", async () => {
    const line = "x".repeat(99);
    const text = `<details>\n\n\`\`\`\n${`${line}\n`.repeat(Math.ceil(longest / 100) + 10)}\`\`\`\n\n</details>\n`;
    expect((await post(text)).what).toBe("created");
    const [body = ""] = bodies();
    expect(body.length).toBeLessThanOrEqual(longest);
    expect(body.length).toBeGreaterThan(longest - 400);
    expect(body).toMatch(/\n```\n\n<\/details>\n\n_\d+ more lines were omitted\..*_\n$/s);
  });

  it("says what a refusal means, and never the token", async () => {
    standIn.faults.push({
      method: "POST",
      path: /7\/(comments|notes)$/,
      answer: { status: 403, body: { message: `not with ${name === "GitHub" ? WORKFLOW_TOKEN : PROJECT_TOKEN}` } },
    });
    const error = await post("first").catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).toContain(`${name} answered with status 403: not with`);
    expect(message).toMatch(/pull-requests: write|scope `api`/);
    expect(message).not.toMatch(/ghs_workflow|glpat-/);
  });

  it("does not follow a redirect, which would take the token elsewhere", async () => {
    const elsewhere = await make().start();
    standIn.faults.push({
      method: "GET",
      path: /7\/(comments|notes)$/,
      answer: { status: 301, headers: { location: `${elsewhere.api}/other` }, body: {} },
    });
    await expect(post("first")).rejects.toThrow(/Redirects are not followed/);
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.stop();
  });

  it("asks again for what may be asked again", async () => {
    standIn.faults.push({ method: "GET", path: /7\/(comments|notes)$/, answer: { status: 502, body: {} } });
    expect((await post("first")).what).toBe("created");
  });

  describe("as a command", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), "reseller-post-"));
      writeFileSync(path.join(folder, "event.json"), JSON.stringify({ number: 7, pull_request: { number: 7 } }));
      writeFileSync(path.join(folder, "review.md"), `${MARKER}\n# Review\n\nfirst\n`);
      writeFileSync(path.join(folder, "plain.md"), "## What is different\n\n- one\n");
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const run = (args: readonly string[], change: Record<string, string | undefined> = {}) => {
      const all: Record<string, string | undefined> = {
        PATH: process.env["PATH"],
        ...environment(standIn.api),
        ...(name === "GitHub"
          ? { GITHUB_EVENT_PATH: path.join(folder, "event.json"), GITHUB_SHA: COMMIT }
          : { CI_COMMIT_SHA: COMMIT }),
        ...change,
      };
      return reseller(args, { cwd: folder, wholeEnv: all });
    };

    it("knows from the environment where it is, and about which change", async () => {
      const { code, printed } = await run(["post", "comment", "review.md"]);
      expect([code, printed]).toEqual([0, expect.stringMatching(new RegExp(`^${name} comment: created`))]);
      expect(bodies()).toEqual([`${MARKER}\n# Review\n\nfirst\n`]);
      const again = await run(["post", "comment", "review.md", "--json"]);
      expect(PostReport.parse(JSON.parse(again.printed))).toMatchObject({ forge: name, became: "unchanged" });
    });

    it("posts any text under a name, as an issue with its heading for a title", async () => {
      expect((await run(["post", "issue", "plain.md"])).complained).toContain("use --name");
      const { code } = await run(["post", "issue", "plain.md", "--name", "drift of realm/production"]);
      expect([code, standIn.issues[0]?.title, standIn.issues[0]?.labels]).toEqual([
        0,
        "What is different",
        ["reseller-drift"],
      ]);
      const closed = await run(["post", "issue", "--name", "drift of realm/production", "--close"]);
      expect([closed.code, standIn.issues[0]?.open, standIn.issues[0]?.comments.length]).toEqual([0, false, 1]);
    });

    it("gives an approved effect to the run on the commit that merged the change", async () => {
      const none = await run(["approved-effect", "--for", "realm/production"]);
      expect([none.code, none.printed, none.complained]).toEqual([
        0,
        "",
        expect.stringContaining("nothing is approved in 7"),
      ]);
      expect((await run(["post", "approval", EFFECT, "--for", "realm/production"])).code).toBe(0);
      expect(bodies()[0]).toContain("started by `eva`");
      standIn.change(7).merged = COMMIT;
      const onMerge = { GITHUB_EVENT_PATH: undefined, CI_MERGE_REQUEST_IID: undefined };
      const read = await run(["approved-effect", "--for", "realm/production"], onMerge);
      expect([read.code, read.printed]).toEqual([0, `${EFFECT}\n`]);
      const asData = await run(["approved-effect", "--for", "realm/production", "--json"], onMerge);
      expect(ApprovedReport.parse(JSON.parse(asData.printed))).toMatchObject({ effect: EFFECT });
    });

    it("tells which commit was applied last, whatever failed or only looked since", async () => {
      const here = {
        GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/apply.yml@refs/heads/main`,
        GITHUB_REF_NAME: "main",
        CI_COMMIT_BRANCH: "main",
      };
      const none = await run(["applied-commit"], here);
      expect([none.code, none.printed]).toEqual([0, ""]);
      const applied = { workflow: "apply.yml", branch: "main", source: "push", commit: COMMIT, succeeded: true };
      standIn.runs.push(
        { ...applied, commit: "d".repeat(40) },
        applied,
        { ...applied, commit: "e".repeat(40), succeeded: false },
        { ...applied, commit: "e".repeat(40), source: "schedule" },
        { ...applied, commit: "e".repeat(40), branch: "other" },
      );
      expect(await run(["applied-commit"], here)).toMatchObject({ code: 0, printed: `${COMMIT}\n` });
      const asData = await run(["applied-commit", "--json"], here);
      expect(AppliedReport.parse(JSON.parse(asData.printed)).commit).toBe(COMMIT);
      const nowhere = await run(["applied-commit"], { GITHUB_REF_NAME: undefined, CI_COMMIT_BRANCH: undefined });
      expect([nowhere.code, nowhere.complained]).toEqual([2, expect.stringContaining("--branch NAME")]);
    });

    it("says everything that is missing at once, and how to mend it", async () => {
      const missing = { GITHUB_REPOSITORY: "", GITHUB_TOKEN: " ", CI_PROJECT_ID: "", GITLAB_TOKEN: undefined };
      const { code, complained } = await run(["post", "comment", "review.md"], missing);
      expect(code).toBe(2);
      expect(complained).toMatch(/missing: the (repository|project): .*; the token: /s);
      const nowhere = await run(["post", "comment", "review.md"], { GITHUB_ACTIONS: undefined, GITLAB_CI: undefined });
      expect([nowhere.code, nowhere.complained]).toEqual([
        2,
        expect.stringContaining("--forge github or --forge gitlab"),
      ]);
      const noChange = await run(["post", "comment", "review.md"], {
        GITHUB_EVENT_PATH: undefined,
        CI_MERGE_REQUEST_IID: undefined,
      });
      expect([noChange.code, noChange.complained]).toEqual([2, expect.stringContaining("--change NUMBER")]);
    });

    it("refuses what is wrong before anything is sent", async () => {
      const wrong = [
        ["post", "comment"],
        ["post", "comment", "missing.md"],
        ["post", "comment", "review.md", "--change", "0"],
        ["post", "comment", "review.md", "--name", "--> all is well"],
        ["post", "comment", "review.md", "--token-variable", "ghs_a-token"],
        ["post", "comment", "review.md", "--api", "http://forge.example.com"],
        ["post", "approval", "abc", "--for", "realm/production"],
        ["post", "approval", EFFECT],
      ];
      const ended = await Promise.all(wrong.map((args) => run(args)));
      expect(ended.map(({ code, complained }) => [code, complained !== ""])).toEqual(wrong.map(() => [2, true]));
      expect(standIn.calls).toEqual([]);
    });
  });
});

describe("whose a comment is at GitHub", () => {
  it("follows from the token of a person, or from --author", async () => {
    const standIn = await new GitHubStandIn().start();
    standIn.change(7);
    const environment = CASES.GitHub.environment(standIn.api);
    const person = forgeHere({}, { ...environment, GITHUB_TOKEN: PERSON_TOKEN });
    const app = forgeHere({ author: "realm-app[bot]" }, environment);
    standIn.keep(standIn.change(7).comments, WORKFLOW, { body: `${MARKER}\nof the workflow` });
    standIn.keep(standIn.change(7).comments, PERSON, { body: `${MARKER}\nof Eva` });
    standIn.keep(standIn.change(7).comments, { id: 12, login: "realm-app[bot]" }, { body: `${MARKER}\nof the app` });
    await postComment(person, "7", MARKER, `${MARKER}\nEva's new`);
    await postComment(app, "7", MARKER, `${MARKER}\nthe app's new`);
    expect(standIn.change(7).comments.map(({ body }) => body.split("\n")[1])).toEqual([
      "of the workflow",
      "Eva's new",
      "the app's new",
    ]);
    person.close();
    app.close();
    await standIn.stop();
  });
});

describe("a text for a forge", () => {
  const lines = fc.array(
    fc.constantFrom("text", "", "```", "~~~~", "<details>", "</details>", "/merge", "  /approve now", "a/b"),
    {
      maxLength: 60,
    },
  );

  it("is as long as allowed at most, and closes what it opens", () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 120, max: 400 }), (parts, longest) => {
        const text = parts.join("\n");
        const short = fitted(text, longest, "See there.");
        if (text.length <= longest) expect(short).toBe(text);
        else {
          expect(short.length).toBeLessThanOrEqual(longest);
          // Whatever comes after it is text again: neither code nor folded away.
          const after = fitted(`${short}\n<details>`, 1, "");
          expect(after).toBeDefined();
          expect(openFences(short)).toBe(0);
        }
      }),
    );
  });

  it("orders nothing at GitLab, and loses nothing by it", () => {
    fc.assert(
      fc.property(lines, (parts) => {
        const text = parts.join("\n");
        const inert = withoutOrders(text);
        expect(inert.replaceAll("&#47;", "/")).toBe(text);
        let fence: string | undefined;
        for (const line of inert.split("\n")) {
          const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
          if (fence === undefined) expect(line).not.toMatch(/^\s*\/\w/);
          if (mark !== undefined) fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
        }
      }),
    );
  });
});

function openFences(text: string): number {
  let fence: string | undefined;
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark === undefined) continue;
    if (fence === undefined) fence = mark;
    else if (mark.startsWith(fence)) fence = undefined;
  }
  return fence === undefined ? 0 : 1;
}
