import { readFileSync } from "node:fs";
import * as path from "node:path";

const MANIFEST = require.resolve("pulumi-reseller/package.json");

export function pluginVersion(): string {
  return (JSON.parse(readFileSync(MANIFEST, "utf8")) as { readonly version: string }).version;
}

/** The schema of the plugin's types and functions: `npm run rules` makes it. */
export function pluginSchema(): string {
  return readFileSync(path.join(path.dirname(MANIFEST), "docs", "plugin.schema.json"), "utf8");
}
