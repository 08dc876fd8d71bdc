import { spawn } from "node:child_process";
import { readdirSync, readlinkSync } from "node:fs";
import axios from "axios";
import { kindAt } from "../../provider/model/kindAt";
import { portalNamed } from "../../provider/portals";
import { Draw } from "../random/draw";
import { testEngine } from "../support/engine";
import { HOSTS_VARIABLE } from "../support/engineRun";
import type { Dump, PortalFixture } from "../portals/fixture";
import { fixtures } from "../portals/list";
import { seed } from "../support/runs";
import { nextRequest } from "../support/serverEvents";
import { type Scenario, withScenario } from "../support/scenario";
import { changed, expectSuccess, STACK } from "../support/stack";

/** How large, and how often: `RESELLER_KILL_SIZE=1000 RESELLER_KILLS=5 npm test -- test/engine/kill` is the full exercise. */
const SIZE = Number(process.env["RESELLER_KILL_SIZE"] ?? 40);
const KILLS = Number(process.env["RESELLER_KILLS"] ?? 2);
const OBJECTS_OF_A_CLIENT = 20;

const CLIENTS = Math.ceil(SIZE / OBJECTS_OF_A_CLIENT);

/** Each portal begins with another host, so that both are killed with checkpoints and without. */
function hostOf(fixture: PortalFixture, run: number): "dynamic" | "plugin" {
  return (fixtures.indexOf(fixture) + run) % 2 === 0 ? "dynamic" : "plugin";
}

describe.each(fixtures)("a run that is killed, at first with checkpoints, then without ($name)", (fixture) => {
  const { killed } = fixture.programs;

  it("can be run again with adopt, on either host, and ends in the declared state without duplicates or silently lost passwords", async () => {
    await withScenario(
      async (scenario) => {
        const { realm } = scenario;
        realm.withPlugin().program(killed.program(CLIENTS, OBJECTS_OF_A_CLIENT));
        let printed = "";
        const draw = new Draw(seed);
        const wanted = killed.goals(CLIENTS);
        const goal = Object.values(wanted).reduce((sum, count) => sum + count, 0);
        for (let kill = 0; kill < KILLS; kill += 1) {
          // Somewhere in what is still to be made.
          const made = await objectsAt(scenario, fixture);
          const next = made + draw.int(1, Math.max(1, Math.floor((goal - made) / 2)));
          realm.hostedBy(hostOf(fixture, kill));
          printed += await upUntil(scenario, fixture, next, kill % 2 === 0);
        }
        realm.restoreCheckpoint();
        realm.cancel();
        const up = await realm.hostedBy(hostOf(fixture, KILLS)).up();
        expectSuccess(up);
        printed += up.output;
        expect(changed(await realm.up())).toEqual({});

        const made = await madeAt(scenario, fixture);
        const counts = Object.entries(made).map(([what, names]) => [what, names.length]);
        expect(Object.fromEntries(counts)).toEqual(wanted);
        for (const names of Object.values(made)) expect(new Set(names).size).toBe(names.length);

        // Of every person whose password the portal tells once: it is in the state, or said to be lost.
        const tellsPasswords = "initialPassword" in kindAt("User", portalNamed(fixture.name)).secretOutputs;
        const unnamed = [...realm.resources().values()]
          .filter(() => tellsPasswords)
          .filter(({ type, outputs }) => type.endsWith(":User") && outputs?.["initialPassword"] === undefined)
          .filter(({ id }) => !printed.includes(`(id ${id}) existed and was adopted; initialPassword is not available`))
          .filter(
            ({ id }) =>
              !printed.includes(
                `(id ${id}) was created, but the portal's response was lost; initialPassword is not available`,
              ),
          );
        expect(unnamed).toEqual([]);
      },
      { config: { "reseller:adopt": "true" }, portal: fixture.name },
    );
  });
});

async function madeAt(
  { sandbox }: Scenario,
  { name, programs: { killed } }: PortalFixture,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { data } = await axios.get<Record<string, Dump>>(`${sandbox.baseUrl}/_sandbox/dump`);
  return killed.made(data[name] ?? {});
}

async function objectsAt(scenario: Scenario, fixture: PortalFixture): Promise<number> {
  return Object.values(await madeAt(scenario, fixture)).reduce((sum, names) => sum + names.length, 0);
}

/** Runs `pulumi up` until the portal has so many objects, and kills everything that belongs to the run at once. */
async function upUntil(
  scenario: Scenario,
  fixture: PortalFixture,
  objects: number,
  checkpoints: boolean,
): Promise<string> {
  const { realm } = scenario;
  realm.restoreCheckpoint();
  realm.cancel();
  const { binary } = await testEngine();
  const child = spawn(
    binary,
    ["up", "--yes", "--skip-preview", "--non-interactive", "--color", "never", "--stack", STACK],
    {
      cwd: realm.folder,
      env: {
        ...process.env,
        ...realm.environment,
        [HOSTS_VARIABLE]: "",
        ...(checkpoints ? {} : { PULUMI_SKIP_CHECKPOINTS: "true" }),
      },
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
  for (;;) {
    const written = nextRequest("finish", ({ method, url }) => method !== "GET" && !url.startsWith("/_sandbox/"));
    if (!running || (await objectsAt(scenario, fixture)) >= objects) break;
    await Promise.race([written, ended]);
  }
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
