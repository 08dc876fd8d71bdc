import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as net from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as readline from "node:readline";
import { acme, CspBench, user } from "../portals/csp/bench";
import { reseller } from "../support/command";
import { planText, type WrittenResource } from "../review/planText";

/** What a shell does to a program: readers that go, places that are full, signals. */

const MAIN = path.resolve(__dirname, "../../dist/cli/main.js");
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

let folder: string;
let bench: CspBench;
let environment: NodeJS.ProcessEnv;
const children = new Set<ChildProcess>();

const profile = { name: "Storage", level: "client", permissions: ["show_s3_panel"] };
const desk: WrittenResource = { kind: "Profile", name: "storage", before: profile, after: profile };
const wider = { ...profile, permissions: ["show_s3_panel", "show_usage"] };

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(fs.realpathSync(tmpdir()), "reseller-endings-"));
  bench = await CspBench.start();
  const { endpoint, token } = bench.sandbox.csp;
  environment = { RESELLER_PORTAL: "csp", RESELLER_ENDPOINT: endpoint, RESELLER_TOKEN: token };
  await bench.up(acme(), user("eva"));
  fs.writeFileSync(path.join(folder, "nothing.json"), planText([desk]));
  fs.writeFileSync(path.join(folder, "changes.json"), planText([{ ...desk, after: wider }]));
  fs.writeFileSync(path.join(folder, "deleted.json"), planText([{ ...desk, after: undefined }]));
});

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await bench.close();
  fs.rmSync(folder, { recursive: true });
});

function start(args: readonly string[], stdout: "pipe" | number = "pipe", env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...process.env, ...environment, ...env },
    stdio: ["ignore", stdout, "pipe"],
  });
  children.add(child);
  child.once("close", () => children.delete(child));
  return child;
}

async function ended(child: ChildProcess): Promise<readonly [code: number | null, complained: string]> {
  let complained = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (complained += text));
  const [code] = (await once(child, "close")) as [number | null];
  return [code, complained];
}

/** Every command that prints, with how it ends where all goes well. */
const PRINTING: readonly (readonly [code: number, command: string])[] = [
  [0, "--help"],
  [0, "--version"],
  [0, "import --help"],
  [0, "review nothing.json"],
  [10, "review changes.json --format html"],
  [11, "review deleted.json --format json"],
  [2, "drift nothing.json"],
  [0, "adopt-drift nothing.json"],
  [0, "import --out -"],
];

describe("a command whose output nobody takes", () => {
  it.each(PRINTING)("ends with %i all the same, without a word: reseller %s", async (code, command) => {
    const child = start(command.split(" "));
    child.stdout!.destroy();
    const [how, complained] = await ended(child);
    expect(complained).not.toMatch(/EPIPE|\bat .*:\d+/);
    expect(how).toBe(code);
  });

  const full = fs.existsSync("/dev/full") ? it : it.skip;
  full.each(PRINTING)(
    "says that the place is full, and doesn't end well, after %i: reseller %s",
    async (code, command) => {
      const device = fs.openSync("/dev/full", "w");
      const [how, complained] = await ended(start(command.split(" "), device));
      fs.closeSync(device);
      expect(complained).toContain("reseller: standard output can't be written (ENOSPC)\n");
      expect(complained).not.toMatch(/\bat .*:\d+/);
      // What would have ended well doesn't, nor what finds drift that nobody gets to see.
      expect(how).toBe(command.startsWith("review") ? (code === 11 ? 11 : 2) : 1);
    },
  );

  it.each([
    ["review", 2, "json=missing/r.json", "ENOENT", "changes.json"],
    ["review", 11, "json=missing/r.json", "ENOENT", "deleted.json"],
    ["review", 2, "sarif=.", "EISDIR", "nothing.json"],
    ["review", 2, "json=nothing.json/r.json", "ENOTDIR", "nothing.json"],
    ["drift", 1, "json=nothing.json/r.json", "ENOTDIR", "nothing.json"],
    ...(fs.existsSync("/dev/full") ? [["review", 2, "json=/dev/full", "ENOSPC", "nothing.json"] as const] : []),
  ] as const)("says which file can't be written: reseller %s ends with %i for --out %s (%s)", async (...of) => {
    const [command, code, out, why, plan] = of;
    const { code: how, complained } = await reseller([command, plan, "--out", out], { cwd: folder, env: environment });
    expect(complained).toBe(`reseller ${command}: ${out.slice(out.indexOf("=") + 1)} can't be written (${why})\n`);
    expect(how).toBe(code);
  });

  it.each([
    ["nothing.json/realm", "ENOTDIR"],
    ["nothing.json/realm.yaml", "EEXIST"],
  ])("import says so, and leaves nothing: --out %s", async (out, why) => {
    const before = fs.readdirSync(folder);
    const { code, complained } = await reseller(["import", "--out", out], { cwd: folder, env: environment });
    expect([code, complained]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^reseller: .* can't be written \\(${why}\\)\n$`)),
    ]);
    expect(fs.readdirSync(folder)).toEqual(before);
  });
});

/** A server that takes what connects to it, and says what it is told. */
async function listener(): Promise<{ port: number; next(): Promise<string>; forget(): void; close(): Promise<void> }> {
  const said: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    readline.createInterface({ input: socket }).on("line", (line) => {
      const taker = waiting.shift();
      if (taker === undefined) said.push(line);
      else taker(line);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as net.AddressInfo).port,
    next: () => {
      const line = said.shift();
      return line === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(line);
    },
    forget: () => void said.splice(0),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An engine that says when its preview has begun, and each signal that it gets; it ends a while after the first, as the real one does. */
function engineThatWaits(port: number): string {
  const bin = fs.mkdtempSync(path.join(folder, "bin-"));
  fs.writeFileSync(
    path.join(bin, "pulumi"),
    `#!${process.execPath}
const [command] = process.argv.slice(2);
if (command === "version") console.log("v3.259.0");
else if (command === "config") console.log("{}");
else {
  const socket = require("node:net").connect(${port}, "127.0.0.1", () => socket.write("begun\\n"));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => { socket.write(signal + "\\n"); setImmediate(() => socket.end("ended\\n", () => process.exit(1))); });
}
`,
    { mode: 0o755 },
  );
  return bin;
}

describe("a command that is interrupted", () => {
  it.each(Object.entries(SIGNALS))(
    "while the engine works: %s ends it with %i, and the engine gets it once",
    async (signal, code) => {
      const said = await listener();
      const project = fs.mkdtempSync(path.join(folder, "project-"));
      fs.writeFileSync(path.join(project, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
      const temporary = fs.mkdtempSync(path.join(folder, "tmp-"));
      const env = { PATH: `${engineThatWaits(said.port)}:${process.env["PATH"]}`, TMPDIR: temporary };
      for (const args of [["review"], ["drift"], ["import", "--into-stack"]]) {
        const child = start([...args, "--cwd", project], "pipe", env);
        const how = ended(child);
        expect(await said.next()).toBe("begun");
        child.kill(signal as NodeJS.Signals);
        expect(await said.next()).toBe(signal);
        expect(await said.next()).toBe("ended");
        expect(await how).toEqual([code, `reseller: interrupted by ${signal}\n`]);
        expect(fs.readdirSync(temporary)).toEqual([]);
      }
      await said.close();
    },
  );

  it.each(Object.entries(SIGNALS))(
    "while the portal is asked: %s ends it with %i, and nothing is written",
    async (signal, code) => {
      // A portal that never answers.
      const portal = await listener();
      const out = fs.mkdtempSync(path.join(folder, "out-"));
      const env = { RESELLER_ENDPOINT: `http://127.0.0.1:${portal.port}/csp/api/v1` };
      for (const args of [
        ["import", "--out", out],
        ["drift", "nothing.json"],
        ["review", "nothing.json", "--live"],
      ]) {
        const child = start(args, "pipe", env);
        const how = ended(child);
        expect(await portal.next()).toMatch(/^GET /);
        child.kill(signal as NodeJS.Signals);
        expect(await how).toEqual([code, `reseller: interrupted by ${signal}\n`]);
        portal.forget();
      }
      expect(fs.readdirSync(out)).toEqual([]);
      await portal.close();
    },
  );
});
