import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { spawnSync } from "node:child_process";
import axios from "axios";
import { startSandbox } from "../../sandbox";
import { startSandboxProcess } from "../../tools/sandboxProcess";

jest.setTimeout(60_000);
const MAIN = path.resolve(__dirname, "..", "..", "dist", "cli", "main.js");

describe("reseller sandbox", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "sandbox-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("keeps everything that it acknowledged over a kill, and its tokens", async () => {
    const first = await startSandboxProcess({ dataDir: folder, main: MAIN });
    const headers = { Authorization: `Bearer ${first.ready.csp.token}` };
    const names = Array.from({ length: 50 }, (_, index) => `P${index}`);
    for (const name of names)
      await axios.post(`${first.ready.csp.endpoint}/profiles`, { name, level: "client", permissions: [] }, { headers });
    first.process.kill("SIGKILL");
    await first.stop();

    const second = await startSandboxProcess({ dataDir: folder, main: MAIN });
    expect(second.ready.csp.token).toBe(first.ready.csp.token);
    const { data } = await axios.get<{ items: { name: string }[] }>(`${second.ready.csp.endpoint}/profiles`, {
      headers,
      params: { limit: 200 },
    });
    expect(data.items.map(({ name }) => name).filter((name) => name.startsWith("P"))).toEqual(names);
    await second.stop();
  });

  it("lists everything that is wrong with fault rules, and where", () => {
    const file = path.join(folder, "faults.json");
    writeFileSync(file, JSON.stringify([{ effect: { explode: true } }, { nth: 0, effect: { html: true } }]));
    const { status, stderr } = spawnSync(process.execPath, [MAIN, "sandbox", "--faults", file], { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toContain("2 problems in the fault rules");
    expect(stderr).toContain("rule 0.effect: must be one of");
    expect(stderr).toContain("rule 1.nth");
  });
});

describe("faults", () => {
  const shapes = [
    { effect: { status: 503 }, status: 503 },
    { effect: { html: true }, status: 200, text: "<!doctype html>" },
    { effect: { truncate: true }, status: 200 },
    { effect: { empty: true }, status: 200, text: "" },
    { effect: { rateLimit: { perSecond: 0.001 } }, status: 429 },
  ];
  it.each(shapes)("$effect", async ({ effect, status, text }) => {
    const sandbox = await startSandbox({ faults: [{ match: { route: "/me" }, effect: effect as never }] });
    const answer = await axios.get<string>(`${sandbox.csp.endpoint}/me`, {
      headers: { Authorization: `Bearer ${sandbox.csp.token}` },
      validateStatus: () => true,
      responseType: "text",
      transformResponse: [(raw: string) => raw],
    });
    expect(answer.status).toBe(status);
    if (text !== undefined) expect(answer.data.startsWith(text)).toBe(true);
    await sandbox.close();
  });

  it("happen to the nth, to every nth, or so many times", async () => {
    const sandbox = await startSandbox();
    const statuses = async (rule: object) => {
      await axios.put(`${sandbox.baseUrl}/_sandbox/faults`, [{ effect: { status: 503 }, ...rule }]);
      const answers = [];
      for (let index = 0; index < 6; index += 1)
        answers.push(
          await axios.get(`${sandbox.csp.endpoint}/me`, {
            headers: { Authorization: `Bearer ${sandbox.csp.token}` },
            validateStatus: () => true,
          }),
        );
      return answers.map(({ status }) => status);
    };
    expect(await statuses({ nth: 3 })).toEqual([200, 200, 503, 200, 200, 200]);
    expect(await statuses({ every: 2 })).toEqual([200, 503, 200, 503, 200, 503]);
    expect(await statuses({ times: 2 })).toEqual([503, 503, 200, 200, 200, 200]);
    expect(await statuses({ match: { method: "POST" } })).toEqual([200, 200, 200, 200, 200, 200]);
    await sandbox.close();
  });
});
