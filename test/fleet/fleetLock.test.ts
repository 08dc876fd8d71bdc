import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import * as path from "node:path";
import { engineProblem, lockHolders } from "../../cli/fleet/engineWords";
import { FleetFolder } from "../../cli/fleet/folder";
import { takeLock } from "../../cli/fleet/lock";

describe("the lock of a fleet's folder", () => {
  let folder: FleetFolder;
  beforeEach(() => {
    folder = new FleetFolder(mkdtempSync(path.join(tmpdir(), "reseller-lock-"))).make();
  });
  afterEach(() => rmSync(folder.project, { recursive: true }));

  const held = (others: object) =>
    writeFileSync(
      folder.file("lock"),
      JSON.stringify({ pid: 4242, host: hostname(), command: "up", since: "2026-01-02T03:04:05Z", ...others }),
    );

  it("is held by one process, and gone with it", () => {
    const lock = takeLock(folder, "up");
    expect(JSON.parse(readFileSync(folder.file("lock"), "utf8"))).toMatchObject({ pid: process.pid, host: hostname() });
    lock.release();
    expect(existsSync(folder.file("lock"))).toBe(false);
  });

  it("is refused while somebody has it, here or on another machine, and taken over from the dead", () => {
    held({});
    expect(() => takeLock(folder, "up", () => true)).toThrow(
      /reseller fleet up \(process 4242 on .*wait until it ends$/,
    );
    const lock = takeLock(folder, "up", () => false);
    lock.release();
    held({ host: "elsewhere" });
    // Nobody can tell from here whether that process is there.
    expect(() => takeLock(folder, "up", () => false)).toThrow(/on elsewhere.*delete .*lock$/);
  });

  it("isn't released by whoever has lost it", () => {
    const lock = takeLock(folder, "up");
    held({ pid: 4343 });
    lock.release();
    expect(existsSync(folder.file("lock"))).toBe(true);
  });

  it("is taken over where no fleet has written it", () => {
    writeFileSync(folder.file("lock"), '{"pid": 42');
    takeLock(folder, "up").release();
    expect(existsSync(folder.file("lock"))).toBe(false);
  });
});

describe("what the engine says of a stack", () => {
  const locked =
    "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n" +
    "  file:///x/locks/organization/fleet/a/1.json?no_tmp_dir=true: created by ci@runner-7 (pid 4242) at 2026-11-30T01:02:03Z\n";

  it("is who holds its lock, and how to go on", () => {
    expect(lockHolders(locked)).toEqual([{ user: "ci", host: "runner-7", pid: 4242, since: "2026-11-30T01:02:03Z" }]);
    expect(engineProblem("acme", locked)).toMatch(/ci on runner-7 \(process 4242.*pulumi cancel --stack acme/);
  });

  it("is a newer engine's state, or the causes without what only says that it failed", () => {
    expect(engineProblem("acme", "error: failed to load checkpoint: unsupported checkpoint version 99\n")).toMatch(
      /newer engine: update pulumi .*99/,
    );
    expect(engineProblem("acme", "x\nerror: no such host\nerror: update failed\nerror: no such host\n")).toBe(
      "no such host",
    );
    expect(engineProblem("acme", "")).toBe("the engine said nothing");
  });
});
