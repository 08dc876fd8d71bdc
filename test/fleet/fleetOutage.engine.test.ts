import axios from "axios";
import { CspByHand } from "../portals/csp/byHand";
import { type RunningSandbox, startSandbox } from "../../sandbox";
import { account, FleetProject, KEYS, profile } from "../support/fleet";
import { nextRequest } from "../support/serverEvents";

const ACCOUNTS = ["acme", "globex", "initech"];

describe("a portal that stops to answer in the middle of an up of a fleet", () => {
  let sandbox: RunningSandbox;
  let fleet: FleetProject;
  beforeAll(async () => {
    sandbox = await startSandbox({ operationDelayMs: 20 });
    fleet = await FleetProject.create(sandbox);
  });
  afterAll(async () => {
    fleet.remove();
    await sandbox.close();
  });

  it("fails the stacks that need it, keeps what was made, and lets --resume finish the rest without duplicates", async () => {
    const portal = new CspByHand(sandbox);
    fleet.write("realm/realm.yaml", {
      profiles: { desk: profile("Desk") },
      accounts: Object.fromEntries(ACCOUNTS.map((name) => [name, account(name, "desk")])),
    });
    const outage = { match: { portal: "csp" }, effect: { status: 503 } };
    const faults = (rules: readonly object[]) => axios.put(`${sandbox.baseUrl}/_sandbox/faults`, rules);

    const running = fleet.run("up", "--yes", "--secrets-provider", KEYS);
    // The first of two accounts that are made at once.
    await nextRequest("finish", ({ method, url }) => method === "POST" && url.endsWith("/clients"));
    await faults([outage]);
    const failed = await running;
    expect(failed.code).toBe(1);
    const outcomes = new Map(failed.report?.stacks.map((stack) => [stack.name, stack]));
    expect(outcomes.get("shared")?.result).toBe("done");
    for (const name of ACCOUNTS) {
      const { result, problems = [] } = outcomes.get(name) ?? {};
      expect([name, result, problems.join("\n")]).toEqual([name, "failed", expect.stringContaining("503")]);
    }

    await faults([]);
    const resumed = await fleet.run("up", "--yes", "--resume");
    expect([resumed.code, resumed.complained]).toEqual([0, ""]);
    expect(resumed.report?.stacks.map(({ name, result }) => [name, result])).toEqual(
      ACCOUNTS.map((name) => [name, "done"]),
    );
    for (const name of ACCOUNTS) expect(fleet.resources(name)).toEqual([name, `${name}/anna`]);
    const clients = (await portal.list("/clients")).map(({ name }) => String(name));
    for (const name of ACCOUNTS) expect(clients.filter((client) => client === `${name} AG`)).toHaveLength(1);
    const again = await fleet.run("up", "--yes");
    expect([again.code, again.report?.stacks.map(({ changes }) => Object.keys(changes))]).toEqual([
      0,
      ["shared", ...ACCOUNTS].map(() => ["same"]),
    ]);
  });
});
