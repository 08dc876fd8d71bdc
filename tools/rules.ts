/** `npm run rules`: writes the table of the portal's rules, or with --check says whether the file is true. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { format } from "prettier";
import { cspRules } from "../provider/portals/csp/ruleBook";
import { ruleTable } from "../provider/portals/ruleTable";

const FILE = path.resolve(__dirname, "..", "..", "docs", "csp-rules.md");

async function main(): Promise<void> {
  const text = await format(
    ruleTable(cspRules, {
      title: "the Cloud Service Portal",
      file: "provider/portals/csp/ruleBook.ts",
      notes:
        "A source with § is a chapter of the reseller manual; the others are pages of the portal's help. _Derived_ stands where no source says it in so many words.",
    }),
    { parser: "markdown" },
  );
  const current = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  const name = path.relative(process.cwd(), FILE);
  if (!process.argv.includes("--check")) {
    writeFileSync(FILE, text);
    console.log(`${name}: ${current === text ? "unchanged" : "written"}`);
  } else if (current !== text) {
    console.error(`${name} is not what the rule book says: run npm run rules and commit it`);
    process.exitCode = 1;
  }
}

void main();
