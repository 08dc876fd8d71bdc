import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { gitlabPipeline } from "../../cli/fleet/engines/gitlab";
import { fleetStages } from "../../cli/fleet/engines/jobs";
import { GitHubRunner } from "./githubRunner";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const EXAMPLES = path.join(CHECKOUT, "examples");
const EXAMPLE = path.join(EXAMPLES, "gitops");
const FLEET = path.join(EXAMPLES, "fleet");
const WORKFLOWS = ["review.yml", "apply.yml", "drift.yml"];

/** More stacks than GitLab takes `needs` of one job, behind them one that needs them all. */
const CUSTOMERS = Array.from({ length: 60 }, (_, index) => `customer-${index}`);
const STAGES = fleetStages(
  [
    { name: "shared", needs: [], entries: { length: 1 } },
    ...CUSTOMERS.map((name) => ({ name, needs: ["shared"], entries: { length: 1 } })),
    { name: "people", needs: CUSTOMERS, entries: { length: 1 } },
  ],
  () => true,
  { jobs: 256, stages: 9 },
);

function run(command: string, args: readonly string[], cwd: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd }, (_error, printed, complained) =>
      resolve({ code: child.exitCode ?? -1, output: `${printed}${complained}` }),
    );
  });
}

describe("the pipelines of the example", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-lint-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** A copy of a file of the example, with one word changed where a mistake is to be found. */
  const copied = (file: string, from = "", to = "") => {
    const target = path.join(folder, path.basename(file));
    const text = fs.readFileSync(path.join(EXAMPLE, file), "utf8");
    expect(text).toContain(from);
    fs.writeFileSync(target, from === "" ? text : text.replaceAll(from, to));
    return target;
  };
  const lintGitHub = (files: readonly string[]) =>
    run(process.execPath, [path.join(__dirname, "lintWorkflow.mjs"), ...files], CHECKOUT);

  it("pass what GitHub's own editor service finds", async () => {
    const files = WORKFLOWS.map((file) => copied(`.github/workflows/${file}`));
    expect(await lintGitHub(files)).toEqual({ code: 0, output: "" });
  });

  it.each([
    ["runs-on:", "run-on:", "run-on"],
    ["steps.review.outputs.code", "steps.reviews.outputs.code", "reviews"],
    ["contents: read", "content: read", "content"],
    ["needs.review.outputs.code == '11'", "needs.review.outputs.code = '11'", "expression"],
  ])("would not pass with %j as %j", async (from, to, word) => {
    const file = copied(".github/workflows/review.yml", from, to);
    expect((await lintGitHub([file])).output).toContain(word);
  });

  const lintGitLab = (from?: string, to?: string) => {
    copied(".gitlab-ci.yml", from, to);
    return listGitLab();
  };
  const listGitLab = async () => {
    await run("git", ["init", "--quiet"], folder);
    // Included files are those that Git knows.
    await run("git", ["add", "--all"], folder);
    await run("git", ["remote", "add", "origin", "git@gitlab.example.com:reseller/realm.git"], folder);
    const command = path.join(CHECKOUT, "node_modules", "gitlab-ci-local", "src", "index.js");
    return run(process.execPath, [command, "--list"], folder);
  };

  it("pass GitLab's schema", async () => {
    const { code, output } = await lintGitLab();
    expect([code, output]).toEqual([0, expect.stringContaining("json schema validated")]);
  });

  it.each([
    ["interruptible:", "interruptable:", "interruptable"],
    ["when: manual", "when: by hand", "when"],
    ["needs: [review]", "needs: [reviews]", "reviews"],
  ])("would not pass with %j as %j", async (from, to, word) => {
    const { code, output } = await lintGitLab(from, to);
    expect([code, output]).toEqual([1, expect.stringContaining(word)]);
  });

  it("of a fleet pass both, and so does the child pipeline", async () => {
    const workflows = WORKFLOWS.map((file) => path.join(FLEET, ".github", "workflows", file));
    expect(await lintGitHub(workflows)).toEqual({ code: 0, output: "" });
    fs.cpSync(path.join(FLEET, ".gitlab"), path.join(folder, ".gitlab"), { recursive: true });
    for (const text of [
      fs.readFileSync(path.join(FLEET, ".gitlab-ci.yml"), "utf8"),
      gitlabPipeline(STAGES, { jobsFile: ".gitlab/fleet-stacks.yml", parallel: 2 }),
      gitlabPipeline([], { jobsFile: ".gitlab/fleet-stacks.yml", parallel: 2 }),
    ]) {
      fs.writeFileSync(path.join(folder, ".gitlab-ci.yml"), text);
      const { code, output } = await listGitLab();
      expect([code, output]).toEqual([0, expect.stringContaining("json schema validated")]);
    }
  });

  it("give no job more than it needs, and pin every action by its commit", () => {
    for (const [example, file] of [EXAMPLE, FLEET].flatMap((one) => WORKFLOWS.map((file) => [one, file] as const))) {
      const text = fs.readFileSync(path.join(example, ".github", "workflows", file), "utf8");
      const { permissions } = parse(text) as { permissions: object };
      expect(permissions).toEqual({});
      expect(text).not.toContain("pull_request_target");
      for (const line of text.split("\n").filter((each) => /^\s*-?\s*uses:/.test(each)))
        expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it("keep secrets out of what is run on the code of strangers, and texts of strangers out of scripts", () => {
    const workflows = WORKFLOWS.flatMap((file) => [GitHubRunner.workflow(file), GitHubRunner.workflow(file, "fleet")]);
    for (const { jobs } of workflows)
      for (const { steps, environment } of Object.values(jobs))
        for (const { run: script = "", env = {} } of steps) {
          expect(script).not.toContain("${{");
          if (environment === undefined) expect(JSON.stringify(env)).not.toContain("secrets.");
        }
  });

  it("let no two runs write one stack at once, and cut off none that writes", () => {
    const { concurrency } = GitHubRunner.workflow("apply.yml");
    expect(concurrency).toEqual({ group: "apply-production", "cancel-in-progress": false });
    const pipeline = parse(fs.readFileSync(path.join(EXAMPLE, ".gitlab-ci.yml"), "utf8")) as Record<
      string,
      { resource_group?: string; interruptible?: boolean }
    >;
    expect(pipeline["apply"]).toMatchObject({ resource_group: "production", interruptible: false });
  });
});
