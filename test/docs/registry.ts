import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "..", "..");

export interface PackageRegistry {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A package registry that has this checkout as the newest version of its package, as `npm pack` makes it, and sends whoever asks for any other
 * package to the registry that npm is set up for here. With it, `npm install pulumi-reseller` does what it does once the package is published.
 */
export async function startRegistry(): Promise<PackageRegistry> {
  const upstream = npm("config", "get", "registry").trim().replace(/\/$/, "");
  const { name, manifest, tarball } = packed();
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? "/", "http://registry").pathname);
    if (asked === `/${name}`) {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(packument(manifest, tarball, urlOf(server))));
    } else if (asked === `/${name}/-/${name}.tgz`) response.end(tarball);
    else response.writeHead(302, { location: `${upstream}${request.url}` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: urlOf(server),
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

function packed(): { name: string; manifest: Manifest; tarball: Buffer } {
  const folder = mkdtempSync(path.join(tmpdir(), "reseller-pack-"));
  try {
    npm("pack", "--ignore-scripts", "--pack-destination", folder);
    const [file = ""] = readdirSync(folder);
    const manifest = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as Manifest;
    return { name: manifest.name, manifest, tarball: readFileSync(path.join(folder, file)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function packument(manifest: Manifest, tarball: Buffer, url: string): unknown {
  const dist = {
    tarball: `${url}/${manifest.name}/-/${manifest.name}.tgz`,
    integrity: `sha512-${createHash("sha512").update(tarball).digest("base64")}`,
    shasum: createHash("sha1").update(tarball).digest("hex"),
  };
  return {
    name: manifest.name,
    "dist-tags": { latest: manifest.version },
    versions: { [manifest.version]: { ...manifest, dist } },
  };
}

function npm(...args: string[]): string {
  return execFileSync("npm", args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
