import { spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { testEngine } from "../support/engine";
import { ACME, ANNA } from "../support/programs";
import { withScenario } from "../support/scenario";
import type { RealmStack } from "../support/stack";

/** Pulumi's own: it looks every few minutes whether its engine is there. */
const LANGUAGE_HOST = "pulumi-language-nodejs";
const LONGEST_WAIT_MILLISECONDS = 60_000;

/** Processes are found by their folder, as only Linux tells. */
const onLinux = process.platform === "linux" ? it : it.skip;

describe("an engine that is killed", () => {
  onLinux.each([
    ["dynamic", "dynamic-provider"],
    ["plugin", "pulumi-resource-reseller"],
  ] as const)(
    "takes its %s provider and its program with it, also while something is being made",
    async (host, command) => {
      await withScenario(
        async ({ portal, realm }) => {
          realm.withPlugin().hostedBy(host).inOwnProcess().program(`${ACME}${ANNA}`);
          const { binary } = await testEngine();
          const engine = spawn(binary, ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", "test"], {
            cwd: realm.folder,
            env: { ...process.env, ...realm.environment },
            stdio: "ignore",
          });
          const ended = new Promise((resolve) => engine.once("close", resolve));
          try {
            while (engine.exitCode === null && (await portal.list("/clients")).length === 0) await turn();
            expect(processesOf(realm).filter((found) => found.command.includes(command))).not.toEqual([]);
          } finally {
            engine.kill("SIGKILL");
            await ended;
          }
          try {
            const deadline = Date.now() + LONGEST_WAIT_MILLISECONDS;
            while (ours(realm).length > 0 && Date.now() < deadline) await turn();
            expect(ours(realm)).toEqual([]);
          } finally {
            for (const { pid } of processesOf(realm)) process.kill(pid, "SIGKILL");
          }
        },
        { sandbox: { operationDelayMs: 3_600_000 } },
      );
    },
  );
});

interface Process {
  readonly pid: number;
  readonly command: string;
}

function ours(realm: RealmStack): string[] {
  return processesOf(realm)
    .map(({ command }) => command)
    .filter((command) => !command.includes(LANGUAGE_HOST));
}

function processesOf({ folder }: RealmStack): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (readlinkSync(`/proc/${pid}/cwd`) !== folder) return [];
        return [{ pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, "utf8").replace(/\0/g, " ") }];
      } catch {
        // It has ended meanwhile, or is somebody else's.
        return [];
      }
    });
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
