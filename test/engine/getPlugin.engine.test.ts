import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { PluginReport } from "../../cli/reports";
import { pluginArchives, writeChecksums } from "../../tools/release";
import { type Ended, reseller } from "../support/command";
import { HOSTS_VARIABLE } from "../support/engineRun";
import { ACME, ANNA, STORAGE_PROFILE } from "../support/programs";
import { beginScenario, endScenario, type Scenario, withScenario } from "../support/scenario";
import { changed, expectSuccess, STACK } from "../support/stack";

const ROOT = path.resolve(__dirname, "..", "..");
const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
const EXECUTABLE = "pulumi-resource-reseller";

/** The plugin on a machine that has Node and the engine, in a folder that has no packages. */
describe("the plugin, without the npm package", () => {
  let scenario: Scenario;
  let root: string;
  let folder: string;
  let home: string;
  let releases: string;
  let server: Server;
  const installed = () => path.join(home, "plugins", `resource-reseller-v${version}`);
  const environment = () => ({
    ...process.env,
    ...scenario.realm.environment,
    [HOSTS_VARIABLE]: "",
    PULUMI_HOME: home,
  });

  beforeAll(async () => {
    scenario = await beginScenario();
    root = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), "reseller-elsewhere-")));
    [folder, home, releases] = ["folder", "home", "releases"].map((name) => path.join(root, name)) as [
      string,
      string,
      string,
    ];
    for (const made of [folder, releases]) fs.mkdirSync(made);
    for (const [name, archive] of pluginArchives(ROOT, version)) fs.writeFileSync(path.join(releases, name), archive);
    writeChecksums(releases);
    server = createServer((request, response) => {
      const file = path.join(releases, path.basename(request.url ?? ""));
      if (fs.existsSync(file)) response.end(fs.readFileSync(file));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    fs.rmSync(root, { recursive: true });
    await endScenario(scenario);
  });

  const pulumi = (...args: string[]): Promise<{ failed: boolean; output: string }> =>
    new Promise((resolve) =>
      execFile("pulumi", [...args, "--non-interactive"], { cwd: folder, env: environment() }, (error, out, err) =>
        resolve({ failed: error !== null, output: `${out}\n${err}` }),
      ),
    );
  const command = (...args: string[]): Promise<Ended> =>
    reseller(["plugin", ...args], { cwd: folder, env: { PULUMI_HOME: home } });
  const reported = ({ printed }: Ended) => PluginReport.parse(JSON.parse(printed)).result;

  it("is in archives for all platforms, whose checksums are listed, with the licences of what is in it", () => {
    const [name = "", archive] = [...pluginArchives(ROOT, version)][0] ?? [];
    expect(archive?.equals(fs.readFileSync(path.join(releases, name)))).toBe(true);
    expect(fs.readFileSync(path.join(ROOT, "plugin", "THIRD-PARTY-NOTICES"), "utf8")).toMatch(
      /^@grpc\/grpc-js .*^axios .*^google-protobuf .*^zod /ms,
    );
    const listed = fs.readFileSync(path.join(releases, "SHA256SUMS"), "utf8").trim().split("\n");
    expect(listed.map((line) => line.split("  ")[1])).toEqual(
      ["darwin", "linux", "windows"].flatMap((system) =>
        ["amd64", "arm64"].map((processor) => `${EXECUTABLE}-v${version}-${system}-${processor}.tar.gz`),
      ),
    );
    for (const [sum, name] of listed.map((line) => line.split("  ") as [string, string]))
      expect(
        createHash("sha256")
          .update(fs.readFileSync(path.join(releases, name)))
          .digest("hex"),
      ).toBe(sum);
  });

  it("is downloaded by the engine, and is the same as what the command installs", async () => {
    const { port } = server.address() as AddressInfo;
    const from = `http://127.0.0.1:${port}`;
    const downloaded = await pulumi("plugin", "install", "resource", "reseller", version, "--server", from);
    expect(downloaded.failed ? downloaded.output : "").toBe("");
    expect(fs.statSync(path.join(installed(), EXECUTABLE)).mode & 0o111).not.toBe(0);
    expect(reported(await command("install", "--json"))).toBe("already installed");
  });

  it("is installed whole, in place of another build only if that is asked for, and removed", async () => {
    fs.appendFileSync(path.join(installed(), "plugin.js"), "// another build\n");
    const refused = await command("install");
    expect(refused).toMatchObject({ code: 1, printed: "" });
    expect(refused.complained).toContain("--force");
    expect(reported(await command("install", "--force", "--json"))).toBe("replaced");
    expect(reported(await command("install", "--json"))).toBe("already installed");
    expect(await command("remove")).toEqual({
      code: 0,
      printed: `The plugin reseller ${version} is removed: ${installed()}\n`,
      complained: "",
    });
    expect(reported(await command("remove", "--json"))).toBe("not installed");
    // What an installation that was interrupted has left.
    fs.mkdirSync(installed());
    fs.writeFileSync(`${installed()}.partial`, "");
    expect(reported(await command("install", "--json"))).toBe("installed");
    expect(fs.readdirSync(path.join(home, "plugins")).filter((name) => name !== path.basename(installed()))).toEqual(
      [],
    );
    expect((await command("instal")).code).toBe(2);
  });

  it("destroys a stack in a folder that has no packages", async () => {
    const { realm, portal } = scenario;
    const up = await realm.withPlugin().hostedBy("plugin").program(`${ACME}${ANNA}`).up();
    expectSuccess(up);
    expect(changed(up)).toMatchObject({ create: 3 });
    const project = { name: "realm", runtime: "nodejs" };
    fs.writeFileSync(path.join(folder, "Pulumi.yaml"), JSON.stringify(project));
    const settings = `Pulumi.${STACK}.yaml`;
    fs.copyFileSync(path.join(realm.folder, settings), path.join(folder, settings));
    const destroyed = await pulumi("destroy", "--yes", "--skip-preview", "--stack", STACK);
    expect(destroyed.failed ? destroyed.output : "").toBe("");
    expect(realm.stored()).toEqual([]);
    expect((await portal.list("/users")).filter(({ username }) => username === "anna")).toEqual([]);
  });

  it("is told apart by preview: a package that only a library has, and a plugin of an older version", async () => {
    const { realm, portal } = scenario;
    await portal.resetCalls();
    const packages = path.join(realm.folder, "node_modules");
    const library = path.join(packages, "library");
    fs.rmSync(packages);
    // As pnpm lays them out.
    fs.mkdirSync(path.join(library, "node_modules"), { recursive: true });
    fs.symlinkSync(ROOT, path.join(library, "node_modules", "pulumi-reseller"));
    fs.symlinkSync(path.join(ROOT, "node_modules", "@pulumi"), path.join(packages, "@pulumi"));
    fs.writeFileSync(path.join(library, "index.js"), 'module.exports = require("pulumi-reseller");');
    const program = `const reseller = require("library");\n${STORAGE_PROFILE}`;
    fs.writeFileSync(path.join(realm.folder, "index.js"), program);
    const refused = await realm.hostedBy("dynamic").inOwnProcess().preview();
    expect(refused.failed).toBe(true);
    expect(refused.output).toContain("Add it to the dependencies in package.json");
    expect(refused.output).not.toContain("Cannot find module");
    // The plugin needs no package. One that is older than the program's package says so.
    const older = path.join(root, "older");
    fs.cpSync(path.join(ROOT, "plugin"), older, { recursive: true });
    const code = fs.readFileSync(path.join(older, "plugin.js"), "utf8");
    fs.writeFileSync(path.join(older, "plugin.js"), code.replaceAll(`"${version}"`, '"0.0.9"'));
    const outdated = await realm.hostedBy("plugin").withPlugin(older).preview();
    expect(outdated.failed).toBe(true);
    expect(outdated.output).toContain(`pulumi-reseller ${version}, and this plugin is older: 0.0.9`);
    expect(await portal.writes()).toEqual({});
  });
});

describe("the dynamic provider, without the npm package", () => {
  it("changes nothing: refresh and destroy fail, and the resources stay in the state", () =>
    withScenario(async ({ realm, portal }) => {
      expectSuccess(await realm.program(`${ACME}${ANNA}`).up());
      const packages = path.join(realm.folder, "node_modules");
      fs.rmSync(packages);
      fs.mkdirSync(packages);
      fs.symlinkSync(path.join(ROOT, "node_modules", "@pulumi"), path.join(packages, "@pulumi"));
      const before = realm.stored();
      await portal.resetCalls();
      realm.inOwnProcess();
      for (const { failed, output } of [await realm.refresh(), await realm.destroy()]) {
        expect(failed).toBe(true);
        expect(output).toContain("Cannot find module 'pulumi-reseller/host'");
      }
      const kept = (resources: typeof before) => resources.map(({ urn, id, inputs }) => ({ urn, id, inputs }));
      expect(kept(realm.stored())).toEqual(kept(before));
      expect(await portal.writes()).toEqual({});
    }));
});
