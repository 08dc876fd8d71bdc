const path = require("node:path");

/**
 * A lane is what a test needs, and stands in the file's name: `x.test.ts` needs nothing (unit), `x.sandbox.test.ts` an HTTP server in the
 * same process, `x.engine.test.ts` other processes, the real Pulumi engine above all, `x.openstack.test.ts` real servers of OpenStack,
 * `x.browser.test.ts` a browser, `x.versions.test.ts` versions of Pulumi and Node.js that `npm run test:engines` provides.
 *
 * Types are checked once for the whole tree by `tsc -p tsconfig.json`, so each test file is only transpiled here.
 * `dist` is left out because programs under test load it as the package `pulumi-reseller`, never as test modules.
 *
 * @type {(name: string) => import("jest").Config}
 */
const lane = (name) => ({
  displayName: name,
  rootDir: __dirname,
  roots: ["<rootDir>/test"],
  testMatch: [name === "unit" ? "**/*.test.ts" : `**/*.${name}.test.ts`],
  testPathIgnorePatterns: name === "unit" ? ["\\.(sandbox|engine|openstack|browser|versions)\\.test\\.ts$"] : [],
  testEnvironment: path.join(__dirname, "test", "lanes", "environment.js"),
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2022" },
        module: { type: "commonjs" },
        sourceMaps: "inline",
      },
    ],
  },
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/sandbox/dist/"],
  setupFilesAfterEnv: [`<rootDir>/test/lanes/setup.ts`],
  globals: { LANE: name },
});

/** All but those that `tools/start.js` leaves out, since this machine doesn't have what they need. */
const lanes =
  process.env["RESELLER_TEST_VERSIONS"] === undefined
    ? ["unit", "sandbox", "engine", "openstack", "browser"].filter(
        (name) => name !== process.env["RESELLER_TEST_WITHOUT"],
      )
    : ["versions"];

/** @type {import("jest").Config} */
module.exports = {
  projects: lanes.map(lane),
  globalSetup: path.join(__dirname, "test", "lanes", "begin.ts"),
  globalTeardown: path.join(__dirname, "test", "lanes", "end.js"),
  testSequencer: path.join(__dirname, "test", "lanes", "sequencer.js"),
  // Tests wait for the engine, and for answers: five at once keep two cores busy.
  maxWorkers: 5,
};
