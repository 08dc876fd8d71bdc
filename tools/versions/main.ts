/**
 * `npm run test:engines`: runs one realm with each of the tested versions, prints a table, and exits with 1 if a step failed. Words select:
 * `-- node=24` or `-- engine=3.200.0`. With --json it prints the results as JSON, and the table on stderr.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import pLimit from "p-limit";
import { ensureEngine } from "../engine";
import { withFolderFirst } from "../engine/searchPath";
import { TESTED, type Versions } from "./list";
import { ensureNode } from "./node";
import { type Report, resultsIn, resultTable, type VersionsResult } from "./results";

const ROOT = path.resolve(__dirname, "..", "..", "..");
const JEST = path.join(ROOT, "node_modules", "jest", "bin", "jest.js");
/** A run waits for the engine most of the time. */
const AT_ONCE = 2;
const REPORTERS = ["<rootDir>/test/lanes/reporter.js"].map((file) => `--reporters=${file}`);

function say(line: string): void {
  process.stderr.write(`  ${line}\n`);
}

async function main(args: readonly string[]): Promise<void> {
  const words = args.filter((argument) => argument !== "--json");
  const chosen = TESTED.filter((versions) => words.every((word) => describedBy(versions).includes(word)));
  if (chosen.length === 0)
    throw new Error(`no tested versions have ${words.join(" and ")}: see tools/versions/list.ts`);
  // One build takes all processors.
  for (const versions of chosen) await prepare(versions);
  const one = pLimit(AT_ONCE);
  const results = await Promise.all(chosen.map((versions) => one(() => run(versions))));
  const table = `${resultTable(results)}\n`;
  if (args.includes("--json")) {
    process.stderr.write(table);
    process.stdout.write(`${JSON.stringify({ results }, null, 2)}\n`);
  } else process.stdout.write(table);
  if (results.some(({ steps }) => steps.some(({ result }) => result === "failed"))) process.exitCode = 1;
}

function describedBy({ engine, sdk, node }: Versions): string[] {
  return [`engine=${engine}`, `sdk=${sdk}`, `node=${node}`, `node=${node.split(".")[0]}`];
}

/** What a run takes from the cache. */
async function prepare({ engine, node }: Versions): Promise<void> {
  await ensureNode(node, say);
  await ensureEngine({ env: { ...process.env, PULUMI_RESELLER_ENGINE_VERSION: engine }, log: say });
}

async function run(versions: Versions): Promise<VersionsResult> {
  say(describedBy(versions).slice(0, 3).join(", "));
  const node = await ensureNode(versions.node, say);
  const env = {
    ...process.env,
    PULUMI_RESELLER_ENGINE_VERSION: versions.engine,
    // Programs, the provider, the plugin and commands run with what is found here.
    PATH: withFolderFirst(path.dirname(node), process.env),
    RESELLER_TEST_VERSIONS: JSON.stringify(versions),
  };
  const folder = mkdtempSync(path.join(tmpdir(), "reseller-versions-"));
  try {
    const output = path.join(folder, "results.json");
    const start = Date.now();
    await ended(node, [JEST, ...REPORTERS, "--json", `--outputFile=${output}`, "test/versions"], env);
    const report = JSON.parse(readFileSync(output, "utf8")) as Report;
    return { ...versions, seconds: Math.round((Date.now() - start) / 1000), steps: resultsIn(report, versions) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whatever its exit code: the results say what failed. Its own copy of the results on stdout is left out. */
function ended(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, env, stdio: ["ignore", "ignore", "inherit"] });
    child.on("error", reject).on("close", () => resolve());
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
