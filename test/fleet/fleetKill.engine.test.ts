import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import * as path from "node:path";
import { CspByHand } from "../portals/csp/byHand";
import { startSandbox } from "../../sandbox";
import { Draw } from "../random/draw";
import { COMMAND } from "../support/commandHosts";
import { HOSTS_VARIABLE } from "../support/engineRun";
import { account, FleetProject, KEYS, profile } from "../support/fleet";
import { runs, seed } from "../support/runs";
import { nextRequest } from "../support/serverEvents";

const ACCOUNTS = ["acme", "globex", "initech"];
const KILLS = runs(1, 5);
/** Profiles, accounts and users. */
const OBJECTS = 1 + 2 * ACCOUNTS.length;

/** Processes are found by their folder, as only Linux tells. */
const onLinux = process.platform === "linux" ? it : it.skip;

describe("an up of a fleet that ends before its time", () => {
  onLinux(
    "goes on with --resume, after Ctrl-C and after the loss of the whole machine, and ends as declared, without duplicates",
    async () => {
      const sandbox = await startSandbox({ operationDelayMs: 20 });
      const portal = new CspByHand(sandbox);
      const fleet = await FleetProject.create(sandbox);
      try {
        fleet.write("realm/realm.yaml", {
          profiles: { desk: profile("Desk") },
          accounts: Object.fromEntries(ACCOUNTS.map((name) => [name, account(name, "desk")])),
        });
        const draw = new Draw(seed);
        const before = await madeAt(portal);
        for (let kill = 0; kill <= KILLS; kill += 1) {
          const made = (await madeAt(portal)).length - before.length;
          const wanted = made + draw.int(1, Math.max(1, Math.floor((OBJECTS - made) / 2)));
          const { child, ended } = begin(fleet, kill === 0 ? [] : ["--resume"]);
          await untilMade(portal, before.length + wanted, ended);
          // The first time politely: engines end what they have begun, and save it.
          if (kill === 0) {
            child.kill("SIGINT");
            expect([130, 0]).toContain(await ended);
          } else {
            killAll(child, fleet.folder);
            await ended;
            restoreCheckpoints(fleet);
          }
        }
        const resumed = await fleet.run("up", "--yes", "--resume");
        expect([resumed.code, resumed.report?.stacks.flatMap(({ problems }) => problems)]).toEqual([0, []]);
        const names = await madeAt(portal);
        expect(names.length - before.length).toBe(OBJECTS);
        expect(new Set(names).size).toBe(names.length);
        const again = await fleet.run("up", "--yes");
        expect([again.code, again.report?.stacks.flatMap(({ changes }) => Object.keys(changes))]).toEqual([
          0,
          ["shared", ...ACCOUNTS].map(() => "same"),
        ]);
      } finally {
        fleet.remove();
        await sandbox.close();
      }
    },
  );
});

/** In processes of its own, which can be killed. */
function begin(fleet: FleetProject, flags: readonly string[]): { child: ChildProcess; ended: Promise<number | null> } {
  const args = [COMMAND, "fleet", "up", "--yes", "--secrets-provider", KEYS, ...flags];
  const child = spawn(process.execPath, args, {
    cwd: fleet.folder,
    env: { ...process.env, ...fleet.environment, [HOSTS_VARIABLE]: "" },
    stdio: "ignore",
  });
  return { child, ended: new Promise((resolve) => child.once("close", resolve)) };
}

async function madeAt(portal: CspByHand): Promise<string[]> {
  const lists = await Promise.all(["/clients", "/users", "/profiles"].map((list) => portal.list(list)));
  return lists.flatMap((list, index) => list.map(({ name, username }) => `${index} ${String(username ?? name)}`));
}

async function untilMade(portal: CspByHand, count: number, ended: Promise<unknown>): Promise<void> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  for (;;) {
    const written = nextRequest("finish", ({ method, url }) => method !== "GET" && !url.startsWith("/_sandbox/"));
    if (isOver || (await madeAt(portal)).length >= count) return;
    await Promise.race([written, ended]);
  }
}

/** The fleet, its engines, and what these have started. */
function killAll(child: ChildProcess, folder: string): void {
  child.kill("SIGKILL");
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readlinkSync(`/proc/${pid}/cwd`) === folder) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended by itself, or is somebody else's.
    }
  }
}

/** What a person does where an engine was killed while it wrote its checkpoint: its copy of the one before takes the place. */
function restoreCheckpoints(fleet: FleetProject): void {
  for (const name of ["shared", ...ACCOUNTS]) {
    const file = fleet.stateFile(name);
    for (const note of [`${file}.attrs`, `${file}.bak.attrs`]) if (isCutOff(note)) rmSync(note);
    if (isCutOff(file)) copyFileSync(path.resolve(`${file}.bak`), file);
  }
}

function isCutOff(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return false;
  } catch {
    return true;
  }
}
