import { KIND_NAMES } from "../provider/model";
import { alternatives, suggestion } from "../provider/model/nearest";
import { placeText } from "../provider/model/failureText";
import { isReference } from "../realm/fieldPaths";
import { pathText } from "../text/path";
import { counted } from "../text/words";
import { type EntryName, type RealmEntry, SECTIONS } from "../realm/entry";
import type { RealmProblem, RealmReading } from "../realm/read";
import type { FileReading, FleetFile } from "./fleetFile";
import { completeLock, type Lock, LOCK_FILE, numberedStack } from "./lock";
import { foldedStackName, Pattern, STACK_NAME, STACK_NAME_TEXT, stackNameOf } from "./names";

/** Which stack each entry is in. */
export interface Homes {
  /** By `entryId`. */
  readonly stackOf: ReadonlyMap<string, string>;
  readonly problems: readonly RealmProblem[];
}

/** What a division needs to know beside `fleet.yaml`. */
export interface Ground {
  readonly realm: RealmReading;
  readonly lock: Lock;
  readonly problemAt: FileReading<FleetFile>["problemAt"];
}

export function entryId({ kind, name }: EntryName): string {
  return `${kind} ${name}`;
}

/** The account that an entry is, stands in, or names as its own. */
export function accountOf({ kind, name, within, values }: RealmEntry): string | undefined {
  if (kind === "Account") return name;
  if (within !== undefined) return within;
  const { account } = values;
  return isReference(account) && "entry" in account ? account.entry.name : undefined;
}

/** Puts each entry into its one stack. */
export function divide(file: FleetFile, ground: Ground): Homes {
  return new Dividing(file, ground).homes();
}

/** The lock with a stack for each account that needs one; undefined where the division has no numbered stacks. */
export function lockFor(file: FleetFile, ground: Ground): Lock | undefined {
  return new Dividing(file, ground).completeLock();
}

interface Taken {
  readonly group: string;
  readonly path: readonly (string | number)[];
}

class Dividing {
  private readonly problems: RealmProblem[] = [];
  /** Entries by their account. */
  private readonly accounts = new Map<string, RealmEntry[]>();
  /** Entries in no account, by kind and name. */
  private readonly outside = new Map<string, RealmEntry>();
  private readonly accountGroups = new Map<string, Taken>();
  private readonly entryGroups = new Map<string, Taken>();

  constructor(
    private readonly file: FleetFile,
    private readonly ground: Ground,
  ) {
    for (const entry of ground.realm.entries) {
      const account = accountOf(entry);
      if (account === undefined) this.outside.set(`${entry.kind}/${entry.name}`, entry);
      else {
        const own = this.accounts.get(account);
        if (own === undefined) this.accounts.set(account, [entry]);
        else own.push(entry);
      }
    }
    this.takeGroups();
  }

  homes(): Homes {
    const stackOf = new Map<string, string>();
    const ofAccount = this.file.division.by === "account" ? this.byAccount() : this.byNumber();
    for (const [account, entries] of this.accounts) {
      const stack = this.accountGroups.get(account)?.group ?? ofAccount.get(account)!;
      for (const entry of entries) stackOf.set(entryId(entry), stack);
    }
    for (const [word, entry] of this.outside)
      stackOf.set(entryId(entry), this.entryGroups.get(word)?.group ?? this.file.division.shared);
    return { stackOf, problems: this.problems };
  }

  completeLock(): Lock | undefined {
    const { by } = this.file.division;
    if (by === "account") return undefined;
    const sizes = this.free().map((account) => [account, this.accounts.get(account)!.length] as const);
    return completeLock(this.ground.lock, new Map(sizes), by.resources);
  }

  private free(): string[] {
    return [...this.accounts.keys()].filter((account) => !this.accountGroups.has(account));
  }

  private takeGroups(): void {
    const { groups, shared } = this.file.division;
    const names = new Map<string, string>([[foldedStackName(shared), "division.shared"]]);
    for (const [index, { name, accounts, entries }] of groups.entries()) {
      const path = ["division", "groups", index];
      const other = names.get(foldedStackName(name));
      if (other === undefined) names.set(foldedStackName(name), pathText([...path, "name"]));
      else this.problem([...path, "name"], `is the name of ${other}, too; give each stack a name of its own`);
      if (accounts.length + entries.length === 0)
        this.problem(path, 'is empty; set accounts, such as ["acme"], or entries, such as ["User/*"]');
      for (const [place, pattern] of accounts.entries()) this.takeAccounts(name, pattern, [...path, "accounts", place]);
      for (const [place, pattern] of entries.entries()) this.takeEntries(name, pattern, [...path, "entries", place]);
    }
  }

  private takeAccounts(group: string, pattern: string, path: readonly (string | number)[]): void {
    const found = new Pattern(pattern).among(this.accounts);
    if (found.length === 0)
      this.problem(
        path,
        `is ${JSON.stringify(pattern)}, but the realm has no such account${suggestion(pattern, [...this.accounts.keys()])}`,
      );
    for (const [account] of found) this.take(this.accountGroups, account, `the account ${account}`, { group, path });
  }

  private takeEntries(group: string, pattern: string, path: readonly (string | number)[]): void {
    const [kind = "", name = ""] = pattern.split(/\/(.*)/s);
    if (!kind.includes("*") && !(KIND_NAMES as readonly string[]).includes(kind)) {
      this.problem(path, `is ${JSON.stringify(pattern)}, but ${kind} is not a kind${alternatives(kind, KIND_NAMES)}`);
      return;
    }
    const found = new Pattern(pattern).among(this.outside);
    if (found.length === 0) {
      const [account] = name.split("/");
      const inAccount = kind === "Account" ? name : account !== name ? account : undefined;
      this.problem(
        path,
        inAccount === undefined
          ? `is ${JSON.stringify(pattern)}, but the realm has no such entry outside of accounts${suggestion(pattern, [...this.outside.keys()])}`
          : `is ${JSON.stringify(pattern)}, but what is in an account goes with the account: use accounts: [${JSON.stringify(inAccount)}]`,
      );
    }
    for (const [word] of found) this.take(this.entryGroups, word, word, { group, path });
  }

  private take(taken: Map<string, Taken>, word: string, shown: string, by: Taken): void {
    const before = taken.get(word);
    if (before === undefined) taken.set(word, by);
    else if (before.group !== by.group)
      this.problem(
        by.path,
        `takes ${shown}, which is in the group ${before.group} already (${pathText(before.path)}); each is in one group: change one of the patterns`,
      );
  }

  /** The stack of each account that is in no group. */
  private byAccount(): Map<string, string> {
    const { groups, shared } = this.file.division;
    const names = new Map([
      [foldedStackName(shared), `the stack ${shared} of the entries in no account`],
      ...groups.map(({ name }) => [foldedStackName(name), `the group ${name}`] as const),
    ]);
    const stacks = new Map<string, string>();
    for (const account of this.free()) {
      const stack = stackNameOf(account);
      stacks.set(account, stack);
      const folded = foldedStackName(stack);
      const other = names.get(folded);
      const mend = `put it into a group: in fleet.yaml, division.groups: [{ name: NAME, accounts: [${JSON.stringify(account)}] }]`;
      if (!STACK_NAME.test(stack))
        this.accountProblem(account, `can't give its stack a name: stack names have ${STACK_NAME_TEXT}; ${mend}`);
      else if (other !== undefined)
        this.accountProblem(
          account,
          `has the stack name ${stack}, which ${other} has, too (upper and lower case count as equal); ${mend}`,
        );
      else names.set(folded, `the account ${account}${this.whereText(account)}`);
    }
    return stacks;
  }

  private byNumber(): Map<string, string> {
    const complete = this.completeLock() ?? new Map<string, number>();
    const missing = [...complete.keys()].filter((account) => !this.ground.lock.has(account));
    const numbered = new Set([...complete.values()].map((number) => foldedStackName(numberedStack(number))));
    for (const [index, { name }] of this.file.division.groups.entries())
      if (numbered.has(foldedStackName(name)))
        this.problem(
          ["division", "groups", index, "name"],
          `is ${name}, the name of a numbered stack; use another name`,
        );
    if (numbered.has(foldedStackName(this.file.division.shared)))
      this.problem(["division", "shared"], "is the name of a numbered stack; use another name");
    if (missing.length > 0) {
      const [first = ""] = missing;
      const are = missing.length === 1 ? "is" : `and ${counted(missing.length - 1, "other")} are`;
      this.accountProblem(
        first,
        `${are} not in ${LOCK_FILE}, which has the stack of each account; run reseller fleet list --write-lock, and commit the file`,
      );
    }
    return new Map([...complete].map(([account, number]) => [account, numberedStack(number)]));
  }

  private whereText(account: string): string {
    const place = this.ground.realm.placeOf({ kind: "Account", name: account });
    return place === undefined ? "" : ` (${placeText(place)})`;
  }

  private accountProblem(account: string, what: string): void {
    const place = this.ground.realm.placeOf({ kind: "Account", name: account });
    this.problems.push({ file: place?.file, place, path: pathText([SECTIONS.Account, account]), what });
  }

  private problem(path: readonly (string | number)[], what: string): void {
    this.problems.push(this.ground.problemAt(path, what));
  }
}
