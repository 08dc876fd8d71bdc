/** `npm run examples`: makes the plan, the comment and the page in examples/pull-request, on the real engine and a sandbox. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { spawnSync } from "node:child_process";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { FORMATS, parseReviewFile, type Report, reviewPlan } from "../review";
import { ensureEngine } from "./engine";
import { checkOutExample, checkOutPullRequest, PULL_REQUEST } from "./pullRequest";
import { startSandboxProcess } from "./sandboxProcess";

const STACK = "production";

async function main(): Promise<void> {
  const engine = await ensureEngine();
  Object.assign(process.env, engine.env);
  const folder = await mkdtemp(path.join(tmpdir(), "pulumi-reseller-example-"));
  const sandbox = await startSandboxProcess({ dataDir: path.join(folder, "portal") });
  try {
    const environment = {
      ...engine.env,
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_CONFIG_PASSPHRASE: "example",
      RESELLER_TOKEN: sandbox.ready.csp.token,
    };
    const workDir = path.join(folder, "realm");
    checkOutExample(workDir);
    const stack = await LocalWorkspace.createOrSelectStack({ stackName: STACK, workDir }, { envVars: environment });
    await stack.setAllConfig({
      "reseller:portal": { value: "csp" },
      "reseller:endpoint": { value: sandbox.ready.csp.endpoint },
    });
    await stack.up({ onOutput: (text) => process.stderr.write(text), color: "never" });
    checkOutPullRequest(workDir);
    const args = ["preview", "--json", "--show-sames", "--non-interactive", "--stack", STACK];
    const { stdout, stderr, status } = spawnSync("pulumi", args, {
      cwd: workDir,
      env: { ...process.env, ...environment },
      encoding: "utf8",
      maxBuffer: 1e9,
    });
    if (status !== 0) throw new Error(`the preview failed: ${stderr}${stdout}`);
    // Where the engine's own code lies on this machine is nobody's business.
    await write(
      "plan.json",
      stdout.replace(/project:\/\/\/(?:\.\.\/)+[^"]*node_modules\//g, "project:///node_modules/"),
    );
    for (const [name, text] of Object.entries(reviewedExample())) await write(name, text);
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function write(name: string, text: string): Promise<void> {
  await writeFile(path.join(PULL_REQUEST, name), text);
  console.log(`examples/pull-request/${name}: ${Buffer.byteLength(text)} bytes`);
}

/** The review of the plan that stands in the example. */
export function exampleReport(): Report {
  const text = (name: string) => readFileSync(path.join(PULL_REQUEST, name), "utf8");
  return reviewPlan(text("plan.json"), { file: parseReviewFile(text("review.yaml")), today: "2026-12-01" });
}

/** The comment and the page, as they come out of it. */
export function reviewedExample(): Record<string, string> {
  const report = exampleReport();
  return { "review.md": FORMATS.markdown(report), "review.html": FORMATS.html(report) };
}

if (require.main === module)
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
