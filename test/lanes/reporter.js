const fs = require("node:fs");
const path = require("node:path");

const LANES = ["unit", "sandbox", "engine", "openstack", "browser", "versions"];

/** A line a lane when all is well; otherwise everything about what failed, at once and again at the end. */
module.exports = class {
  constructor(globalConfig) {
    this.rootDir = globalConfig.rootDir;
    this.lanes = new Map();
    this.failures = [];
    this.skipped = [];
    this.start = Date.now();
  }

  onRunStart({ numTotalTestSuites }) {
    this.files = numTotalTestSuites;
  }

  onTestResult({ context }, result) {
    const name = context.config.displayName?.name ?? "unit";
    const lane = this.lanes.get(name) ?? { files: 0, passed: 0, failed: 0, seconds: 0 };
    lane.files += 1;
    lane.passed += result.numPassingTests;
    lane.failed += result.numFailingTests;
    lane.seconds += (result.perfStats.end - result.perfStats.start) / 1000;
    this.lanes.set(name, lane);
    const file = path.relative(this.rootDir, result.testFilePath);
    for (const { status, fullName } of result.testResults)
      if (status === "pending" || status === "todo") this.skipped.push(`${file}: ${fullName}`);
    this.progress();
    if (result.numFailingTests === 0 && result.testExecError === undefined) return;
    const printed = (result.console ?? []).map(({ message }) => `    ${message}`).join("\n");
    const told = `FAIL ${file}\n${result.failureMessage ?? ""}${printed === "" ? "" : `\n  Printed:\n${printed}\n`}`;
    this.failures.push(told);
    this.say(told);
  }

  onRunComplete(_contexts, { numFailedTests, numRuntimeErrorTestSuites, wasInterrupted }) {
    if (this.failures.length > 1) this.say(`\n${this.failures.length} files failed:\n\n${this.failures.join("\n")}`);
    for (const test of this.skipped) this.say(`skipped: ${test}`);
    for (const name of LANES.filter((candidate) => this.lanes.has(candidate))) {
      const { files, passed, failed, seconds } = this.lanes.get(name);
      const wrong = failed === 0 ? "" : `, ${failed} failed`;
      this.say(`▸ ${name}: ${passed} tests in ${files} files passed${wrong}, ${seconds.toFixed(0)} s of work`);
    }
    const starts = this.engineStarts();
    if (starts.length > 0) this.say(`▸ processes of the engine: ${starts.length} (${this.counted(starts)})`);
    const seconds = ((Date.now() - this.start) / 1000).toFixed(0);
    const isGreen = numFailedTests + numRuntimeErrorTestSuites === 0 && !wasInterrupted;
    this.say(`▸ tests: ${isGreen ? "all passed" : "not all passed"}, ${seconds} s`);
  }

  /** How far it is, for somebody who watches. */
  progress() {
    if (!process.stderr.isTTY) return;
    const files = [...this.lanes.values()].reduce((sum, lane) => sum + lane.files, 0);
    process.stderr.write(`\r\u001b[K▸ ${files} of ${this.files} files`);
  }

  /** As `test/support/engineRun.ts` counts them. */
  engineStarts() {
    const folder = process.env["RESELLER_TEST_RUN"];
    const file = folder === undefined ? undefined : path.join(folder, "starts");
    if (file === undefined || !fs.existsSync(file)) return [];
    return fs.readFileSync(file, "utf8").trimEnd().split("\n");
  }

  counted(starts) {
    const counts = new Map();
    for (const command of starts) counts.set(command, (counts.get(command) ?? 0) + 1);
    const sorted = [...counts].sort(([, one], [, other]) => other - one);
    return sorted.map(([command, count]) => `${count} ${command}`).join(", ");
  }

  say(text) {
    process.stderr.write(`${process.stderr.isTTY ? "\r\u001b[K" : ""}${text}\n`);
  }
};
