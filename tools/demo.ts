/**
 * `npm run demo`: the whole story on this machine, with nothing set up by hand. A sandbox stands in for the portal; the
 * Pulumi engine is the real one. `npm run demo -- --portal openstack` does the same in an OpenStack cloud, with `--real` on the real servers.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import axios from "axios";
import { parseArgs } from "node:util";
import { EXIT_CODES } from "../review";
import { demoOnOpenstack } from "./demoOpenstack";
import { chapter, count, expectNone, say, show } from "./demoText";
import { ensureEngine } from "./engine";
import { checkOutPullRequest } from "./pullRequest";
import { type SandboxProcess, startSandboxProcess } from "./sandboxProcess";

const EXAMPLE = path.resolve(__dirname, "..", "..", "examples", "ewcs-reseller");
const COMMAND = path.resolve(__dirname, "..", "cli", "main.js");
const STACK = "demo";
const PASSPHRASE = "demo";

async function main(): Promise<void> {
  const started = Date.now();
  const engine = await ensureEngine();
  // The Automation API looks for the engine on the PATH of its own process.
  Object.assign(process.env, engine.env);
  const folder = await mkdtemp(path.join(tmpdir(), "pulumi-reseller-demo-"));

  chapter("A local stand-in for the Cloud Service Portal");
  const sandbox = await startSandboxProcess({ dataDir: path.join(folder, "portal") });
  say(`listening on ${sandbox.ready.baseUrl}`);
  try {
    const environment = {
      ...engine.env,
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      RESELLER_TOKEN: sandbox.ready.csp.token,
    };
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: STACK, workDir: EXAMPLE },
      { envVars: environment },
    );
    await stack.setAllConfig({
      "reseller:portal": { value: "csp" },
      "reseller:endpoint": { value: sandbox.ready.csp.endpoint },
    });
    await story(stack, sandbox);
    await reviewPullRequest(path.join(folder, "pull-request"), { ...environment, PULUMI_STACK: STACK });
    const shellFile = path.join(folder, "environment.sh");
    await writeFile(shellFile, shellLines({ ...environment, PULUMI_STACK: STACK }), { mode: 0o600 });
    farewell(folder, shellFile, sandbox, started);
  } finally {
    await sandbox.stop();
  }
}

async function story(stack: Stack, sandbox: SandboxProcess): Promise<void> {
  chapter("pulumi up: the whole realm of examples/ewcs-reseller");
  const up = await stack.up({ onOutput: show, color: "never" });
  say(`made: ${count(up.summary.resourceChanges, "create")} resources (the stack itself is one of them)`);

  chapter("The outputs: secrets stay secret");
  for (const [name, output] of Object.entries(up.outputs)) {
    say(`${name}: ${output.secret ? "[secret]" : JSON.stringify(output.value)}`);
  }

  chapter("pulumi up again: nothing to do");
  const again = await stack.up({ onOutput: show, color: "never" });
  expectNone(again.summary.resourceChanges, "a second up");

  chapter("Somebody changes a permission profile by hand, at the portal");
  const { before, after } = await addPermissionByHand(sandbox, "Storage User", "show_usage");
  say(`the profile "Storage User" had ${before.join(", ")}`);
  say(`and now has ${after.join(", ")}`);

  chapter("pulumi refresh: the difference shows");
  const refresh = await stack.refresh({ onOutput: show, color: "never" });
  say(`found different: ${count(refresh.summary.resourceChanges, "update")}`);

  chapter("pulumi up: the declaration holds again");
  const mended = await stack.up({ onOutput: show, color: "never", diff: true });
  say(`mended: ${count(mended.summary.resourceChanges, "update")}`);
  const restored = await permissionsOf(sandbox, "Storage User");
  if (restored.permissions.includes("show_usage"))
    throw new Error("the permission that was added by hand is still there");
  say(`the profile "Storage User" has ${restored.permissions.join(", ")} again`);
}

/** Somebody asks for a change of permissions; nothing of it is applied. */
async function reviewPullRequest(folder: string, environment: Record<string, string | undefined>): Promise<void> {
  chapter("A pull request changes who may do what: reseller review");
  checkOutPullRequest(folder);
  const page = path.join(folder, "review.html");
  const args = [COMMAND, "review", "--cwd", folder, "--save-plan", "plan.bin", "--out", `html=${page}`, "--no-color"];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.on("data", (chunk: Buffer) => show(chunk.toString("utf8")));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== EXIT_CODES.blocked) throw new Error(`the review should have blocked the change, but ended with ${code}`);
  say(`the page of the review: ${page}`);
  say("the change itself: examples/pull-request/change.diff. Nothing of it was applied.");
}

interface ProfileAtPortal {
  readonly id: string;
  readonly name: string;
  readonly permissions: string[];
  readonly etag: string;
}

/** What a person would click: reads the profile and saves it with one more permission. */
async function addPermissionByHand(
  sandbox: SandboxProcess,
  name: string,
  permission: string,
): Promise<{ before: string[]; after: string[] }> {
  const profile = await permissionsOf(sandbox, name);
  const after = [...profile.permissions, permission];
  await axios.patch(
    `${sandbox.ready.csp.endpoint}/profiles/${profile.id}`,
    { permissions: after },
    { headers: { ...authorization(sandbox), "If-Match": profile.etag } },
  );
  return { before: profile.permissions, after };
}

async function permissionsOf(sandbox: SandboxProcess, name: string): Promise<ProfileAtPortal> {
  const answer = await axios.get<{ items: ProfileAtPortal[] }>(`${sandbox.ready.csp.endpoint}/profiles`, {
    headers: authorization(sandbox),
    params: { limit: 200 },
  });
  const profile = answer.data.items.find((item) => item.name === name);
  if (profile === undefined) throw new Error(`the profile ${name} is not at the portal`);
  return profile;
}

function authorization(sandbox: SandboxProcess): { Authorization: string } {
  return { Authorization: `Bearer ${sandbox.ready.csp.token}` };
}

function farewell(folder: string, shellFile: string, sandbox: SandboxProcess, started: number): void {
  const port = new URL(sandbox.ready.baseUrl).port;
  const root = path.resolve(__dirname, "..", "..");
  chapter(`Done in ${Math.round((Date.now() - started) / 1000)} s. Where everything is`);
  say(`the program       ${EXAMPLE}`);
  say(`portal and state  ${folder}`);
  say("To go on: start the portal again in one shell, and work in another");
  say(
    `  node ${path.join(root, "dist", "cli", "main.js")} sandbox --port ${port} --data ${path.join(folder, "portal")}`,
  );
  say(`  . ${shellFile} && cd ${EXAMPLE} && pulumi preview --stack ${STACK}`);
  say("To tear it down (customers are protected, so deleting them takes two commands)");
  say(`  pulumi state unprotect --all --yes --stack ${STACK} && pulumi destroy --yes --stack ${STACK}`);
  say(`  rm -r ${folder} ${path.join(EXAMPLE, `Pulumi.${STACK}.yaml`)}`);
}

function shellLines(environment: Readonly<Record<string, string | undefined>>): string {
  const quote = (value: string) => `'${value.replaceAll("'", "'\\''")}'`;
  return Object.entries(environment)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => `export ${name}=${quote(value)}\n`)
    .join("");
}

/** `--portal openstack`, and `--real` for the servers themselves. */
const { values: asked } = parseArgs({
  options: { portal: { type: "string", default: "csp" }, real: { type: "boolean", default: false } },
});

function demo(): Promise<void> {
  if (asked.portal === "openstack") return demoOnOpenstack(asked.real);
  if (asked.portal === "csp" && !asked.real) return main();
  return Promise.reject(
    new Error("usage: npm run demo [-- --portal csp|openstack [--real]]; only openstack has --real"),
  );
}

demo().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
