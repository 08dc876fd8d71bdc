import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { engineRun, place } from "../support/engineRun";

const ROOT = path.resolve(__dirname, "..", "..");
/** Of the packages of this checkout. */
const FOLDERS = [ROOT, path.join(ROOT, "sandbox")];

export interface PackageRegistry {
  readonly url: string;
  /** What npm has downloaded, for all registries of one run. */
  readonly downloads: string;
  close(): Promise<void>;
}

/**
 * A package registry that has this checkout as the newest version of its packages, as `npm pack` makes them, and sends whoever asks for any
 * other package to the registry that npm is set up for here. With it, `npm install pulumi-reseller` does what it does once the package is
 * published.
 */
export async function startRegistry(): Promise<PackageRegistry> {
  const upstream = npm(ROOT, "config", "get", "registry").trim().replace(/\/$/, "");
  const packages = FOLDERS.map(packed);
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? "/", "http://registry").pathname);
    const described = packages.find(({ name }) => asked === `/${name}`);
    const sent = packages.find(({ name }) => asked === `/${name}/-/${name}.tgz`);
    if (described !== undefined) {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(packument(described, urlOf(server))));
    } else if (sent !== undefined) response.end(sent.tarball);
    else response.writeHead(302, { location: `${upstream}${request.url}` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: urlOf(server),
    downloads: path.join(engineRun().folder, "downloads"),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}

interface Packed {
  readonly name: string;
  readonly manifest: Manifest;
  readonly tarball: Buffer;
}

/** As npm packs it, once for all registries of one run. */
function packed(ofFolder: string): Packed {
  const manifest = JSON.parse(readFileSync(path.join(ofFolder, "package.json"), "utf8")) as Manifest;
  const all = path.join(engineRun().folder, "packed");
  const folder = path.join(all, manifest.name);
  if (!existsSync(folder)) {
    mkdirSync(all, { recursive: true });
    const made = mkdtempSync(`${folder}-`);
    npm(ofFolder, "pack", "--ignore-scripts", "--pack-destination", made);
    place(made, folder);
  }
  const [file = ""] = readdirSync(folder);
  return { name: manifest.name, manifest, tarball: readFileSync(path.join(folder, file)) };
}

function packument({ name, manifest, tarball }: Packed, url: string): unknown {
  const dist = {
    tarball: `${url}/${name}/-/${name}.tgz`,
    integrity: `sha512-${createHash("sha512").update(tarball).digest("base64")}`,
    shasum: createHash("sha1").update(tarball).digest("hex"),
  };
  return {
    name,
    "dist-tags": { latest: manifest.version },
    versions: { [manifest.version]: { ...manifest, dist } },
  };
}

function npm(cwd: string, ...args: string[]): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
