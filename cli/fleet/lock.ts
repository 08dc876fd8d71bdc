import * as fs from "node:fs";
import * as os from "node:os";
import { z } from "zod";
import { UserError } from "../../provider/model/errors";
import type { FleetFolder } from "./folder";
import { isAlive } from "./processes";

const Holder = z.object({ pid: z.number(), host: z.string(), command: z.string(), since: z.string() });
type Holder = z.output<typeof Holder>;

export interface FleetLock {
  release(): void;
}

/**
 * Takes the fleet of a folder for this process: two runs would write each other's plans and state. A lock whose process is gone is taken over.
 * On other machines, the stacks' own locks do it.
 *
 * @throws UserError that says who has it
 */
export function takeLock(folder: FleetFolder, command: string, isThere: typeof isAlive = isAlive): FleetLock {
  const file = folder.file("lock");
  const own: Holder = { pid: process.pid, host: os.hostname(), command, since: new Date().toISOString() };
  const text = `${JSON.stringify(own)}\n`;
  for (let tries = 0; tries < 3; tries += 1) {
    if (created(file, text)) return { release: () => release(file, text) };
    const before = read(file);
    if (before === undefined) continue;
    refuseOthers(before, file, isThere);
    // Of several that find it stale, one moves it away.
    const stale = `${file}.${process.pid}.stale`;
    try {
      fs.renameSync(file, stale);
      const moved = fs.readFileSync(stale, "utf8");
      fs.rmSync(stale);
      // Somebody was quicker, and this one was its lock.
      if (moved !== before) fs.writeFileSync(file, moved, { flag: "wx", mode: 0o600 });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT" && code !== "EEXIST") throw error;
    }
  }
  throw new UserError(`${file} is being taken by others: try again`);
}

function created(file: string, text: string): boolean {
  try {
    // A file with its content, in one step: nobody reads half of it.
    const temporary = `${file}.${process.pid}.own`;
    fs.writeFileSync(temporary, text, { mode: 0o600 });
    try {
      fs.linkSync(temporary, file);
    } finally {
      fs.rmSync(temporary);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new UserError(`${file} can't be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UserError(`${file} can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function refuseOthers(text: string, file: string, isThere: typeof isAlive): void {
  const holder = holderIn(text);
  if (holder === undefined) return;
  const isHere = holder.host === os.hostname();
  if (isHere && (holder.pid === process.pid || !isThere(holder.pid))) return;
  throw new UserError(
    `this fleet is in use by reseller fleet ${holder.command} (process ${holder.pid} on ${holder.host}, since ${holder.since}): ` +
      (isHere ? "wait until it ends" : `wait until it ends. If that process is gone, delete ${file}`),
  );
}

/** Undefined for what no fleet has written. */
function holderIn(text: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function release(file: string, text: string): void {
  if (read(file) === text) fs.rmSync(file, { force: true });
}
