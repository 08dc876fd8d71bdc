import * as fs from "node:fs";
import * as path from "node:path";
import { realPath } from "./folder";

const PROVIDER = "pulumi-reseller";
const SANDBOX = "pulumi-reseller-sandbox";
const ENGINE = "@pulumi/pulumi";
type Specs = Readonly<Record<string, string>>;

/** What a new project asks npm for. */
export interface Packages {
  readonly dependencies: {
    readonly [ENGINE]: string;
    readonly [PROVIDER]: string;
    readonly [SANDBOX]: string;
  };
  /** What a program in TypeScript needs for its development. */
  readonly typescript: Specs;
}

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Specs;
  readonly devDependencies?: Specs;
  readonly optionalDependencies?: Specs;
}

const own = require("pulumi-reseller/package.json") as { version: string; devDependencies: Record<string, string> };

/** As they are published. */
export const PUBLISHED: Packages = {
  dependencies: {
    [ENGINE]: own.devDependencies[ENGINE] ?? "*",
    [PROVIDER]: `^${own.version}`,
    [SANDBOX]: `^${own.version}`,
  },
  typescript: {
    "@types/node": own.devDependencies["@types/node"] ?? "*",
    typescript: own.devDependencies["typescript"] ?? "*",
  },
};

/**
 * The packages of a new project in `folder`: the same that the project has which the command is used in, or installed in, from where that one
 * has them: a version, a file, a folder, a repository. Where there is none, as they are published.
 */
export function packagesFor(folder: string, from: string = process.cwd()): Packages {
  const parent = parentOf(from) ?? parentOf(path.dirname(require.resolve("pulumi-reseller/package.json")));
  if (parent === undefined) return PUBLISHED;
  const specOf = (name: string) => parent.specs[name] && moved(parent.specs[name], parent.folder, folder);
  return {
    ...PUBLISHED,
    dependencies: {
      [ENGINE]: specOf(ENGINE) ?? PUBLISHED.dependencies[ENGINE],
      [PROVIDER]: specOf(PROVIDER) ?? PUBLISHED.dependencies[PROVIDER],
      [SANDBOX]: specOf(SANDBOX) ?? besideProvider(parent, folder) ?? PUBLISHED.dependencies[SANDBOX],
    },
  };
}

interface Parent {
  readonly folder: string;
  readonly specs: Specs;
}

/** The nearest project, from `start` upwards, that has this package. */
function parentOf(start: string): Parent | undefined {
  const folder = realPath(start);
  const { dependencies, devDependencies, optionalDependencies } = manifestIn(folder);
  const specs = { ...optionalDependencies, ...devDependencies, ...dependencies };
  if (typeof specs[PROVIDER] === "string") return { folder, specs };
  const above = path.dirname(folder);
  return above === folder ? undefined : parentOf(above);
}

function manifestIn(folder: string): Manifest {
  try {
    return (JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest | null) ?? {};
  } catch {
    return {};
  }
}

/** Whoever has this package as a file of `npm pack` has the sandbox's beside it. */
function besideProvider({ folder, specs }: Parent, to: string): string | undefined {
  const { target = "" } = pathOf(specs[PROVIDER] ?? "") ?? {};
  if (!target.endsWith(".tgz")) return undefined;
  const beside = path.join(path.resolve(folder, path.dirname(target)), `${SANDBOX}-${own.version}.tgz`);
  return fs.existsSync(beside) ? moved(`file:${beside}`, folder, to) : undefined;
}

/** The same file or folder, seen from elsewhere; anything else is the same everywhere. */
function moved(spec: string, from: string, to: string): string {
  const leads = pathOf(spec);
  if (leads === undefined) return spec;
  const relative = path.relative(realPath(to), path.resolve(from, leads.target));
  return `${leads.protocol}:${relative.split(path.sep).join("/")}`;
}

/** What leads from a package.json to a file or folder. */
function pathOf(spec: string): { protocol: string; target: string } | undefined {
  const [, protocol = "", target = ""] = /^(file|link|portal):(.+)$/.exec(spec) ?? [];
  if (target !== "") return { protocol, target };
  return /^(?:\.{0,2}[\\/]|[A-Za-z]:[\\/])/.test(spec) ? { protocol: "file", target: spec } : undefined;
}
