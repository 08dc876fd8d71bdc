import * as fs from "node:fs";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { addressChecks } from "../../cli/doctor/address";
import { nodeCheck } from "../../cli/doctor/versions";
import { SELF_SIGNED } from "../transport/certificate";

describe("the doctor, at an address with TLS", () => {
  let server: https.Server;
  let date: string;
  const asked: (string | undefined)[] = [];
  beforeAll(async () => {
    server = https.createServer(SELF_SIGNED, (request, response) => {
      asked.push(request.headers.authorization);
      response.writeHead(404, { date }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => void server.close());
  beforeEach(() => {
    date = new Date().toUTCString();
  });

  const checks = async (environment = {}, credentials = {}) => {
    const { port } = server.address() as AddressInfo;
    const connection = { name: "default", endpoint: `https://127.0.0.1:${port}/api`, credentials };
    const found = await addressChecks(connection, environment);
    return Object.fromEntries(found.map((check) => [check.what, check]));
  };

  it("finds a certificate that is not trusted, with its chain, and what to do; no credential is sent", async () => {
    const { TLS, certificate, clock, connection } = await checks({}, { token: "t0ken" });
    expect(TLS).toMatchObject({ state: "problem", text: expect.stringContaining("127.0.0.1") as string });
    expect(TLS?.fix).toContain("NODE_EXTRA_CA_CERTS");
    expect([certificate?.state, clock?.state, connection?.state]).toEqual(["ok", "ok", "ok"]);
    expect(asked.filter((credential) => credential !== undefined)).toEqual([]);
  });

  it("trusts the authority of the settings", async () => {
    const folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-ca-"));
    const cacert = path.join(folder, "ca.pem");
    fs.writeFileSync(cacert, SELF_SIGNED.cert);
    expect((await checks({}, { cacert }))["TLS"]?.state).toBe("ok");
    fs.rmSync(folder, { recursive: true });
  });

  it("tells how far the clocks are apart, and of a proxy that is not used", async () => {
    date = new Date(Date.now() - 600_000).toUTCString();
    const { clock, proxy } = await checks({ HTTPS_PROXY: "http://user:secret@proxy.example:8080" });
    expect(clock).toMatchObject({
      state: "warning",
      text: expect.stringMatching(/(599|60[01]) seconds ahead/) as string,
    });
    expect(proxy?.state).toBe("warning");
    expect(JSON.stringify(proxy)).not.toContain("secret");
  });

  it("names an address that doesn't exist, and one where nobody answers", async () => {
    const [name] = await addressChecks({ name: "default", endpoint: "https://portal.invalid/api" }, {});
    expect(name).toMatchObject({ what: "name", state: "problem" });
    const silent = await addressChecks({ name: "default", endpoint: "https://127.0.0.1:1/api" }, {});
    expect(silent.find(({ what }) => what === "connection")).toMatchObject({ state: "problem" });
  });
});

describe("the doctor, of versions", () => {
  it.each([
    ["18.20.0", "2026-01-01", "problem"],
    ["20.20.2", "2026-04-29", "ok"],
    ["20.20.2", "2026-05-01", "warning"],
    ["24.22.3", "2026-05-01", "ok"],
    ["99.0.0", "2026-05-01", "ok"],
  ])("judges Node.js %s on %s: %s", (version, day, state) => {
    expect(nodeCheck(version, new Date(day)).state).toBe(state);
  });
});
