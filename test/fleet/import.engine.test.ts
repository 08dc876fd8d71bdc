import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { FleetImportReport, FleetIntoStacksReport } from "../../cli/reports";
import { reseller } from "../support/command";
import { beginScenario, endScenario, type Scenario } from "../support/scenario";
import { expectSuccess } from "../support/stack";

const ROOT = path.resolve(__dirname, "..", "..");
const REALM = ["shared", "accounts/acme", "accounts/globex"].map((name) =>
  path.join(ROOT, "examples", "fleet", "realm", `${name}.yaml`),
);
const ACCOUNTS = ["acme-ag", "globex-gmbh"];

/** A realm that stands at the portal, from where each of these goes on where the one before ended. */
describe("importing a live realm as a fleet", () => {
  let scenario: Scenario;
  let folder: string;
  beforeAll(async () => {
    scenario = await beginScenario();
    expectSuccess(
      await scenario.realm.program(`new reseller.Realm("realm", { files: ${JSON.stringify(REALM)} });`).up(),
    );
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), "reseller-fleet-import-")));
    mkdirSync(path.join(folder, "backend"));
    symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
    await scenario.portal.resetCalls();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await endScenario(scenario);
  });

  const run = (...args: readonly string[]) => {
    const { csp } = scenario.sandbox;
    const env = {
      ...scenario.realm.environment,
      PULUMI_BACKEND_URL: `file://${path.join(folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
      RESELLER_PORTAL: "csp",
      RESELLER_ENDPOINT: csp.endpoint,
      RESELLER_TOKEN: csp.token,
    };
    return reseller(args, { cwd: folder, env });
  };

  it("writes its files, and fills a stack for each account, with one read of each list and without a write", async () => {
    const { code, printed, complained } = await run("import", "--fleet", "--project", "realm", "--json");
    expect([code, complained]).toEqual([0, ""]);
    const { files, stacks = [] } = FleetImportReport.parse(JSON.parse(printed));
    expect(files.filter((file) => file.startsWith("realm/") || file === "fleet.yaml").sort()).toEqual([
      "fleet.yaml",
      ...ACCOUNTS.map((name) => `realm/accounts/${name}.yaml`),
      "realm/shared.yaml",
    ]);
    expect(stacks.map(summary)).toEqual([
      ["shared", 5, 0],
      ["acme-ag", 3, 0],
      ["globex-gmbh", 3, 0],
    ]);
    const calls = await scenario.portal.calls();
    expect([calls["GET /clients"], calls["GET /users"]]).toEqual([1, 1]);
    expect(Object.entries(calls).filter(([route, count]) => !route.startsWith("GET ") || count > 1)).toEqual([]);
    expect(readFileSync(path.join(folder, "Pulumi.yaml"), "utf8")).not.toContain(scenario.sandbox.csp.token);
  });

  it("leaves nothing to do for an up", async () => {
    const { code, printed, complained } = await run("fleet", "preview", "--json");
    expect([code, complained]).toEqual([0, ""]);
    const { stacks } = JSON.parse(printed) as { stacks: { name: string; changes: object }[] };
    expect(stacks.map(({ name, changes }) => [name, Object.keys(changes)])).toEqual(
      ["shared", ...ACCOUNTS].map((name) => [name, ["same"]]),
    );
  });

  it("fills a stack that was lost from the declaration alone, also by what another stack publishes", async () => {
    const file = path.join(folder, "fleet.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("division:", "references: stack\ndivision:"));
    rmSync(path.join(folder, "backend", ".pulumi", "stacks", "realm", "acme-ag.json"));
    await scenario.portal.resetCalls();
    const { code, printed, complained } = await run("import", "--fleet", "--into-stack", "--json");
    expect([code, complained]).toEqual([0, ""]);
    const { stacks } = FleetIntoStacksReport.parse(JSON.parse(printed));
    expect(stacks.map(summary)).toEqual([
      ["shared", 0, 5],
      ["acme-ag", 3, 0],
      ["globex-gmbh", 0, 3],
    ]);
    const calls = Object.entries(await scenario.portal.calls());
    expect(calls.filter(([route, count]) => !route.startsWith("GET ") || count > 1)).toEqual([]);
  });

  it.each<[string, readonly string[], string]>([
    ["no project", ["import", "--fleet", "--out", "elsewhere"], "use --project NAME to create one"],
    ["a part of the realm", ["import", "--fleet", "--account", "acme"], "--fleet imports the whole realm"],
    ["a program", ["import", "--fleet", "--format", "typescript"], "--fleet writes realm files"],
    ["one file", ["import", "--fleet", "--out", "realm.yaml"], "--fleet writes several files"],
    ["one stack", ["import", "--fleet", "--into-stack", "--stack", "acme-ag"], "remove --stack"],
    ["files that are there", ["import", "--fleet"], "use --force to overwrite"],
  ])("refuses %s", async (_case, args, words) => {
    const { code, complained } = await run(...args);
    expect([code, complained]).toEqual([words.includes("--force") ? 1 : 2, expect.stringContaining(words)]);
  });
});

function summary(each: { stack: string; taken?: readonly object[]; before?: number; problem?: string }) {
  return [each.stack, each.problem ?? each.taken?.length, each.before];
}
