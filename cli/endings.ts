import type { ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import { writeAboveProgress } from "./liveDisplay";

/** How a command ends when the shell, and not its work, says so: readers that go, places that are full, signals. */

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof SIGNALS;

const children = new Set<ChildProcess>();
const folders = new Set<string>();
let awaiting: (() => void) | undefined;
let stopping: ((signal: Signal) => void) | undefined;
let isInterrupted = false;
let unwritten = false;

/**
 * Says what becomes of output that nobody takes, and of signals, for every command.
 *
 * A reader that has gone (`| head`) is no failure: the exit code is the command's own. Output that is lost for another reason is told, and a
 * command that would end well doesn't.
 */
export function watchEndings(failed: () => { readonly code: number; readonly insteadOf: readonly number[] }): void {
  process.stdout.on("error", ({ code = "unknown" }: NodeJS.ErrnoException) => {
    if (code === "EPIPE" || unwritten) return;
    process.stderr.write(`reseller: standard output can't be written (${code})\n`);
    noteUnwritten();
  });
  // Nobody is left who could be told.
  process.stderr.on("error", () => undefined);
  process.on("exit", (code) => {
    const { code: instead, insteadOf } = failed();
    if (unwritten && insteadOf.includes(code)) process.exitCode = instead;
  });
  for (const signal of Object.keys(SIGNALS) as Signal[]) process.on(signal, () => interrupted(signal));
}

/** Something that was asked for could not be written: the command doesn't end well. */
export function noteUnwritten(): void {
  unwritten = true;
}

/** A process that gets the signal that ends this one, and is waited for. */
export function endsWithThis(child: ChildProcess): { staysAfterThis(): void } {
  const staysAfterThis = () => void children.delete(child);
  children.add(child);
  child.once("exit", staysAfterThis).once("error", staysAfterThis);
  return { staysAfterThis };
}

/** A folder that is gone when this process is, however it ends. */
export function goneWithThis(folder: string): { keep(): void; remove(): void } {
  folders.add(folder);
  return {
    keep: () => void folders.delete(folder),
    remove() {
      folders.delete(folder);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** For a command that goes on until it gets a signal, and then ends well. */
export function untilSignalled(): Promise<void> {
  return new Promise((resolve) => (awaiting = resolve));
}

/**
 * For a command that runs many children, and sums up at its end: the first signal goes to those that run, and the command, which starts no
 * more of them, ends by itself. Undefined until then.
 */
export function whileStopping(): { readonly exitCode: number | undefined } {
  const told: { exitCode: number | undefined } = { exitCode: undefined };
  stopping = (signal) => (told.exitCode = SIGNALS[signal]);
  return told;
}

function interrupted(signal: Signal): void {
  if (awaiting !== undefined && !isInterrupted) {
    isInterrupted = true;
    awaiting();
    return;
  }
  const isAgain = isInterrupted;
  isInterrupted = true;
  if (!isAgain) writeAboveProgress(`reseller: interrupted by ${signal}\n`);
  const open = [...children];
  if (!isAgain && stopping !== undefined) {
    stopping(signal);
    for (const child of open) child.kill(signal);
    return;
  }
  if (isAgain || open.length === 0) {
    for (const child of open) child.kill("SIGKILL");
    end(signal);
  }
  for (const child of open) {
    child.once("exit", () => {
      if (children.size === 0) end(signal);
    });
    child.kill(signal);
  }
}

function end(signal: Signal): never {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
  process.exit(SIGNALS[signal]);
}
