import { readSettings } from "../../../provider/lifecycle";
import { openSession } from "../../../provider/portals/gridscale/session";
import { failureOf } from "../../transport/portalServer";
import { account, expectFailures, GridscaleBench, person, ref, resource } from "./bench";

const CONTRACTS = "/management/v2/contracts";
const CONTRACT = `${CONTRACTS}/{contractId}`;
const USERS = "/management/v2/users";
const USER = `${USERS}/{userId}`;

describe("what gridscale's API does now and then", () => {
  let bench: GridscaleBench;
  beforeEach(async () => {
    bench = await GridscaleBench.start();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await bench.close();
  });

  const fault = (method: string, route: string, effect: object, more: object = {}) => ({
    match: { portal: "gridscale", method, route },
    effect,
    ...more,
  });
  const faults = (...rules: readonly object[]) => bench.control("PUT", "/faults", rules);
  const seen = (route: string, pointer: string, value: unknown, times: number) =>
    fault("GET", route, { mutate: { pointer, value } }, { times });
  const cleanUp = (id: string, outcome: string) =>
    bench.control("PUT", `/gridscale/contracts/${id}/clean-up`, { outcome });
  const posts = async () =>
    Object.fromEntries(Object.entries(await bench.writes()).filter(([route]) => route.startsWith("POST ")));
  const problem = (status: number, slug: string) => ({
    status,
    body: { errors: [{ type: `https://my.gridscale.io/docs/problems/${slug}`, title: slug, status, detail: slug }] },
  });
  const doomed = account("acme", { onDelete: "delete" });
  /** A session of its own, for steps that the engine does in one go. */
  const session = (others: Readonly<Record<string, string>> = {}) => {
    const { endpoint, userUuid, token } = bench.sandbox.gridscale;
    const values: Record<string, string> = { portal: "gridscale", endpoint, userUuid, token, ...others };
    const settings = readSettings({ get: (name) => values[name], environment: {} }).connections.get("default")!;
    return openSession(settings, (message) => void bench.said.push(message));
  };
  /** The deletion of an account, begun: what is waited for. */
  const begun = async (own: ReturnType<typeof session>, id: string) => {
    const found = (await own.kinds.Account!.get(id, { name: "acme" }, "fresh"))!;
    const { pending } = await own.kinds.Account!.remove(found, { onDelete: "delete" }, undefined as never);
    return pending![0]!;
  };

  describe("a POST that may have been carried out", () => {
    const anna = person("anna", { access: [{ account: ref("acme"), profile: "Read Only" }], locked: true });
    const routes = [
      ["the making of an account", CONTRACTS],
      ["the making of a person", USERS],
      ["a role", `${CONTRACT}/users`],
      ["a person's lock", `${USER}/lock`],
      ["an account's lock", `${CONTRACT}/lock`],
    ] as const;

    it.each(routes)("%s: is looked up, and was", async (_what, route) => {
      await faults(fault("POST", route, { status: 503, when: "after" }, { nth: 1 }));
      await bench.up(account("acme", { locked: route.includes("contract") && route.endsWith("lock") }), anna);
      expect((await posts())[`POST ${route}`]).toBe(1);
      const [made] = await bench.portal.contracts();
      const people = (await bench.portal.users()).filter(({ partner_level: level }) => level === null);
      expect(await bench.portal.contracts()).toHaveLength(1);
      expect(people).toMatchObject([{ locked: true, contracts: [{ contract_uuid: made!["contract_uuid"] }] }]);
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    });

    it.each(routes)("%s: is looked up, and was not", async (_what, route) => {
      const program = [account("acme", { locked: true }), anna];
      await faults(fault("POST", route, { status: 503 }, { nth: 1 }));
      const { failures } = await bench.engine.up(program);
      if (route === CONTRACTS || route === USERS) {
        expect(failures.join()).toContain("does not exist: nothing was created");
        expect((await posts())[`POST ${route}`]).toBe(1);
        await bench.up(...program);
      } else expect(failures).toEqual([]);
      expect((await posts())[`POST ${route}`]).toBe(2);
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    });

    it.each(routes)("%s: a 409 is an answer, and is not sent again", async (_what, route) => {
      await faults(fault("POST", route, problem(409, "gone-wrong")));
      expectFailures(await bench.engine.up([account("acme", { locked: true }), anna]), ["gone-wrong", "status 409"]);
      expect((await posts())[`POST ${route}`]).toBe(1);
    });

    it("a 409 for an address that somebody else has just taken makes nobody twice", async () => {
      await bench.portal.call("createUser", {}, { email: "ben@partner.example" });
      // The list that the run begins with is older.
      await faults(fault("GET", USERS, { mutate: { pointer: "/users/1/email", value: "x@y.example" } }, { nth: 1 }));
      const { failures } = await bench.engine.up([person("ben")]);
      expect(failures.join()).toContain("adopt: true");
      expect(await bench.portal.users()).toHaveLength(2);
      expect(await posts()).toEqual({ [`POST ${USERS}`]: 2 });
    });

    it.each([202, 204])("a %i that doesn't say what was made is looked up", async (status) => {
      await faults(
        fault("POST", CONTRACTS, { status, when: "after" }),
        fault("POST", USERS, { status, when: "after" }),
      );
      await bench.up(account("acme"), person("ben"));
      expect([bench.id("acme"), bench.id("ben")]).toEqual([
        (await bench.portal.contract("acme"))["contract_uuid"],
        (await bench.portal.user("ben@partner.example"))["user_uuid"],
      ]);
      expect(await posts()).toEqual({ [`POST ${CONTRACTS}`]: 1, [`POST ${USERS}`]: 1 });
    });
  });

  describe("a change that goes on after its answer", () => {
    const quota = (cores: number) => resource("Quota", "quota", { account: ref("acme"), limits: { cores } });
    const priced = (price: number, name = "acme") => ({
      ...account("acme", { name, features: ["gpu"], locations: ["zrh"], productPrices: { "10001": price } }),
    });
    const ben = (level: string, phone: string) =>
      person("ben", { phone, locale: "de", access: [{ account: ref("acme"), profile: level }] });

    it.each([202, 204])("with a %i and nothing in it is waited for until it is seen", async (status) => {
      await bench.up(account("acme"), ben("Read Only", "1"), quota(4));
      const late = (method: string, route: string) => fault(method, route, { status, when: "after" });
      await faults(
        ...[CONTRACT, USER, `${CONTRACT}/users/{userId}`].map((route) => late("PATCH", route)),
        ...["limits", "features", "locations", "prices"].map((list) => late("PATCH", `${CONTRACT}/${list}`)),
        seen(CONTRACT, "/name", "older", 2),
        seen(USER, "/phone", "older", 2),
        seen(`${CONTRACT}/limits`, "/limits/0/value", 1, 2),
        seen(`${CONTRACT}/features`, "/active", [], 3),
        seen(`${CONTRACT}/locations`, "/location_uuids", [], 3),
        seen(`${CONTRACT}/prices`, "/prices/0/price", 99, 3),
      );
      await bench.up(priced(0.5, "acme2"), ben("Admin", "2"), quota(8));
      const changed = await bench.portal.contract("acme2");
      expect(changed).toMatchObject({ feature_keys: ["gpu"], limits: [{ value: 8 }, {}, {}, {}, {}] });
      expect(changed["location_uuids"]).toHaveLength(1);
      const calls = await bench.calls();
      for (const list of ["limits", "features", "locations"])
        expect([list, calls[`GET ${CONTRACT}/${list}`]! >= 3, calls[`PATCH ${CONTRACT}/${list}`]! <= 2]).toEqual([
          list,
          true,
          true,
        ]);
      await faults();
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    });

    it("a lock that has not come about is waited for, and is set once", async () => {
      await bench.up(account("acme"), person("ben"));
      await faults(seen(CONTRACT, "/locked", false, 2), seen(USER, "/locked", false, 2));
      await bench.resetCalls();
      await bench.up(account("acme", { locked: true }), person("ben", { locked: true }));
      expect(await bench.writes()).toEqual({ [`POST ${CONTRACT}/lock`]: 1, [`POST ${USER}/lock`]: 1 });
      const calls = await bench.calls();
      expect([calls[`GET ${CONTRACT}`]! >= 3, calls[`GET ${USER}`]! >= 3]).toEqual([true, true]);
    });

    it("and never comes about is an error that says what was waited for, and is done by the next up", async () => {
      await bench.up(account("acme"), person("ben"), quota(4));
      await faults(
        fault("PATCH", `${CONTRACT}/limits`, { status: 204 }),
        fault("POST", `${USER}/lock`, { status: 204 }),
        fault("POST", `${CONTRACT}/lock`, { status: 204 }),
      );
      bench.use({ operationTimeout: "1" });
      const program = [account("acme", { locked: true }), person("ben", { locked: true }), quota(8)];
      const first = await bench.engine.up(program);
      expectFailures(first, [
        `waiting for the account ${bench.id("acme")} to be locked: the portal had not finished after 1 s`,
        `waiting for what the user ${bench.id("ben")} may do to be changed`,
      ]);
      await faults(fault("PATCH", `${CONTRACT}/limits`, { status: 204 }));
      expectFailures(await bench.engine.up(program), [
        `waiting for the limits of the account ${bench.id("acme")} to be changed`,
      ]);
      await faults();
      await bench.up(...program);
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    });
  });

  describe("the deletion of an account", () => {
    it.each([202, 204])("is waited for to its end, answered with %i", async (deleteAnswers) => {
      await bench.close();
      bench = await GridscaleBench.start(400);
      await bench.control("PUT", "/gridscale/settings", { deleteAnswers });
      await bench.up(doomed);
      await bench.up();
      const contracts = (await bench.dump())["contracts"]!.filter(({ name }) => name === "acme");
      expect(contracts).toMatchObject([{ deletion: { state: "gone" } }]);
    });

    it("says how it goes on, and at the deadline what was waited for", async () => {
      await bench.up(doomed);
      await cleanUp(bench.id("acme"), "stuck");
      const own = session({ operationTimeout: "100" });
      const pending = await begun(own, bench.id("acme"));
      let passed = 0;
      const real = Date.now.bind(Date);
      jest.spyOn(Date, "now").mockImplementation(() => real() + passed);
      const finished = async () => {
        passed += 40_000;
        return pending.finished!();
      };
      const { message } = await failureOf(own.waitFor({ ...pending, finished }));
      own.close();
      expect(bench.said.join("\n")).toMatch(/still waiting for the account acme to be cleaned up \(\d+ s of 100 s\)/);
      expect(message).toContain("waiting for the account acme to be cleaned up: the portal had not finished after");
    });

    it("that is stopped in between goes on by itself, and is taken up again without being asked for twice", async () => {
      await bench.up(doomed);
      const id = bench.id("acme");
      await cleanUp(id, "stuck");
      const own = session();
      const pending = await begun(own, id);
      let looks = 0;
      const finished = async () => {
        looks += 1;
        if (looks === 2) own.close();
        return pending.finished!();
      };
      expect((await failureOf(own.waitFor({ ...pending, finished }))).message).toContain("closed");
      const [working, ended] = [bench.engine.up([]), cleanUp(id, "done")];
      await ended;
      expect(await working).toEqual({ steps: ["delete acme"], failures: [] });
      expect((await bench.writes())[`DELETE ${CONTRACT}`]).toBe(1);
      expect(await bench.portal.contracts()).toEqual([]);
    });

    it("that the portal gives up is an error with its request, not a wait; the next run takes it up", async () => {
      await bench.up(doomed);
      const id = bench.id("acme");
      await cleanUp(id, "failed");
      expectFailures(await bench.engine.up([]), ["could not be cleaned up", "(request "]);
      expect(bench.engine.resources.has("acme")).toBe(true);
      await cleanUp(id, "done");
      await bench.up();
      expect((await bench.writes())[`DELETE ${CONTRACT}`]).toBe(1);
    });

    it("whose request nobody knows of is known by the account alone", async () => {
      await bench.close();
      bench = await GridscaleBench.start(400);
      await bench.up(doomed);
      await faults(fault("GET", "/requests/{requestId}", problem(404, "not-found")));
      await bench.up();
      expect(await bench.portal.contracts()).toEqual([]);
    });

    it("is not over where the token has lost its sight", async () => {
      await bench.up(doomed);
      await cleanUp(bench.id("acme"), "stuck");
      const own = session();
      const pending = await begun(own, bench.id("acme"));
      expect(await pending.finished!()).toBe(false);
      await bench.control("PUT", "/gridscale/tokens/partner", { sees: false });
      expect((await failureOf(own.waitFor(pending))).message).toContain("is deleted is not known");
      own.close();
      expectFailures(await bench.engine.up([]), ["can't be seen at the portal"]);
      expect(bench.engine.resources.has("acme")).toBe(true);
    });

    it("by hand is neither there nor gone wrong: nothing changes it, and one of its name comes after it", async () => {
      const program = [account("acme"), resource("Quota", "quota", { account: ref("acme"), limits: { cores: 4 } })];
      await bench.up(...program);
      const before = bench.id("acme");
      await cleanUp(before, "stuck");
      await bench.portal.call("deleteContract", { contractId: before });
      await bench.resetCalls();
      expectFailures(await bench.engine.up([account("acme", { features: ["gpu"] })]), ["is being deleted"]);
      const drift = await bench.engine.refresh();
      expect([drift.gone, drift.failures]).toEqual([["acme", "quota"], []]);
      expectFailures(await bench.engine.up(program), ["is being deleted"]);
      expect(await bench.writes()).toEqual({});
      await cleanUp(before, "done");
      await bench.up(...program);
      expect(bench.id("acme")).not.toBe(before);
    });
  });

  describe("what can't be seen", () => {
    it("while the token sees the realm is gone; a single 404 for what the list has is not", async () => {
      await bench.up(account("acme"), person("ben"));
      await faults(
        fault("GET", CONTRACT, problem(404, "contract-not-found")),
        fault("GET", USER, problem(404, "not-found")),
      );
      expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    });

    it("where the list of people is empty, refused or broken, everything stays in the state", async () => {
      await bench.up(account("acme"));
      await bench.portal.call("deleteContract", { contractId: bench.id("acme") });
      const nobody = { status: 200, body: { users: [], _meta: { total: 0 } } };
      for (const effect of [nobody, problem(403, "forbidden"), problem(401, "unauthenticated"), { truncate: true }]) {
        await faults(fault("GET", USERS, effect));
        const { gone, failures } = await bench.engine.refresh();
        expect([gone, failures.length]).toEqual([[], 1]);
      }
      await faults();
      expect((await bench.engine.refresh()).gone).toEqual(["acme"]);
    });
  });

  it("a token that may only read is enough for a preview and a refresh of everything", async () => {
    const program = [
      account("acme", { owner: ref("olga"), features: ["gpu"], locations: ["zrh"], locked: false }),
      person("olga"),
      person("ben", { access: [{ account: ref("acme"), profile: "Admin" }], realmAccess: "Read Only" }),
      resource("Profile", "desk", { name: "Admin", level: "client" }),
      resource("QuotaProfile", "small", { name: "small", limits: { cores: 4 } }),
      resource("Quota", "quota", { account: ref("acme"), limits: { cores: 4 } }),
      resource("ServiceActivation", "activation", { account: ref("acme"), service: "kubernetes" }),
      account("beta", { productPrices: { "10001": 0.5 } }),
    ];
    const onlyRead = (scopes: readonly string[]) => bench.control("PUT", "/gridscale/tokens/partner", { scopes });
    await onlyRead(["PARTNER_READ"]);
    expect((await bench.engine.preview(program)).failures).toEqual([]);
    await onlyRead(["PARTNER_ADMIN"]);
    await bench.up(...program);
    await onlyRead(["PARTNER_READ"]);
    expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    expect((await bench.engine.preview([...program, account("gamma")])).failures).toEqual([]);
    expectFailures(await bench.engine.up([...program, account("gamma")]), [
      "the scope PARTNER_ADMIN, which an API key of somebody with the role Admin in the Partner Panel has",
    ]);
  });
});
