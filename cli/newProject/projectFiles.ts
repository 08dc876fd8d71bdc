import type { WrittenFile } from "../../realm/write/file";
import { text } from "../../realm/write/typescriptText";
import { scalar } from "../../realm/write/yamlText";
import type { Packages } from "./packages";
import { jsonText } from "../../text/escape";

export const PROJECT_FORMATS = ["yaml", "typescript"] as const;
export type ProjectFormat = (typeof PROJECT_FORMATS)[number];

export interface ProjectOptions {
  /** The text of Pulumi.yaml. */
  readonly project: string;
  readonly format: ProjectFormat;
  /** Paths of the files that the realm stands in. */
  readonly realm: readonly string[];
  readonly packages: Packages;
  /** Commands of package.json. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** The project runs the sandbox. */
  readonly sandbox?: boolean;
  /** What else stays out of Git. */
  readonly ignored?: readonly string[];
}

/** Pulumi.yaml of a project. */
export function projectText(name: string): string {
  return `name: ${scalar(name)}\ndescription: The realm of a cloud reseller as code\nruntime: nodejs\n`;
}

/** What makes a Pulumi project of a realm: everything but its stack and its settings. */
export function projectFiles(options: ProjectOptions): WrittenFile[] {
  const { project, format, realm } = options;
  return [
    { path: "Pulumi.yaml", text: project },
    { path: "package.json", text: jsonText(manifest(options)) },
    { path: ".gitignore", text: ["node_modules/", ".env", ...(options.ignored ?? []), ""].join("\n") },
    format === "typescript"
      ? { path: "tsconfig.json", text: jsonText(COMPILER) }
      : { path: "index.js", text: programOfFiles(realm) },
  ];
}

const COMPILER = {
  compilerOptions: {
    target: "ES2022",
    module: "node16",
    moduleResolution: "node16",
    // Since TypeScript 6 a program has no types of Node's that it doesn't name.
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["**/*.ts"],
  exclude: ["node_modules"],
};

/** Without a name: npm refuses some that Pulumi takes, and nobody publishes a project. */
function manifest({ format, packages, scripts, sandbox }: ProjectOptions): object {
  const { "pulumi-reseller-sandbox": sandboxPackage, ...dependencies } = packages.dependencies;
  const development = {
    ...(format === "typescript" ? packages.typescript : {}),
    ...(sandbox === true ? { "pulumi-reseller-sandbox": sandboxPackage } : {}),
  };
  return {
    private: true,
    main: format === "typescript" ? "index.ts" : "index.js",
    ...(scripts === undefined ? {} : { scripts }),
    dependencies,
    ...(Object.keys(development).length === 0 ? {} : { devDependencies: development }),
  };
}

/** The output of a project that has the first passwords of its people. */
const PASSWORDS = "initialPasswords";

/** The program of a realm that stands in files. */
function programOfFiles(realm: readonly string[]): string {
  const folders = new Set(realm.map((file) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : file)));
  const files = [...folders].map((file) => text(file));
  const list = files.length === 1 ? files[0] : `[${files.join(", ")}]`;
  return [
    'const reseller = require("pulumi-reseller");',
    "",
    `const realm = new reseller.Realm("realm", { files: ${list} });`,
    `exports.${PASSWORDS} = realm.${PASSWORDS};`,
    "",
  ].join("\n");
}
