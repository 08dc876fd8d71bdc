import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as ts from "typescript";
import * as reseller from "../../sdk";
import { type PortalName } from "../../provider/portals/list";
import { type SentInputs, sent } from "../support/mockedEngine";
import { blocksOf } from "./guide";

const ROOT = path.resolve(__dirname, "..", "..");

/** Guides whose examples stand in YAML and in TypeScript, one after the other. */
const GUIDES: Readonly<Record<string, PortalName>> = {
  "docs/scaleway.md": "scaleway",
  "docs/gridscale.md": "gridscale",
  "docs/openstack.md": "openstack",
};

const SETTINGS: Readonly<Partial<Record<PortalName, Readonly<Record<string, string>>>>> = {
  csp: { "reseller:token": "token-of-a-test" },
  scaleway: {
    "reseller:organizationId": "2b82134d-9d1a-4cb3-aae8-b968a6239924",
    "reseller:secretKey": "2b82134d-9d1a-4cb3-aae8-b968a6239925",
  },
  gridscale: { "reseller:userUuid": "2b82134d-9d1a-4cb3-aae8-b968a6239924", "reseller:token": "token-of-a-test" },
  openstack: {
    "reseller:endpoint": "http://127.0.0.1:1/v3",
    "reseller:username": "admin",
    "reseller:userDomainName": "Default",
    "reseller:password": "password-of-a-test",
  },
};

/** A program that is refused never ends: what it was refused for is told, and then that the test took longer than this. */
const LONGEST_MILLISECONDS = 60_000;

const HEAD = 'import * as pulumi from "@pulumi/pulumi";\nimport * as reseller from "pulumi-reseller";\n';

interface Example {
  readonly language: string;
  readonly line: number;
  readonly text: string;
}

function examplesIn(guide: string): Example[] {
  return blocksOf(fs.readFileSync(path.join(ROOT, guide), "utf8"))
    .map(({ words, line, text }) => ({ language: words.join(" "), line, text }))
    .filter(({ language }) => language === "yaml" || language === "ts");
}

function joined(examples: readonly Example[], language: string): string {
  return examples.flatMap((example) => (example.language === language ? example.text : [])).join("\n");
}

/** What the engine is sent of the program's resources, without how they were declared. */
async function resourcesOf(portal: PortalName, program: () => void): Promise<Record<string, SentInputs>> {
  const config = {
    "reseller:portal": portal,
    "reseller:endpoint": "http://127.0.0.1:1",
    "realm:acme-admin-password": "one-of-a-test-1A!",
    "realm:annas-password": "one-of-a-test-1B!",
    ...SETTINGS[portal],
  };
  const resources = [...(await sent(program, config))].filter(([, inputs]) => "__provider" in inputs);
  return Object.fromEntries(
    resources.map(([name, inputs]) => [
      name,
      Object.fromEntries(Object.entries(inputs).filter(([field]) => !field.startsWith("__"))),
    ]),
  );
}

/** Mistakes in the types of a guide's examples. One program has those of all guides: what they import is read and checked once. */
const mistakesOf = (() => {
  let mistakes: Map<string, string[]> | undefined;
  return (guide: string) => (mistakes ??= mistakesOfAll()).get(guide);
})();

function mistakesOfAll(): Map<string, string[]> {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-examples-"));
  try {
    const files = Object.keys(GUIDES).map(
      (guide) => [guide, path.join(folder, `${path.parse(guide).name}.ts`)] as const,
    );
    for (const [guide, file] of files) fs.writeFileSync(file, HEAD + joined(examplesIn(guide), "ts"));
    const program = ts.createProgram(
      files.map(([, file]) => file),
      {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        moduleResolution: ts.ModuleResolutionKind.Node10,
        typeRoots: [path.join(ROOT, "node_modules", "@types")],
        paths: {
          "pulumi-reseller": [path.join(ROOT, "sdk", "index.ts")],
          "@pulumi/pulumi": [path.join(ROOT, "node_modules", "@pulumi", "pulumi")],
        },
      },
    );
    return new Map(
      files.map(([guide, file]) => {
        const source = program.getSourceFile(file);
        const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
        return [guide, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))];
      }),
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

describe.each(Object.entries(GUIDES))("the examples of %s", (guide, portal) => {
  const examples = examplesIn(guide);
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-examples-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  it("stand in both languages each", () => {
    expect(examples.length).toBeGreaterThan(8);
    expect(examples.map(({ language }) => language)).toEqual(
      examples.map((_, index) => (index % 2 === 0 ? "yaml" : "ts")),
    );
  });

  it("have no mistake in their types", () => expect(mistakesOf(guide)).toEqual([]));

  it(
    "declare the same in both, and nothing that the portal lacks or a rule refuses",
    async () => {
      const files = examples
        .filter(({ language }) => language === "yaml")
        .map(({ line, text }) => {
          const file = path.join(folder, `line-${line}.yaml`);
          fs.writeFileSync(file, text);
          return file;
        });
      const ofFiles = await resourcesOf(portal, () => void new reseller.Realm("realm", { files }));
      const compiled = ts.transpileModule(HEAD + joined(examples, "ts"), {
        compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
      }).outputText;
      const modules: Readonly<Record<string, unknown>> = { "@pulumi/pulumi": pulumi, "pulumi-reseller": reseller };
      const run = new Function("require", "exports", compiled) as (require: unknown, exports: object) => void;
      const ofProgram = await resourcesOf(portal, () => run((name: string) => modules[name], {}));
      expect(Object.keys(ofFiles).length).toBeGreaterThan(5);
      expect(ofProgram).toEqual(ofFiles);
    },
    LONGEST_MILLISECONDS,
  );
});

it(
  "the example of docs/realm-file.md is whole: no rule of its portal refuses it",
  async () => {
    const folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-examples-"));
    try {
      const file = path.join(folder, "realm.yaml");
      const example = examplesIn("docs/realm-file.md").find(({ text }) => text.startsWith("# yaml-language-server"));
      fs.writeFileSync(file, example?.text ?? "");
      const resources = await resourcesOf("csp", () => void new reseller.Realm("realm", { files: [file] }));
      expect(Object.keys(resources)).toHaveLength(10);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  },
  LONGEST_MILLISECONDS,
);
