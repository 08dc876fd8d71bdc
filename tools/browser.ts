/**
 * A Chromium for the tests of the review's page: the one that `CHROMIUM` names, one on the search path, or, for the administrator of a
 * machine with apt-get, one that is installed here. The package itself needs none.
 */
import { spawn } from "node:child_process";
import type { Browser as RunningBrowser } from "playwright-core";
import { runCommand } from "./engine/command";
import { findExecutable, searchFolders } from "./engine/searchPath";

export interface Browser {
  readonly binary: string;
  readonly version: string;
}

export class BrowserNotFound extends Error {}

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const TIME_LIMIT = 60_000;

/** No sandbox, since machines that test run as root; and nothing that a browser does on its own behalf. */
const BROWSER_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-site-isolation-trials",
];

type Environment = NodeJS.ProcessEnv;

/** The browser that is there already. Whoever names one by `CHROMIUM` gets that one or an error, never another. */
export async function findBrowser(env: Environment = process.env): Promise<Browser> {
  const named = env["CHROMIUM"];
  if (named !== undefined && named !== "") {
    const found = await started(named, env);
    if (typeof found !== "string") return found;
    throw new BrowserNotFound(`CHROMIUM names ${named}, which doesn't run: ${found}`);
  }
  const folders = searchFolders(env);
  const failures: string[] = [];
  for (const name of NAMES) {
    const binary = findExecutable(name, folders);
    if (binary === undefined) continue;
    const found = await started(binary, env);
    if (typeof found !== "string") return found;
    failures.push(`${binary}: ${found}`);
  }
  const why =
    failures.length === 0 ? `PATH has none of ${NAMES.join(", ")}` : `none of these runs: ${failures.join("; ")}`;
  throw new BrowserNotFound(
    `The tests of the review's page need Chromium, and ${why}. Install it (Debian: apt-get install chromium), or set CHROMIUM to the path of a Chromium or Chrome.`,
  );
}

/** The browser that is there already, running without a window. */
export async function startBrowser(): Promise<RunningBrowser> {
  const { chromium } = await import("playwright-core");
  const { binary } = await findBrowser();
  return chromium.launch({ executablePath: binary, args: BROWSER_ARGUMENTS });
}

/** The browser that is there already, or else one that is installed now, where that needs nobody's password. */
export async function ensureBrowser(env: Environment = process.env): Promise<Browser> {
  try {
    return await findBrowser(env);
  } catch (error) {
    const apt = findExecutable("apt-get", searchFolders(env));
    const mayInstall = apt !== undefined && process.getuid?.() === 0 && (env["CHROMIUM"] ?? "") === "";
    if (!(error instanceof BrowserNotFound) || !mayInstall) throw error;
    await install(apt, env);
    return findBrowser(env);
  }
}

/** A stub that only says where to get the real one is found by its name, too: what counts is that it answers. */
async function started(binary: string, env: Environment): Promise<Browser | string> {
  const answer = await runCommand(binary, ["--version"], { env, timeLimit: TIME_LIMIT });
  return answer.ok ? { binary, version: answer.stdout.trim() } : answer.failure;
}

/** The lists of packages may be missing or old, which shows when the installation fails. */
async function install(apt: string, env: Environment): Promise<void> {
  const packages = ["install", "-y", "--no-install-recommends", "chromium"];
  if (await told(apt, packages, env)) return;
  if ((await told(apt, ["update"], env)) && (await told(apt, packages, env))) return;
  throw new BrowserNotFound(
    "Chromium could not be installed with apt-get; install it by hand, or set CHROMIUM to the path of a Chromium or Chrome.",
  );
}

/** Runs a command whose output goes to stderr, so that the output of ours can be piped. */
function told(program: string, args: readonly string[], env: Environment): Promise<boolean> {
  process.stderr.write(`  ${program} ${args.join(" ")}\n`);
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { ...env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: ["ignore", process.stderr, process.stderr],
    });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}

/** Finds or installs the browser and prints it as JSON; with `--quiet` prints one line for people instead. */
async function main(args: readonly string[]): Promise<void> {
  const browser = await ensureBrowser();
  if (args.includes("--quiet")) process.stderr.write(`  ${browser.version} (${browser.binary})\n`);
  else process.stdout.write(`${JSON.stringify(browser, null, 2)}\n`);
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    const text =
      error instanceof BrowserNotFound ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  });
}
