import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { type Engine, EngineNotFound, ensureEngine } from "../../tools/engine";
import { withLock } from "../../tools/engine/lock";

/** A machine as far as the search sees it: a folder of small scripts for a search path, and an empty cache. */
class Machine {
  readonly home = fs.mkdtempSync(path.join(os.tmpdir(), "engine-search-"));
  readonly bin = path.join(this.home, "bin");
  readonly cache = path.join(this.home, "cache");
  readonly lines: string[] = [];

  constructor() {
    fs.mkdirSync(this.bin);
    // The scripts below need these few programs, and must not see whatever else this machine has.
    for (const program of ["sh", "mkdir", "cat", "chmod", "sleep", "dirname", "node"]) {
      fs.symlinkSync(program === "node" ? process.execPath : `/bin/${program}`, path.join(this.bin, program));
    }
  }

  has(name: string, script: string, folder = this.bin): this {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return this;
  }

  /** A Go that "builds" scripts in no time and counts how often it was asked to. */
  hasGo(version = "1.26.6", script = ""): this {
    const sdk = path.join(this.home, "sdk", "nodejs", "dist");
    this.has("pulumi-resource-pulumi-nodejs", "", sdk).has("pulumi-resource-pulumi-nodejs.cmd", "", sdk);
    fs.chmodSync(path.join(sdk, "pulumi-resource-pulumi-nodejs"), 0o444);
    return this.has(
      "go",
      `case "$1" in
      env) echo go${version} ;;
      list) echo "${path.join(this.home, "sdk")}" ;;
      build) ${script}
        echo built >>"${this.home}/builds"
        while [ "$1" != -o ]; do shift; done
        mkdir -p "$(dirname "$2")"
        echo '#!/bin/sh' >"$2"; chmod 755 "$2" ;;
      esac`,
    );
  }

  get env(): NodeJS.ProcessEnv {
    return { PATH: this.bin, HOME: this.home, PULUMI_RESELLER_CACHE: this.cache };
  }

  get builds(): number {
    return fs.readFileSync(path.join(this.home, "builds"), "utf8").split("\n").length - 1;
  }

  search(env: NodeJS.ProcessEnv = {}): Promise<Engine> {
    return ensureEngine({ env: { ...this.env, ...env }, log: (line) => this.lines.push(line) });
  }

  async refusal(env: NodeJS.ProcessEnv = {}): Promise<EngineNotFound> {
    const result = await this.search(env).catch((error: unknown) => error);
    expect(result).toBeInstanceOf(EngineNotFound);
    return result as EngineNotFound;
  }

  remove(): void {
    fs.rmSync(this.home, { recursive: true, force: true });
  }
}

// The stand-ins are shell scripts. What Windows does differently is the names of files only.
const onPosix = process.platform === "win32" ? describe.skip : describe;

onPosix("search for an engine", () => {
  let machine: Machine;
  beforeEach(() => (machine = new Machine()));
  afterEach(() => machine.remove());

  const reasonFor = async (origin: string, env: NodeJS.ProcessEnv = {}) =>
    (await machine.refusal(env)).attempts.find((attempt) => attempt.origin === origin)?.reason;

  describe("pulumi on PATH", () => {
    it("is taken when it is recent and has its language host beside it", async () => {
      machine.has("pulumi", "echo v3.210.1").has("pulumi-language-nodejs", "").hasGo();
      const engine = await machine.search();
      expect(engine).toMatchObject({ origin: "path", version: "3.210.1", binary: path.join(machine.bin, "pulumi") });
      expect(engine.env).toMatchObject({
        PULUMI_SKIP_UPDATE_CHECK: "1",
        PULUMI_HOME: path.join(machine.cache, "home"),
      });
      expect(engine.env["PATH"]!.split(path.delimiter)[0]).toBe(machine.bin);
    });

    it("may have its language host elsewhere on PATH", async () => {
      const elsewhere = path.join(machine.home, "elsewhere");
      machine.has("pulumi", "echo v3.200.0").has("pulumi-language-nodejs", "", elsewhere);
      const engine = await machine.search({ PATH: [machine.bin, elsewhere].join(path.delimiter) });
      expect(engine).toMatchObject({ origin: "path", version: "3.200.0" });
    });

    it("may be a link to a folder that has the language host", async () => {
      const installed = path.join(machine.home, "opt");
      machine.has("pulumi", "echo v3.200.0", installed).has("pulumi-language-nodejs", "", installed);
      fs.symlinkSync(path.join(installed, "pulumi"), path.join(machine.bin, "pulumi"));
      expect(await machine.search()).toMatchObject({ origin: "path" });
    });

    it.each([
      ["is too old", "echo v3.199.9", /is version 3\.199\.9; 3\.200\.0 or newer is needed/],
      ["has no language host", "echo v3.259.0", /has no pulumi-language-nodejs beside it or on PATH/],
      ["fails", "echo out of order >&2; exit 3", /version failed: out of order/],
      ["tells no version", "echo hello", /does not tell a version: "hello\\n"/],
    ])("does not serve when it %s", async (_case, script, reason) => {
      machine.has("pulumi", script);
      expect(await reasonFor("path")).toMatch(reason);
    });

    it("is not looked for in node_modules/.bin, where npm puts the one that downloads", async () => {
      const npmBin = path.join(machine.home, "node_modules", ".bin");
      machine.has("pulumi", "echo v3.259.0", npmBin).has("pulumi-language-nodejs", "", npmBin);
      const PATH = [npmBin, machine.bin].join(path.delimiter);
      expect(await reasonFor("path", { PATH })).toBe("there is none");
    });
  });

  describe("npm package", () => {
    /** An npm that "installs" the vendor's package, whose script then runs the given JavaScript. */
    const hasNpm = (script: string) =>
      machine.has(
        "npm",
        `while [ "$1" != --prefix ]; do shift; done
        mkdir -p "$2/node_modules/pulumi"
        cat >"$2/node_modules/pulumi/run.js" <<'END'\n${script}\nEND`,
      );

    it("is taken when it brings an engine, and found again without npm", async () => {
      hasNpm(`
        const fs = require("node:fs");
        const { PULUMI_HOME, PULUMI_VERSION } = process.env;
        const bin = PULUMI_HOME + "/versions/" + PULUMI_VERSION + "/bin";
        fs.mkdirSync(bin, { recursive: true });
        fs.writeFileSync(bin + "/pulumi", "#!/bin/sh", { mode: 0o755 });`).hasGo();
      const engine = await machine.search();
      expect(engine).toMatchObject({ origin: "npm", version: expect.stringMatching(/^3\.\d+\.\d+$/) });
      expect(fs.existsSync(engine.binary)).toBe(true);
      fs.rmSync(path.join(machine.bin, "npm"));
      expect(await machine.search()).toEqual(engine);
    });

    it("does not serve when the vendor's site cannot be reached", async () => {
      hasNpm(`console.error("pulumi: fetch failed"); process.exit(1);`);
      expect(await reasonFor("npm")).toMatch(
        /could not download Pulumi .* from https:\/\/get\.pulumi\.com: .*fetch failed/,
      );
      expect(fs.readdirSync(path.join(machine.cache, "engine"))).toEqual([]);
    });

    it("does not serve when npm fails", async () => {
      machine.has("npm", "echo E403 >&2; exit 1");
      expect(await reasonFor("npm")).toMatch(/^npm install pulumi@.* failed: E403$/);
    });

    it("is installed without the settings of the npm that runs us", async () => {
      machine.has("npm", `echo "prefix=$npm_config_local_prefix registry=$npm_config_registry"; exit 1`);
      const env = { npm_config_local_prefix: "/somewhere", npm_config_registry: "https://registry.example" };
      expect(await reasonFor("npm", env)).toMatch(/prefix= registry=https:\/\/registry\.example$/);
    });
  });

  describe("build from Go modules", () => {
    it("is made with a launcher that can be executed, and found again without Go", async () => {
      const engine = await machine.hasGo().search();
      expect(engine.origin).toBe("go");
      const launcher = path.join(path.dirname(engine.binary), "pulumi-resource-pulumi-nodejs");
      expect(fs.statSync(launcher).mode & 0o111).toBe(0o111);
      expect(fs.existsSync(path.join(path.dirname(engine.binary), "pulumi-language-nodejs"))).toBe(true);
      expect(machine.lines.join("\n")).toMatch(/expected: .*minutes/);
      fs.rmSync(path.join(machine.bin, "go"));
      expect(await machine.search()).toEqual(engine);
    });

    it("is made once by two searches that begin together", async () => {
      machine.hasGo("1.26.6", "sleep 0.2");
      const [first, second] = await Promise.all([machine.search(), machine.search()]);
      expect(first).toEqual(second);
      expect(machine.builds).toBe(2); // the engine and its language host
    });

    it("is made anew when what lies in the cache is damaged", async () => {
      const engine = await machine.hasGo().search();
      fs.writeFileSync(engine.binary, "");
      expect(await machine.search()).toEqual(engine);
      expect(fs.statSync(engine.binary).size).toBeGreaterThan(0);
    });

    it("takes over from a process that died while it was building, and removes what that left", async () => {
      const { binary } = await machine.hasGo().search();
      const folder = path.dirname(path.dirname(binary));
      fs.rmSync(folder, { recursive: true });
      const dead = await numberOfDeadProcess();
      fs.writeFileSync(`${folder}.lock`, String(dead));
      fs.mkdirSync(`${folder}.${dead}-halfdone`);
      await machine.search();
      expect(fs.readdirSync(path.dirname(folder))).toEqual([path.basename(folder)]);
    });

    it.each([
      ["1.25.9", "", /is version 1\.25\.9; 1\.26 or newer is needed/],
      ["1.26.6", "echo no such module >&2; exit 1;", /go build .*pulumi failed: no such module/],
    ])("does not serve with Go %s that runs %j", async (version, script, reason) => {
      machine.hasGo(version, script);
      expect(await reasonFor("go")).toMatch(reason);
    });
  });

  it("ends in one error that lists every way, why it failed, and what to install", async () => {
    machine.has("pulumi", "echo v3.100.0").has("npm", "echo offline >&2; exit 1");
    const { attempts, message } = await machine.refusal();
    expect(attempts.map(({ origin }) => origin)).toEqual(["path", "npm", "go"]);
    expect(message).toMatch(/PATH: .* version 3\.100\.0[^]*npm .*: offline[^]*Go modules: go is not on PATH/);
    expect(message).toMatch(/helps:[^]*install Pulumi 3\.200\.0 or newer[^]*npm registry[^]*install Go 1\.26 or newer/);
  });

  it("keeps to the version that PULUMI_RESELLER_ENGINE_VERSION names, whichever is installed", async () => {
    machine.has("pulumi", "echo v3.276.0").has("pulumi-language-nodejs", "").hasGo();
    const pinned = await machine.search({ PULUMI_RESELLER_ENGINE: "go" });
    const older = await machine.search({ PULUMI_RESELLER_ENGINE_VERSION: "3.259.0" });
    expect(older).toMatchObject({ origin: "go", version: "3.259.0" });
    expect(older.binary).not.toBe(pinned.binary);
    const { attempts } = await machine.refusal({ PULUMI_RESELLER_ENGINE_VERSION: "3.258.7" });
    expect(attempts.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("is version 3.276.0; 3.258.7 is required"),
      "npm is not on PATH",
      expect.stringContaining("no Go module for Pulumi 3.258.7"),
    ]);
  });

  it("keeps to the one way that PULUMI_RESELLER_ENGINE names", async () => {
    machine.has("pulumi", "echo v3.259.0").has("pulumi-language-nodejs", "").hasGo();
    expect(await machine.search({ PULUMI_RESELLER_ENGINE: "go" })).toMatchObject({ origin: "go" });
    expect((await machine.refusal({ PULUMI_RESELLER_ENGINE: "npm" })).attempts).toHaveLength(1);
    await expect(machine.search({ PULUMI_RESELLER_ENGINE: "brew" })).rejects.toThrow(/may be path, npm or go/);
  });
});

describe("lock", () => {
  it("is passed on when the work of its holder fails", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "engine-lock-"));
    const file = path.join(folder, "lock");
    const failing = withLock(
      file,
      () => undefined,
      () => Promise.reject(new Error("no luck")),
    );
    await expect(failing).rejects.toThrow("no luck");
    await expect(
      withLock(
        file,
        () => undefined,
        () => Promise.resolve(7),
      ),
    ).resolves.toBe(7);
    fs.rmSync(folder, { recursive: true });
  });
});

function numberOfDeadProcess(): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["-e", ""]);
    child.on("exit", () => resolve(child.pid!));
  });
}
