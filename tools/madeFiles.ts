import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";

const ROOT = path.resolve(__dirname, "..", "..");

/** Writes a page of docs/ that is made from the code, or with --check says whether the one that is there is true. */
export async function markdownFile(name: string, page: string): Promise<void> {
  madeFile(path.join("docs", name), await format(page, { parser: "markdown" }));
}

/** The same for a JSON Schema. */
export async function schemaFile(name: string, schema: Readonly<Record<string, unknown>>): Promise<void> {
  madeFile(path.join("docs", name), await format(JSON.stringify(schema), { parser: "json", printWidth: 120 }));
}

/** The same for a class of the SDK. */
export async function sourceFile(name: string, text: string): Promise<void> {
  const file = path.join(ROOT, "sdk", name);
  madeFile(path.join("sdk", name), await format(text, { ...(await resolveConfig(file)), parser: "typescript" }));
}

/** @param command of npm, which makes it. */
export function madeFile(name: string, text: string, command = "rules"): void {
  const file = path.join(ROOT, name);
  const current = existsSync(file) ? readFileSync(file, "utf8") : "";
  const shown = path.relative(process.cwd(), file);
  if (!isChecking()) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`${shown}: ${current === text ? "unchanged" : "written"}`);
  } else if (current !== text) {
    console.error(`${shown} is not what the code says: run npm run ${command} and commit it`);
    process.exitCode = 1;
  }
}

export function isChecking(): boolean {
  return process.argv.includes("--check");
}
