import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { z } from "zod";
import { UserError } from "../provider/lifecycle";
import { SandboxesReport } from "./reports";
import { WrongUse } from "./wrongUse";

/** A sandbox in the background, as the file beside its log says. */
export type DetachedSandbox = SandboxesReport["sandboxes"][number];

/** Each sandbox in the background has a folder of this name for temporary files, with its log. */
const FOLDER_PREFIX = "reseller-sandbox-";
const NOTE = "sandbox.json";
const Note = SandboxesReport.shape.sandboxes.element.omit({ log: true });
const ANSWER_MILLISECONDS = 5_000;
const STOP_MILLISECONDS = 20_000;
const BETWEEN_LOOKS_MILLISECONDS = 25;

export function sandboxFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), FOLDER_PREFIX));
}

/** The file with what a sandbox in the background has said. */
export function logIn(folder: string): string {
  return path.join(folder, "log");
}

/** So that it is found again. Nothing that lets anybody in is in it. */
export function noteSandbox(folder: string, sandbox: Omit<DetachedSandbox, "log">): void {
  fs.writeFileSync(path.join(folder, NOTE), JSON.stringify(sandbox), { mode: 0o600 });
}

/** This user's sandboxes in the background that run, the oldest first. What is left of others is removed. */
export async function runningSandboxes(): Promise<DetachedSandbox[]> {
  const folders = fs
    .readdirSync(os.tmpdir())
    .filter((name) => name.startsWith(FOLDER_PREFIX))
    .map((name) => path.join(os.tmpdir(), name));
  const found = await Promise.all(
    folders.map(async (folder) => {
      const note = noteIn(folder);
      if (note === undefined) return [];
      if (await isRunning(note)) return [{ ...note, log: logIn(folder) }];
      fs.rmSync(folder, { recursive: true, force: true });
      return [];
    }),
  );
  return found.flat().sort((one, other) => (one.since < other.since ? -1 : 1));
}

/** What somebody else has written there says nothing: it would have us end any process. */
function noteIn(folder: string): z.output<typeof Note> | undefined {
  try {
    const { uid } = fs.lstatSync(folder);
    if (process.getuid !== undefined && uid !== process.getuid()) return undefined;
    return Note.parse(JSON.parse(fs.readFileSync(path.join(folder, NOTE), "utf8")));
  } catch {
    return undefined;
  }
}

/** Whether this very process answers there: another may have its number by now, or its port. */
async function isRunning({ address, pid }: Pick<DetachedSandbox, "address" | "pid">): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/_sandbox/process`, { signal: AbortSignal.timeout(ANSWER_MILLISECONDS) });
    return ((await answer.json()) as { pid?: unknown }).pid === pid;
  } catch (error) {
    // One that is busy is there.
    return (error as Error).name === "TimeoutError";
  }
}

/**
 * Those that somebody means: by the number of the process, by the portal, or `all`; without a word the only one.
 *
 * @throws WrongUse where there is none, or more than one.
 */
export function chosenSandboxes(
  word: string | undefined,
  running: readonly DetachedSandbox[],
): readonly DetachedSandbox[] {
  if (word === "all") return running;
  const found = running.filter(({ pid, portal }) => word === undefined || word === String(pid) || word === portal);
  if (found.length === 1) return found;
  const those = found.map(({ pid, portal, address }) => `  ${pid}: ${portal}, ${address}`).join("\n");
  if (found.length > 1)
    throw new WrongUse(`--stop: several sandboxes run in the background: use the number of one, or all\n${those}`);
  throw new WrongUse(
    word === undefined
      ? "--stop: no sandbox runs in the background"
      : `--stop ${word}: there is no such sandbox: see --list`,
  );
}

/** Ends a sandbox, and waits until nothing answers there any more. @throws UserError where it doesn't end */
export async function stopSandbox(sandbox: DetachedSandbox): Promise<void> {
  try {
    process.kill(sandbox.pid, "SIGTERM");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
  const last = Date.now() + STOP_MILLISECONDS;
  while (await isRunning(sandbox)) {
    if (Date.now() > last)
      throw new UserError(`the sandbox ${sandbox.pid} doesn't stop: kill -9 ${sandbox.pid} ends it immediately`);
    await wait(BETWEEN_LOOKS_MILLISECONDS);
  }
  fs.rmSync(path.dirname(sandbox.log), { recursive: true, force: true });
}
