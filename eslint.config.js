const { builtinModules } = require("node:module");
const tseslint = require("typescript-eslint");

const nodeGlobals = Object.fromEntries(
  [
    "require",
    "module",
    "exports",
    "__dirname",
    "__filename",
    "process",
    "console",
    "Buffer",
    "URL",
    "setImmediate",
  ].map((name) => [name, "readonly"]),
);

module.exports = tseslint.config(
  { ignores: ["dist/**", "**/node_modules/**"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.test.json", "./review/outputs/page/client/tsconfig.json"],
        tsconfigRootDir: __dirname,
      },
    },
    rules: {
      // A promise nobody waits for is an error nobody sees: in a provider that is an object nobody recorded.
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-explicit-any": "error",
      // The package's own version, and what is loaded when it is first used: portals, and what a command needs.
      "@typescript-eslint/no-require-imports": [
        "error",
        { allow: ["/package\\.json$", "/session$", "^\\./commands/", "^\\.\\./(review|drift/report)$"] },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-restricted-imports": [
        "error",
        {
          paths: builtinModules
            .filter((name) => !name.startsWith("_") && !name.includes("/") && !name.startsWith("node:"))
            .map((name) => ({ name, message: `Write "node:${name}".` })),
        },
      ],
      eqeqeq: ["error", "always"],
      "prefer-const": "error",
    },
  },
  {
    // CommonJS packages whose typings do not describe what they export, and closures that load at run time.
    files: ["sandbox/**/*.ts", "test/**/*.ts", "tools/bench/**/*.ts"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["**/*.js"],
    languageOptions: { sourceType: "commonjs", ecmaVersion: 2023, globals: nodeGlobals },
    rules: { eqeqeq: ["error", "always"], "prefer-const": "error", "no-undef": "error", "no-unused-vars": "error" },
  },
);
