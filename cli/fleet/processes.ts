import * as fs from "node:fs";

/** Whether a process of this machine is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether an engine still has this number: numbers are given out again. Where that can't be told, any process counts. */
export function isEngine(pid: number): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") return true;
  try {
    const [, , state = ""] = /^(\d+) \(.*\) (\S)/s.exec(fs.readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    // One that has ended, and that nobody has asked for its code yet.
    return state !== "Z" && fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("pulumi");
  } catch {
    return false;
  }
}
