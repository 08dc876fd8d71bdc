import axios from "axios";
import { type Probe, probe } from "../../provider/contract";
import { HttpConnection } from "../../provider/transport";
import { spokenTo } from "../../provider/portals";
import { readSettings } from "../../provider/lifecycle";
import { operations as csp } from "../../provider/portals/csp/contract";
import { operations as gridscale } from "../../provider/portals/gridscale/contract";
import { startSandbox, type RunningSandbox } from "../../sandbox";
import { fixtures } from "../portals/list";

/** Portals whose contract is derived. */
const derived = fixtures.filter(({ name }) => name === "csp" || name === "gridscale");

type Fixture = (typeof derived)[number];

async function probed({ name, settings }: Fixture, sandbox: RunningSandbox, rules: readonly object[] = []) {
  await axios.put(`${sandbox.baseUrl}/_sandbox/faults`, rules);
  const values: Record<string, string> = { portal: name, ...settings(sandbox) };
  const { connections } = readSettings({ get: (key) => values[key], environment: {} });
  const spoken = spokenTo(connections.get("default")!)!;
  const http = new HttpConnection({ ...spoken.http, readOnly: true, maxAttempts: 1 });
  try {
    return await probe(spoken.contract, spoken.tongue, (path, query) => http.request({ method: "GET", path, query }));
  } finally {
    http.close();
  }
}

describe.each(derived)("a probe of $name", (fixture) => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  const differing = ({ operations }: Probe) => operations.filter(({ result }) => result === "differs");
  const costly = ({ operations }: Probe) => operations.filter(({ calls }) => calls > 2);

  it("finds the sandbox as the contract says, by two calls an operation at most, all of them GET", async () => {
    const found = await probed(fixture, sandbox);
    expect(differing(found)).toEqual([]);
    expect(costly(found)).toEqual([]);
    expect(found.kinds.map(({ verdict }) => verdict)).toEqual(found.kinds.map(() => "declarable"));
    const { data } = await axios.get<{ routes: Record<string, object> }>(`${sandbox.baseUrl}/_sandbox/calls`);
    expect(Object.keys(data.routes[fixture.name]!).filter((route) => !route.startsWith("GET "))).toEqual([]);
  });

  it.each([
    { what: "a web page", effect: { html: true }, says: /not JSON/ },
    {
      what: "an error with status 200",
      effect: { status: 200, body: { code: "no", message: "no" } },
      says: /no list|missing|list/,
    },
    { what: "nothing", effect: { empty: true }, says: /not JSON|no list/ },
  ])("says that everything differs where the portal answers $what", async ({ effect, says }) => {
    const found = await probed(fixture, sandbox, [{ match: { portal: fixture.name }, effect }]);
    expect(found.operations.filter(({ result }) => result === "same")).toEqual([]);
    expect(differing(found).filter(({ differences }) => !says.test(differences.join()))).toEqual([]);
    expect(found.kinds.filter(({ verdict }) => verdict !== "unusable")).toEqual([]);
    expect(costly(found)).toEqual([]);
  });

  it("is not misled by a portal that fails at every third call", async () => {
    const found = await probed(fixture, sandbox, [
      { match: { portal: fixture.name }, every: 3, effect: { status: 500, body: {} } },
    ]);
    expect(differing(found)).toEqual([]);
    expect(costly(found)).toEqual([]);
    expect(found.passed).toBe(true);
  });

  it("looks at some of a list of a hundred thousand, and keeps nothing of it", async () => {
    const id = Object.values(fixture.name === "csp" ? csp : gridscale).find(({ id: name }) => name === "listUsers")!;
    const member = typeof id.list === "string" ? id.list : "items";
    const body = { [member]: Array.from({ length: 100_000 }, () => ({ x: 1 })), nextCursor: null };
    const found = await probed(fixture, sandbox, [
      { match: { portal: fixture.name, method: "GET", route: id.path }, effect: { status: 200, body } },
    ]);
    const users = found.operations.find(({ id: name }) => name === "listUsers")!;
    expect(users.result).toBe("differs");
    expect(JSON.stringify(users).length).toBeLessThan(5000);
  });
});
