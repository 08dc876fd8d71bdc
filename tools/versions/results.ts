import { compareVersions } from "../../text/versions";
import { type Host, type Step, STEPS, type StepName, type Versions } from "./list";

/** `unavailable`: the engine is too old for it, and says so. */
export type Result = "ok" | "unavailable" | "failed";

export interface StepResult {
  readonly host: Host;
  readonly step: StepName;
  readonly result: Result;
}

export interface VersionsResult extends Versions {
  readonly seconds: number;
  readonly steps: readonly StepResult[];
}

/** What is read of jest's report. A test of a step has the step's name as its title, and the host's as that of its group. */
export interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

const HOSTS: readonly Host[] = ["dynamic", "plugin"];

export function isAvailable({ since }: Step, engine: string): boolean {
  return since === undefined || compareVersions(engine, since) >= 0;
}

/** The result of each step on each host that has it. A step without a test that passed has failed. */
export function resultsIn({ testResults }: Report, { engine }: Versions): StepResult[] {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return HOSTS.flatMap((host) =>
    stepsOf(host).map((step) => {
      const test = tests.find(({ ancestorTitles, title }) => ancestorTitles.includes(host) && title === step);
      const passed: Result = isAvailable(STEPS[step], engine) ? "ok" : "unavailable";
      return { host, step, result: test?.status === "passed" ? passed : "failed" };
    }),
  );
}

export function stepsOf(host: Host): StepName[] {
  return (Object.keys(STEPS) as StepName[]).filter((name) => {
    const { hosts }: Step = STEPS[name];
    return hosts === undefined || hosts.includes(host);
  });
}

/** A line for each step on each host, a column for each set of versions. */
export function resultTable(results: readonly VersionsResult[]): string {
  const rows = HOSTS.flatMap((host) =>
    stepsOf(host).map((step) => [
      `${host}: ${STEPS[step].title.replaceAll("`", "")}`,
      ...results.map(({ steps }) => steps.find((one) => one.host === host && one.step === step)?.result ?? "failed"),
    ]),
  );
  return columns([
    ["Pulumi", ...results.map(({ engine }) => engine)],
    ["@pulumi/pulumi", ...results.map(({ sdk }) => sdk)],
    ["Node.js", ...results.map(({ node }) => node)],
    [],
    ...rows,
    [],
    ["seconds", ...results.map(({ seconds }) => String(seconds))],
  ]);
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (all, row) => row.reduce((wide, cell, place) => wide.with(place, Math.max(wide[place] ?? 0, cell.length)), all),
    new Array<number>(Math.max(...rows.map((row) => row.length))).fill(0),
  );
  return rows
    .map((row) =>
      row
        .map((cell, place) => cell.padEnd(widths[place] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
