import { probe } from "../../provider/contract";
import { HttpConnection } from "../../provider/transport";
import { spokenTo } from "../../provider/portals";
import { readSettings } from "../../provider/lifecycle";
import { startSandbox, type RunningSandbox } from "../../sandbox";
import { fixtures } from "../portals/list";

/** Portals whose contract is derived. */
const derived = fixtures.filter(({ name }) => name === "csp" || name === "gridscale");

describe.each(derived)("a probe of $name", ({ name, settings }) => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  it("finds the sandbox as the contract says, by two calls an operation at most, all of them GET", async () => {
    const values: Record<string, string> = { portal: name, ...settings(sandbox) };
    const { connections } = readSettings({ get: (key) => values[key], environment: {} });
    const spoken = spokenTo(connections.get("default")!)!;
    const http = new HttpConnection({ ...spoken.http, readOnly: true, maxAttempts: 1 });
    try {
      const found = await probe(spoken.contract, spoken.tongue, spoken.dialect, (path, query) =>
        http.request({ method: "GET", path, query }),
      );
      const differing = found.operations.filter(({ result }) => result === "differs");
      expect(differing).toEqual([]);
      expect(found.operations.filter(({ calls }) => calls > 2)).toEqual([]);
      expect(found.kinds.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual(
        Object.keys(spoken.contract.kinds).map((kind) => `${kind} declarable`),
      );
    } finally {
      http.close();
    }
  });
});
