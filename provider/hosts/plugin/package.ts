export function pluginVersion(): string {
  return (require("pulumi-reseller/package.json") as { readonly version: string }).version;
}

/** The schema of the plugin's types and functions: `npm run rules` makes it. */
export function pluginSchema(): string {
  // oxlint-disable-next-line typescript/no-require-imports -- when it is asked for
  return JSON.stringify(require("../../../docs/plugin.schema.json"));
}
