import { existsSync } from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { compareWords } from "../realm/entry";
import { type FileReading, readForm } from "./fleetFile";

export const LOCK_FILE = "fleet.lock.yaml";

const lockForm = z.strictObject({
  accounts: z.record(z.string(), z.int().min(1)),
});

/** The number of the stack of each account. */
export type Lock = ReadonlyMap<string, number>;

/** Reads `fleet.lock.yaml`. There is none in the beginning, which is an empty one. */
export function readLock(folder: string): FileReading<Lock> {
  if (!existsSync(path.join(folder, LOCK_FILE)))
    return {
      value: new Map(),
      problems: [],
      problemAt: (_path, what) => ({ file: LOCK_FILE, place: undefined, path: "", what }),
    };
  const { value, ...reading } = readForm(folder, LOCK_FILE, lockForm, () => ["accounts"]);
  return { ...reading, value: value && new Map(Object.entries(value.accounts)) };
}

export function numberedStack(number: number): string {
  return `accounts-${number}`;
}

/**
 * The lock with a stack for every account: those that have one keep it, and each new one, sorted by key, goes to the first stack that has room
 * for it, or to a new one. Accounts that don't exist any more are left out.
 *
 * @param sizes the number of resources of each account that is in no group
 * @param most resources of one stack
 */
export function completeLock(lock: Lock, sizes: ReadonlyMap<string, number>, most: number): Lock {
  const complete = new Map<string, number>();
  const filled: number[] = [];
  const put = (account: string, number: number, size: number) => {
    complete.set(account, number);
    filled[number] = (filled[number] ?? 0) + size;
  };
  for (const [account, number] of lock) {
    const size = sizes.get(account);
    if (size !== undefined) put(account, number, size);
  }
  const numbers = [...new Set(complete.values())].sort((one, other) => one - other);
  let last = [...lock.values()].reduce((most, number) => Math.max(most, number), 0);
  const fresh = [...sizes].filter(([account]) => !complete.has(account));
  for (const [account, size] of fresh.sort(([one], [other]) => compareWords(one, other))) {
    const fitting = numbers.find((number) => (filled[number] ?? 0) + size <= most);
    const number = fitting ?? (last += 1);
    if (fitting === undefined) numbers.push(number);
    put(account, number, size);
  }
  return complete;
}

/** The text of `fleet.lock.yaml`: a line for each account, so that branches that add accounts merge. */
export function lockText(lock: Lock): string {
  const lines = [...lock]
    .sort(([one], [other]) => compareWords(one, other))
    .map(([account, number]) => `  ${JSON.stringify(account)}: ${number}\n`);
  return [
    `# The numbered stack of each account. Commit this file. To update it: reseller fleet list --write-lock\n`,
    lines.length === 0 ? "accounts: {}\n" : `accounts:\n${lines.join("")}`,
  ].join("");
}
