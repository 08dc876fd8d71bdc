import type { WrittenFile } from "../realm/write/file";
import { text } from "../realm/write/typescriptText";

const { version, devDependencies } = require("pulumi-reseller/package.json") as {
  version: string;
  devDependencies: Record<string, string>;
};

export type ProjectFormat = "yaml" | "typescript";

/** What makes a Pulumi project of a realm: everything but its stack and its settings. */
export function projectFiles(name: string, format: ProjectFormat, realm: readonly string[]): WrittenFile[] {
  const dependencies = { "@pulumi/pulumi": devDependencies["@pulumi/pulumi"], "pulumi-reseller": `^${version}` };
  const typescript = { "@types/node": devDependencies["@types/node"], typescript: devDependencies["typescript"] };
  const isTypescript = format === "typescript";
  return [
    {
      path: "Pulumi.yaml",
      text: `name: ${name}\nruntime: nodejs\ndescription: The realm of a cloud reseller, as code.\n`,
    },
    {
      path: "package.json",
      text: json({
        name,
        private: true,
        main: isTypescript ? "index.ts" : "index.js",
        dependencies,
        ...(isTypescript ? { devDependencies: typescript } : {}),
      }),
    },
    { path: ".gitignore", text: "node_modules/\n" },
    isTypescript
      ? {
          path: "tsconfig.json",
          text: json({
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
          }),
        }
      : { path: "index.js", text: programOfFiles(realm) },
  ];
}

/** The program of a realm that stands in files. */
function programOfFiles(realm: readonly string[]): string {
  const folders = new Set(realm.map((file) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : file)));
  const files = [...folders].map((file) => text(file));
  const list = files.length === 1 ? files[0] : `[${files.join(", ")}]`;
  return `const reseller = require("pulumi-reseller");\n\nnew reseller.Realm("realm", { files: ${list} });\n`;
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
