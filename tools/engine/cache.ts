import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { isExecutable } from "./searchPath";

/** The folder for everything that outlives a checkout: `PULUMI_RESELLER_CACHE`, or the platform's place for caches. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const chosen = env["PULUMI_RESELLER_CACHE"];
  return chosen ? path.resolve(chosen) : path.join(platformCacheFolder(env), "pulumi-reseller");
}

function platformCacheFolder(env: NodeJS.ProcessEnv): string {
  const home = env["HOME"] || os.homedir();
  switch (process.platform) {
    case "win32":
      return env["LOCALAPPDATA"] || path.join(home, "AppData", "Local");
    case "darwin":
      return path.join(home, "Library", "Caches");
    default:
      // The specification of this variable says that a relative path is to be ignored.
      return path.isAbsolute(env["XDG_CACHE_HOME"] ?? "") ? env["XDG_CACHE_HOME"]! : path.join(home, ".cache");
  }
}

/** An engine in the cache, described by a file that is written last. */
export interface CachedEngine {
  readonly binary: string;
  readonly version: string;
}

const DESCRIPTION = "engine.json";

/** The finished engine in a folder, or nothing when it is missing or damaged. */
export function readCachedEngine(folder: string): CachedEngine | undefined {
  try {
    const { binary, version } = JSON.parse(fs.readFileSync(path.join(folder, DESCRIPTION), "utf8")) as CachedEngine;
    const absolute = path.join(folder, binary);
    return isExecutable(absolute) ? { binary: absolute, version } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes an engine in a folder of its own and moves it to its place in one step, so that nobody ever sees half of it.
 *
 * @param make fills the folder that it is given, and tells where in there the binary is.
 */
export function makeCachedEngine(
  folder: string,
  make: (workFolder: string) => Promise<CachedEngine>,
): Promise<CachedEngine> {
  return makeCached(folder, readCachedEngine, async (workFolder) => {
    const { binary, version } = await make(workFolder);
    const description: CachedEngine = { binary: path.relative(workFolder, binary), version };
    fs.writeFileSync(path.join(workFolder, DESCRIPTION), `${JSON.stringify(description)}\n`);
  });
}

/**
 * Fills a folder of its own and moves it to its place in one step. Where two do this at once, the first to finish wins and the other takes
 * over what it made.
 *
 * @param read what a finished folder holds; nothing where it is missing or damaged.
 */
export async function makeCached<T>(
  folder: string,
  read: (folder: string) => T | undefined,
  make: (workFolder: string) => Promise<void>,
): Promise<T> {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  removeAbandonedWork(folder);
  const workFolder = fs.mkdtempSync(`${folder}.${process.pid}-`);
  try {
    await make(workFolder);
    if (read(folder) === undefined) {
      fs.rmSync(folder, { recursive: true, force: true });
      moveUnlessTaken(workFolder, folder, read);
    }
  } finally {
    fs.rmSync(workFolder, { recursive: true, force: true });
  }
  const made = read(folder);
  if (made === undefined) {
    throw new Error(`${folder} was removed while it was being made`);
  }
  return made;
}

function moveUnlessTaken(from: string, to: string, read: (folder: string) => unknown): void {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if (read(to) === undefined) {
      throw error;
    }
  }
}

/** Work folders carry the number of the process that fills them; where that one is gone, so is the use of the folder. */
function removeAbandonedWork(folder: string): void {
  const prefix = `${path.basename(folder)}.`;
  for (const name of fs.readdirSync(path.dirname(folder))) {
    const owner = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (owner !== undefined && !isProcessAlive(Number(owner))) {
      fs.rmSync(path.join(path.dirname(folder), name), { recursive: true, force: true });
    }
  }
}

export function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // It lives but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
