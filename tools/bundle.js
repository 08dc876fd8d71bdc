/** Makes files that have their modules in them: the page's script, the plugin, and the host of the dynamic provider. Plain JavaScript, as `start.js`, which has it for builds. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "..");

/** The modules of the page's script as one file, which the page has in it. */
function bundlePageScript(pageScript) {
  return bundled({
    entryPoints: [`${pageScript}/main.ts`],
    outfile: `dist/${pageScript}/script.js`,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
  });
}

/** The plugin with all that it needs, so that it runs from any folder; and the licences of what is in it. */
async function bundlePlugin() {
  await bundleProvider("provider/hosts/plugin/main.ts", "plugin/plugin.js", "The plugin");
  fs.copyFileSync(path.join(root, "LICENSE"), path.join(root, "plugin", "LICENSE"));
}

/** The host of the dynamic provider: to load one file takes half of the time of the hundreds that are in it. */
function bundleHost() {
  return bundleProvider("provider/hosts/dynamic.ts", "dist/host/host.js", "The host of the dynamic provider");
}

async function bundleProvider(entryPoint, outfile, what) {
  const { metafile } = await bundled({
    entryPoints: [entryPoint],
    outfile,
    platform: "node",
    format: "cjs",
    target: "node20",
    // Names stay, for the stack of an error.
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    plugins: [sessionsByName],
  });
  fs.writeFileSync(path.join(root, path.dirname(outfile), "THIRD-PARTY-NOTICES"), notices(what, packagesIn(metafile)));
}

/** By the bundler's library: what stands in its `bin` is a script or a program of the machine's own, as it was installed. */
function bundled(options) {
  return require("esbuild").build({
    absWorkingDir: root,
    bundle: true,
    legalComments: "none",
    logLevel: "warning",
    ...options,
  });
}

/** A portal's session is loaded by the path of its folder. In a bundle there are no folders: its name takes the place of the path. */
const sessionsByName = {
  name: "sessions by name",
  setup(build) {
    const replacing = (filter, from, to) =>
      build.onLoad({ filter }, ({ path: file }) => {
        const source = fs.readFileSync(file, "utf8");
        if (!source.includes(from)) throw new Error(`${file} doesn't contain ${from}`);
        return { contents: source.replace(from, to(file)), loader: "ts" };
      });
    const inPortals = /[\\/]provider[\\/]portals[\\/]/.source;
    replacing(
      new RegExp(`${inPortals}[^\\\\/]+[\\\\/]index\\.ts$`),
      "folder: __dirname",
      (file) => `folder: ${JSON.stringify(path.basename(path.dirname(file)))}`,
    );
    // The bundler knows this form, and has all that it may stand for in the bundle.
    replacing(
      new RegExp(`${inPortals}index\\.ts$`),
      'require(path.join(folder, "session"))',
      () => "require(`./${folder}/session.ts`)",
    );
  },
};

/** The folders of the packages that a bundle has code of. */
function packagesIn({ inputs }) {
  const folders = Object.keys(inputs).flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  return [...new Set(folders)].sort();
}

function notices(what, folders) {
  const parts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(root, folder, "package.json"), "utf8"));
    return [`${name} ${version} (${license})`, ...licenceTexts(path.join(root, folder))].join("\n\n");
  });
  const line = `\n\n${"-".repeat(80)}\n\n`;
  return `${[`${what} of pulumi-reseller contains code of these packages.`, ...parts].join(line)}\n`;
}

/** @throws Error if a package has no licence text, in a file of its own or in its README */
function licenceTexts(folder) {
  const textOf = (file) => fs.readFileSync(path.join(folder, file), "utf8").trim();
  const files = fs.readdirSync(folder).sort();
  const own = files.filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).map(textOf);
  const readme = files.find((file) => /^readme/i.test(file));
  const [section] = readme === undefined ? [] : (/^(#+ *)?licen[cs]e\b.*$[^]*/im.exec(textOf(readme)) ?? []);
  if (own.length > 0) return own;
  if (section !== undefined && /permission/i.test(section)) return [section];
  throw new Error(`${folder} has no licence text`);
}

module.exports = { bundleHost, bundlePageScript, bundlePlugin };
