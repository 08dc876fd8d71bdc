/** `npm run release-artefacts`: the files of a release, with their checksums, in the folder `release`. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { writeSdks } from "./languages";
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
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)));
  return names.sort().map((name) => ({
    name: name.replaceAll(path.sep, "/"),
    content: fs.readFileSync(path.join(folder, name)),
    isExecutable: name === PLUGIN,
  }));
}

/** The generated SDKs for Python and Go, an archive each. */
async function sdkArchives(version: string): Promise<ReadonlyMap<string, Buffer>> {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-sdks-"));
  try {
    await writeSdks(folder, { env: process.env, log: (line) => void process.stderr.write(`  ${line}\n`) });
    const names = fs.readdirSync(folder).sort();
    return new Map(
      names.map((name) => [`pulumi-reseller-${name}-${version}.tar.gz`, tarball(filesOf(path.join(folder, name)))]),
    );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
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

async function main(): Promise<void> {
  const root = process.cwd();
  const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
  const folder = path.join(root, "release");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  const archives = [...pluginArchives(root, version), ...(await sdkArchives(version))];
  for (const [name, archive] of archives) fs.writeFileSync(path.join(folder, name), archive);
  for (const packed of [root, path.join(root, "sandbox")]) npmPackage(packed, folder);
  writeChecksums(folder);
  process.stdout.write(fs.readFileSync(path.join(folder, CHECKSUMS), "utf8"));
}

if (require.main === module)
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
