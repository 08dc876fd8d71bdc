import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { format } from "prettier";

const DOCS = path.resolve(__dirname, "..", "..", "docs");

/** Writes a JSON Schema to docs/, or with --check says whether the one that is there is true. */
export async function schemaFile(name: string, schema: Readonly<Record<string, unknown>>): Promise<void> {
  const file = path.join(DOCS, name);
  const text = await format(JSON.stringify(schema), { parser: "json", printWidth: 120 });
  const current = existsSync(file) ? readFileSync(file, "utf8") : "";
  const shown = path.relative(process.cwd(), file);
  if (!process.argv.includes("--check")) {
    writeFileSync(file, text);
    console.log(`${shown}: ${current === text ? "unchanged" : "written"}`);
  } else if (current !== text) {
    console.error(`${shown} is not what the code says: run npm run rules and commit it`);
    process.exitCode = 1;
  }
}
