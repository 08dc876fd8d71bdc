import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { PassThrough } from "node:stream";
import { setVariables } from "../../cli/environmentFile";
import { answered, type AnswerSources } from "../../cli/newProject/answers";
import { mustBeEmpty, writeProject } from "../../cli/newProject/folder";
import { nextCommands, NOTHING_DONE } from "../../cli/newProject/nextCommands";
import { packagesFor, PUBLISHED } from "../../cli/newProject/packages";
import { type Choices, settingKey } from "../../cli/newProject/questions";
import { Terminal } from "../../cli/newProject/terminal";
import type { WrittenFile } from "../../realm/write/file";

const ROOT = path.resolve(__dirname, "..", "..");

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-project-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Writes them into a folder of their own. */
function written(name: string, files: Iterable<readonly [string, string]>): string {
  const place = path.join(folder, name);
  for (const [file, text] of files) {
    fs.mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    fs.writeFileSync(path.join(place, file), text);
  }
  return place;
}

describe("what a project is to be", () => {
  const sources = (more: Partial<AnswerSources>): AnswerSources => ({
    ...{ given: {}, folder: "my-realm", environment: {}, takesDefaults: false },
    ...more,
  });

  it("is asked for by names of flags, all at once, where nobody can be asked", async () => {
    await expect(answered(sources({}))).rejects.toThrow(
      [
        "there is no terminal for questions; 4 flags are missing:",
        "  --portal csp|scaleway|gridscale|openstack",
        "  --sandbox or --real: Use a sandbox or the real portal?",
        "  --format yaml|typescript",
        "  --layout single|per-account",
        "--yes uses their defaults.",
      ].join("\n"),
    );
    await expect(answered(sources({ given: { portal: "csp", place: "real" }, takesDefaults: true }))).rejects.toThrow(
      "1 flag is missing, which has no default:\n  --endpoint: URL of the portal's API?",
    );
    const given = { portal: "scaleway", place: "real", format: "yaml" };
    await expect(answered(sources({ given }))).rejects.toThrow(/--setting organizationId=….*--layout/s);
  });

  it("is as usual where nothing is said and --yes is", async () => {
    expect(await answered(sources({ takesDefaults: true }))).toEqual({
      ...{ portal: "csp", place: "sandbox", format: "yaml", layout: "single", pipeline: "none" },
      ...{ name: "my-realm", stack: "dev", settings: {} },
    });
    const environment = { SCW_DEFAULT_ORGANIZATION_ID: "2b82134d-9d1a-4cb3-aae8-b968a6239924" };
    const given = { portal: "scaleway", place: "real" };
    expect(await answered(sources({ given, environment, takesDefaults: true }))).toMatchObject({
      stack: "production",
      settings: { endpoint: "https://api.scaleway.com", organizationId: environment.SCW_DEFAULT_ORGANIZATION_ID },
    });
  });

  it("is refused with everything that is wrong", async () => {
    const given = {
      ...{ portal: "gridscale", place: "real", name: "-x", stack: "a b" },
      ...{ [settingKey("endpoint")]: "http://me:hush@portal.example.com/", [settingKey("token")]: "hush" },
    };
    const refused = answered(sources({ given, takesDefaults: true }));
    await expect(refused).rejects.toThrow(
      /--endpoint: .*https.*slash.*--name "-x".*--stack "a b".*--setting token: .*--secret/s,
    );
    await expect(refused).rejects.not.toThrow(/hush/);
    const onSandbox = answered(
      sources({ given: { place: "sandbox", [settingKey("endpoint")]: "https://x" }, takesDefaults: true }),
    );
    await expect(onSandbox).rejects.toThrow("--endpoint is for a real portal");
  });

  it("is asked on a terminal, again where an answer is wrong", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    let shown = "";
    output.on("data", (text: Buffer) => (shown += text.toString()));
    const terminal = new Terminal(input, output);
    input.end("5\ngridscale\n2\n\nno-uuid\n2b82134d-9d1a-4cb3-aae8-b968a6239924\ntypescript\n2\n\n\n1e3\n");
    const choices = await answered(sources({ asking: terminal }));
    terminal.close();
    expect(choices).toEqual({
      ...{ portal: "gridscale", place: "real", format: "typescript", layout: "per-account", pipeline: "none" },
      ...{ name: "my-realm", stack: "1e3" },
      settings: { endpoint: "https://api.gridscale.io", userUuid: "2b82134d-9d1a-4cb3-aae8-b968a6239924" },
    });
    expect(shown).toMatch(/there are csp, scaleway, gridscale, openstack.*it must be the UUID/s);
  });

  it("is not known where the terminal ends before that", async () => {
    const input = new PassThrough();
    const terminal = new Terminal(input, new PassThrough());
    input.end("csp\n");
    await expect(answered(sources({ asking: terminal }))).rejects.toThrow("the input ended before all was answered");
  });
});

describe("the package that a new project installs", () => {
  const packageJson = (place: string, content: object) => written(place, [["package.json", JSON.stringify(content)]]);
  const specs = (from: string) => packagesFor(path.join(folder, "new", "realm"), from).dependencies;

  it("is its parent's, from wherever that has it", () => {
    for (const [spec, expected] of [
      ["^0.1.0", "^0.1.0"],
      ["git+https://git.example.com/a.git#v1", "git+https://git.example.com/a.git#v1"],
      ["file:../packs/pulumi-reseller-0.1.0.tgz", "file:../../packs/pulumi-reseller-0.1.0.tgz"],
      ["file:.", "file:../../parent"],
      ["../checkout", "file:../../checkout"],
      ["link:./vendor/reseller", "link:../../parent/vendor/reseller"],
    ] as const) {
      const parent = packageJson("parent", { devDependencies: { "pulumi-reseller": spec } });
      expect(specs(path.join(parent, "deeper"))).toEqual({ ...PUBLISHED.dependencies, "pulumi-reseller": expected });
    }
  });

  it("has the sandbox beside it, where both are files", () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
    written("packs", [[`pulumi-reseller-sandbox-${version}.tgz`, ""]]);
    const parent = packageJson("parent", { dependencies: { "pulumi-reseller": "file:../packs/any.tgz" } });
    const sandbox = `file:../../packs/pulumi-reseller-sandbox-${version}.tgz`;
    expect(specs(parent)["pulumi-reseller-sandbox"]).toBe(sandbox);
    packageJson("parent", {
      dependencies: { "pulumi-reseller": "file:../packs/any.tgz", "pulumi-reseller-sandbox": "0.0.7" },
    });
    expect(specs(parent)["pulumi-reseller-sandbox"]).toBe("0.0.7");
  });

  it("is the published one where there is no parent, or none that can be read", () => {
    expect(packagesFor(folder, folder)).toEqual(PUBLISHED);
    expect(packagesFor(folder, written("broken", [["package.json", "{"]]))).toEqual(PUBLISHED);
  });
});

describe("the folder of a new project", () => {
  const file = (name: string): WrittenFile => ({ path: name, text: "new" });

  it("may have what every repository begins with, and nothing else", () => {
    const place = written("repository", [
      [".git/HEAD", ""],
      ["README.md", ""],
      ["LICENSE", ""],
    ]);
    expect(() => mustBeEmpty(place)).not.toThrow();
    expect(() => mustBeEmpty(path.join(folder, "not-there"))).not.toThrow();
    written("repository", [
      ["Pulumi.yaml", ""],
      ["a.txt", ""],
    ]);
    expect(() => mustBeEmpty(place)).toThrow(/is not empty.*Pulumi\.yaml and a\.txt/);
    expect(() => mustBeEmpty(path.join(place, "LICENSE"))).toThrow(/is a file/);
  });

  it("is as it was where a file can't be written", () => {
    const place = written("place", [
      ["README.md", ""],
      ["accounts", "a file"],
    ]);
    expect(() => writeProject(place, [file("realm.yaml"), file("accounts/acme.yaml")])).toThrow(/can't be written/);
    expect(fs.readdirSync(place).sort()).toEqual(["README.md", "accounts"]);
    const below = path.join(folder, "one", "two");
    expect(() => writeProject(below, [file("a/b"), file("a")])).toThrow(/can't be written/);
    expect(fs.existsSync(path.join(folder, "one"))).toBe(false);
  });
});

describe("the commands that come next", () => {
  const choices: Choices = {
    ...{ portal: "csp", place: "sandbox", format: "yaml", layout: "single", pipeline: "none" },
    ...{ name: "realm", stack: "dev", settings: {} },
  };
  const onPortal: Choices = { ...choices, place: "real", stack: "production" };
  const done = { ...NOTHING_DONE, isInstalled: true };

  it("are two more on a sandbox, and four on a portal", () => {
    expect(nextCommands(choices, ".", { ...done, sandboxRuns: true, stackIsMade: true })).toEqual([
      ". ./.env",
      "pulumi up",
    ]);
    expect(nextCommands(onPortal, ".", done)).toEqual([
      "pulumi login",
      "pulumi stack init production",
      "pulumi config set --secret reseller:token",
      "pulumi up",
    ]);
  });

  it("are all that is left where something failed or was not wanted", () => {
    expect(nextCommands(choices, "my realm", NOTHING_DONE)).toEqual([
      "cd 'my realm'",
      "npm install",
      "npm run sandbox",
      ". ./.env",
      "pulumi stack init dev",
      "pulumi up",
    ]);
  });
});

describe("a file of environment variables", () => {
  it("gets the variables that are set anew, keeps all others, and is for its owner alone", () => {
    const file = path.join(folder, ".env");
    fs.writeFileSync(file, "# mine\nexport OTHER='1'\nRESELLER_PORTAL=csp\n", { mode: 0o600 });
    setVariables(file, { RESELLER_PORTAL: "scaleway", RESELLER_TOKEN: "it's" });
    setVariables(file, { RESELLER_TOKEN: "it's new" });
    expect(fs.readFileSync(file, "utf8").split("\n")).toEqual([
      ...[
        "# mine",
        "export OTHER='1'",
        "export RESELLER_PORTAL='scaleway'",
        "export RESELLER_TOKEN='it'\\''s new'",
        "",
      ],
    ]);
    const made = path.join(folder, "made");
    setVariables(made, { A: "b" });
    expect(fs.statSync(made).mode & 0o077).toBe(0);
    expect(() => setVariables(folder, { A: "b" })).toThrow(/--save-env .* can't be written/);
  });
});
