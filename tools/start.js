#!/usr/bin/env node
/**
 * Makes a checkout ready and runs one command in it: `node tools/start.js <command> [arguments]`.
 *
 * Works in a fresh clone, so it is plain JavaScript with no dependencies: it installs them, compiles the sources and
 * sets up the Pulumi engine first, each only when something changed since the last time.
 */
"use strict";

const { spawn } = require("node:child_process");
const crypto = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { bundleHost, bundlePageScript, bundlePlugin } = require("./bundle");

const OLDEST_NODE = 20;
const root = path.resolve(__dirname, "..");
/** What runs in a reader's browser is checked and bundled apart: it knows the browser's types, and not Node's. */
const pageScript = "review/outputs/page/client";
/** What a compilation depends on beside the sources. */
const configurations = [
  "tsconfig.json",
  "tsconfig.build.json",
  "sandbox/tsconfig.json",
  `${pageScript}/tsconfig.json`,
  "package.json",
  "package-lock.json",
  "docs/plugin.schema.json",
  "tools/bundle.js",
  "tools/start.js",
];
const compiledFolders = [
  "provider",
  "engine",
  "text",
  "realm",
  "fleet",
  "discovery",
  "drift",
  "scm",
  "policy",
  "sdk",
  "sandbox",
  "cli",
  "review",
  "tools",
];

/** Where what is compiled goes: the sandbox is a package of its own, which has its files in its own folder. */
const compiledInto = ["dist", "sandbox/dist"];
/** The packages of this checkout, by the folder of each. */
const packages = { "pulumi-reseller": ".", "pulumi-reseller-sandbox": "sandbox" };

/** What each command needs before it runs, what begins beside that, and the compiled program that it is, or a function below. */
const commands = {
  setup: { engine: true, run: () => say("ready: npm run demo, npm test, npm run bench") },
  demo: { engine: true, run: (args) => program("tools/demo.js", args) },
  bench: { engine: true, browser: true, run: (args) => program("tools/bench/main.js", args) },
  contract: { engine: false, run: (args) => program("tools/contract.js", args) },
  examples: { engine: true, browser: true, run: makeExamples },
  rules: { engine: false, run: (args) => program("tools/rules.js", args) },
  "release-artefacts": { engine: false, run: () => program("tools/release.js", []) },
  build: { engine: false, run: () => undefined },
  lint: { engine: false, run: lint },
  format: { engine: false, run: format },
  openstack: { engine: false, run: (args) => program("tools/openstack/main.js", args) },
  plans: { engine: true, run: recordPlans },
  test: { engine: true, browser: true, servers: true, run: test, beside: checksBesideTests },
  "test:engines": { engine: false, run: (args) => program("tools/versions/main.js", args) },
  "test:long": { engine: true, browser: true, servers: true, run: testLong },
};

/** Of the checks of the sources. */
const NEEDS_NOTHING_COMPILED = ["imports", "oxfmt", "prettier"];

class CommandFailed extends Error {
  constructor(what, exitCode) {
    super(what);
    this.exitCode = exitCode;
  }
}

async function main([name, ...args]) {
  refuseOldNode();
  const command = Object.hasOwn(commands, name ?? "") ? commands[name] : undefined;
  if (command === undefined) {
    throw new CommandFailed(`usage: node tools/start.js ${Object.keys(commands).join("|")} [arguments]`, 2);
  }
  process.chdir(root);
  await installDependencies();
  linkPackages();
  const compiled = compile();
  const beside = command.beside?.(args, compiled);
  // Whoever runs the command waits for it.
  beside?.catch(() => undefined);
  await compiled;
  // One lane alone needs no more than it is for.
  const lanes = lanesIn(args);
  if (command.engine && lanes.includes("engine")) {
    await step("Pulumi engine", () => node(["dist/tools/engine/main.js", "--quiet"]));
  }
  if (command.browser && lanes.includes("browser")) {
    await step("browser", () => node(["dist/tools/browser.js", "--quiet"]));
  }
  const servers = command.servers && lanes.includes("openstack") ? await prepareServers(args) : undefined;
  const languages = command.servers && lanes.includes("engine") ? prepareLanguages(args) : undefined;
  await command.run(args, beside);
  await Promise.all([servers, languages]);
}

/**
 * The real servers of OpenStack are installed beside the tests, which wait for them where they need them. Where there is no Python for them,
 * their lane is left out; whoever names it, or wants all lanes, has an error instead.
 */
async function prepareServers(args) {
  const { output, error } = await captured(["dist/tools/openstack/main.js", "--find"]);
  if (error !== undefined) {
    const isWanted = args.includes("--selectProjects") || process.env.RESELLER_ALL_LANES === "true";
    if (isWanted) throw new CommandFailed(output.trim(), 1);
    say(`openstack: not run. ${output.trim()}`);
    process.env.RESELLER_TEST_WITHOUT = "openstack";
  } else if (namesNoTests(args)) return captured(["dist/tools/openstack/main.js", "--prepare"]);
}

/** Language hosts and SDKs are made beside the tests, which wait for them, and say themselves what a machine lacks. */
function prepareLanguages(args) {
  return namesNoTests(args) ? captured(["dist/tools/languages/main.js", "--prepare"]) : undefined;
}

function refuseOldNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < OLDEST_NODE) {
    throw new CommandFailed(
      `pulumi-reseller needs Node.js ${OLDEST_NODE} or newer; this is ${process.version} (${process.execPath})`,
      1,
    );
  }
}

async function installDependencies() {
  if (!dependenciesMatchLockfile()) {
    await step("npm ci", () => npm(["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"]));
  }
}

/** npm writes down what it installed as its last act, so an interrupted or outdated installation is seen here. */
function dependenciesMatchLockfile() {
  const wanted = packagesOf("package-lock.json");
  const installed = packagesOf(path.join("node_modules", ".package-lock.json"));
  if (installed === undefined) {
    return false;
  }
  return Object.entries(wanted ?? {}).every(([location, { version, integrity, optional, devOptional }]) => {
    const present = installed[location];
    if (location === "") {
      return true;
    }
    // npm leaves out optional packages that are for another platform.
    return present === undefined
      ? Boolean(optional || devOptional)
      : present.version === version && present.integrity === integrity;
  });
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(fs.readFileSync(lockfile, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * Programs under examples/ and in tests import the packages by their names, as any user does. npm links the workspace, and `npm ci` removes
 * the link to the checkout itself, so each is made anew where it is missing or leads elsewhere.
 */
function linkPackages() {
  for (const [name, folder] of Object.entries(packages)) {
    const link = path.join(root, "node_modules", name);
    const target = path.join(root, folder);
    if (leadsTo(link, target)) continue;
    fs.rmSync(link, { force: true, recursive: false });
    const windows = process.platform === "win32";
    fs.symlinkSync(windows ? target : path.relative(path.dirname(link), target), link, windows ? "junction" : "dir");
  }
}

function leadsTo(link, target) {
  try {
    return fs.realpathSync(link) === fs.realpathSync(target);
  } catch {
    return false;
  }
}

async function compile() {
  const stampFile = path.join("dist", ".build-stamp");
  const stamp = hashOfSources();
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, "utf8") === stamp) {
    return;
  }
  await step("compile", async () => {
    // What was compiled from a file that has gone would be found before what stands in its place.
    for (const folder of compiledInto) fs.rmSync(folder, { recursive: true, force: true });
    // The command is compiled against the declarations of the sandbox's package, as it is published.
    await Promise.all([
      node(compiler("sandbox/tsconfig.json")),
      bundlePageScript(pageScript),
      bundlePlugin(),
      bundleHost(),
    ]);
    await node(compiler("tsconfig.build.json"));
  });
  makeCommandExecutable();
  fs.writeFileSync(stampFile, stamp);
}

/** Several checkers would look at the same declarations several times: one takes less of the processor, and hardly longer. */
function compiler(configuration) {
  return [bin("typescript-7", "tsc"), "-p", configuration, "--checkers", "1"];
}

function hashOfSources() {
  const hash = crypto.createHash("sha256");
  const sources = compiledFolders
    .filter((folder) => fs.existsSync(folder))
    .flatMap((folder) => fs.readdirSync(folder, { recursive: true }).map((file) => path.join(folder, file)))
    .filter(
      (file) => file.endsWith(".ts") && !compiledInto.some((folder) => file.startsWith(path.join(folder, path.sep))),
    )
    .sort();
  for (const file of [...configurations, ...sources]) {
    hash.update(file).update("\0").update(fs.readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** npm sets the mode of a package's commands when it installs it; a checkout that links to itself is never installed. */
function makeCommandExecutable() {
  const entry = path.join("dist", "cli", "main.js");
  if (fs.existsSync(entry)) {
    fs.chmodSync(entry, 0o755);
  }
}

/** Everything about the sources that no test looks at: the scripts that check it, and first those that need nothing compiled. */
function sourceChecks() {
  const present = [...compiledFolders, "test", "examples"].filter((folder) => fs.existsSync(folder));
  return {
    imports: [bin("dependency-cruiser", "depcruise"), "--config", ".dependency-cruiser.js", ...present],
    ...formats("--check"),
    oxlint: [bin("oxlint", "oxlint"), "--deny-warnings", "."],
    "made from code": ["dist/tools/rules.js", "--check"],
    types: compiler("tsconfig.json"),
    "page types": compiler(`${pageScript}/tsconfig.json`),
  };
}

/** Code is formatted by one program, and everything else by another: the first takes a sixtieth of the second's time for the same form. */
function formats(mode) {
  return {
    oxfmt: [bin("oxfmt", "oxfmt"), mode, "**/*.{ts,js,mjs,cjs}"],
    prettier: [bin("prettier", "prettier"), mode, "--log-level=warn", ".", "!**/*.{ts,js,mjs,cjs}"],
  };
}

async function format() {
  for (const [title, args] of Object.entries(formats("--write"))) await step(title, () => node(args));
}

async function lint() {
  for (const [title, args] of Object.entries(sourceChecks())) await step(title, () => node(args));
}

/** The example pull request as it comes out, and the pictures of its page. */
async function makeExamples() {
  await program("tools/exampleReview.js", []);
  await program("tools/pictures.js", []);
}

/** What `--selectProjects` names; all lanes without it. */
function lanesIn(args) {
  const place = args.indexOf("--selectProjects");
  if (place < 0) return ["unit", "sandbox", "engine", "openstack", "browser"];
  const rest = args.slice(place + 1);
  const end = rest.findIndex((argument) => argument.startsWith("-"));
  return end < 0 ? rest : rest.slice(0, end);
}

/** Whoever names test files or lanes wants just these; without names, everything is checked, sources beside tests. */
function checksBesideTests(args, compiled) {
  return namesNoTests(args) ? checkSources(compiled) : undefined;
}

function namesNoTests(args) {
  return args.every((argument) => argument.startsWith("-"));
}

async function test(args, sources) {
  if (sources === undefined) return jest(args);
  const tests = jest(["--reporters=<rootDir>/test/lanes/reporter.js", ...args]);
  const results = await Promise.allSettled([sources, tests]);
  for (const { reason } of results) if (reason !== undefined) throw reason;
}

/** The same in silence, all of it; what is wrong is printed when all is known. */
async function checkSources(compiled) {
  const start = Date.now();
  const wrong = [];
  for (const [title, args] of Object.entries(sourceChecks())) {
    if (!NEEDS_NOTHING_COMPILED.includes(title)) await compiled;
    const { output, error } = await captured(args);
    if (error !== undefined) wrong.push({ title, output });
  }
  for (const { title, output } of wrong) process.stderr.write(`${title}:\n${output}\n`);
  const titles = wrong.map(({ title }) => title).join(", ");
  say(`sources: ${wrong.length === 0 ? "all right" : `${titles} failed`}, ${seconds(start)}`);
  if (wrong.length > 0) throw new CommandFailed(`sources: ${titles} failed`, 1);
}

/**
 * Random values that nobody has seen yet, and many of them. The seed is printed, and `RESELLER_TEST_SEED` tells the same again.
 */
async function testLong(args) {
  const seed = process.env["RESELLER_TEST_SEED"] ?? String(crypto.randomInt(2 ** 31));
  say(`a long run, with RESELLER_TEST_SEED=${seed}`);
  Object.assign(process.env, { RESELLER_TEST_LONG: "true", RESELLER_TEST_SEED: seed });
  await jest(args);
}

/** Makes the plans that tests of the review read: after a change of what a plan has in it. */
async function recordPlans() {
  process.env["RESELLER_PLANS"] = "record";
  await jest(["test/review/plans/plans.engine.test.ts"]);
}

/** Its workers get the same option: collecting garbage less often saves a tenth of the processor time. */
function jest(args) {
  return node(["--max-semi-space-size=32", bin("jest", "jest"), ...args]);
}

/** The script behind a package's command, run with this very Node on every platform. */
function bin(packageName, command) {
  const folder = path.join("node_modules", packageName);
  const declared = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")).bin;
  return path.join(folder, typeof declared === "string" ? declared : declared[command]);
}

function program(file, args) {
  return node([path.join("dist", file), ...args]);
}

function node(args) {
  return run(process.execPath, args);
}

/** npm by the script that started us where there is one: `npm` itself is a batch file on Windows. */
function npm(args) {
  const script = process.env.npm_execpath;
  if (script !== undefined && script.endsWith(".js")) {
    return node([script, ...args]);
  }
  return run("npm", args, { shell: process.platform === "win32" });
}

/** Runs a script of Node in silence. */
async function captured(args) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "reseller-output-")), "output");
  const descriptor = fs.openSync(file, "w");
  try {
    const error = await run(process.execPath, args, { stdio: ["ignore", descriptor, descriptor] }).then(
      () => undefined,
      (reason) => reason,
    );
    return { output: fs.readFileSync(file, "utf8"), error };
  } finally {
    fs.closeSync(descriptor);
    fs.rmSync(path.dirname(file), { recursive: true });
  }
}

function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
    // The terminal sends an interrupt to the child as well; it decides what to do, and we report how it ended.
    const ignoreInterrupt = () => undefined;
    const passOn = () => child.kill("SIGTERM");
    process.on("SIGINT", ignoreInterrupt);
    process.on("SIGTERM", passOn);
    const finish = (error) => {
      process.off("SIGINT", ignoreInterrupt);
      process.off("SIGTERM", passOn);
      return error === undefined ? resolve() : reject(error);
    };
    child.on("error", (error) => finish(new CommandFailed(`cannot run ${command}: ${error.message}`, 1)));
    child.on("close", (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      finish(code === 0 ? undefined : new CommandFailed(`${path.basename(args[0] ?? command)}: ${how}`, code ?? 1));
    });
  });
}

/** Says what is being done, and how long it took. */
async function step(title, work) {
  const start = Date.now();
  say(`${title} …`);
  try {
    await work();
  } catch (error) {
    say(`${title}: failed after ${seconds(start)}`);
    throw error;
  }
  say(`${title}: ${seconds(start)}`);
}

function seconds(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}

/** On stderr, so that the output of a command can be piped. */
function say(line) {
  process.stderr.write(`▸ ${line}\n`);
}

main(process.argv.slice(2)).catch((error) => {
  const expected = error instanceof CommandFailed;
  process.stderr.write(`${expected ? error.message : error.stack}\n`);
  process.exitCode = expected ? error.exitCode : 1;
});
