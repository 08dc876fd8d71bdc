import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { engineModule, OLDEST_ENGINE, OLDEST_GO, pinnedVersion } from "../../tools/engine/pins";
import { NODE_VERSIONS, SDK_VERSIONS, STEPS, TESTED } from "../../tools/versions/list";
import { versionsPage } from "../../tools/versions/page";
import { type Report, resultsIn, resultTable } from "../../tools/versions/results";

const ROOT = path.resolve(__dirname, "..", "..");
const read = (...file: string[]) => readFileSync(path.join(ROOT, ...file), "utf8");
const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
const cells = (text: string) => text.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));

describe("the tested versions", () => {
  it("include the oldest and the newest that are promised", () => {
    expect(manifest["peerDependencies"]?.["@pulumi/pulumi"]).toBe(`>=${SDK_VERSIONS[0]} <4`);
    expect(manifest["engines"]?.["node"]).toBe(`>=${Object.keys(NODE_VERSIONS)[0]}`);
    const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, { version: string }> };
    expect(lock.packages["node_modules/@pulumi/pulumi"]?.version).toBe(SDK_VERSIONS[1]);
    const all = (member: "engine" | "sdk" | "node") => [...new Set(TESTED.map((versions) => versions[member]))].sort();
    expect(all("engine")).toEqual([OLDEST_ENGINE, "3.259.0", pinnedVersion()].sort());
    expect(all("sdk")).toEqual([...SDK_VERSIONS].sort());
    expect(all("node")).toEqual(Object.values(NODE_VERSIONS).map(({ version }) => version));
  });

  it("have a Go module with checksums for each engine", () => {
    for (const { engine } of TESTED) {
      const folder = engineModule(engine);
      expect(readFileSync(path.join(folder ?? "", "go.mod"), "utf8")).toContain(`pulumi/pkg/v3 v${engine}`);
      expect(existsSync(path.join(folder ?? "", "go.sum"))).toBe(true);
    }
  });

  it("are those in the documentation", () => {
    const page = cells(read("docs", "versions.md"));
    const made = cells(versionsPage());
    for (const row of made.filter((line) => line.length > 1 && line[1] !== "---")) expect(page).toContainEqual(row);
    const readme = read("README.md");
    for (const [major, { end }] of Object.entries(NODE_VERSIONS))
      expect(readme).toMatch(major === "20" ? new RegExp(`Node.js 20 .* ${end}`) : `${major} (until ${end})`);
    expect(readme).toContain(`${OLDEST_ENGINE} or newer`);
    expect(readme).toContain(`Go ${OLDEST_GO} or newer`);
  });
});

describe("the results of a run", () => {
  const versions = TESTED[0]!;
  const report = (titles: readonly string[], status: string): Report => ({
    testResults: [
      { assertionResults: titles.map((title) => ({ ancestorTitles: ["plugin"], title, status })) },
      { assertionResults: [] },
    ],
  });

  it("call a step ok or unavailable if its test passed, and failed if it didn't, or there was none", () => {
    const steps = resultsIn(report(["up", "intoStack"], "passed"), versions);
    const found = (step: string) => steps.find((one) => one.host === "plugin" && one.step === step)?.result;
    expect([found("up"), found("intoStack"), found("destroy")]).toEqual(["ok", "unavailable", "failed"]);
    expect(resultsIn(report(["up"], "failed"), versions).map(({ result }) => result)).not.toContain("ok");
  });

  it("are a table with a line for each step on each host", () => {
    const steps = resultsIn(report(Object.keys(STEPS), "passed"), versions);
    const lines = resultTable([{ ...versions, seconds: 7, steps }]).split("\n");
    expect(lines[0]).toMatch(new RegExp(`^Pulumi +${versions.engine}$`));
    expect(lines).toContainEqual(expect.stringMatching(/^plugin: pulumi destroy +ok$/));
    expect(lines).toContainEqual(expect.stringMatching(/^dynamic: pulumi destroy +failed$/));
    expect(lines.at(-1)).toMatch(/^seconds +7$/);
  });
});
