import * as fc from "fast-check";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Options, Plugin } from "prettier";
import * as estree from "prettier/plugins/estree";
import * as typescript from "prettier/plugins/typescript";
import { format } from "prettier/standalone";
import * as ts from "typescript";
import type { RealmEntry } from "../../realm/entry";
import { isReference, isSecretSetting } from "../../realm/fieldPaths";
import { KEY } from "../../realm/entry";
import { examineText, readRealm } from "../../realm/read";
import { commentKey, type WrittenFile } from "../../realm/write/file";
import { typescriptFiles } from "../../realm/write/typescript";
import { yamlFiles } from "../../realm/write/yaml";
import { randomEntries } from "./randomEntries";
import { drawn, runs } from "../support/runs";

const RUNS = runs(60);
const PRETTIER: Options = {
  parser: "typescript",
  // The package's types name its members in another way than its module does.
  plugins: [typescript, estree as unknown as Plugin],
  printWidth: 120,
  trailingComma: "all",
};
const parameters = drawn(RUNS);

function shown({ kind, key, name, within, values, protect, formerly }: RealmEntry) {
  return { kind, key, name, within, values, protect, formerly };
}

function sorted(entries: readonly RealmEntry[]): unknown[] {
  return entries.map(shown).sort((one, other) => (`${one.kind} ${one.name}` < `${other.kind} ${other.name}` ? -1 : 1));
}

/** The same entries, in an order that follows from `seed`. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const keyed = items.map((item, index) => [((index + 1) * (seed + 7919)) % 104_729, item] as const);
  return keyed.sort(([one], [other]) => one - other).map(([, item]) => item);
}

/** A comment above every entry, some of which would end it. */
function commented(entries: readonly RealmEntry[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    entries.map((entry, index) => [commentKey(entry), [`This is ${entry.name} */`, "\n: [", ""].slice(0, index % 4)]),
  );
}

/** Keys of the account's own users that are also at the top would mean either: nobody writes such realms. */
const written = randomEntries.filter((entries) => entries.length > 0);

describe("a realm as YAML", () => {
  it("is read as what it was, in one file", () => {
    fc.assert(
      fc.property(written, (entries) => {
        const [file] = yamlFiles(entries, {
          header: ["Written by a test: *\n/", ""],
          comments: commented(entries),
        });
        const { problems, entries: read } = examineText(file!.text, "realm.yaml");
        expect(problems).toEqual([]);
        expect(sorted(read)).toEqual(sorted(entries));
      }),
      parameters,
    );
  });

  it("is read as what it was, split by account", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "reseller-write-"));
    try {
      fc.assert(
        fc.property(written, (entries) => {
          rmSync(folder, { recursive: true });
          for (const { path: file, text } of yamlFiles(entries, { split: true })) {
            mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
            writeFileSync(path.join(folder, file), text);
          }
          expect(sorted(readRealm(".", folder).entries)).toEqual(sorted(entries));
        }),
        { ...parameters, numRuns: Math.ceil(RUNS / 4) },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is the same bytes in whatever order the entries come", () => {
    fc.assert(
      fc.property(written, fc.nat(1000), fc.boolean(), (entries, seed, split) => {
        expect(yamlFiles(shuffled(entries, seed), { split })).toEqual(yamlFiles(entries, { split }));
      }),
      parameters,
    );
  });
});

describe("files of accounts", () => {
  // As Windows has it: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
  const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
  /** An import of such a module leads to another file, or the compiler takes it for declarations. */
  const ANOTHER_MODULE = /\.(d|json|node|[cm]?[jt]sx?)\.ts$/i;
  const account = (key: string): RealmEntry => ({
    ...{ kind: "Account", name: key, key, within: undefined, values: { name: key }, formerly: [] },
  });
  const letter = fc.constantFrom("a", "A", "ß", "s", "S", "ü", "u", "株", "𠀋", "ж", "¹", "1", ".", "-", "_", "@", "+");
  const anyKey = fc
    .oneof(
      fc.constantFrom(
        "con",
        "CON",
        "Aux",
        "nul",
        "prn",
        "com1",
        "COM¹",
        "lpt9",
        "com0",
        "con.de",
        "aux.yaml",
        "console",
        "acme.js",
        "acme.d",
        "account",
      ),
      fc.array(letter, { minLength: 1, maxLength: 128 }).map((letters) => letters.join("")),
    )
    .filter((key) => KEY.test(key));

  it("have names in ASCII that every file system takes, each its own, whatever else is there", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyKey, { minLength: 1, maxLength: 12 }), fc.nat(1000), (keys, seed) => {
        const entries = keys.map(account);
        for (const write of [yamlFiles, typescriptFiles]) {
          const files = write(entries, { split: true });
          const names = files
            .map(({ path: file }) => path.posix.basename(file))
            .filter((name) => !["realm.yaml", "index.ts"].includes(name));
          expect(names).toHaveLength(keys.length);
          expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(keys.length);
          for (const name of names) {
            expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._@+-]*$/);
            expect(name).not.toMatch(DEVICE);
            expect(name).not.toMatch(ANOTHER_MODULE);
            expect(name.length).toBeLessThanOrEqual(100);
          }
          expect(write(shuffled(entries, seed), { split: true })).toEqual(files);
        }
      }),
      parameters,
    );
  });

  it("have the key's name where it can be, and without accents where it has some", () => {
    const keys = [
      "acme",
      "Beta.v2",
      "zürich",
      "straße-gmbh",
      "con",
      "aux.de",
      "müller",
      "muller",
      "株式会社",
      "acme.js",
    ];
    const files = yamlFiles(keys.map(account), { split: true }).map(({ path: file }) => file);
    expect(files.sort()).toEqual(
      [
        "realm.yaml",
        "accounts/acme.yaml",
        "accounts/Beta.v2.yaml",
        "accounts/zurich.yaml",
        "accounts/strasse-gmbh.yaml",
        "accounts/con-1143da2b.yaml",
        "accounts/aux-de-acf1f7e6.yaml",
        "accounts/muller-a8b1fc83.yaml",
        "accounts/muller-2dbd2180.yaml",
        "accounts/account-e6843c6e.yaml",
        "accounts/acme-js-cdaaeca9.yaml",
      ].sort(),
    );
  });
});

interface Made {
  readonly kind: string;
  readonly name: string;
  readonly args: unknown;
  readonly options: unknown;
}

/** Runs the modules of a program with a stand-in for the SDK, and answers what they declared. */
function run(files: readonly WrittenFile[]): Made[] {
  const made: Made[] = [];
  const reseller = new Proxy(
    {},
    {
      get: (_, kind: string) =>
        class {
          readonly made: Made;
          constructor(name: string, args: unknown, options: unknown) {
            this.made = { kind, name, args, options };
            made.push(this.made);
          }
        },
    },
  );
  const pulumi = {
    Config: class {
      requireSecret(config: string) {
        return { config };
      }
    },
  };
  const loaded = new Map<string, object>();
  const load = (file: string): object => {
    const known = loaded.get(file);
    if (known !== undefined) return known;
    const exports = {};
    loaded.set(file, exports);
    const source = files.find((candidate) => candidate.path === `${file}.ts`);
    if (source === undefined) throw new Error(`no module ${file}`);
    const { outputText, diagnostics } = ts.transpileModule(source.text, {
      reportDiagnostics: true,
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    expect(diagnostics).toEqual([]);
    const require = (name: string): unknown => {
      if (name === "pulumi-reseller") return reseller;
      if (name === "@pulumi/pulumi") return pulumi;
      return load(path.posix.join(path.posix.dirname(file), name));
    };
    new Function("exports", "require", outputText)(exports, require);
    return exports;
  };
  load("index");
  return made;
}

/** What the program must have declared. */
function asMade(entries: readonly RealmEntry[]): unknown[] {
  const plain = (value: unknown): unknown => {
    if (isReference(value))
      return "existing" in value ? value.existing : { resource: `${value.entry.kind} ${value.entry.name}` };
    if (isSecretSetting(value)) return value;
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
    return value;
  };
  return entries
    .map(({ kind, name, within, values, protect, formerly }) => ({
      kind,
      name,
      args: {
        ...(plain(values) as object),
        ...(within === undefined ? {} : { account: { resource: `Account ${within}` } }),
      },
      options:
        protect === undefined && formerly.length === 0
          ? undefined
          : {
              ...(protect === undefined ? {} : { protect }),
              ...(formerly.length === 0 ? {} : { aliases: formerly.map((old) => ({ name: old })) }),
            },
    }))
    .sort(byName);
}

function byName(one: { kind: string; name: string }, other: { kind: string; name: string }): number {
  return `${one.kind} ${one.name}` < `${other.kind} ${other.name}` ? -1 : 1;
}

function withNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNames);
  if (typeof value !== "object" || value === null) return value;
  const { made } = value as { made?: Made };
  if (made !== undefined) return { resource: `${made.kind} ${made.name}` };
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withNames(member)]));
}

describe.each([false, true])("a realm as a TypeScript program (split: %s)", (split) => {
  it("declares what it was, everything after what it needs", () => {
    fc.assert(
      fc.property(written, (entries) => {
        const header = ["Written by a test: */\n process.exit(1)"];
        const made = run(typescriptFiles(entries, { split, header, comments: commented(entries), passwords: true }));
        const declared = made.map(({ args, ...rest }) => ({ ...rest, args: withNames(args) })).sort(byName);
        expect(declared).toEqual(asMade(entries));
      }),
      parameters,
    );
  });

  it("is formatted as Prettier does it", async () => {
    await fc.assert(
      fc.asyncProperty(written, async (entries) => {
        for (const { text } of typescriptFiles(entries, { split, passwords: true }))
          expect(await format(text, PRETTIER)).toBe(text);
      }),
      parameters,
    );
  });

  it("is the same bytes in whatever order the entries come", () => {
    fc.assert(
      fc.property(written, fc.nat(1000), (entries, seed) => {
        expect(typescriptFiles(shuffled(entries, seed), { split })).toEqual(typescriptFiles(entries, { split }));
      }),
      parameters,
    );
  });
});
