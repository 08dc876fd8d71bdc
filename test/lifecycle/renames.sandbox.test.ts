import { Lifecycle, readSettings, type State } from "../../provider/lifecycle";
import { type RunningSandbox, startSandbox } from "../../sandbox";
import { CspByHand } from "../portals/csp/byHand";

const STAYS = "stays at the portal: another resource of this program has it";
const ANNA = {
  username: "anna",
  email: "a@example.com",
  firstName: "Anna",
  lastName: "Keller",
  profiles: ["User-Adm"],
};

/** The calls of one run as the engine makes them: every resource of the program first, then the deletes. */
describe("what another resource of the run has is not deleted", () => {
  let sandbox: RunningSandbox;
  let portal: CspByHand;
  let said: string[];
  const open: Lifecycle[] = [];

  function run(settings: Record<string, string> = {}): Lifecycle {
    const { endpoint, token } = sandbox.csp;
    const other = { portal: "csp", endpoint: `${endpoint}/`, token };
    const values: Record<string, string> = {
      portal: "csp",
      endpoint,
      token,
      adopt: "true",
      connections: JSON.stringify({ other }),
      ...settings,
    };
    const opened = new Lifecycle({
      settings: () => Promise.resolve(readSettings({ get: (name) => values[name], environment: {} })),
      say: (message) => said.push(message),
      quietMilliseconds: 1,
    });
    open.push(opened);
    return opened;
  }

  beforeEach(async () => {
    said = [];
    sandbox = await startSandbox({ operationDelayMs: 0 });
    portal = new CspByHand(sandbox);
  });
  afterEach(async () => {
    for (const opened of open.splice(0)) opened.close();
    await sandbox.close();
  });

  const isThere = async (id: string) => (await portal.list("/users")).some((user) => user.id === id);

  it("adopted in this run, and no call is sent for it; the next run, without the new resource, deletes it", async () => {
    const old = await run().create("User", ANNA);
    const renaming = run();
    await renaming.check("User", undefined, ANNA);
    const made = await renaming.create("User", ANNA);
    expect(made.id).toBe(old.id);
    await portal.resetCalls();
    await renaming.delete("User", old.id, old.state);
    expect(await portal.calls()).toEqual({});
    expect(said.filter((line) => line.includes(STAYS))).toEqual([`User anna (id ${old.id}) ${STAYS}`]);
    expect(await isThere(old.id)).toBe(true);

    await run().delete("User", made.id, made.state);
    expect(await isThere(old.id)).toBe(false);
  });

  it("in the state by two names, after a run that was killed between adoption and delete", async () => {
    const { id, state } = await run().create("User", ANNA);
    const next = run({ adopt: "false" });
    await next.check("User", ANNA, ANNA);
    await next.diff("User", id, state, ANNA);
    await next.delete("User", id, state);
    expect(await isThere(id)).toBe(true);
  });

  it("where the new resource's engine asks for no diff", async () => {
    const { id, state } = await run().create("User", ANNA);
    const next = run();
    await next.check("User", ANNA, ANNA);
    await next.delete("User", id, state);
    expect(await isThere(id)).toBe(true);
  });

  it("where it was taken over and then failed", async () => {
    const { id, state } = await run().create("User", ANNA);
    const renaming = run();
    await portal.setFaults([{ match: { method: "PATCH" }, effect: { status: 500 } }]);
    await expect(renaming.create("User", { ...ANNA, lastName: "Meier" })).rejects.toThrow("is not complete");
    await portal.setFaults([]);
    await renaming.delete("User", id, state);
    expect(await isThere(id)).toBe(true);
  });

  it("where it couldn't even be looked up, and the engine goes on after errors", async () => {
    const { id, state } = await run().create("User", ANNA);
    const renaming = run();
    await renaming.check("User", undefined, ANNA);
    await renaming.delete("User", id, state);
    expect(await isThere(id)).toBe(true);
  });

  it("through another connection to the same portal", async () => {
    const { id, state } = await run().create("User", ANNA);
    const moving = run();
    const moved = { ...ANNA, connection: "other" };
    await moving.check("User", undefined, moved);
    expect((await moving.create("User", moved)).id).toBe(id);
    await moving.delete("User", id, state);
    expect(await isThere(id)).toBe(true);
    expect(said.join("\n")).toContain(STAYS);
  });

  it("a quota and a service, which are set and not made", async () => {
    await portal.post("/clients", {
      name: "Acme",
      state: "trial",
      uprovideAccountId: "UP-10001",
      availableServices: ["openstack"],
    });
    const { id: account } = await portal.one("/clients", "name", "Acme");
    const activation = { account, service: "openstack" };
    const old = await run().create("ServiceActivation", activation);
    const renaming = run();
    await renaming.create("ServiceActivation", activation);
    await portal.resetCalls();
    await renaming.delete("ServiceActivation", old.id, old.state);
    expect(await portal.calls()).toEqual({});
    expect(said.join("\n")).toContain(STAYS);
  });
});

describe("what no other resource has is deleted", () => {
  let sandbox: RunningSandbox;
  let portal: CspByHand;
  const open: Lifecycle[] = [];
  const said: string[] = [];

  function run(): Lifecycle {
    const { endpoint, token } = sandbox.csp;
    const values: Record<string, string> = { portal: "csp", endpoint, token, adopt: "true" };
    const opened = new Lifecycle({
      settings: () => Promise.resolve(readSettings({ get: (name) => values[name], environment: {} })),
      say: (message) => said.push(message),
      quietMilliseconds: 1,
    });
    open.push(opened);
    return opened;
  }

  beforeEach(async () => {
    said.splice(0);
    sandbox = await startSandbox({ operationDelayMs: 0 });
    portal = new CspByHand(sandbox);
  });
  afterEach(async () => {
    for (const opened of open.splice(0)) opened.close();
    await sandbox.close();
  });

  const usernames = async () => (await portal.list("/users")).map((user) => user["username"]).sort();
  const change = async (lifecycle: Lifecycle, id: string, state: State, declared: State) => {
    const { inputs } = await lifecycle.check("User", ANNA, declared);
    return { inputs, ...(await lifecycle.diff("User", id, state, inputs)) };
  };

  it("an object that is replaced by another, when the other is made", async () => {
    const old = await run().create("User", ANNA);
    const replacing = run();
    const { inputs, replaces, deleteBeforeReplace } = await change(replacing, old.id, old.state, {
      ...ANNA,
      username: "anna.k",
    });
    expect([replaces, deleteBeforeReplace]).toEqual([["username"], false]);
    await replacing.create("User", inputs);
    await replacing.delete("User", old.id, old.state);
    expect(await usernames()).toEqual(["anna.k", "realm-operator"]);
  });

  it("everything in a destroy, where nothing is declared", async () => {
    const { id, state } = await run().create("User", ANNA);
    await run().delete("User", id, state);
    expect(await usernames()).toEqual(["realm-operator"]);
  });
});

describe("adopt: true on a resource that is in the state", () => {
  it("is said to be needless, with no call, and only where the resource itself has it", async () => {
    const sandbox = await startSandbox({ operationDelayMs: 0 });
    const portal = new CspByHand(sandbox);
    const said: string[] = [];
    const { endpoint, token } = sandbox.csp;
    const values: Record<string, string> = { portal: "csp", endpoint, token, adopt: "true" };
    const lifecycle = new Lifecycle({
      settings: () => Promise.resolve(readSettings({ get: (name) => values[name], environment: {} })),
      say: (message) => said.push(message),
    });
    try {
      const declared = { ...ANNA, adopt: true };
      await lifecycle.check("User", undefined, declared);
      await lifecycle.check("User", ANNA, ANNA);
      expect(said).toEqual([]);
      await portal.resetCalls();
      expect((await lifecycle.check("User", declared, declared)).failures).toEqual([]);
      expect(said).toEqual([
        "User anna is now managed by this stack: adopt: true is no longer needed, and can be removed",
      ]);
      expect(await portal.calls()).toEqual({});
    } finally {
      lifecycle.close();
      await sandbox.close();
    }
  });
});
