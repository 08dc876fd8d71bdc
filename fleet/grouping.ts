import type { RealmEntry } from "../realm/entry";
import { withReferences } from "../realm/fieldPaths";
import { accountOf, entryId } from "./divide";
import type { FleetGroup } from "./fleetFile";
import { foldedStackName, STACK_NAME, stackNameOf } from "./names";
import { inOrder } from "./order";

/** The stack of entries outside of accounts that refer to accounts, such as the reseller's own people. */
const PEOPLE = "people";
/** The stack of accounts whose keys make no stack name, or that of another stack. */
const OTHERS = "others";

/**
 * The groups that a realm needs for one stack an account: none where it can do without. What is outside of accounts and refers to them comes
 * behind them, accounts whose stacks would need each other share one, and so do those that would have no stack name of their own.
 *
 * @param entries a whole realm without cycles.
 * @param shared name of the stack of what is in no account and in no group.
 */
export function neededGroups(entries: readonly RealmEntry[], shared: string): FleetGroup[] {
  const realm = new Realm(entries);
  const groups = new Map<string, Set<string>>();
  const late = realm.late();
  if (late.entries.size > 0) groups.set(PEOPLE, new Set(late.accounts));
  const unnamed = realm.unnamed(new Set([shared, PEOPLE, OTHERS].map(foldedStackName)));
  const outside = unnamed.filter((account) => !late.accounts.has(account));
  if (outside.length > 0) groups.set(OTHERS, new Set(outside));
  joinCycles(realm, groups);
  return [...groups].map(([name, accounts]) => ({
    name,
    accounts: [...accounts].sort(),
    entries: name === PEOPLE ? realm.patterns(late.entries) : [],
  }));
}

/** Accounts that need each other go into one group, until none do. */
function joinCycles(realm: Realm, groups: Map<string, Set<string>>): void {
  for (;;) {
    const groupOf = new Map(
      [...groups].flatMap(([name, accounts]) => [...accounts].map((key) => [key, name] as const)),
    );
    const needs = new Map<string, Set<string>>();
    for (const [account, needed] of realm.accountNeeds) {
      const own = groupOf.get(account) ?? account;
      const all = needs.get(own) ?? new Set();
      for (const other of needed) {
        const target = groupOf.get(other) ?? other;
        if (target !== own) all.add(target);
      }
      needs.set(own, all);
    }
    const stacks = [...needs].map(([name, all]) => ({ name, needs: [...all], entries: [], crossings: [] }));
    const { cycles } = inOrder(stacks);
    if (cycles.length === 0) return;
    for (const cycle of cycles) {
      const names = cycle.map(({ name }) => name);
      const into = names.find((name) => groups.has(name)) ?? `${[...names].sort()[0]!.slice(0, 80)}-and-others`;
      const joined = new Set(groups.get(into));
      for (const name of names) {
        for (const account of groups.get(name) ?? [name]) joined.add(account);
        groups.delete(name);
      }
      groups.set(into, joined);
    }
  }
}

class Realm {
  /** Accounts that the content of an account refers to, itself left out. */
  readonly accountNeeds = new Map<string, Set<string>>();
  private readonly byId: ReadonlyMap<string, RealmEntry>;
  private readonly needs: ReadonlyMap<string, readonly RealmEntry[]>;

  constructor(private readonly entries: readonly RealmEntry[]) {
    this.byId = new Map(entries.map((entry) => [entryId(entry), entry]));
    this.needs = new Map(entries.map((entry) => [entryId(entry), this.needsOf(entry)]));
    for (const entry of entries) {
      const account = accountOf(entry);
      if (account === undefined) continue;
      const own = this.accountNeeds.get(account) ?? new Set();
      for (const needed of this.needs.get(entryId(entry))!) {
        const other = accountOf(needed);
        if (other !== undefined && other !== account) own.add(other);
      }
      this.accountNeeds.set(account, own);
    }
  }

  /** Entries outside of accounts that need accounts, directly or not, and the accounts that need those. */
  late(): { readonly entries: ReadonlySet<RealmEntry>; readonly accounts: ReadonlySet<string> } {
    const entries = new Set<RealmEntry>();
    const accounts = new Set<string>();
    const isLate = (needed: RealmEntry) => entries.has(needed) || accounts.has(accountOf(needed) ?? "");
    for (let before = -1; before !== entries.size + accounts.size;) {
      before = entries.size + accounts.size;
      for (const entry of this.entries) {
        const account = accountOf(entry);
        const needed = this.needs.get(entryId(entry))!;
        if (account === undefined) {
          if (needed.some((each) => accountOf(each) !== undefined || isLate(each))) entries.add(entry);
        } else if (needed.some((each) => accountOf(each) !== account && isLate(each))) accounts.add(account);
      }
    }
    return { entries, accounts };
  }

  /** Accounts whose keys make no name for a stack, or one that another has. */
  unnamed(taken: Set<string>): string[] {
    return [...this.accountNeeds.keys()].filter((account) => {
      const name = stackNameOf(account);
      const folded = foldedStackName(name);
      if (!STACK_NAME.test(name) || taken.has(folded)) return true;
      taken.add(folded);
      return false;
    });
  }

  /** `User/*` where no account needs one of these; otherwise each by its name. */
  patterns(late: ReadonlySet<RealmEntry>): string[] {
    const needed = new Set([...this.needs.values()].flat());
    const kinds = new Set([...late].map(({ kind }) => kind));
    return [...kinds].sort().flatMap((kind) => {
      const all = this.entries.filter((entry) => entry.kind === kind && accountOf(entry) === undefined);
      if (!all.some((entry) => needed.has(entry))) return [`${kind}/*`];
      return all.filter((entry) => late.has(entry)).map(({ name }) => `${kind}/${name}`);
    });
  }

  private needsOf({ kind, values }: RealmEntry): RealmEntry[] {
    const found: RealmEntry[] = [];
    withReferences(kind, values, (reference) => {
      const entry = "entry" in reference ? this.byId.get(entryId(reference.entry)) : undefined;
      if (entry !== undefined) found.push(entry);
      return reference;
    });
    return found;
  }
}
