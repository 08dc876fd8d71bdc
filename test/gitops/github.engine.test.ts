import { GitHubStandIn, REPOSITORY, WORKFLOW, WORKFLOW_TOKEN } from "../scm/githubStandIn";
import { EDITS } from "./edits";
import { type Event, GitHubRunner, type RanWorkflow } from "./githubRunner";
import type { Files } from "./place";
import { nextRequest } from "../support/serverEvents";
import { World } from "./world";

const FILES = ["review.yml", "apply.yml", "drift.yml"];
const REVIEW_MARKER = "<!-- pulumi-reseller review: gitops-realm/production -->";

/** One repository, from its first day: each of these goes on where the one before ended. */
describe("the pipelines of GitHub", () => {
  let world: World;
  let forge: GitHubStandIn;
  let runner: GitHubRunner;
  /** What is in the main branch. */
  let main: Files;

  beforeAll(async () => {
    world = await World.make();
    forge = await new GitHubStandIn().start();
    runner = new GitHubRunner(world.place, {
      name: REPOSITORY,
      api: forge.api,
      token: WORKFLOW_TOKEN,
      secrets: world.secrets,
      reviewedEnvironments: ["access-approval"],
      vars: { CODE_SCANNING: "true" },
    });
    main = world.files;
  });
  afterAll(async () => {
    await forge.stop();
    await world.close();
  });

  const pullRequest = async (
    number: number,
    files: Files,
    more: Partial<Event> & { fork?: boolean } = {},
  ): Promise<RanWorkflow> => {
    const commit = world.place.commit(files);
    forge.change(number).head = commit;
    const head = { sha: commit, repo: { full_name: more.fork === true ? "stranger/realm" : REPOSITORY } };
    const payload = { number, pull_request: { number, head, base: { sha: world.place.commit(main) } } };
    return runner.run("review.yml", { name: "pull_request", commit, payload, ...more });
  };
  const merge = (files: Files, number?: number, more: Partial<Event> = {}) => {
    main = files;
    const commit = world.place.commit(files);
    if (number !== undefined) forge.change(number).merged = commit;
    return runner.run("apply.yml", { name: "push", commit, ...more });
  };
  const byHand = (inputs: Event["inputs"]) =>
    runner.run("apply.yml", {
      name: "workflow_dispatch",
      commit: world.place.commit(main),
      inputs: { approved: "", recover: false, ...inputs },
    });
  const drift = () => runner.run("drift.yml", { name: "schedule", commit: world.place.commit(main) });
  const comments = (number: number) => forge.change(number).comments;
  const outcomes = (ran: RanWorkflow) =>
    Object.fromEntries(Object.entries(ran).map(([name, { outcome }]) => [name, outcome]));
  const client = () => world.portal.one("/clients", "name", "Acme AG");
  const services = async () => {
    const all = (await world.portal.list(`/clients/${(await client()).id}/services`)) as unknown as {
      name: string;
      state: string;
    }[];
    return JSON.stringify(all);
  };
  const people = async () =>
    (await world.portal.list(`/clients/${(await client()).id}/users`)).map(({ username }) => username);
  const effectIn = (summary: string) => /Effect hash `([0-9a-f]{64})`/.exec(summary)?.[1] ?? "";

  it("refuse to apply what nobody approved, and apply the very same once somebody says so by hand", async () => {
    const { apply } = await merge(main);
    expect([apply?.outcome, await world.portal.list("/clients")]).toEqual(["failure", []]);
    const approved = await byHand({ approved: effectIn(apply?.summary ?? "") });
    expect(failure(approved)).toBe("");
    expect(await people()).toEqual(["anna.keller"]);
    await world.portal.resetCalls();
  });

  it("say what a pull request means in one comment, and wait for an approval where it needs one", async () => {
    const ran = await pullRequest(1, world.edited(main, EDITS.needsApproval));
    expect([failure(ran), outcomes(ran)]).toEqual(["", { fork: "skipped", review: "success", approve: "waiting" }]);
    expect(comments(1).map(({ author, body }) => [author, body.split("\n")[0]])).toEqual([[WORKFLOW, REVIEW_MARKER]]);
    expect(comments(1)[0]?.body).toContain("IRR-03");
    expect(ran["review"]?.artifacts).toEqual({
      review: ["review.html", "review.json", "review.md", "review.sarif"].sort(),
      sarif: ["reseller-review"],
    });
  });

  it("edit that comment when the pull request changes, and keep the approval for its effect alone", async () => {
    const talk = Array.from({ length: 140 }, (_, index) => index);
    for (const index of talk) forge.keep(comments(1), { id: 9, login: "reviewer" }, { body: `talk ${index}` });
    const first = comments(1)[0]?.body;
    const changed = world.edited(world.edited(main, EDITS.needsApproval), EDITS.harmless);
    const approved = await pullRequest(1, changed, { approved: ["access-approval"] });
    expect([failure(approved), outcomes(approved)]).toEqual([
      "",
      { fork: "skipped", review: "success", approve: "success" },
    ]);
    const own = comments(1).filter(({ author }) => author === WORKFLOW);
    expect(own.map(({ body }) => body.split("\n")[0])).toEqual([
      REVIEW_MARKER,
      "<!-- pulumi-reseller approval: gitops-realm/production -->",
    ]);
    expect(own[0]?.body).not.toBe(first);
    expect(own[0]?.body).toContain("Our first customer");

    const again = await pullRequest(1, world.edited(changed, EDITS.comment));
    expect(outcomes(again)).toEqual({ fork: "skipped", review: "success", approve: "skipped" });
    expect(again["review"]?.outputs["code"]).toBe("10");
    expect(comments(1).filter(({ author }) => author === WORKFLOW)).toHaveLength(2);
  });

  it("stop a change that gives somebody more power, and say so in the comment", async () => {
    const ran = await pullRequest(2, world.edited(main, EDITS.blocked));
    expect(outcomes(ran)).toEqual({ fork: "skipped", review: "failure", approve: "skipped" });
    expect(comments(2)).toHaveLength(1);
    expect(comments(2)[0]?.body).toContain("BLOCKED");
  });

  it("run nothing of a change that comes from a fork", async () => {
    const ran = await pullRequest(3, world.edited(main, EDITS.harmless), { fork: true });
    expect(outcomes(ran)).toEqual({ fork: "failure", review: "skipped", approve: "skipped" });
    expect([comments(3), ran["fork"]?.output]).toEqual([[], expect.stringContaining("a fork is not previewed")]);
  });

  it("write nothing to the portal for any of that", async () => {
    expect(await world.portal.writes()).toEqual({});
  });

  it("apply on merge what was approved, and refuse it with anything beside it", async () => {
    const approved = world.edited(world.edited(world.edited(main, EDITS.needsApproval), EDITS.harmless), EDITS.comment);
    const before = main;
    // Somebody slipped something in after the approval.
    const { apply: refused } = await merge(world.edited(approved, EDITS.blocked), 1);
    expect([refused?.outcome, refused?.summary]).toEqual([
      "failure",
      expect.stringContaining("The approved effect was different"),
    ]);
    expect(await world.portal.writes()).toEqual({});
    main = before;

    const { apply } = await merge(approved, 1);
    expect(failure({ ...(apply && { apply }) })).toBe("");
    expect((await client())["description"]).toBe("Our first customer");
    expect(await services()).toContain("s3");
  });

  it("open one issue for what somebody changed by hand, keep it up to date, and close it when it is mended", async () => {
    const clean = await drift();
    expect([failure(clean), forge.issues]).toEqual(["", []]);
    const acme = await client();
    await world.portal.patch(`/clients/${acme.id}`, acme, { description: "changed by hand" });
    expect(failure(await drift())).toBe("");
    expect(forge.issues.map(({ title, open, body }) => [title, open, body.includes("changed by hand")])).toEqual([
      ["Drift in gitops-realm/production", true, true],
    ]);
    const again = await client();
    await world.portal.patch(`/clients/${acme.id}`, again, { description: "changed once more" });
    expect(failure(await drift())).toBe("");
    expect(forge.issues.map(({ open, body }) => [open, body.includes("changed once more")])).toEqual([[true, true]]);

    // A night on which the portal can't be asked is no night without drift.
    await world.portal.setFaults([{ effect: { status: 503 } }]);
    expect((await drift())["drift"]?.outcome).toBe("failure");
    expect(forge.issues.map(({ open, comments: said }) => [open, said.length])).toEqual([[true, 0]]);
    await world.portal.setFaults([]);

    const mended = await client();
    await world.portal.patch(`/clients/${acme.id}`, mended, { description: "Our first customer" });
    expect(failure(await drift())).toBe("");
    expect(forge.issues.map(({ open, comments: said }) => [open, said.length])).toEqual([[false, 1]]);
  });

  it("recover from a run that was killed, by the button that the README names", async () => {
    const files = world.edited(main, EDITS.oneMorePerson);
    await world.portal.setFaults([
      { match: { method: "POST", route: "/clients/{clientId}/users" }, effect: { hang: true, when: "after" } },
    ]);
    const bobIsMade = async () => {
      await nextRequest("start", ({ method, url }) => method === "POST" && url.endsWith("/users"));
      while (!(await people()).includes("bob.frei")) await new Promise(setImmediate);
      return "kill" as const;
    };
    const review = await pullRequest(4, files, { approved: ["access-approval"] });
    expect(failure(review)).toBe("");
    const killed = await merge(files, 4, { kill: { step: "Apply the plan", when: bobIsMade } });
    expect(outcomes(killed)).toEqual({ apply: "killed" });
    await world.portal.setFaults([]);

    // What the killed run made is there, and nobody has said that it is to be taken over.
    const plain = await byHand({});
    expect([plain["apply"]?.outcome, plain["apply"]?.summary]).toEqual(["failure", expect.stringContaining("adopt")]);
    const recovered = await byHand({ recover: true });
    expect(failure(recovered)).toBe("");
    expect((await people()).sort()).toEqual(["anna.keller", "bob.frei"]);
    const after = await byHand({});
    expect(after["apply"]?.output).toContain("unchanged");
  });

  it("leave out no step", () => {
    const all = FILES.flatMap((file) =>
      Object.entries(GitHubRunner.workflow(file).jobs).flatMap(([job, { steps }]) =>
        steps.flatMap(({ run }, index) => (run === undefined ? [] : [`${file}/${job}/${index}`])),
      ),
    );
    expect([...runner.ran].sort()).toEqual(all.sort());
    expect(forge.strayCalls).toEqual([]);
  });
});

/** What the jobs that failed printed; empty where none did. */
function failure(ran: RanWorkflow): string {
  return Object.entries(ran)
    .filter(([, { outcome }]) => outcome === "failure")
    .map(([name, { output }]) => `${name}:${output}`)
    .join("\n");
}
