/** Part of `npm run rules`: writes the JSON Schema of realm files, or with --check says whether it is true. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { format } from "prettier";
import { realmSchema } from "../realm/schema";

const FILE = path.resolve(__dirname, "..", "..", "docs", "realm.schema.json");

async function main(): Promise<void> {
  const text = await format(JSON.stringify(realmSchema()), { parser: "json", printWidth: 120 });
  const current = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  const shown = path.relative(process.cwd(), FILE);
  if (!process.argv.includes("--check")) {
    writeFileSync(FILE, text);
    console.log(`${shown}: ${current === text ? "unchanged" : "written"}`);
  } else if (current !== text) {
    console.error(`${shown} is not what the code says: run npm run rules and commit it`);
    process.exitCode = 1;
  }
}

void main();
