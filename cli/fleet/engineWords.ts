import { counted } from "../../text/words";

/** Who holds the lock of a stack, as the engine says it. */
export interface LockHolder {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  readonly since: string;
}

const LOCKED = /the stack is currently locked by|another update is currently in progress/i;
const HOLDER = /created by (.+?)@(\S+) \(pid (\d+)\) at (\S+)/g;
const NEWER =
  /unsupported checkpoint version|unsupported deployment version|newer than what this version of the Pulumi CLI|unsupported features/i;
const ERROR_LINE = /^\s*error: (.*)$/i;
/** What the engine says beside the cause. */
const NO_CAUSE =
  /^(?:(?:update|preview|refresh|destroy) failed|an unhandled error occurred: program exited with non-zero exit code.*)$/i;
const SHOWN = 2000;

/** Whether the engine says that somebody holds the lock of the stack. */
export function isLocked(printed: string): boolean {
  return LOCKED.test(printed);
}

/** As far as the backend tells: of files it does. */
export function lockHolders(printed: string): LockHolder[] {
  return [...printed.matchAll(HOLDER)].map(([, user = "", host = "", pid = "", since = ""]) => ({
    ...{ user, host, since },
    pid: Number(pid),
  }));
}

/** Why a run of the engine failed, from what it printed, with what to do. */
export function engineProblem(stack: string, printed: string): string {
  if (isLocked(printed)) return lockedText(stack, lockHolders(printed));
  const errors = errorLines(printed);
  if (NEWER.test(printed))
    return `the state of the stack was written by a newer engine: update pulumi (${errors[0] ?? "its version is not supported"})`;
  return (errors.join("\n") || printed.trim() || "the engine said nothing").slice(-SHOWN);
}

function lockedText(stack: string, holders: readonly LockHolder[]): string {
  const who = holders.map(({ user, host, pid, since }) => `${user} on ${host} (process ${pid}, since ${since})`);
  const held = who.length === 0 ? "the stack is locked by another run" : `the stack is locked by ${who.join(" and ")}`;
  return `${held}. Wait until that run ends. If it is gone: pulumi cancel --stack ${stack}, then reseller fleet with --only ${stack}`;
}

/** The causes, each once. */
export function errorLines(printed: string): string[] {
  const found = printed.split("\n").flatMap((line) => ERROR_LINE.exec(line)?.[1]?.trim() ?? []);
  return [...new Set(found)].filter((line) => line !== "" && !NO_CAUSE.test(line));
}

/** Counts of the engine in words: `3 created, 1 deleted`, `3 to create`. Nothing for what stays as it is. */
export function changesText(changes: Readonly<Record<string, number>>, when: "planned" | "made" = "made"): string {
  return CHANGED.flatMap(([planned, made, operations]) => {
    const count = operations.reduce((sum, operation) => sum + (changes[operation] ?? 0), 0);
    return count === 0 ? [] : [`${count} ${when === "made" ? made : planned}`];
  }).join(", ");
}

const CHANGED = [
  ["to create", "created", ["create", "import", "create-replacement", "import-replacement"]],
  ["to update", "updated", ["update"]],
  ["to delete", "deleted", ["delete", "delete-replaced", "remove-pending-replace"]],
  ["to replace", "replaced", ["replace"]],
] as const;

/** How many of a stack's resources change. */
export function changeCount(changes: Readonly<Record<string, number>>): number {
  return CHANGED.flatMap(([, , operations]) => operations).reduce(
    (sum, operation) => sum + (changes[operation] ?? 0),
    0,
  );
}

export function stacksText(count: number): string {
  return counted(count, "stack");
}
