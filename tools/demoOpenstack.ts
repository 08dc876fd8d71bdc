/**
 * `npm run demo -- --portal openstack`: a reseller's realm in a cloud on this machine. A sandbox stands in for it; with `--real`, it is the
 * real Keystone, Nova, Cinder and Neutron.
 */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { chapter, count, expectNone, say, show } from "./demoText";
import { ensureEngine } from "./engine";
import { startCloud } from "./openstack";
import { startSandboxProcess } from "./sandboxProcess";

const EXAMPLE = path.resolve(__dirname, "..", "..", "examples", "openstack-reseller");
/** Where the example has quotas. */
const REGIONS = ["ch-1", "ch-2"];

interface Place {
  /** As OpenStack's own tools read it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function demoOnOpenstack(isReal: boolean): Promise<void> {
  const engine = await ensureEngine();
  // The Automation API looks for the engine on the PATH of its own process.
  Object.assign(process.env, engine.env);
  const folder = await mkdtemp(path.join(tmpdir(), "pulumi-reseller-demo-"));
  chapter(isReal ? "A real cloud: Keystone, Nova, Cinder and Neutron" : "A local stand-in for an OpenStack cloud");
  const place = await (isReal ? realCloud() : sandboxCloud(folder));
  say(`Keystone is at ${place.environment["OS_AUTH_URL"]}`);
  try {
    const envVars = {
      ...engine.env,
      ...place.environment,
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_CONFIG_PASSPHRASE: "demo",
    };
    const stack = await LocalWorkspace.createOrSelectStack({ stackName: "demo", workDir: EXAMPLE }, { envVars });
    await stack.setAllConfig({
      "reseller:portal": { value: "openstack" },
      "openstack-reseller:protect": { value: "false" },
    });
    await story(stack, place);
  } finally {
    await place.stop();
  }
  say(`state  ${folder}`);
}

async function realCloud(): Promise<Place> {
  const cloud = await startCloud({ services: ["compute", "volume", "network"], regions: REGIONS });
  return { environment: cloud.env, stop: () => cloud.close() };
}

async function sandboxCloud(folder: string): Promise<Place> {
  const sandbox = await startSandboxProcess({ dataDir: path.join(folder, "portal") });
  const { openstack } = sandbox.ready;
  const environment = {
    OS_AUTH_URL: openstack.endpoint,
    OS_USERNAME: openstack.username,
    OS_PASSWORD: openstack.password,
    OS_USER_DOMAIN_NAME: openstack.userDomainName,
    OS_PROJECT_NAME: openstack.projectName,
    OS_PROJECT_DOMAIN_NAME: openstack.projectDomainName,
    OS_REGION_NAME: openstack.regionName,
  };
  return { environment, stop: () => sandbox.stop() };
}

async function story(stack: Stack, { environment }: Place): Promise<void> {
  chapter("pulumi up: the whole realm of examples/openstack-reseller");
  const up = await stack.up({ onOutput: show, color: "never" });
  say(`made: ${count(up.summary.resourceChanges, "create")} resources (the stack itself is one of them)`);

  chapter("pulumi up again: nothing to do");
  const again = await stack.up({ onOutput: show, color: "never" });
  expectNone(again.summary.resourceChanges, "a second up");

  chapter("Somebody gives a person another name by hand");
  await renameByHand(environment, "nina.weber", "nina.frei");
  const refresh = await stack.refresh({ onOutput: show, color: "never" });
  say(`found different: ${count(refresh.summary.resourceChanges, "update")}`);

  chapter("pulumi up: the declaration holds again");
  const mended = await stack.up({ onOutput: show, color: "never", diff: true });
  say(`mended: ${count(mended.summary.resourceChanges, "update")}`);

  chapter("pulumi destroy: customers stay");
  await stack.destroy({ onOutput: show, color: "never" });
}

/** With the administrator's token, as OpenStack's own tools do it. */
async function renameByHand(environment: Place["environment"], from: string, to: string): Promise<void> {
  const endpoint = environment["OS_AUTH_URL"] ?? "";
  const domain = { name: environment["OS_USER_DOMAIN_NAME"] };
  const user = { name: environment["OS_USERNAME"], domain, password: environment["OS_PASSWORD"] };
  const project = { name: environment["OS_PROJECT_NAME"], domain: { name: environment["OS_PROJECT_DOMAIN_NAME"] } };
  const auth = { identity: { methods: ["password"], password: { user } }, scope: { project } };
  const headers = { "Content-Type": "application/json" };
  const signIn = await fetch(`${endpoint}/auth/tokens`, { method: "POST", headers, body: JSON.stringify({ auth }) });
  const withToken = { ...headers, "X-Auth-Token": signIn.headers.get("x-subject-token") ?? "" };
  const answer = await fetch(`${endpoint}/users?name=${from}`, { headers: withToken });
  const { users } = (await answer.json()) as { readonly users: readonly { readonly id: string }[] };
  const body = JSON.stringify({ user: { name: to } });
  const change = await fetch(`${endpoint}/users/${users[0]?.id}`, { method: "PATCH", headers: withToken, body });
  if (!change.ok) throw new Error(`the user could not be renamed by hand: ${change.status} ${await change.text()}`);
  say(`${from} is called ${to}`);
}
