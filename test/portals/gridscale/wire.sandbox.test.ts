import { HttpConnection } from "../../../provider/transport";
import { readSettings } from "../../../provider/lifecycle";
import { type ConnectionSettings, PortalRefusal } from "../../../provider/portals";
import { operations, REQUESTS_PER_MINUTE } from "../../../provider/portals/gridscale/contract";
import { gridscaleContract } from "../../../provider/portals/gridscale/contractFacts";
import { connectionTo, openSession } from "../../../provider/portals/gridscale/session";
import { orAbsent, Wire } from "../../../provider/portals/gridscale/wire";
import { type RunningSandbox, startSandbox } from "../../../sandbox";
import { failureOf, FakeClock, json, withServer } from "../../transport/portalServer";

const USER = "11111111-1111-4111-8111-111111111111";
const USERS = "/management/v2/users";

const OPTIONS = { contract: gridscaleContract };

/** The settings of a program that gives no more than it must. */
function settingsFor(endpoint: string, others: Readonly<Record<string, string>> = {}): ConnectionSettings {
  const values: Record<string, string> = { portal: "gridscale", endpoint, userUuid: USER, token: "t0ken", ...others };
  return readSettings({ get: (name) => values[name], environment: {} }).connections.get("default")!;
}

async function refusalOf(work: Promise<unknown>): Promise<PortalRefusal> {
  const error = await failureOf(work);
  if (error instanceof PortalRefusal) return error;
  throw error;
}

describe("speaking gridscale's contract", () => {
  const clock = new FakeClock();
  let sandbox: RunningSandbox;
  let http: HttpConnection;
  let wire: Wire;
  let retries: (number | undefined)[];
  beforeEach(async () => {
    clock.waits.length = 0;
    retries = [];
    sandbox = await startSandbox({ now: clock.now });
    http = connect();
    wire = new Wire(http, OPTIONS);
  });
  afterEach(async () => {
    http.close();
    await sandbox.close();
  });

  /** As a session connects, with a clock that only waiting moves. */
  const connect = (others: Readonly<Record<string, string>> = {}) => {
    const { endpoint, userUuid, token } = sandbox.gridscale;
    return new HttpConnection({
      ...connectionTo(settingsFor(endpoint, { userUuid, token, ...others })),
      random: () => 0,
      wait: clock.wait,
      now: clock.now,
      onRetry: ({ status }) => void retries.push(status),
    });
  };
  const control = (method: string, route: string, body?: unknown) =>
    fetch(`${sandbox.baseUrl}/_sandbox${route}`, { method, body: JSON.stringify(body) });
  const faults = (...rules: readonly object[]) => control("PUT", "/faults", rules);
  const answering = (method: string, route: string, effect: object, more: object = {}) =>
    faults({ match: { portal: "gridscale", method, route }, effect, ...more });
  const calls = async (): Promise<Record<string, number>> =>
    ((await (await control("GET", "/calls")).json()) as { routes: { gridscale: Record<string, number> } }).routes
      .gridscale;
  const newUser = (name: string) => wire.call(operations.createUser, { body: { email: `${name}@customer.example` } });

  it("sends both headers with every request", async () => {
    const seen: unknown[] = [];
    await withServer(
      (request, response) => {
        seen.push([request.headers["x-auth-userid"], request.headers["x-auth-token"]]);
        json(response, 200, { locations: {} });
      },
      async (connection) => {
        const own = new Wire(connection, OPTIONS);
        await own.call(operations.listLocations);
        await own.call(operations.lockUser, { params: { userId: "u" } });
        await own.call(operations.deleteUser, { params: { userId: "u" } });
        await connection.request({ method: "GET", path: "/x", headers: { "X-Auth-Token": "other" } });
      },
      { dialect: connectionTo(settingsFor("http://127.0.0.1:1")).dialect, token: "t0ken" },
    );
    expect(seen).toEqual(Array(4).fill([USER, "t0ken"]));
  });

  it("neither of them stands in an error or in what is said, whatever the portal repeats", async () => {
    const { endpoint, userUuid, token } = sandbox.gridscale;
    const said: string[] = [];
    const session = openSession(settingsFor(endpoint, { userUuid, token }), (message) => said.push(message));
    const told = `${token} of ${userUuid}`;
    const shown: string[] = [];
    const bodies = [
      {
        errors: [
          { type: told, title: told, detail: told, data: { told } },
          { type: `/${told}`, detail: told },
        ],
      },
      { title: told, description: told },
      { id: told, message: told },
      told,
    ];
    for (const status of [400, 401, 403, 404, 500]) {
      for (const body of bodies) {
        await answering("GET", USERS, { status, headers: { "X-Request-Id": told }, body });
        await answering("POST", USERS, { status, headers: { "X-Request-Id": told }, body });
        const error = await failureOf(session.kinds.User!.create({ email: "a@customer.example" }));
        shown.push(error.message, String(error.stack), JSON.stringify(error), session.redact(told));
      }
    }
    await answering("GET", USERS, { status: 200, body: { users: [], _meta: { total: 0 } } });
    shown.push((await failureOf(session.verifyConnection())).message);
    session.close();
    for (const text of [...shown, ...said]) for (const secret of [userUuid, token]) expect(text).not.toContain(secret);
  });

  it("shows every problem of an answer, however long one is, and knows them by the last part of their types", async () => {
    const errors = [
      { type: "https://my.gridscale.io/schema/problem/user-exists/", title: "User Exists", detail: "taken" },
      { type: "https://my.gridscale.io/docs/problems/gone-wrong", title: "Gone Wrong", detail: "x".repeat(1000) },
      { type: "https://my.gridscale.io/docs/apis/problems/v1/late", title: "Late", data: { until: "noon" } },
    ];
    await answering("POST", USERS, { status: 409, headers: { "X-Request-Id": "r-1" }, body: { errors } });
    const taken = await refusalOf(newUser("a"));
    expect([taken.reason, taken.code]).toEqual(["name-taken", "user-exists"]);
    for (const text of ["taken", "gone-wrong: xxx", 'late: Late {"until":"noon"}', "request r-1"])
      expect(taken.message).toContain(text);
    await answering("POST", USERS, { status: 409, body: { errors: errors.slice(1) } });
    const wrong = await refusalOf(newUser("a"));
    expect([wrong.reason, wrong.code]).toEqual(["refused", "gone-wrong"]);
  });

  it("reads problems without a list around them, and the errors of the public API and of the gateway", async () => {
    const shapes = [
      { body: { type: "/problems/late/", title: "Late", status: 400 }, says: "Late", code: "late" },
      { body: { title: "Bad", description: "no such thing" }, says: "no such thing", code: undefined },
      { body: { id: "odd", message: "quite odd" }, says: "quite odd", code: "odd" },
      { body: { errors: [] }, says: "gave no reason", code: undefined },
      { body: { errors: ["text", null, { detail: "the rest" }] }, says: "the rest", code: undefined },
      { body: "no JSON", says: "gave no reason", code: undefined },
    ];
    for (const { body, says, code } of shapes) {
      await answering("POST", USERS, { status: 400, body });
      const { message, code: slug } = await refusalOf(newUser("a"));
      expect(message).toContain(says);
      expect(slug).toBe(code);
    }
  });

  it.each([
    ["createUser", "PARTNER_ADMIN", "Admin"],
    ["updateContract", "PARTNER_WRITE", "Write"],
    ["listContracts", "PARTNER_READ", "Read Only"],
  ] as const)("a 403 to %s names the scope %s and the role that has it", async (name, scope, role) => {
    await control("PUT", "/gridscale/tokens/partner", { scopes: [] });
    const ask = () =>
      refusalOf(
        name === "listContracts"
          ? wire.list(operations[name])
          : wire.call(operations[name], { params: { contractId: USER }, body: { name: "a", email: "a@b.example" } }),
      );
    const { message } = await ask();
    expect(message).toContain(`takes the scope ${scope}, which an API key of somebody with the role ${role} in`);
    const { method, path } = operations[name];
    for (const body of [{ title: "Forbidden", description: "no" }, { errors: [{ type: "/odd", detail: "no" }] }]) {
      await answering(method, path, { status: 403, body });
      expect((await ask()).message).toContain(scope);
    }
  });

  it("202 and 204 without a body are answers; where the made object's id is due, it may have been made", async () => {
    const { body: user } = await newUser("ann");
    const params = { userId: user.user_uuid };
    for (const status of [202, 204]) {
      await answering("PATCH", `${USERS}/{userId}`, { status });
      expect(await wire.change(operations.updateUser, { params, body: { phone: "1" } })).toBeUndefined();
      await answering("DELETE", `${USERS}/{userId}`, { status, headers: { "X-Request-Id": "r-7" } });
      expect(await wire.call(operations.deleteUser, { params })).toMatchObject({ status, requestId: "r-7" });
      await answering("POST", USERS, { status });
      expect(await refusalOf(newUser("ben"))).toMatchObject({ uncertain: true, reason: "refused" });
    }
    await answering("GET", `${USERS}/{userId}`, { status: 204 });
    expect((await refusalOf(wire.call(operations.getUser, { params }))).message).toContain("status 204");
    await answering("GET", USERS, { status: 204 });
    expect((await refusalOf(wire.list(operations.listUsers))).message).toContain("the list is incomplete");
  });

  it("reads all pages of a list, also of a portal that names no next one, or knows no pages", async () => {
    await Promise.all(Array.from({ length: 59 }, (_, index) => newUser(`u${index}`)));
    const asked = async () => {
      await control("DELETE", "/calls");
      const users = await wire.list(operations.listUsers);
      return [users.length, (await calls())[`GET ${USERS}`]];
    };
    expect(await asked()).toEqual([60, 2]);
    await answering("GET", USERS, { mutate: { pointer: "/_links", value: {} } });
    expect(await asked()).toEqual([60, 2]);
    const { users } = (await (
      await fetch(`${sandbox.gridscale.endpoint}${USERS}`, {
        headers: { "X-Auth-UserId": sandbox.gridscale.userUuid, "X-Auth-Token": sandbox.gridscale.token },
      })
    ).json()) as { users: object[] };
    const whole = [...users, ...users.map((user, index) => ({ ...user, user_uuid: `other-${index}` }))];
    await answering("GET", USERS, { status: 200, body: { users: whole } });
    expect(await asked()).toEqual([100, 2]);
    await answering("GET", USERS, { mutate: { pointer: "/_meta/total", value: 61 } });
    expect((await refusalOf(wire.list(operations.listUsers))).message).toContain("the list is incomplete");
  });

  it("an object that is not there is absent where that is asked, and an error elsewhere", async () => {
    const params = { userId: USER };
    expect(await orAbsent(wire.call(operations.getUser, { params }))).toBeUndefined();
    expect((await refusalOf(wire.call(operations.lockUser, { params }))).reason).toBe("not-found");
  });

  it.each([409, 500, 502, 503, 504])("no POST is sent twice after %i", async (status) => {
    for (const operation of Object.values(operations).filter(({ method }) => method === "POST")) {
      await answering("POST", operation.path, { status, headers: { "Retry-After": "0" } });
      await control("DELETE", "/calls");
      const params = { contractId: USER, userId: USER };
      const { uncertain } = await refusalOf(wire.call(operation, { params: { ...params, requestId: USER }, body: {} }));
      expect([await calls(), uncertain]).toEqual([{ [`POST ${operation.path}`]: 1 }, status >= 500]);
    }
  });

  describe("the limit of requests", () => {
    /** A whole second, as the header `Date` tells it. */
    const date = () => ({ date: new Date(clock.now()).toUTCString() });
    const started = () => Math.floor(clock.now() / 1000) * 1000;

    it("is waited for exactly as long as RateLimit-Reset says, in milliseconds", async () => {
      const reset = String(started() + 7_321);
      const effect = { status: 429, headers: { ...date(), "RateLimit-Reset": reset }, body: {} };
      await answering("POST", USERS, effect, { times: 1 });
      await newUser("ann");
      // What is on top keeps those apart who were told the same moment: half of 200 ms where chance is 0.
      expect(clock.waits).toEqual([7_321 + 100]);
      expect((await calls())[`POST ${USERS}`]).toBe(2);
      expect(await wire.list(operations.listUsers)).toHaveLength(2);
    });

    it("is waited for sensibly where the portal doesn't say until when, and not forever", async () => {
      for (const headers of [{}, { "RateLimit-Reset": "soon" }, { "RateLimit-Reset": "" }]) {
        clock.waits.length = 0;
        await answering("GET", "/objects/locations", { status: 429, headers: { ...date(), ...headers }, body: {} });
        const patient = connect();
        const { message } = await refusalOf(new Wire(patient, OPTIONS).call(operations.listLocations));
        patient.close();
        expect(message).toContain("rate limit");
        expect(clock.waits).toHaveLength(4);
        const total = clock.waits.reduce((sum, wait) => sum + wait, 0);
        expect([total >= 60_000, total < 180_000]).toEqual([true, true]);
      }
    });

    it("is never waited for beyond one window, nor skipped where it lies in the past", async () => {
      for (const [offset, least, most] of [
        [3_600_000, 60_000, 61_000],
        [-5_000, 0, 1_000],
      ] as const) {
        clock.waits.length = 0;
        const headers = { ...date(), "RateLimit-Reset": String(started() + offset) };
        await answering("GET", "/objects/locations", { status: 429, headers, body: {} }, { times: 1 });
        await wire.call(operations.listLocations);
        expect(clock.waits).toHaveLength(1);
        expect([clock.waits[0]! >= least, clock.waits[0]! <= most]).toEqual([true, true]);
      }
    });

    it.each([8, 64])("a burst of many hundred requests, %i at once, is never told to slow down", async (atOnce) => {
      await control("PUT", "/gridscale/settings", { rateLimitEnforced: true });
      // In the middle of a window: what is under way when the limiter lets more begin counts with that.
      await clock.wait(90_000 - (clock.now() % 60_000));
      const quick = connect({ maxConcurrency: String(atOnce) });
      const ask = new Wire(quick, OPTIONS);
      await Promise.all(Array.from({ length: 500 }, () => ask.call(operations.listLocations)));
      quick.close();
      expect(retries).toEqual([]);
      expect((await calls())["GET /objects/locations"]).toBe(500);
    });

    it.each(["64", "8"])("what is late, of %s at once, fits into the window that it comes in", (maxConcurrency) => {
      const settings = settingsFor(sandbox.gridscale.endpoint, { maxConcurrency });
      const { rateLimit, maxConcurrency: atOnce } = connectionTo(settings);
      expect(rateLimit!.requests + atOnce!).toBeLessThanOrEqual(REQUESTS_PER_MINUTE);
    });

    /** Requests of others with the same token. */
    const others = async (count: number) => {
      const { endpoint, userUuid, token } = sandbox.gridscale;
      const headers = { "X-Auth-UserId": userUuid, "X-Auth-Token": token };
      for (let sent = 0; sent < count; sent += 1) await fetch(`${endpoint}/objects/locations`, { headers });
    };

    it("one that is met all the same, by others who use the same token, loses nothing", async () => {
      await control("PUT", "/gridscale/settings", { rateLimitEnforced: true });
      await others(REQUESTS_PER_MINUTE);
      expect((await wire.call(operations.listLocations)).status).toBe(200);
      expect(retries).toEqual([429]);
    });

    it("is not met where others have used a part of it, which the first answer tells", async () => {
      await control("PUT", "/gridscale/settings", { rateLimitEnforced: true });
      await others(REQUESTS_PER_MINUTE - 20);
      const ask = new Wire(connect({ maxConcurrency: "64" }), OPTIONS);
      await Promise.all(Array.from({ length: 60 }, () => ask.call(operations.listLocations)));
      expect(retries).toEqual([]);
    });

    it("a low limit, of fewer requests in a minute than may be under way, uses up no request's time", async () => {
      const slow = connect({ requestsPerMinute: "2", maxConcurrency: "64" });
      const ask = new Wire(slow, OPTIONS);
      await Promise.all(Array.from({ length: 12 }, () => ask.call(operations.listLocations)));
      slow.close();
      expect(Math.max(...clock.waits)).toBeLessThanOrEqual(60_000);
    });
  });

  describe("to an address that is not this machine", () => {
    const sessionTo = (endpoint: string, others: Readonly<Record<string, string>> = {}) =>
      openSession(settingsFor(endpoint, others), () => undefined);

    it("http:// is refused, by the settings and by the connection", () => {
      for (const endpoint of ["http://api.gridscale.example", "http://10.0.0.1", "http://127.0.0.1.evil.example"]) {
        expect(() => settingsFor(endpoint)).toThrow("https://");
        const settings = { ...settingsFor("https://api.gridscale.example"), endpoint };
        expect(() => openSession(settings, () => undefined)).toThrow("https://");
      }
    });

    it("nothing is written before acceptDerivedContract says so, and everything afterwards", async () => {
      // Nobody listens there, which a write that is sent finds out.
      const nobody = "https://0.0.0.0:9";
      const write = async (endpoint: string, others: Readonly<Record<string, string>> = {}) => {
        const session = sessionTo(endpoint, others);
        const { User: user, Account: account } = session.kinds;
        const found = { id: USER, inputs: { name: "a", email: "a@b.example" }, outputs: {} };
        const made = [
          await failureOf(user!.create({ email: "a@b.example" })),
          await failureOf(account!.create({ name: "a" })),
        ];
        // What may be repeated is, which takes its time.
        const changed =
          others["acceptDerivedContract"] === "true"
            ? []
            : [
                await failureOf(account!.update(found, { name: "b" }, { name: "b" })),
                await failureOf(account!.remove(found, { onDelete: "delete" }, { of: () => undefined } as never)),
              ];
        session.close();
        return new Set([...made, ...changed].map(({ message }) => message.includes("acceptDerivedContract")));
      };
      expect(await write(nobody)).toEqual(new Set([true]));
      expect(await write(nobody, { acceptDerivedContract: "false" })).toEqual(new Set([true]));
      expect(await write("https://127.0.0.1.evil.example")).toEqual(new Set([true]));
      expect(await write(nobody, { acceptDerivedContract: "true" })).toEqual(new Set([false]));
    });
  });
});
