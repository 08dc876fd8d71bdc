import { PORTAL_NAMES } from "../../provider/portals/list";
import { fixtures } from "../portals/list";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as readline from "node:readline";
import { SandboxesReport } from "../../cli/reports";
import type { RunningSandbox } from "../../sandbox";
import { reseller } from "../support/command";

const MAIN = path.resolve(__dirname, "../../dist/cli/main.js");

type Ready = Omit<RunningSandbox, "close">;

describe("reseller sandbox", () => {
  let folder: string;
  let children: ChildProcess[];
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-command-"));
    children = [];
  });
  afterEach(() => {
    for (const child of children) child.kill("SIGKILL");
    fs.rmSync(folder, { recursive: true });
  });

  async function start(...flags: string[]): Promise<{ child: ChildProcess; ready: Ready; lines: string[] }> {
    const child = spawn(process.execPath, [MAIN, "sandbox", ...flags], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    const lines: string[] = [];
    const reader = readline.createInterface({ input: child.stdout! });
    reader.on("line", (line) => lines.push(line));
    await Promise.race([once(reader, "line"), once(child, "exit")]);
    return { child, ready: JSON.parse(lines[0] ?? "null") as Ready, lines };
  }

  async function send(
    ready: Ready,
    method: string,
    route: string,
    body?: object,
  ): Promise<{ status: number; body: never }> {
    const response = await fetch(`${ready.csp.endpoint}${route}`, {
      method,
      headers: { authorization: `Bearer ${ready.csp.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as never };
  }

  const createProfile = (ready: Ready, name: string) =>
    send(ready, "POST", "/profiles", { name, level: "client", permissions: [] });

  async function profileNames(ready: Ready): Promise<Set<string>> {
    const { body } = await send(ready, "GET", "/profiles?limit=200");
    return new Set((body as { items: { name: string }[] }).items.map(({ name }) => name));
  }

  it("prints one line when it is ready, and stops cleanly on a signal", async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const { child, ready, lines } = await start("--port", "0");
      expect(ready).toEqual({
        baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown,
        ...Object.fromEntries(fixtures.map(({ name, command }) => [name, command.ready(ready.baseUrl)])),
      });
      expect((await send(ready, "GET", "/me")).status).toBe(200);
      child.kill(signal);
      expect(await once(child, "exit")).toEqual([0, null]);
      expect(lines).toHaveLength(1);
    }
  });

  it("serves Scaleway on a port of its own, too, and goes on with another of its keys when the first is gone", async () => {
    const first = await start("--data", folder, "--scaleway-port", "0");
    const { rootEndpoint, endpoint, accessKey, secretKey } = first.ready.scaleway;
    expect(rootEndpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(endpoint.startsWith(rootEndpoint!)).toBe(false);
    const path = `/iam/v1alpha1/api-keys/${accessKey}`;
    for (const place of [endpoint, rootEndpoint]) {
      const { status } = await fetch(`${place}${path}`, { headers: { "x-auth-token": secretKey } });
      expect(status).toBe(200);
    }
    await fetch(`${rootEndpoint}${path}`, { method: "DELETE", headers: { "x-auth-token": secretKey } });
    first.child.kill("SIGTERM");
    await once(first.child, "exit");
    const { ready } = await start("--data", folder);
    expect(ready.scaleway).not.toHaveProperty("rootEndpoint");
    const { status } = await fetch(`${ready.scaleway.endpoint}/iam/v1alpha1/api-keys`, {
      headers: { "x-auth-token": ready.scaleway.secretKey },
    });
    expect([status, ready.scaleway.accessKey === accessKey]).toEqual([200, false]);
  });

  it("loses nothing that it acknowledged when it is killed, again and again, in the middle of writes", async () => {
    const acknowledged = new Set<string>();
    let token: string | undefined;
    for (let round = 0; round < 3; round++) {
      const { child, ready } = await start("--data", folder);
      expect(ready.csp.token).toBe((token ??= ready.csp.token));
      const found = await profileNames(ready);
      for (const name of acknowledged) expect(found).toContain(name);
      const killed = once(child, "exit");
      let answered = 0;
      const writers = [0, 1, 2, 3].map(async (writer) => {
        for (let made = 0; child.exitCode === null; made++) {
          const name = `round ${round}, writer ${writer}, number ${made}`;
          const answer = await createProfile(ready, name).catch(() => undefined);
          if (answer === undefined) return;
          expect(answer.status).toBe(201);
          acknowledged.add(name);
          if (++answered === 20) child.kill("SIGKILL");
        }
      });
      await Promise.all(writers);
      await killed;
    }
    const { ready } = await start("--data", folder);
    const found = await profileNames(ready);
    expect(acknowledged.size).toBeGreaterThanOrEqual(60);
    for (const name of acknowledged) expect(found).toContain(name);
  });

  it("finishes after a restart what was under way when it was killed", async () => {
    const first = await start("--data", folder, "--operation-delay", "300");
    const body = { name: "Muster AG", state: "demo", uprovideAccountId: "UP-10001" };
    const operation = (await send(first.ready, "POST", "/clients", body)).body as { id: string; status: string };
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    const second = await start("--data", folder, "--operation-delay", "300");
    let status = operation.status;
    while (status === "running")
      status = ((await send(second.ready, "GET", `/operations/${operation.id}`)).body as { status: string }).status;
    expect(status).toBe("succeeded");
  });

  it("takes faults and a vendor's contract from files, and holds answers back", async () => {
    const file = path.join(folder, "faults.json");
    fs.writeFileSync(
      file,
      JSON.stringify([
        { match: { route: "/profiles", method: "POST" }, nth: 2, effect: { status: 503, body: {}, when: "after" } },
      ]),
    );
    const contract = path.join(__dirname, "..", "contract", "dialects", "gridscale.yaml");
    const { ready } = await start("--faults", file, "--latency", "30", "--contract", contract);
    expect(ready.gridscale).toMatchObject({
      endpoint: `${ready.baseUrl}/vendor/gridscale`,
      contractEndpoint: `${ready.baseUrl}/gridscale`,
    });
    const started = performance.now();
    expect((await createProfile(ready, "first")).status).toBe(201);
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
    expect((await createProfile(ready, "second")).status).toBe(503);
    expect(await profileNames(ready)).toContain("second");
  });

  it("runs in the background when it is asked to, and says how a program and a person find it", async () => {
    const environment = (text: string) =>
      Object.fromEntries([...text.matchAll(/^export (\w+)='([^']*)'$/gm)].map(([, name, value]) => [name!, value!]));
    for (const {
      name: portal,
      command: { request },
    } of fixtures) {
      const { status, stdout } = spawnSync(
        process.execPath,
        [MAIN, "sandbox", "--detach", portal, "--data", path.join(folder, portal)],
        { encoding: "utf8", timeout: 30_000 },
      );
      expect(status).toBe(0);
      const variables = environment(stdout);
      expect(variables).toMatchObject({ RESELLER_PORTAL: portal });
      try {
        expect((await fetch(`${variables["RESELLER_SANDBOX"]}/_sandbox`)).status).toBe(200);
        expect((await fetch(request(variables))).ok).toBe(true);
        // What else was given went with it.
        expect(fs.existsSync(path.join(folder, portal))).toBe(true);
      } finally {
        process.kill(Number(variables["RESELLER_SANDBOX_PID"]), "SIGKILL");
      }
    }
  });

  it("is listed and stopped where it runs in the background, and what is left of others is removed", async () => {
    const sandbox = (...args: string[]) => reseller(["sandbox", ...args], { env: { TMPDIR: folder } });
    const running = async () =>
      SandboxesReport.parse(JSON.parse((await sandbox("--list", "--json")).printed)).sandboxes;
    expect(await sandbox("--list")).toEqual({
      code: 0,
      printed: "",
      complained: "No sandbox runs in the background.\n",
    });
    try {
      await sandbox("--detach", "csp", "--data", path.join(folder, "data"));
      await sandbox("--detach", "scaleway");
      const [csp, scaleway] = await running();
      expect([csp, scaleway]).toMatchObject([
        { portal: "csp", data: path.join(folder, "data"), address: expect.stringMatching(/^http:\/\/127/) as string },
        { portal: "scaleway" },
      ]);
      // Another process has the number of one that is gone.
      fs.mkdirSync(path.join(folder, "reseller-sandbox-gone"));
      const note = { pid: process.pid, portal: "csp", address: csp!.address, since: csp!.since };
      fs.writeFileSync(path.join(folder, "reseller-sandbox-gone", "sandbox.json"), JSON.stringify(note));
      expect((await sandbox("--list")).printed).toBe(
        `PORTAL\tADDRESS\tSINCE\tPID\tDATA\n${[csp!, scaleway!].map(({ portal, address, since, pid, data = "" }) => `${portal}\t${address}\t${since}\t${pid}\t${data}\n`).join("")}`,
      );
      expect(fs.existsSync(path.join(folder, "reseller-sandbox-gone"))).toBe(false);
      const asked = await sandbox("--stop");
      expect([asked.code, asked.complained]).toEqual([
        2,
        expect.stringContaining(`  ${csp!.pid}: csp, ${csp!.address}`),
      ]);
      expect(await sandbox("--stop", "csp")).toMatchObject({
        code: 0,
        printed: `stopped: csp, ${csp!.address} (${csp!.pid})\n`,
      });
      expect(await running()).toEqual([scaleway]);
      expect((await sandbox("--stop")).code).toBe(0);
      expect(fs.readdirSync(folder).filter((name) => name.startsWith("reseller-"))).toEqual([]);
    } finally {
      await sandbox("--stop", "all");
    }
    expect(await sandbox("--stop")).toMatchObject({
      code: 2,
      complained: "reseller: --stop: no sandbox runs in the background\n",
    });
  });

  describe("says what is wrong with its options", () => {
    const refused = async (...flags: string[]) => {
      const { code, printed, complained } = await reseller(["sandbox", ...flags]);
      expect([code, printed]).toEqual([2, ""]);
      expect(complained).not.toMatch(/\n\s+at /);
      return complained;
    };

    it("a port that is none", async () =>
      expect(await refused("--port", "70000")).toMatch(/--port.*70000.*whole number from 0 to 65535/));
    it("a portal that is none", async () =>
      expect(await refused("--detach", "azure")).toContain(PORTAL_NAMES.join(", ")));
    it("in the background as well", async () =>
      expect(await refused("--detach", "csp", "--data", path.join(MAIN, "portal"))).toMatch(/can't be opened/));
    it("a latency that is none", async () =>
      expect(await refused("--latency", "-1")).toMatch(/--latency.*whole number/));
    it("an unknown option", async () =>
      expect(await refused("--prot", "1")).toMatch(/unknown option '--prot'[^]*--port/));
    it("a file that is not there", async () =>
      expect(await refused("--faults", path.join(folder, "no.json"))).toMatch(/no\.json: can't be read \(ENOENT\)/));
    it("a contract.yaml of no portal, or with something wrong in it", async () => {
      const file = path.join(folder, "contract.yaml");
      expect(await refused("--contract", file)).toMatch(/contract\.yaml: can't be read \(ENOENT\)/);
      fs.writeFileSync(file, "connection: {}\n");
      expect(await refused("--contract", file)).toContain('add the line "portal: csp" or "portal: gridscale"');
    });
    it("a folder that is a file", async () => {
      const file = path.join(folder, "file");
      fs.writeFileSync(file, "");
      expect(await refused("--data", file)).toMatch(/can't be opened.*give --data a folder/);
    });
    it("a file that is no JSON, and rules that are none, all at once", async () => {
      const file = path.join(folder, "faults.json");
      fs.writeFileSync(file, "[");
      expect(await refused("--faults", file)).toMatch(/faults\.json: is not JSON/);
      fs.writeFileSync(file, '[{"effect":{"status":1}},{"nth":0,"effect":{"hang":true}}]');
      expect(await refused("--faults", file)).toMatch(
        /2 things are wrong\n\s+rule 1: effect\.status[^\n]*\n\s+rule 2: nth/,
      );
    });
    it("a port that is taken", async () => {
      const { ready } = await start();
      const port = new URL(ready.baseUrl).port;
      expect(await refused("--port", port)).toMatch(new RegExp(`port: ${port} is in use; take another`));
    });
  });
});
