import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { GitHubRunner } from "./githubRunner";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const EXAMPLE = path.join(CHECKOUT, "examples", "gitops");
const WORKFLOWS = ["review.yml", "apply.yml", "drift.yml"];

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

  const lintGitLab = async (from?: string, to?: string) => {
    copied(".gitlab-ci.yml", from, to);
    await run("git", ["init", "--quiet"], folder);
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

  it("give no job more than it needs, and pin every action by its commit", () => {
    for (const file of WORKFLOWS) {
      const text = fs.readFileSync(path.join(EXAMPLE, ".github", "workflows", file), "utf8");
      const { permissions } = parse(text) as { permissions: object };
      expect(permissions).toEqual({});
      expect(text).not.toContain("pull_request_target");
      for (const line of text.split("\n").filter((each) => /^\s*-?\s*uses:/.test(each)))
        expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it("keep secrets out of what is run on the code of strangers, and texts of strangers out of scripts", () => {
    for (const file of WORKFLOWS)
      for (const { steps, environment } of Object.values(GitHubRunner.workflow(file).jobs))
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
