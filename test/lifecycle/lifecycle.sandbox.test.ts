import { Lifecycle, readSettings, type State } from "../../provider/lifecycle";
import { type RunningSandbox, startSandbox } from "../../sandbox";
import { CspByHand } from "../portals/csp/byHand";
import { EVERY_LIMIT as LIMITS } from "../portals/csp/sound";

const ANNA = {
  username: "anna",
  email: "a@example.com",
  firstName: "Anna",
  lastName: "Keller",
  profiles: ["User-Adm"],
};

describe("the lifecycle, without any host", () => {
  let sandbox: RunningSandbox;
  let portal: CspByHand;
  let said: string[];
  const open: Lifecycle[] = [];

  function lifecycle(settings: Record<string, string> = {}): Lifecycle {
    const values: Record<string, string> = {
      portal: "csp",
      endpoint: sandbox.csp.endpoint,
      token: sandbox.csp.token,
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

  it("goes on over somebody else's change where it left our fields alone", async () => {
    const run = lifecycle();
    const { id, state } = await run.create("User", ANNA);
    await portal.patch(`/users/${id}`, await portal.one("/users", "id", id), { description: "by hand" });
    await run.update("User", id, state, { ...ANNA, lastName: "Meier" });
    const anna = await portal.one("/users", "id", id);
    expect([anna["lastName"], anna["description"]]).toEqual(["Meier", "by hand"]);
  });

  it("deletes over somebody else's change where it is the same object still", async () => {
    const { id, state } = await lifecycle().create("User", ANNA);
    const run = lifecycle();
    await run.read("User", id, state);
    await portal.patch(`/users/${id}`, await portal.one("/users", "id", id), { description: "by hand" });
    await run.delete("User", id, state);
    expect((await portal.list("/users")).map((user) => user["id"])).not.toContain(id);
  });

  it("overwrites nothing that somebody else changed at the same time, and shows both values", async () => {
    const run = lifecycle();
    const { id, state } = await run.create("User", ANNA);
    await portal.patch(`/users/${id}`, await portal.one("/users", "id", id), { lastName: "Huber" });
    await expect(run.update("User", id, state, { ...ANNA, lastName: "Meier" })).rejects.toThrow(
      'lastName: was "Keller", is now "Huber", declared is "Meier"',
    );
    expect((await portal.one("/users", "id", id))["lastName"]).toBe("Huber");
  });

  it("a failed update keeps the old inputs in the state, so that the next run tries again", async () => {
    const run = lifecycle();
    const { id, state } = await run.create("User", ANNA);
    await portal.setFaults([{ match: { method: "PATCH" }, effect: { status: 500 } }]);
    const failure = await run.update("User", id, state, { ...ANNA, lastName: "Meier" }).then(
      () => undefined,
      (error: { id: string; state: State; reasons: string[] }) => error,
    );
    expect(failure?.id).toBe(id);
    expect(failure?.state).toMatchObject({ lastName: "Keller", initialPassword: state["initialPassword"] });
    expect(failure?.reasons[0]).toContain("status 500");
  });

  it("writes nothing where nothing differs", async () => {
    const run = lifecycle();
    const { id, state } = await run.create("User", ANNA);
    await portal.resetCalls();
    await run.update("User", id, state, ANNA);
    expect(await portal.calls()).toEqual({});
  });

  it("keeps the spelling of the declaration: a profile by its name", async () => {
    const { id, state } = await lifecycle().create("User", ANNA);
    const reading = await lifecycle().read("User", id, state);
    expect(reading?.inputs).toEqual(ANNA);
    expect(reading?.state).toEqual(state);
  });

  it("never adopts one object for two resources", async () => {
    await lifecycle().create("User", ANNA);
    const run = lifecycle({ adopt: "true" });
    await run.create("User", ANNA);
    await expect(run.create("User", ANNA)).rejects.toThrow("belongs to another resource of this program");
    expect(said.filter((line) => line.includes("was adopted"))).toHaveLength(1);
  });

  it("an object that is gone is a success for delete, and an error for update", async () => {
    const { id, state } = await lifecycle().create("User", ANNA);
    await portal.delete(`/users/${id}`, await portal.one("/users", "id", id));
    await expect(lifecycle().update("User", id, state, { ...ANNA, lastName: "Meier" })).rejects.toThrow(
      "Run pulumi refresh first",
    );
    await lifecycle().delete("User", id, state);
  });

  it("reads a list of several pages to its end, and a list whose cursor goes round is an error", async () => {
    for (let index = 0; index < 205; index += 1) await portal.post("/quota-profiles", { name: `Q${index}`, ...LIMITS });
    const run = lifecycle();
    const { failures } = await run.check("QuotaProfile", undefined, { name: "Q204", limits: LIMITS });
    expect(failures[0]?.reason).toContain("exists already");

    const cursor = await portal.cursorAfterFirstPage("/quota-profiles");
    await portal.setFaults([
      { match: { route: "/quota-profiles" }, effect: { mutate: { pointer: "/nextCursor", value: cursor } } },
    ]);
    await expect(lifecycle().check("QuotaProfile", undefined, { name: "New", limits: LIMITS })).rejects.toThrow(
      "list is infinite",
    );
  });

  it("an unknown word of the portal passes, wrong types don't", async () => {
    await portal.post("/clients", { name: "Acme", state: "trial", uprovideAccountId: "UP-10001" });
    const acme = await portal.one("/clients", "name", "Acme");
    await portal.setFaults([
      { match: { route: "/clients" }, effect: { mutate: { pointer: "/items/0/state", value: "hibernating" } } },
    ]);
    const declared = { name: "Acme", state: "trial", uprovideAccount: "UP-10001" };
    expect((await lifecycle().read("Account", acme.id, declared))?.inputs["state"]).toBe("hibernating");
    await portal.setFaults([
      { match: { route: "/clients" }, effect: { mutate: { pointer: "/items/0/state", value: 7 } } },
    ]);
    await expect(lifecycle().read("Account", acme.id, declared)).rejects.toThrow("items.0.state");
  });
});
