import { GitHubStandIn, REPOSITORY, WORKFLOW, WORKFLOW_TOKEN } from "../scm/githubStandIn";
import { GitLabStandIn, PROJECT, PROJECT_TOKEN } from "../scm/gitlabStandIn";
import { GitHubRunner, type RanWorkflow } from "./githubRunner";
import { GitLabRunner, type Trigger } from "./gitlabRunner";
import type { Files } from "./place";
import { type Edit, World } from "./world";

const FILES = ["review.yml", "apply.yml", "drift.yml"];
const STACKS = ["shared", "acme", "globex", "small-customers"];

const replacing = (file: string, from: string, to: string): Edit => ({ [file]: (text) => text.replace(from, to) });
/** Irreversible for one customer, so somebody approves it. */
const NEEDS_APPROVAL: Edit = {
  "realm/accounts/acme.yaml": (text) =>
    text
      .replace("availableServices: [openstack]", "availableServices: [openstack, s3]")
      .replace("    services: [openstack]", "    services: [openstack, s3]"),
};
const HARMLESS = replacing("realm/accounts/globex.yaml", "description: A customer", "description: Our first customer");

/**
 * One repository, from its first day, whose pipelines are run at GitHub first, and then at GitLab: each of these goes on where the one
 * before ended.
 */
describe("the pipelines of a fleet", () => {
  let world: World;
  let github: GitHubStandIn;
  let gitlab: GitLabStandIn;
  let atGitHub: GitHubRunner;
  let atGitLab: GitLabRunner;
  /** What is in the main branch, and its commit. */
  let main: Files;
  let head: string;

  beforeAll(async () => {
    world = await World.make("fleet");
    github = await new GitHubStandIn().start();
    gitlab = await new GitLabStandIn().start();
    const { place, secrets } = world;
    atGitHub = new GitHubRunner(place, {
      ...{ name: REPOSITORY, api: github.api, token: WORKFLOW_TOKEN, secrets, vars: { CODE_SCANNING: "true" } },
      reviewedEnvironments: ["access-approval"],
    });
    atGitLab = new GitLabRunner(place, { id: PROJECT, api: gitlab.api, token: PROJECT_TOKEN, variables: secrets });
    main = world.files;
    head = place.commitBehind(undefined, main);
  });
  afterAll(async () => {
    await github.stop();
    await gitlab.stop();
    await world.close();
  });

  const onMain = (files: Files) => {
    main = files;
    head = world.place.commitBehind(head, files);
    return head;
  };
  const description = async (name: string) => (await world.portal.one("/clients", "name", name))["description"];
  const effectIn = (text: string) => /(?:Effect hash `|EFFECT HASH\s+)([0-9a-f]{64})/.exec(text)?.[1] ?? "";

  describe("at GitHub", () => {
    const pullRequest = (number: number, files: Files, approved: readonly string[] = []) => {
      const commit = world.place.commitBehind(head, files);
      github.change(number).head = commit;
      const own = { sha: commit, repo: { full_name: REPOSITORY } };
      const payload = { number, pull_request: { number, head: own, base: { sha: head } } };
      return atGitHub.run("review.yml", { name: "pull_request", commit, payload, approved });
    };
    /** As GitHub keeps it. */
    const applied = (ran: RanWorkflow) => {
      const succeeded = Object.values(ran).every(({ outcome }) => outcome === "success" || outcome === "skipped");
      github.runs.push({ workflow: "apply.yml", branch: "main", commit: head, source: "push", succeeded });
      return ran;
    };
    const push = async () => applied(await atGitHub.run("apply.yml", { name: "push", commit: head }));
    const byHand = async (inputs: object) =>
      applied(
        await atGitHub.run("apply.yml", {
          ...{ name: "workflow_dispatch", commit: head },
          inputs: { approved: "", recover: false, ...inputs },
        }),
      );

    it("refuse what nobody approved, and apply every stack in a job of its own once somebody says so", async () => {
      const refused = await push();
      expect([refused["plan"]?.outcome, await world.portal.list("/clients")]).toEqual(["failure", []]);
      const ran = await byHand({ approved: effectIn(refused["plan"]?.summary ?? ""), recover: true });
      expect(failure(ran)).toBe("");
      expect(Object.keys(ran)).toEqual(["plan", "stage-1 shared", ...STACKS.slice(1).map((name) => `stage-2 ${name}`)]);
      expect(await world.portal.list("/clients")).toHaveLength(4);
    });

    it("review the stacks that a pull request touches in one comment, and apply those, and no others", async () => {
      const files = world.edited(main, NEEDS_APPROVAL);
      await world.portal.resetCalls();
      const ran = await pullRequest(1, files, ["access-approval"]);
      expect(failure(ran)).toBe("");
      expect(await world.portal.writes()).toEqual({});
      const comments = github.change(1).comments;
      expect(comments.map(({ author }) => author)).toEqual([WORKFLOW, WORKFLOW]);
      expect(comments[0]?.body).toContain("IRR-03");

      onMain(files);
      github.change(1).merged = head;
      const merged = await push();
      expect(failure(merged)).toBe("");
      expect(Object.entries(merged).map(([name, { outcome }]) => [name, outcome])).toEqual([
        ["plan", "success"],
        ["stage-1 acme", "success"],
        ["stage-2", "skipped"],
      ]);
    });

    it("run nothing of a change that comes from a fork", async () => {
      const own = { sha: head, repo: { full_name: "stranger/realm" } };
      const payload = { number: 2, pull_request: { number: 2, head: own, base: { sha: head } } };
      const ran = await atGitHub.run("review.yml", { name: "pull_request", commit: head, payload });
      expect(ran["fork"]?.outcome).toBe("failure");
    });

    it("open an issue for what somebody changed by hand in any stack, and close it when it is mended", async () => {
      const globex = await world.portal.one("/clients", "name", "Globex GmbH");
      await world.portal.patch(`/clients/${globex.id}`, globex, { description: "changed by hand" });
      const drift = () => atGitHub.run("drift.yml", { name: "schedule", commit: head });
      expect(failure(await drift())).toBe("");
      expect(github.issues.map(({ open, body }) => [open, body.includes("changed by hand")])).toEqual([[true, true]]);
      const again = await world.portal.one("/clients", "name", "Globex GmbH");
      await world.portal.patch(`/clients/${again.id}`, again, { description: "A customer" });
      expect(failure(await drift())).toBe("");
      expect(github.issues.map(({ open }) => open)).toEqual([false]);
    });

    it("leave out no shell step", () => {
      const all = FILES.flatMap((file) =>
        Object.entries(GitHubRunner.workflow(file, "fleet").jobs).flatMap(([job, { steps }]) =>
          steps.flatMap(({ run }, index) => (run === undefined ? [] : [`${file}/${job}/${index}`])),
        ),
      );
      // The second stage has the steps of the first.
      expect([...atGitHub.ran].sort()).toEqual(all.sort());
      expect(github.strayCalls).toEqual([]);
    });
  });

  describe("at GitLab", () => {
    const run = (trigger: Omit<Trigger, "commit">, commit = head) => atGitLab.run({ ...trigger, commit });

    it("review a merge request, take its approval, and apply what it touches in a child pipeline", async () => {
      const files = world.edited(main, {
        "realm/accounts/globex.yaml": (text) =>
          NEEDS_APPROVAL["realm/accounts/acme.yaml"]!(HARMLESS["realm/accounts/globex.yaml"]!(text)),
      });
      const commit = world.place.commitBehind(head, files);
      gitlab.change(1).head = commit;
      gitlab.runs.push({ workflow: "", branch: "main", commit: head, source: "push", succeeded: true });
      const opened = await run({ source: "merge_request_event", change: 1, base: head }, commit);
      expect(opened.outcomes()).toEqual({ review: "success", approve: "manual", gate: "failure" });
      await opened.run("approve");
      await opened.run("gate");
      expect([opened.failure(), opened.outcomes()["gate"]]).toEqual(["", "success"]);

      onMain(files);
      gitlab.change(1).merged = head;
      const merged = await run({ source: "push", variables: { RECOVER: "true" } });
      expect([merged.failure(), merged.outcomes()]).toEqual(["", { plan: "success", apply: "success" }]);
      expect(merged.children.get("apply")?.outcomes()).toEqual({ "stack globex": "success" });
      expect(await description("Globex GmbH")).toBe("Our first customer");
    });

    it("open an issue for drift, and close it", async () => {
      expect((await run({ source: "schedule" })).failure()).toBe("");
      expect(gitlab.issues).toEqual([]);
    });

    it("leave out no line of a script", () => {
      const { default: usual, jobs } = GitLabRunner.pipeline("fleet");
      const template = GitLabRunner.pipeline("fleet", ".gitlab/fleet-stacks.yml").jobs;
      const all = [...Object.entries(jobs), ...Object.entries(template)].flatMap(([name, { script = [] }]) => {
        const before = name in template ? [] : (usual?.before_script ?? []);
        return script.length === 0 ? [] : [...before, ...script].map((_, index) => `${name}/${index}`);
      });
      expect([...atGitLab.ran].sort()).toEqual(all.sort());
      expect(gitlab.strayCalls).toEqual([]);
    });
  });
});

/** What the jobs that failed printed; empty where none did. */
function failure(ran: RanWorkflow): string {
  return Object.entries(ran)
    .filter(([, { outcome }]) => outcome === "failure")
    .map(([name, { output }]) => `${name}:${output}`)
    .join("\n");
}
