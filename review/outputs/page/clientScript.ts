import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

/** Beside this file where it is compiled; in `dist` where the sources are run as they are. */
const FOLDERS = [
  path.join(__dirname, "client"),
  path.resolve(__dirname, "..", "..", "..", "dist", "review", "outputs", "page", "client"),
];
const MAIN = "main";

let script: string | undefined;

/** The page's script: the compiled modules of client/ in one text, each loaded when another first asks for it. */
export function clientScript(): string {
  script ??= assembled();
  return script;
}

function assembled(): string {
  const folder = FOLDERS.find((candidate) => existsSync(path.join(candidate, `${MAIN}.js`)));
  if (folder === undefined) {
    throw new Error(
      `the page's script is not compiled: ${FOLDERS.join(" and ")} have no ${MAIN}.js. Run: npm run build`,
    );
  }
  const modules = new Map<string, string>();
  const add = (name: string) => {
    if (modules.has(name)) return;
    // The compiled text names a file of comments and maps, which the page doesn't have.
    const text = readFileSync(path.join(folder, `${name}.js`), "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
    modules.set(name, text.trim());
    for (const [, imported = ""] of text.matchAll(/\brequire\("\.\/([A-Za-z]+)"\)/g)) add(imported);
  };
  add(MAIN);
  const entries = [...modules].map(
    ([name, text]) => `${JSON.stringify(name)}: function (exports, require) {\n${text}\n}`,
  );
  return `(function () {
"use strict";
const modules = {
${entries.join(",\n")}
};
const loaded = {};
function load(name) {
  if (!Object.hasOwn(loaded, name)) {
    loaded[name] = {};
    modules[name](loaded[name], (path) => load(path.slice(2)));
  }
  return loaded[name];
}
load(${JSON.stringify(MAIN)});
})();
`;
}
