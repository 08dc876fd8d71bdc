/**
 * Types are checked once for the whole tree by `tsc -p tsconfig.test.json`, so each test file is only transpiled here.
 * `dist` is left out because programs under test load it as the package `pulumi-reseller`, never as test modules.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  rootDir: __dirname,
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tsconfig.test.json" }] },
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  testTimeout: 120_000,
  maxWorkers: 2,
};
