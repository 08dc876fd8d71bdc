/**
 * Says what GitHub's own language service finds in workflow files: `node lintWorkflow.mjs FILE…`, one finding a line. The package is made
 * for bundlers, which need no word that a JSON file is one; Node does.
 */
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { TextDocument } from "vscode-languageserver-textdocument";

const hook = `export const load = (url, context, next) =>
  next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
const { validate } = await import("@actions/languageservice/validate");

for (const file of process.argv.slice(2)) {
  const document = TextDocument.create("file:///.github/workflows/file.yml", "yaml", 1, readFileSync(file, "utf8"));
  for (const { range, message } of await validate(document)) console.log(`${file}:${range.start.line + 1}: ${message}`);
}
