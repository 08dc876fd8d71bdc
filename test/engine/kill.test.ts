import { spawn } from "node:child_process";
import { readdirSync, readlinkSync } from "node:fs";
import { ensureEngine } from "../../tools/engine";
import { LIMITS } from "../support/programs";
import { type Scenario, withScenario } from "../support/scenario";
import { changed, expectSuccess } from "../support/stack";

/** How large, and how often: `RESELLER_KILL_SIZE=1000 RESELLER_KILLS=5 npm test -- test/engine/kill` is the full exercise. */
const SIZE = Number(process.env["RESELLER_KILL_SIZE"] ?? 60);
const KILLS = Number(process.env["RESELLER_KILLS"] ?? 2);
const OBJECTS_OF_A_CLIENT = 20;

jest.setTimeout(1_800_000);

const PROGRAM = `
for (let c = 0; c < ${Math.ceil(SIZE / OBJECTS_OF_A_CLIENT)}; c += 1) {
  const account = new reseller.Account("c" + c, { name: "Customer " + c, state: "production", availableServices: ["openstack"], uprovideAccount: "UP-" + (10001 + c) });
  new reseller.ServiceActivation("c" + c + "-openstack", { account, service: "openstack" });
  new reseller.Quota("c" + c + "-quota", { account, region: "ch-1", limits: ${LIMITS} });
  new reseller.Project("c" + c + "-main", { account, name: "main" });
  for (let u = 4; u < ${OBJECTS_OF_A_CLIENT}; u += 1) {
    new reseller.User("c" + c + "-u" + u, { account, username: "u" + u, email: "u" + u + "@c" + c + ".example.com", firstName: "U", lastName: "V", profiles: ["User"] });
  }
}
`;

describe.each([{ checkpoints: true }, { checkpoints: false }])(
  "a run that is killed (checkpoints: $checkpoints)",
  ({ checkpoints }) => {
    it("can be run again with adopt, and ends in the declared state without duplicates or silently lost passwords", async () => {
      await withScenario(
        async ({ portal, realm, sandbox }) => {
          realm.program(PROGRAM);
          let printed = "";
          const goal = Math.ceil(SIZE / OBJECTS_OF_A_CLIENT) * OBJECTS_OF_A_CLIENT;
          for (let kill = 0; kill < KILLS; kill += 1) {
            // Somewhere in what is still to be made.
            const made = await objectsAt({ portal, realm, sandbox });
            printed += await upUntil(
              { portal, realm, sandbox },
              made + 1 + Math.floor(Math.random() * Math.max(1, (goal - made) / 2)),
              checkpoints,
            );
          }
          realm.restoreCheckpoint();
          await realm.stack.cancel().catch(() => undefined);
          const up = await realm.up();
          expectSuccess(up);
          printed += up.output;
          expect(changed(await realm.up())).toEqual({});
          expect(realm.resources().size).toBe(goal);

          const { users = [], clients = [], projects = [] } = await portal.dump();
          const names = users
            .filter(({ clientId }) => clientId !== null)
            .map(({ clientId, username }) => `${String(username)} of ${String(clientId)}`);
          expect(new Set(names).size).toBe(names.length);
          expect([clients.length, projects.length, names.length]).toEqual([
            goal / OBJECTS_OF_A_CLIENT,
            goal / OBJECTS_OF_A_CLIENT,
            (goal * 16) / OBJECTS_OF_A_CLIENT,
          ]);

          const unnamed = [...realm.resources().values()]
            .filter(({ type, outputs }) => type.endsWith(":User") && outputs?.["initialPassword"] === undefined)
            .filter(
              ({ id }) =>
                !printed.includes(`(id ${id}) existed and was adopted; initialPassword can't be known any more`),
            )
            .filter(
              ({ id }) =>
                !printed.includes(
                  `(id ${id}) was made, but the portal's answer was lost; initialPassword can't be known any more`,
                ),
            );
          expect(unnamed).toEqual([]);
        },
        { config: { "reseller:adopt": "true" } },
      );
    });
  },
);

async function objectsAt({ portal }: Scenario): Promise<number> {
  const { users = [], clients = [], projects = [] } = await portal.dump();
  return users.length + clients.length + projects.length;
}

/** Runs `pulumi up` until the portal has so many objects, and kills everything that belongs to the run at once. */
async function upUntil(scenario: Scenario, objects: number, checkpoints: boolean): Promise<string> {
  const { realm } = scenario;
  realm.restoreCheckpoint();
  await realm.stack.cancel().catch(() => undefined);
  const { binary } = await ensureEngine();
  const child = spawn(
    binary,
    ["up", "--yes", "--skip-preview", "--non-interactive", "--color", "never", "--stack", realm.stack.name],
    {
      cwd: realm.folder,
      env: { ...process.env, ...realm.environment, ...(checkpoints ? {} : { PULUMI_SKIP_CHECKPOINTS: "true" }) },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let running = true;
  void ended.then(() => (running = false));
  while (running && (await objectsAt(scenario)) < objects) await new Promise(setImmediate);
  if (running) killWholeRun(child.pid!, realm.folder);
  await ended;
  return output;
}

/** The engine, and its plugins, which it starts in process groups of their own: on Linux they are found by their folder. */
function killWholeRun(group: number, folder: string): void {
  process.kill(-group, "SIGKILL");
  if (process.platform !== "linux") return;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readlinkSync(`/proc/${pid}/cwd`) === folder) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended by itself, or is somebody else's.
    }
  }
}
