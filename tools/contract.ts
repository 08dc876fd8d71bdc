/** `npm run contract`: writes the OpenAPI document of the derived contract, or with --check says whether the file is true. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { openApiDocument } from "../provider/portals/csp/openapi";

const FILE = path.resolve(__dirname, "..", "..", "provider", "portals", "csp", "openapi.json");

const { version } = require("pulumi-reseller/package.json") as { version: string };

/** The document as it is committed. */
export function contractText(): string {
  return `${JSON.stringify(openApiDocument(version), null, 2)}\n`;
}

if (require.main === module) {
  const text = contractText();
  const current = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  if (!process.argv.includes("--check")) {
    writeFileSync(FILE, text);
    console.log(`${path.relative(process.cwd(), FILE)}: ${current === text ? "unchanged" : "written"}`);
  } else if (current !== text) {
    console.error(
      `${path.relative(process.cwd(), FILE)} is not what the contract says: run npm run contract and commit it`,
    );
    process.exitCode = 1;
  }
}
