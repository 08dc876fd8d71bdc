import fs from "node:fs";
import path from "node:path";

const packageRoot = path.resolve(__dirname, "..", "..");
const read = (...file: string[]) => fs.readFileSync(path.join(packageRoot, ...file), "utf8");

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = (...folder: string[]) => JSON.parse(read(...folder, "package.json")) as Manifest;

describe("project files", () => {
  it("let the example run from the top of the checkout just as from its own folder", () => {
    const withoutEntry = (project: string) => project.replace(/^(#|main:).*\n/gm, "");
    expect(withoutEntry(read("Pulumi.yaml"))).toBe(withoutEntry(read("examples", "ewcs-reseller", "Pulumi.yaml")));
  });

  it("name no registry in the lockfile, so that any mirror can serve it", () => {
    const places = [...read("package-lock.json").matchAll(/"resolved": "(.*)"/g)].map(([, place]) => place);
    expect(places).toEqual(["sandbox"]);
  });

  it("give both packages one version, and one of what both use", () => {
    const [provider, sandbox] = [manifest(), manifest("sandbox")];
    expect(sandbox.version).toBe(provider.version);
    expect(provider.peerDependencies[sandbox.name]).toBe(sandbox.version);
    expect(sandbox.dependencies["zod"]).toBe(provider.dependencies["zod"]);
  });

  it("give the package one command alone, which npx runs by the name of the package", () => {
    expect(Object.keys(manifest().bin)).toEqual(["reseller"]);
  });

  it("start the plugin on Windows by a batch file beside the script", () => {
    const lines = read("plugin", "pulumi-resource-reseller.cmd").split("\r\n");
    expect(lines).toEqual(["@echo off", 'node "%~dp0pulumi-resource-reseller" %*', ""]);
    expect(read("plugin", "pulumi-resource-reseller")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it("say in CONTRIBUTING why each dependency is there, and of none that isn't", () => {
    const sections = read("CONTRIBUTING.md").split(/^## /m);
    const lines = sections.find((section) => section.startsWith("Dependencies"))!.split("\n");
    const named = lines.flatMap((line) => {
      const [, names = ""] = /^- (.*?): /.exec(line) ?? [];
      return [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    });
    const [provider, sandbox] = [manifest(), manifest("sandbox")];
    const all = [provider.dependencies, provider.peerDependencies, provider.devDependencies, sandbox.dependencies];
    expect([...new Set(named)].sort()).toEqual([...new Set(all.flatMap(Object.keys))].sort());
    expect(named).toHaveLength(new Set(named).size);
  });
});
