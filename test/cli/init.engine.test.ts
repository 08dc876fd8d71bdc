import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { PROJECT_FORMATS } from "../../cli/newProject/projectFiles";
import { type Choices, PLACES } from "../../cli/newProject/questions";
import { setUp } from "../../cli/newProject/setUp";
import { LAYOUTS } from "../../cli/newProject/startingRealm";
import { Progress } from "../../cli/progress";
import { PORTAL_NAMES } from "../../provider/portals/list";
import { startSandbox } from "../../sandbox";
import { type Ended, reseller } from "../support/command";
import { testEngine } from "../support/engine";
import { engineRun } from "../support/engineRun";
import { withScenario } from "../support/scenario";
import { changed, expectSuccess, type RealmStack } from "../support/stack";

const ROOT = path.resolve(__dirname, "..", "..");

type Choice = Pick<Choices, "portal" | "place" | "format" | "layout" | "pipeline">;

/** Every two choices of all that the program and its stack are made from stand in one of these together. */
const COVERING: Choice[] = [
  { portal: "csp", place: "sandbox", format: "yaml", layout: "single", pipeline: "none" },
  { portal: "csp", place: "real", format: "typescript", layout: "per-account", pipeline: "github" },
  { portal: "scaleway", place: "sandbox", format: "typescript", layout: "per-account", pipeline: "gitlab" },
  { portal: "scaleway", place: "real", format: "yaml", layout: "single", pipeline: "github" },
  { portal: "gridscale", place: "sandbox", format: "yaml", layout: "per-account", pipeline: "github" },
  { portal: "gridscale", place: "real", format: "typescript", layout: "single", pipeline: "gitlab" },
  { portal: "openstack", place: "sandbox", format: "typescript", layout: "single", pipeline: "none" },
  { portal: "openstack", place: "real", format: "yaml", layout: "per-account", pipeline: "gitlab" },
];

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-init-"));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function init(...args: string[]): Promise<Ended> {
  return reseller(["init", ...args], { cwd: folder });
}

function namesIn(place: string): string[] {
  return fs.readdirSync(path.join(folder, place)).sort();
}

describe("reseller init, up to a second up", () => {
  it("is run for every two choices", () => {
    const ways = { portal: PORTAL_NAMES, place: PLACES, format: PROJECT_FORMATS, layout: LAYOUTS };
    const names = Object.keys(ways) as (keyof typeof ways)[];
    for (const one of names)
      for (const other of names.slice(names.indexOf(one) + 1)) {
        const pairs = new Set(COVERING.map((choice) => `${choice[one]} ${choice[other]}`));
        expect([one, other, pairs.size]).toEqual([one, other, ways[one].length * ways[other].length]);
      }
  });

  it.each(COVERING)("$portal, $place, $format, $layout, $pipeline: makes all, and the second time nothing", (choice) =>
    withScenario(
      async ({ realm, sandbox }) => {
        const { portal, place, format, layout, pipeline } = choice;
        const name = Object.values(choice).join("-");
        const { endpoint } = sandbox[portal];
        const { code, printed } = await init(
          ...[name, "--name", "realm", "--stack", "test", "--yes", "--no-install"],
          ...["--portal", portal, "--format", format, "--layout", layout, "--pipeline", pipeline],
          ...(place === "sandbox" ? ["--sandbox"] : ["--real", "--endpoint", endpoint]),
          ...(place === "real" && portal === "scaleway"
            ? ["--setting", `organizationId=${sandbox.scaleway.organizationId}`]
            : []),
          ...(place === "real" && portal === "gridscale"
            ? ["--setting", `userUuid=${sandbox.gridscale.userUuid}`]
            : []),
        );
        expect([code, printed.trimEnd().split("\n").at(-1)]).toEqual([0, "  pulumi up"]);
        takeIn(realm, path.join(folder, name));
        const up = await realm.up();
        expectSuccess(up);
        const kinds = new Set(realm.stored().map(({ type }) => type.split(":").pop()));
        expect([kinds.has("Account"), kinds.has("User"), kinds.has("Profile")]).toEqual([
          ...[place === "sandbox", place === "sandbox", true],
        ]);
        const passwords = up.outputs["initialPasswords"];
        if (place === "sandbox" && portal !== "gridscale")
          expect([passwords?.secret, Object.keys(passwords?.value as object)]).toEqual([
            true,
            { csp: ["acme/anna", "acme/ben"], scaleway: ["nina"], openstack: ["acme/anna", "nina"] }[portal],
          ]);
        const second = await realm.up();
        expectSuccess(second);
        expect(changed(second)).toEqual({});
      },
      { portal: choice.portal },
    ),
  );
});

/** A written project as a stack's, whose settings are there already. */
function takeIn(realm: RealmStack, from: string): void {
  for (const file of fs.readdirSync(from).filter((name) => !/^Pulumi\..*\.yaml$|^\.pulumi-state$/.test(name)))
    fs.cpSync(path.join(from, file), path.join(realm.folder, file), { recursive: true });
}

describe("the templates", () => {
  it("are taken by pulumi new, also for a name that YAML reads otherwise", async () => {
    const sandbox = await startSandbox({ operationDelayMs: 20 });
    try {
      const { binary, env } = await testEngine();
      const [bin, project, state] = ["npm", "no", "state"].map((name) => path.join(folder, name)) as [
        string,
        string,
        string,
      ];
      for (const place of [bin, project, state]) fs.mkdirSync(place);
      const install = `#!/bin/sh\nln -s '${path.join(ROOT, "node_modules")}' node_modules\n`;
      fs.writeFileSync(path.join(bin, "npm"), install, { mode: 0o755 });
      const environment = {
        ...env,
        ...engineRun().programHosts,
        PATH: [bin, env["PATH"] ?? "", path.dirname(process.execPath)].join(path.delimiter),
        PULUMI_BACKEND_URL: `file://${state}`,
        PULUMI_CONFIG_PASSPHRASE: "of-the-tests",
        RESELLER_TOKEN: sandbox.csp.token,
      };
      const pulumi = (...args: string[]) =>
        promisify(execFile)(binary, args, { cwd: project, env: { ...process.env, ...environment } });
      const template = path.join(ROOT, "templates", "csp-yaml");
      await pulumi(
        "new",
        template,
        "--yes",
        "--offline",
        "--stack",
        "dev",
        "-c",
        `reseller:endpoint=${sandbox.csp.endpoint}`,
      );
      const { stdout } = await pulumi("up", "--yes", "--skip-preview");
      expect(stdout).toMatch(/reseller:Profile administrator created/);
      await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
    } finally {
      await sandbox.close();
    }
  });
});

describe("reseller init, on a terminal", () => {
  it("shows each step while it goes on, and leaves nothing of that", async () => {
    const [bin, project] = ["stand-ins", "shown"].map((name) => path.join(folder, name)) as [string, string];
    for (const place of [bin, project]) fs.mkdirSync(place);
    const stands = { npm: "echo 'npm error code ENOTFOUND' >&2; exit 1", pulumi: "exit 0" };
    for (const [name, does] of Object.entries(stands))
      fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
    const own = process.env["PATH"];
    process.env["PATH"] = bin;
    const shown: string[] = [];
    const said: string[] = [];
    try {
      const screen = { isTTY: true, columns: 80, write: (text: string) => shown.push(text) };
      const done = await setUp(
        {
          ...{ portal: "csp", place: "sandbox", format: "yaml", layout: "single", pipeline: "none" },
          ...{ name: "realm", stack: "dev", settings: {} },
        },
        project,
        {},
        new Progress(screen, false, { TERM: "xterm" }),
        (line) => said.push(line),
      );
      expect(done).toMatchObject({ isInstalled: false, stackIsMade: true, hasFailed: true });
    } finally {
      process.env["PATH"] = own;
    }
    expect(shown.join("")).toMatch(/Running npm install 0 s.*Running pulumi stack init dev 0 s/s);
    expect(said).toEqual([expect.stringMatching(/^npm install failed.*ENOTFOUND$/s)]);
    expect(shown.at(-1)).toBe("\r\u001b[K");
  });
});

describe("reseller init, used wrongly", () => {
  it("writes nothing into a folder that isn't empty, and names what is in the way", async () => {
    fs.mkdirSync(path.join(folder, "full"));
    fs.writeFileSync(path.join(folder, "full", "notes.txt"), "");
    const { code, printed, complained } = await init("full", "--yes");
    expect([code, printed, namesIn("full")]).toEqual([2, "", ["notes.txt"]]);
    expect(complained).toMatch(/full is not empty, and nothing was written\. In the way: notes\.txt\./);
  });

  it("says with exit code 2 what is missing or wrong, and writes nothing", async () => {
    const missing = await init("missing", "--portal", "csp");
    expect(missing.code).toBe(2);
    expect(missing.complained).toMatch(/no terminal.*3 flags.*--sandbox or --real.*--format.*--layout/s);
    const wrong = await init(
      "wrong",
      "--yes",
      "--name",
      "a b",
      "--stack",
      "ü",
      "--endpoint",
      "https://portal.example.com",
    );
    expect(wrong.code).toBe(2);
    expect(wrong.complained).toMatch(/--name.*--stack.*--endpoint is for a real portal/s);
    expect((await init("choice", "--portal", "csb")).code).toBe(2);
    expect((await init("both", "--sandbox", "--real")).code).toBe(2);
    expect((await init("--yes", "--setting", "organizationId", "pair")).code).toBe(2);
    for (const name of ["missing", "wrong", "choice", "both", "pair"])
      expect(fs.existsSync(path.join(folder, name))).toBe(false);
  });

  it("goes on without Pulumi, Git and the network: the project stays, and what is left to do is said", async () => {
    const bin = path.join(folder, "bin");
    fs.mkdirSync(bin);
    fs.writeFileSync(path.join(bin, "npm"), "#!/bin/sh\necho 'npm error code ENOTFOUND' >&2\nexit 1\n", {
      mode: 0o755,
    });
    const env = { PATH: bin };
    const { code, printed } = await reseller(["init", "my realm", "--yes", "--stack", "no"], { cwd: folder, env });
    expect(code).toBe(1);
    expect(printed).toMatch(/npm install failed, and the project stays as it is:\n {2}npm error code ENOTFOUND/);
    expect(printed).toMatch(/Pulumi is not on the PATH.*https:\/\/www\.pulumi\.com\/docs\/install/);
    expect(
      printed
        .split("Next:\n")[1]
        ?.split("\n")
        .map((line) => line.trim()),
    ).toEqual([
      ...["cd 'my realm'", "npm install", "npm run sandbox", ". ./.env", "pulumi stack init no", "pulumi up", ""],
    ]);
    expect(namesIn("my realm")).toEqual(
      [
        ".env",
        ".gitignore",
        ".pulumi-state",
        "Pulumi.no.yaml",
        "Pulumi.yaml",
        "index.js",
        "package.json",
        "realm.yaml",
        "review.yaml",
      ].sort(),
    );
    expect(fs.statSync(path.join(folder, "my realm", ".env")).mode & 0o077).toBe(0);
  });
});
