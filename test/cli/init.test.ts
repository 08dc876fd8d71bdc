import * as fc from "fast-check";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as ts from "typescript";
import { parse, parseAllDocuments } from "yaml";
import { initFiles } from "../../cli/newProject/initFiles";
import { nameOfFolder, nameProblem, shellWord } from "../../cli/newProject/names";
import { PUBLISHED } from "../../cli/newProject/packages";
import { PIPELINES } from "../../cli/newProject/pipeline";
import { PROJECT_FORMATS, projectText } from "../../cli/newProject/projectFiles";
import { type Choices, PLACES } from "../../cli/newProject/questions";
import { LAYOUTS } from "../../cli/newProject/startingRealm";
import { asProgram } from "../../realm/asProgram";
import { UNKNOWN } from "../../provider/model";
import { checkProgram } from "../../provider/model/program";
import { PORTAL_NAMES, portalNamed } from "../../provider/portals/list";
import { readRealm } from "../../realm/read";
import { drawn, runs } from "../support/runs";

const ROOT = path.resolve(__dirname, "..", "..");

const SETTINGS: Record<string, string> = { endpoint: "https://portal.example.com", "1e3": "null" };

const EVERY: Choices[] = PORTAL_NAMES.flatMap((portal) =>
  PLACES.flatMap((place) =>
    PROJECT_FORMATS.flatMap((format) =>
      LAYOUTS.flatMap((layout) =>
        PIPELINES.map((pipeline) => ({
          ...{ portal, place, format, layout, pipeline, name: "no", stack: "1e3" },
          settings: place === "real" ? SETTINGS : {},
        })),
      ),
    ),
  ),
);

function filesOf(choices: Choices): Map<string, string> {
  const files = initFiles(choices, PUBLISHED, 40_000);
  const byPath = new Map(files.map((file) => [file.path, file.text]));
  expect(byPath.size).toBe(files.length);
  return byPath;
}

function wordsOf({ portal, place, format, layout, pipeline }: Choices): string {
  return [portal, place, format, layout, pipeline].join("-");
}

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-init-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Writes them into a folder of their own. */
function written(name: string, files: Iterable<readonly [string, string]>): string {
  const place = path.join(folder, name);
  for (const [file, text] of files) {
    fs.mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    fs.writeFileSync(path.join(place, file), text);
  }
  return place;
}

/** Blocks that are comments from end to end, but for the first, as if they were none. */
function uncommented(text: string, sign: string): string {
  const [header = "", ...blocks] = text.split("\n\n");
  const isComment = (block: string) => block.split("\n").every((line) => line === "" || line.startsWith(sign));
  const code = blocks.map((block) => (isComment(block) ? block.replace(new RegExp(`^${sign} ?`, "gm"), "") : block));
  return [header, ...code].join("\n\n");
}

describe("the files of a new project, for every choice", () => {
  it("are there: a project, its realm, its stack's settings, the review's, and the pipeline", () => {
    for (const choices of EVERY) {
      const files = filesOf(choices);
      const stack = parse(files.get("Pulumi.1e3.yaml") ?? "") as { config: Record<string, string> };
      expect(stack.config).toEqual({
        "reseller:portal": choices.portal,
        ...Object.fromEntries(Object.entries(choices.settings).map(([name, value]) => [`reseller:${name}`, value])),
      });
      const expected = [
        ...["Pulumi.yaml", "package.json", ".gitignore", "review.yaml", "Pulumi.1e3.yaml"],
        ...(choices.format === "yaml" ? ["index.js", "realm.yaml"] : ["tsconfig.json", "index.ts"]),
        ...(choices.layout === "single" ? [] : [`accounts/acme.${choices.format === "yaml" ? "yaml" : "ts"}`]),
        ...(choices.layout !== "single" && choices.format === "typescript" ? ["shared.ts"] : []),
        ...(choices.pipeline === "none" ? [] : ["drift.yaml"]),
        ...(choices.pipeline === "gitlab" ? [".gitlab-ci.yml"] : []),
        ...(choices.pipeline === "github"
          ? ["review.yml", "apply.yml", "drift.yml"].map((name) => `.github/workflows/${name}`)
          : []),
        ...(choices.pipeline === "github" ? [".github/CODEOWNERS"] : []),
      ];
      expect([wordsOf(choices), ...[...files.keys()].sort()]).toEqual([wordsOf(choices), ...expected.sort()]);
      expect(files.get(".gitignore")?.split("\n")).toEqual(expect.arrayContaining(["node_modules/", ".env"]));
    }
  });

  it("are YAML that says what was chosen, in every spelling of a name", () => {
    for (const choices of EVERY) {
      for (const [file, text] of filesOf(choices)) {
        if (!/\.ya?ml$/.test(file)) continue;
        for (const version of ["1.1", "1.2"] as const)
          for (const { errors } of parseAllDocuments(text, { version })) expect(errors).toEqual([]);
        expect([file, text.includes("gitops-realm")]).toEqual([file, false]);
      }
      const pipeline = filesOf(choices).get(".gitlab-ci.yml") ?? filesOf(choices).get(".github/workflows/apply.yml");
      if (pipeline === undefined) continue;
      const { variables, env } = parse(pipeline, { version: "1.1" }) as Record<string, Record<string, unknown>>;
      const stack = choices.place === "real" ? "1e3" : "production";
      expect(variables ?? env).toMatchObject({ STACK: stack, REALM: `no/${stack}` });
    }
  });

  it("declare a realm that breaks no rule of its portal, and on a real one neither customers nor people", () => {
    for (const choices of EVERY.filter(({ format, pipeline }) => format === "yaml" && pipeline === "none")) {
      const files = filesOf(choices);
      const realmFiles = [...files].filter(([file]) => /^(realm|accounts\/.*)\.yaml$/.test(file));
      const read = (name: string, texts: readonly (readonly [string, string])[]) =>
        readRealm(choices.layout === "single" ? "realm.yaml" : ["realm.yaml", "accounts"], written(name, texts))
          .entries;
      const entries = read(wordsOf(choices), realmFiles);
      const kinds = new Set(entries.map(({ kind }) => kind));
      expect([kinds.has("Account"), kinds.has("User")]).toEqual(Array(2).fill(choices.place === "sandbox"));
      const whole = read(
        `${wordsOf(choices)}-whole`,
        realmFiles.map(([file, text]) => [file, uncommented(text, "#")] as const),
      );
      expect(new Set(whole.map(({ kind }) => kind))).toEqual(
        new Set(
          readRealm(
            "realm.yaml",
            written("own", [["realm.yaml", portalNamed(choices.portal).startingRealm]]),
          ).entries.map(({ kind }) => kind),
        ),
      );
      // A quota has the numbers of its profile: the SDK hands them over.
      const program = asProgram(whole).map((resource) =>
        resource.kind === "Quota"
          ? { ...resource, inputs: { ...resource.inputs, limits: UNKNOWN, profile: undefined } }
          : resource,
      );
      const { failures, warnings } = checkProgram(portalNamed(choices.portal), program);
      expect(
        [...failures, ...warnings].map(
          ({ resource, property, reason }) => `${resource.kind} ${resource.label} ${property} ${reason}`,
        ),
      ).toEqual([]);
    }
  });

  it("are programs without a mistake in their types, also with what stands in comments", () => {
    const mains = EVERY.filter(({ format, pipeline }) => format === "typescript" && pipeline === "none").flatMap(
      (choices) => {
        const files = [...filesOf(choices)].filter(([file]) => file.endsWith(".ts"));
        const whole = files.map(([file, text]) => [file, uncommented(text, "//")] as const);
        expect(whole.map(([, text]) => text).join("")).toContain("new reseller.Account(");
        return [written(wordsOf(choices), files), written(`${wordsOf(choices)}-whole`, whole)];
      },
    );
    const options = ts.convertCompilerOptionsFromJson(
      (
        JSON.parse(filesOf({ ...EVERY[0]!, format: "typescript" }).get("tsconfig.json") ?? "") as {
          compilerOptions: object;
        }
      ).compilerOptions,
      folder,
    ).options;
    const program = ts.createProgram(
      mains.map((main) => path.join(main, "index.ts")),
      {
        ...options,
        typeRoots: [path.join(ROOT, "node_modules", "@types")],
        paths: { "pulumi-reseller": [path.join(ROOT, "sdk", "index.ts")] },
      },
    );
    const mistakes = mains.flatMap((main) =>
      program
        .getSourceFiles()
        .filter(({ fileName }) => fileName.startsWith(main + path.sep))
        .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
        .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`),
    );
    expect(mistakes).toEqual([]);
  });
});

describe("what a new project is called", () => {
  const anyName = fc.oneof(
    fc.constantFrom(
      "no",
      "null",
      "1e3",
      "0x1F",
      "1_000",
      "true",
      "on",
      "y",

      "0o7",
      "1.",
      "NaN",
      "2026-11-30",
    ),
    fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
  );

  it("is that name for every reader of YAML", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(nameProblem(name)).toBeUndefined();
        for (const version of ["1.1", "1.2"] as const)
          expect(parse(projectText(name), { version })).toMatchObject({ name });
      }),
      drawn(runs(200)),
    );
  });

  it("follows from the folder, whatever that is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        expect(nameProblem(nameOfFolder(path.join("/tmp", name.replaceAll("/", ""))))).toBeUndefined();
      }),
      drawn(runs(200)),
    );
    expect(["Mein Realm ü", "-x", "株式会社", "no", "straße"].map(nameOfFolder)).toEqual([
      "Mein-Realm-u",
      "x",
      "realm",
      "no",
      "strasse",
    ]);
  });

  it("is refused where Pulumi or a shell would take it for something else", () => {
    for (const name of ["", "-x", "--yes", "a b", "ü", "a/b", "a\n", ".x", "x".repeat(101)])
      expect([name, nameProblem(name)]).toEqual([name, expect.stringMatching(/letters from a to z/)]);
  });

  it("stands in a command as a shell takes it", () => {
    expect(["realm", "my realm", "-x", "it's", "$HOME", "ü"].map(shellWord)).toEqual([
      "realm",
      "'my realm'",
      "./-x",
      "'it'\\''s'",
      "'$HOME'",
      "'ü'",
    ]);
  });
});
