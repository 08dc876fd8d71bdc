import { GitLabStandIn, PROJECT, PROJECT_BOT, PROJECT_TOKEN } from "../scm/gitlabStandIn";
import { EDITS } from "./edits";
import { GitLabRunner, type Trigger } from "./gitlabRunner";
import type { Files } from "./place";
import { nextRequest } from "../support/serverEvents";
import { World } from "./world";

const REVIEW_MARKER = "<!-- pulumi-reseller review: gitops-realm/production -->";

/** One repository, from its first day: each of these goes on where the one before ended. */
describe("the pipeline of GitLab", () => {
  let world: World;
  let forge: GitLabStandIn;
  let runner: GitLabRunner;
  /** What is in the main branch. */
  let main: Files;

  beforeAll(async () => {
    world = await World.make();
    forge = await new GitLabStandIn().start();
    runner = new GitLabRunner(world.place, {
      id: PROJECT,
      api: forge.api,
      token: PROJECT_TOKEN,
      variables: world.secrets,
    });
    main = world.files;
  });
  afterAll(async () => {
    await forge.stop();
    await world.close();
  });

  const mergeRequest = (change: number, files: Files) => {
    const commit = world.place.commit(files);
    forge.change(change).head = commit;
    return runner.run({ source: "merge_request_event", commit, change });
  };
  const merge = (files: Files, change?: number, more: Partial<Trigger> = {}) => {
    main = files;
    const commit = world.place.commit(files);
    if (change !== undefined) forge.change(change).merged = commit;
    return runner.run({ source: "push", commit, ...more });
  };
  const byHand = (variables: Trigger["variables"]) =>
    runner.run({ source: "web", commit: world.place.commit(main), variables });
  const drift = () => runner.run({ source: "schedule", commit: world.place.commit(main) });
  const notes = (change: number) => forge.change(change).comments;
  const client = () => world.portal.one("/clients", "name", "Acme AG");
  const people = async () =>
    (await world.portal.list(`/clients/${(await client()).id}/users`)).map(({ username }) => username);

  it("refuses to apply what nobody approved, and applies it once somebody says so by hand", async () => {
    const refused = await merge(main);
    expect([refused.outcomes(), await world.portal.list("/clients")]).toEqual([{ apply: "failure" }, []]);
    const effect = /EFFECT HASH\s+([0-9a-f]{64})/.exec(refused.output("apply"))?.[1] ?? "";
    const applied = await byHand({ APPROVED: effect });
    expect(applied.failure()).toBe("");
    expect(await people()).toEqual(["anna.keller"]);
    await world.portal.resetCalls();
  });

  it("keeps one note of a merge request up to date, and lets it through once its effect is approved", async () => {
    const first = await mergeRequest(1, world.edited(main, EDITS.needsApproval));
    expect(first.outcomes()).toEqual({ review: "success", approve: "manual", gate: "failure" });
    expect(first.output("gate")).toContain("Run the job approve, then this one again.");
    expect(first.done.get("review")?.artifacts).toEqual([
      "review/outcome.env",
      "review/review.html",
      "review/review.json",
      "review/review.md",
      "review/review.xml",
    ]);
    for (let index = 0; index < 130; index += 1)
      forge.keep(notes(1), { id: 9, login: "reviewer" }, { body: `talk ${index}` });

    const changed = await mergeRequest(1, world.edited(world.edited(main, EDITS.needsApproval), EDITS.harmless));
    const own = () => notes(1).filter(({ author }) => author === PROJECT_BOT);
    expect(own().map(({ body }) => [body.split("\n")[0], body.includes("Our first customer")])).toEqual([
      [REVIEW_MARKER, true],
    ]);
    await changed.run("approve");
    await changed.run("gate");
    expect([changed.failure(), changed.outcomes()]).toEqual([
      "",
      { review: "success", approve: "success", gate: "success" },
    ]);
    expect(own()).toHaveLength(2);
  });

  it("stops a change that gives somebody more power, and says so", async () => {
    const ran = await mergeRequest(2, world.edited(main, EDITS.blocked));
    expect(ran.outcomes()).toEqual({ review: "failure", approve: "manual", gate: "skipped" });
    expect(notes(2).map(({ body }) => body.includes("BLOCKED"))).toEqual([true]);
    expect(await world.portal.writes()).toEqual({});
  });

  it("applies on merge what was approved", async () => {
    const merged = await merge(world.edited(world.edited(main, EDITS.needsApproval), EDITS.harmless), 1);
    expect([merged.failure(), merged.outcomes()]).toEqual(["", { apply: "success" }]);
    expect((await client())["description"]).toBe("Our first customer");
  });

  it("opens one issue for what somebody changed by hand, and closes it when it is mended", async () => {
    const acme = await client();
    await world.portal.patch(`/clients/${acme.id}`, acme, { description: "changed by hand" });
    expect((await drift()).failure()).toBe("");
    expect(forge.issues.map(({ title, open, body }) => [title, open, body.includes("changed by hand")])).toEqual([
      ["Drift in gitops-realm/production", true, true],
    ]);
    const mended = await client();
    await world.portal.patch(`/clients/${acme.id}`, mended, { description: "Our first customer" });
    expect((await drift()).failure()).toBe("");
    expect(forge.issues.map(({ open, comments }) => [open, comments.length])).toEqual([[false, 1]]);
  });

  it("recovers from a run that was killed, by the variable that the README names", async () => {
    const files = world.edited(main, EDITS.oneMorePerson);
    await world.portal.setFaults([
      { match: { method: "POST", route: "/clients/{clientId}/users" }, effect: { hang: true, when: "after" } },
    ]);
    const bobIsMade = async () => {
      await nextRequest("start", ({ method, url }) => method === "POST" && url.endsWith("/users"));
      while (!(await people()).includes("bob.frei")) await new Promise(setImmediate);
      return "kill" as const;
    };
    const killed = await merge(files, undefined, { kill: { job: "apply", when: bobIsMade } });
    expect(killed.outcomes()).toEqual({ apply: "killed" });
    await world.portal.setFaults([]);
    const recovered = await byHand({ RECOVER: "true" });
    expect(recovered.failure()).toBe("");
    expect((await people()).sort()).toEqual(["anna.keller", "bob.frei"]);
  });

  it("leaves out no line of a script", () => {
    const { default: usual, jobs } = GitLabRunner.pipeline();
    const all = Object.entries(jobs).flatMap(([name, { script }]) =>
      [...(usual?.before_script ?? []), ...script].map((_, index) => `${name}/${index}`),
    );
    expect([...runner.ran].sort()).toEqual(all.sort());
    expect(forge.strayCalls).toEqual([]);
  });
});
