import { compareWords, ENTRY_ORDER, type RealmEntry, type Reference } from "../entry";
import { withReferences, withSecrets } from "../fieldPaths";
import { commentedOut, commentText, fieldsInOrder, commentKey, type WriteOptions, type WrittenFile } from "./file";
import { fileNames } from "./fileNames";
import { identifiersOf } from "./identifiers";
import { Code, constant, construction, Members, text, width } from "./typescriptText";

const PACKAGE = "pulumi-reseller";
const MAIN = "index";
const ACCOUNTS_FOLDER = "accounts";

/**
 * Entries as a TypeScript program, formatted as Prettier does it (120 columns), sorted, so that the same entries give the same bytes.
 * Everything stands after what it needs. Split: each account with all that belongs to it in a module of its own, as long as modules don't
 * need each other.
 */
export function typescriptFiles(entries: readonly RealmEntry[], options: WriteOptions = {}): WrittenFile[] {
  const program = new Program(entries, options);
  const modules = options.split === true ? program.modules() : new Map([[MAIN, [...entries]]]);
  return [...modules]
    .map(([module, own]) => ({ path: `${module}.ts`, text: program.text(module, own, modules) }))
    .sort((one, other) => compareWords(one.path, other.path));
}

class Program {
  private readonly identifiers: ReadonlyMap<RealmEntry, string>;
  private readonly byName: ReadonlyMap<string, RealmEntry>;
  private readonly needs: ReadonlyMap<RealmEntry, readonly RealmEntry[]>;
  private readonly isNeeded: ReadonlySet<RealmEntry>;
  /** Whose first passwords are outputs of the program. */
  private readonly people: readonly RealmEntry[];

  constructor(
    private readonly entries: readonly RealmEntry[],
    private readonly options: WriteOptions,
  ) {
    this.byName = new Map(entries.map((entry) => [`${entry.kind} ${entry.name}`, entry]));
    this.needs = new Map(entries.map((entry) => [entry, this.neededBy(entry)]));
    this.people = options.passwords === true ? entries.filter(({ kind }) => kind === "User").sort(inOrder) : [];
    this.isNeeded = new Set([...[...this.needs.values()].flat(), ...this.people]);
    // What nothing refers to needs no constant.
    this.identifiers = identifiersOf(entries.filter((entry) => this.isNeeded.has(entry)).sort(inOrder));
  }

  /** Entries by module: those of accounts apart, where that leaves no two modules that need each other. */
  modules(): Map<string, RealmEntry[]> {
    const accountOf = ({ kind, key, within }: RealmEntry) => (kind === "Account" ? key : within);
    const names = fileNames(this.entries.flatMap((entry) => accountOf(entry) ?? []));
    const moduleOf = (entry: RealmEntry) => {
      const account = accountOf(entry);
      return account === undefined ? MAIN : `${ACCOUNTS_FOLDER}/${names.get(account)}`;
    };
    // What accounts need and what needs accounts are two modules, so that only circles between accounts are left.
    const shared = this.closure(
      this.entries.filter((entry) => moduleOf(entry) === MAIN && !this.reachesAccount(entry)),
    );
    const place = new Map(
      this.entries.map((entry) => [entry, moduleOf(entry) === MAIN && shared.has(entry) ? "shared" : moduleOf(entry)]),
    );
    this.joinCircles(place);
    const modules = new Map<string, RealmEntry[]>([[MAIN, []]]);
    for (const entry of this.entries) {
      const module = place.get(entry)!;
      modules.set(module, [...(modules.get(module) ?? []), entry]);
    }
    return modules;
  }

  text(module: string, own: readonly RealmEntry[], modules: ReadonlyMap<string, readonly RealmEntry[]>): string {
    const header = (this.options.header ?? []).map((line) => `// ${commentText(line)}`.trimEnd()).join("\n");
    const blocks = this.blocks(module, own, modules, false);
    const said = new Set(blocks.flatMap((block) => block.split("\n")));
    const inComments = this.blocks(module, own, modules, true).map((block) =>
      block
        .split("\n")
        .filter((line) => !(line.startsWith("import ") && said.has(line)))
        .join("\n"),
    );
    const all = [
      header,
      ...blocks,
      ...inComments.filter((block) => block !== "").map((block) => commentedOut(block, "//")),
    ];
    return `${all.filter((block) => block !== "").join("\n\n")}\n`;
  }

  /** What a module imports, and its statements: those that stand as they are, or those in comments. */
  private blocks(
    module: string,
    own: readonly RealmEntry[],
    modules: ReadonlyMap<string, readonly RealmEntry[]>,
    inComments: boolean,
  ): string[] {
    const isMeant = (entry: RealmEntry) => this.isInComments(entry) === inComments;
    const part = this.sorted(own).filter(isMeant);
    const people = module === MAIN ? this.people.filter(isMeant) : [];
    if (inComments && part.length === 0 && people.length === 0) return [];
    const isMine = new Set(own);
    const imported = new Set([...part.flatMap((entry) => this.needs.get(entry) ?? []), ...people]);
    const exported = new Set(
      [...modules]
        .filter(([other]) => other !== module)
        .flatMap(([other, others]) => [
          ...others.flatMap((entry) => this.needs.get(entry) ?? []),
          ...(other === MAIN ? this.people : []),
        ]),
    );
    const secrets = part.some((entry) => secretsOf(entry));
    const passwords = people.map((entry) => {
      const value = new Code(`${this.identifiers.get(entry)!}.initialPassword`);
      return [entry.name, value] as const;
    });
    return [
      this.imports(module, part, new Set([...imported].filter((entry) => !isMine.has(entry))), modules, secrets),
      ...(secrets ? ["const config = new pulumi.Config();"] : []),
      ...part.map((entry) => this.statement(entry, exported.has(entry))),
      ...(people.length === 0 ? [] : [constant("export const initialPasswords", new Members(passwords, true))]),
    ].filter((block) => block !== "");
  }

  private isInComments({ kind, within }: RealmEntry): boolean {
    const { inComments = [] } = this.options;
    return inComments.includes(kind) || (within !== undefined && inComments.includes("Account"));
  }

  private imports(
    module: string,
    own: readonly RealmEntry[],
    imported: ReadonlySet<RealmEntry>,
    modules: ReadonlyMap<string, readonly RealmEntry[]>,
    secrets: boolean,
  ): string {
    const up = module.includes("/") ? "../" : "./";
    const from = [...modules].flatMap(([other, entries]): string[] => {
      if (other === module) return [];
      const names = entries.filter((entry) => imported.has(entry)).map((entry) => this.identifiers.get(entry)!);
      const path = text(`${up}${other}`);
      if (names.length > 0) return [importOf(names.sort(compareWords), path)];
      // The program is what its main module brings in.
      return module === MAIN ? [`import ${path};`] : [];
    });
    return [
      ...(secrets ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
      ...(own.length > 0 ? [`import * as reseller from ${text(PACKAGE)};`] : []),
      ...from.sort(byPath),
    ].join("\n");
  }

  private statement(entry: RealmEntry, isExported: boolean): string {
    const { kind, name, within, protect, formerly } = entry;
    const identifier = this.identifiers.get(entry);
    const head = identifier === undefined ? "new" : `${isExported ? "export " : ""}const ${identifier} = new`;
    const values = withSecrets(
      kind,
      withReferences(kind, entry.values, (reference) => this.reference(reference)),
      ({ config }) => new Code(`config.requireSecret(${text(config)})`),
    );
    const account = within === undefined ? undefined : this.byName.get(`Account ${within}`);
    const fields = fieldsInOrder({
      ...entry,
      values: account === undefined ? values : { account: new Code(this.identifiers.get(account)!), ...values },
    });
    const options = [
      ...(formerly.length === 0 ? [] : [["aliases", formerly.map((old) => ({ name: old }))] as const]),
      ...(protect === undefined ? [] : [["protect", protect] as const]),
    ];
    const remark = (this.options.comments?.get(commentKey(entry)) ?? []).map((line) =>
      `// ${commentText(line)}`.trimEnd(),
    );
    const statement = construction(
      `${head} reseller.${kind}`,
      name,
      new Members(fields, true),
      options.length === 0 ? undefined : new Members(options),
    );
    return [...remark, statement].join("\n");
  }

  private reference(reference: Reference): unknown {
    if ("existing" in reference) return reference.existing;
    const target = this.byName.get(`${reference.entry.kind} ${reference.entry.name}`);
    if (target === undefined)
      throw new Error(`${reference.entry.kind} ${reference.entry.name} is no entry of the realm`);
    return new Code(this.identifiers.get(target)!);
  }

  private neededBy(entry: RealmEntry): RealmEntry[] {
    const needed = new Set<RealmEntry>();
    const account = entry.within === undefined ? undefined : this.byName.get(`Account ${entry.within}`);
    if (account !== undefined) needed.add(account);
    withReferences(entry.kind, entry.values, (reference) => {
      const target =
        "entry" in reference ? this.byName.get(`${reference.entry.kind} ${reference.entry.name}`) : undefined;
      if (target !== undefined) needed.add(target);
      return reference;
    });
    return [...needed].sort(inOrder);
  }

  /** Each after what it needs, otherwise in a fixed order: an account with what belongs to it. */
  private sorted(own: readonly RealmEntry[]): RealmEntry[] {
    const isMine = new Set(own);
    const done = new Set<RealmEntry>();
    const result: RealmEntry[] = [];
    for (const root of [...own].sort(inOrder)) {
      const way: { readonly entry: RealmEntry; next: number }[] = done.has(root) ? [] : [{ entry: root, next: 0 }];
      done.add(root);
      while (way.length > 0) {
        const step = way.at(-1)!;
        const needed = this.needs.get(step.entry)?.[step.next++];
        if (needed === undefined) {
          result.push(step.entry);
          way.pop();
        } else if (isMine.has(needed) && !done.has(needed)) {
          done.add(needed);
          way.push({ entry: needed, next: 0 });
        }
      }
    }
    return result;
  }

  private reachesAccount(entry: RealmEntry): boolean {
    return [...this.closure([entry])].some(({ kind }) => kind === "Account");
  }

  private closure(entries: readonly RealmEntry[]): Set<RealmEntry> {
    const reached = new Set(entries);
    for (const entry of reached) for (const needed of this.needs.get(entry) ?? []) reached.add(needed);
    return reached;
  }

  /** Modules that need each other become one: the main one. */
  private joinCircles(place: Map<RealmEntry, string>): void {
    for (;;) {
      const uses = new Map<string, Set<string>>();
      for (const [entry, module] of place)
        for (const needed of this.needs.get(entry) ?? []) {
          const other = place.get(needed)!;
          if (other !== module) uses.set(module, (uses.get(module) ?? new Set()).add(other));
        }
      // The main module brings all others in, so that none of them may need it.
      for (const module of place.values())
        if (module !== MAIN) uses.set(MAIN, (uses.get(MAIN) ?? new Set()).add(module));
      const joined = [...uses.keys()].filter((module) => module !== MAIN && reaches(uses, module, module));
      if (joined.length === 0) return;
      for (const [entry, module] of place) if (joined.includes(module)) place.set(entry, MAIN);
    }
  }
}

function reaches(uses: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const reached = new Set(uses.get(from));
  for (const module of reached) for (const other of uses.get(module) ?? []) reached.add(other);
  return reached.has(to);
}

function importOf(names: readonly string[], path: string): string {
  const short = `import { ${names.join(", ")} } from ${path};`;
  return width(short) <= 120 ? short : `import {\n${names.map((name) => `  ${name},`).join("\n")}\n} from ${path};`;
}

function byPath(one: string, other: string): number {
  const pathOf = (line: string) => line.slice(line.lastIndexOf('"', line.length - 3));
  return compareWords(pathOf(one), pathOf(other));
}

function secretsOf(entry: RealmEntry): boolean {
  let has = false;
  withSecrets(entry.kind, entry.values, (secret) => {
    has = true;
    return secret;
  });
  return has;
}

/** What belongs to no account comes first; an account is followed by what belongs to it. */
function inOrder(one: RealmEntry, other: RealmEntry): number {
  const accountOf = ({ kind, key, within }: RealmEntry) => (kind === "Account" ? key : (within ?? ""));
  return (
    compareWords(accountOf(one), accountOf(other)) ||
    ENTRY_ORDER.indexOf(one.kind) - ENTRY_ORDER.indexOf(other.kind) ||
    compareWords(one.key, other.key)
  );
}
