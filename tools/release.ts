/** `npm run release-artefacts`: the files of a release, with their checksums, in the folder `release`. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { type TarEntry, tarball } from "./tarball";

const PLUGIN = "pulumi-resource-reseller";
const SYSTEMS = ["linux", "darwin", "windows"];
const PROCESSORS = ["amd64", "arm64"];
const CHECKSUMS = "SHA256SUMS";

/**
 * The plugin for each platform, under the names by which the engine asks for them. Node.js is not in them, so they all have the same content:
 * Windows takes the `.cmd`, and the others the script.
 */
export function pluginArchives(root: string, version: string): ReadonlyMap<string, Buffer> {
  const archive = tarball(filesOf(path.join(root, "plugin")));
  const names = SYSTEMS.flatMap((system) =>
    PROCESSORS.map((processor) => `${PLUGIN}-v${version}-${system}-${processor}.tar.gz`),
  );
  return new Map(names.map((name) => [name, archive]));
}

function filesOf(folder: string): TarEntry[] {
  const names = fs.readdirSync(folder).sort();
  return names.map((name) => ({
    name,
    content: fs.readFileSync(path.join(folder, name)),
    isExecutable: name === PLUGIN,
  }));
}

/** The checksums of all files of a folder, as `sha256sum --check` reads them. */
export function writeChecksums(folder: string): void {
  const names = fs.readdirSync(folder).filter((name) => name !== CHECKSUMS);
  const lines = names.sort().map((name) => {
    const sum = createHash("sha256")
      .update(fs.readFileSync(path.join(folder, name)))
      .digest("hex");
    return `${sum}  ${name}\n`;
  });
  fs.writeFileSync(path.join(folder, CHECKSUMS), lines.join(""));
}

function npmPackage(root: string, folder: string): void {
  execFileSync("npm", ["pack", "--ignore-scripts", "--loglevel=error", "--pack-destination", folder], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    // On Windows npm is a batch file.
    shell: process.platform === "win32",
  });
}

function main(): void {
  const root = process.cwd();
  const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
  const folder = path.join(root, "release");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  for (const [name, archive] of pluginArchives(root, version)) fs.writeFileSync(path.join(folder, name), archive);
  for (const packed of [root, path.join(root, "sandbox")]) npmPackage(packed, folder);
  writeChecksums(folder);
  process.stdout.write(fs.readFileSync(path.join(folder, CHECKSUMS), "utf8"));
}

if (require.main === module) main();
