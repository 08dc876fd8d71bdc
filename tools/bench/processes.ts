import { readdir, readFile } from "node:fs/promises";

/** What a process of a run does, by what it has on its command line. The engine is the process that was started. */
const ROLES = [
  { role: "program", words: ["cmd/run"] },
  { role: "provider", words: ["cmd/dynamic-provider", "pulumi-resource-reseller"] },
] as const;

export type Role = (typeof ROLES)[number]["role"] | "engine";

/** Where the operating system tells: Linux only. */
export interface ProcessFigures {
  /** Processor time of each of the run's processes, in seconds; of the last moment before its end, some may be missing. */
  readonly processorSeconds: Readonly<Partial<Record<Role, number>>>;
  /** Highest resident memory of the process that runs the provider. */
  readonly providerPeakBytes: number | undefined;
}

const MILLISECONDS_BETWEEN_LOOKS = 200;
/** To find the processes of a run takes a look at all of the machine: once in so many looks. */
const LOOKS_FOR_EACH_SEARCH = 5;
/** Linux counts processor time in these for every process that looks. */
const TICKS_PER_SECOND = 100;

/** Looks at the processes of one run again and again, from when `of` has named the first of them. */
export function watchProcesses(): { of(processId: number): void; figures(): ProcessFigures; stop(): void } {
  const seconds = new Map<string, { readonly role: Role; readonly seconds: number }>();
  const roles = new Map<string, Role | undefined>();
  let peak: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looks = 0;
  const look = async (root: string) => {
    if (looks % LOOKS_FOR_EACH_SEARCH === 0)
      for (const id of await descendants(root))
        if (roles.get(id) === undefined) roles.set(id, id === root ? "engine" : await roleOf(id));
    looks += 1;
    for (const [id, role] of roles) {
      const ticks = role && (await statOf(id))?.ticks;
      if (role === undefined || ticks === undefined) continue;
      seconds.set(id, { role, seconds: ticks / TICKS_PER_SECOND });
      if (role === "provider") peak = Math.max(peak ?? 0, await peakBytes(id)) || undefined;
    }
  };
  return {
    of: (processId) => {
      // Without /proc there is nothing to see.
      timer = setInterval(() => void look(String(processId)).catch(() => undefined), MILLISECONDS_BETWEEN_LOOKS);
    },
    figures: () => {
      const processorSeconds: Partial<Record<Role, number>> = {};
      for (const each of seconds.values())
        processorSeconds[each.role] = (processorSeconds[each.role] ?? 0) + each.seconds;
      return { processorSeconds, providerPeakBytes: peak };
    },
    stop: () => clearInterval(timer),
  };
}

/** A process and all that it has started. */
async function descendants(root: string): Promise<string[]> {
  const children = new Map<string, string[]>();
  for (const id of await readdir("/proc")) {
    const parent = /^\d+$/.test(id) ? (await statOf(id))?.parent : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const found = [root];
  // More are added while it goes on.
  for (const id of found) found.push(...(children.get(id) ?? []));
  return found;
}

/** Undefined where the process has ended. */
async function statOf(id: string): Promise<{ readonly parent: string; readonly ticks: number } | undefined> {
  const line = await readFile(`/proc/${id}/stat`, "utf8").catch(() => undefined);
  if (line === undefined) return undefined;
  // The name of the program, in parentheses, can have any character in it.
  const [, parent = "", ...fields] = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return { parent, ticks: Number(fields[9]) + Number(fields[10]) };
}

async function roleOf(id: string): Promise<Role | undefined> {
  const command = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
  return command.startsWith("/bin/sh")
    ? undefined
    : ROLES.find(({ words }) => words.some((word) => command.includes(word)))?.role;
}

async function peakBytes(id: string): Promise<number> {
  const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
