import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { isProcessAlive } from "./cache";

const POLL_MILLISECONDS = 250;
/** Longer than any build takes. Only a process number that was given to somebody else makes us wait this long. */
const STALE_AFTER_MILLISECONDS = 30 * 60_000;

/**
 * Runs `work` while no other process runs work under the same lock file, so that two checkouts do not build the same
 * engine side by side. It saves work and nothing else: should two ever hold it, both still end with a whole engine.
 *
 * @param onWait is told once who holds the lock, if anyone does.
 */
export async function withLock<T>(
  file: string,
  onWait: (processId: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  while (!tryToTake(file)) {
    const holder = holderOf(file);
    if (holder === undefined) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (!told) {
      onWait(holder);
      told = true;
    }
    await pause(POLL_MILLISECONDS);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** The lock appears together with its content, so that nobody reads an empty one and takes it for abandoned. */
function tryToTake(file: string): boolean {
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      return false;
    }
    throw error;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/** The living process that holds the lock, or nothing when the lock is abandoned. */
function holderOf(file: string): number | undefined {
  try {
    const processId = Number(fs.readFileSync(file, "utf8"));
    const age = Date.now() - fs.statSync(file).mtimeMs;
    return isProcessAlive(processId) && age < STALE_AFTER_MILLISECONDS ? processId : undefined;
  } catch {
    return undefined;
  }
}
