import { hostname } from "node:os";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { statesInFolder } from "../../cli/fleet/backend";
import { makeStack } from "../../cli/fleet/states";
import { runPulumi } from "../../cli/pulumi";
import { CspByHand } from "../portals/csp/byHand";
import { type RunningSandbox, startSandbox } from "../../sandbox";
import { account, type FleetEnded, FleetProject, KEYS, profile } from "../support/fleet";

const STACKS = ["shared", "acme", "globex", "initech"];

/** Results by stack, with what changed. */
function results({ report }: FleetEnded): Record<string, unknown> {
  return Object.fromEntries(
    (report?.stacks ?? []).map(({ name, result, changes }) => {
      const { same: _same, ...changed } = changes;
      return [name, [result, changed]];
    }),
  );
}

function problemsOf({ report }: FleetEnded, stack: string): string {
  return report?.stacks.find(({ name }) => name === stack)?.problems.join("\n") ?? "";
}

/** One fleet, from where each of these goes on where the one before ended. */
describe("a fleet of four stacks", () => {
  let sandbox: RunningSandbox;
  let portal: CspByHand;
  let fleet: FleetProject;
  beforeAll(async () => {
    sandbox = await startSandbox({ operationDelayMs: 20 });
    portal = new CspByHand(sandbox);
    fleet = await FleetProject.create(sandbox);
    declare({ desk: profile("Desk") }, ["desk", "desk", "desk"]);
  });
  afterAll(async () => {
    fleet.remove();
    await sandbox.close();
  });

  function declare(profiles: object, [acme, globex, initech]: readonly Parameters<typeof account>[1][]): void {
    const accounts = {
      acme: account("acme", acme!),
      globex: account("globex", globex!),
      initech: account("initech", initech!),
    };
    fleet.write("realm/realm.yaml", { profiles, accounts });
  }

  /** The states of two stacks as the engine prints them, and as they are read without it. */
  async function expectSameStates(): Promise<void> {
    const place = { cwd: fleet.folder, environment: fleet.environment };
    for (const stack of STACKS.slice(0, 2)) {
      const { stdout } = await runPulumi(["stack", "export", "--non-interactive", "--stack", stack], place);
      expect(JSON.parse(statesInFolder(place)(stack) ?? "")).toEqual(JSON.parse(stdout));
    }
  }

  const profileNames = async () => (await portal.list("/profiles")).map(({ name }) => name);

  it("is previewed before anything exists, with what one stack refers to in another not known yet", async () => {
    const preview = await fleet.run("preview", "--secrets-provider", KEYS);
    expect([preview.code, preview.complained]).toEqual([0, ""]);
    expect(results(preview)).toEqual({
      shared: ["done", { create: 3 }],
      acme: ["done", { create: 4 }],
      globex: ["done", { create: 4 }],
      initech: ["done", { create: 4 }],
    });
    expect(preview.report?.stacks.map(({ plan }) => plan)).toEqual(
      STACKS.map((name) => `.reseller/fleet/plans/${name}.json`),
    );
    expect(await portal.writes()).toEqual({});
    await expectSameStates();
    // The preview has made the stacks: an up that was asked for one, and then confirmed, goes on with these.
    const { folder: cwd, environment } = fleet;
    expect(await makeStack("acme", { cwd, environment, secretsProvider: KEYS })).toBeUndefined();
  });

  it("is applied, each stack behind what it needs, and leaves no secret behind that others could read", async () => {
    const refused = await fleet.run("up");
    expect([refused.code, refused.complained]).toEqual([2, expect.stringContaining("--yes")]);
    const up = await fleet.run("up", "--yes");
    expect([up.code, up.complained]).toEqual([0, ""]);
    await expectSameStates();
    expect(STACKS.map((name) => fleet.resources(name))).toEqual([
      ["desk"],
      ["acme", "acme/anna"],
      ["globex", "globex/anna"],
      ["initech", "initech/anna"],
    ]);
    const passwords = (await portal.list("/users")).flatMap(({ initialPassword }) => initialPassword ?? []);
    for (const { name, text, mode } of fleet.kept().filter((file) => !file.name.endsWith(".gitignore"))) {
      expect([name, mode]).toEqual([name, 0o600]);
      for (const secret of [sandbox.csp.token, ...passwords.map(String)])
        expect([name, text.includes(secret)]).toEqual([name, false]);
    }
  });

  it("changes what it can where stacks fail: what is new comes first, what is still referred to stays", async () => {
    declare({ lead: profile("Lead") }, ["lead", { existing: "Nobody has this" }, "lead"]);
    const release = fleet.lock("initech", { hostname: "runner-7", pid: 4242 });
    const up = await fleet.run("up", "--yes");
    release();
    expect(up.code).toBe(1);
    expect(results(up)).toEqual({
      shared: ["held", { create: 1 }],
      acme: ["done", { update: 1 }],
      globex: ["failed", {}],
      initech: ["failed", {}],
    });
    expect(problemsOf(up, "globex")).toContain("Nobody has this");
    expect(problemsOf(up, "initech")).toMatch(/jenkins on runner-7 \(process 4242.*pulumi cancel --stack initech/);
    expect(problemsOf(up, "shared")).toMatch(/globex, initech|initech, globex/);
    expect(await profileNames()).toEqual(expect.arrayContaining(["Desk", "Lead"]));
  });

  it("goes on with the rest alone, and deletes what nobody refers to any more", async () => {
    declare({ lead: profile("Lead") }, ["lead", "lead", "lead"]);
    const resumed = await fleet.run("up", "--yes", "--resume");
    expect([resumed.code, resumed.complained]).toEqual([0, ""]);
    expect(results(resumed)).toEqual({
      shared: ["done", { delete: 1 }],
      globex: ["done", { update: 1 }],
      initech: ["done", { update: 1 }],
    });
    expect(await profileNames()).not.toContain("Desk");
    // What is finished, and declared otherwise now, isn't left out without a word.
    declare({ lead: profile("Lead") }, [{ existing: "User-Adm" }, "lead", "lead"]);
    const refused = await fleet.run("up", "--yes", "--resume");
    expect([refused.code, refused.complained]).toEqual([2, expect.stringContaining("acme")]);
  });

  it("refuses what would delete a customer in one stack to create it in another, and a second run of it at a time", async () => {
    fleet.write("fleet.yaml", {
      files: "realm",
      division: { groups: [{ name: "large", accounts: ["acme", "globex"] }] },
    });
    const moved = await fleet.run("up", "--yes");
    expect([moved.code, moved.printed]).toEqual([2, ""]);
    for (const text of ["Account acme: acme → large", "User globex/anna: globex → large", "reseller fleet move"])
      expect(moved.complained).toContain(text);
    fleet.write("fleet.yaml", { files: "realm", parallel: 2 });

    const lock = path.join(fleet.folder, ".reseller", "fleet", "lock");
    const holder = { pid: process.pid, host: hostname(), command: "up", since: "2026-01-02T03:04:05Z" };
    writeFileSync(lock, JSON.stringify(holder));
    const second = await fleet.run("up", "--yes");
    expect([second.code, second.complained]).toEqual([1, expect.stringContaining(`process ${process.pid}`)]);
    // Whoever has it is gone: the next run, below, takes it over.
    writeFileSync(lock, JSON.stringify({ ...holder, pid: 2 ** 22 + 1 }));
  });

  it("has nothing to do once it is as declared; a state of a newer engine fails alone", async () => {
    declare({ lead: profile("Lead") }, ["lead", "lead", "lead"]);
    const state = readFileSync(fleet.stateFile("globex"), "utf8");
    writeFileSync(fleet.stateFile("globex"), state.replace(/"version":\s*3/, '"version": 99'));
    await portal.resetCalls();
    const up = await fleet.run("up", "--yes");
    writeFileSync(fleet.stateFile("globex"), state);
    expect(up.code).toBe(1);
    expect(problemsOf(up, "globex")).toContain("update pulumi");
    expect(results(up)).toEqual({
      shared: ["done", {}],
      acme: ["done", {}],
      globex: ["failed", {}],
      initech: ["done", {}],
    });
    expect(await portal.writes()).toEqual({});
  });

  it("is refreshed, and destroyed from its leaves, with accounts as they declare it", async () => {
    const [lead] = (await portal.list("/profiles")).filter(({ name }) => name === "Lead");
    await portal.patch(`/profiles/${lead!.id}`, lead!, { description: "Edited by hand" });
    const refresh = await fleet.run("refresh", "--yes");
    expect([refresh.code, results(refresh)["shared"]]).toEqual([0, ["done", { update: 1 }]]);

    expect((await fleet.run("destroy")).code).toBe(2);
    const destroy = await fleet.run("destroy", "--yes");
    expect([destroy.code, destroy.complained]).toEqual([0, ""]);
    expect(STACKS.map((name) => fleet.resources(name))).toEqual([[], [], [], []]);
    expect(await profileNames()).not.toContain("Lead");
    expect((await portal.list("/clients")).map(({ name }) => name)).toEqual(expect.arrayContaining(["acme AG"]));
  });
});
