import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

/** Beside this file where it is compiled; in `dist` where the sources are run as they are. */
const FILES = [
  path.join(__dirname, "client", "script.js"),
  path.resolve(__dirname, "..", "..", "..", "dist", "review", "outputs", "page", "client", "script.js"),
];

let script: string | undefined;

/** The page's script: the modules of client/ as one text, which `tools/start.js` has bundled. */
export function clientScript(): string {
  script ??= read();
  return script;
}

function read(): string {
  const file = FILES.find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw new Error(`the page's script is not compiled: there is no ${FILES.join(" and no ")}. Run: npm run build`);
  }
  return readFileSync(file, "utf8");
}
