import { type Access, type Change, EVERYWHERE, type MatrixData, type Right, type Selection } from "./data";
import { compareRights } from "./marks";

export interface Filter {
  readonly person: string;
  readonly account: string;
  readonly permission: string;
  readonly changedOnly: boolean;
  /** Index in `selections`. */
  readonly selection?: number;
}

/** What a filter leaves. */
export interface Shown {
  readonly rows: readonly Access[];
  /** Indices of permissions, those of a section side by side. */
  readonly permissions: readonly number[];
  readonly people: readonly number[];
  /** Indices of accounts; `EVERYWHERE` first, where somebody has rights there. Also locked ones, which rights held everywhere don't open. */
  readonly scopes: readonly number[];
  readonly counts: ReadonlyMap<Change, number>;
}

/** The data with what every filter needs of it, made once. */
export class Matrix {
  /** Everywhere first, then account by account. */
  readonly rows: readonly Access[];
  readonly changes: boolean;
  private readonly peopleText: readonly string[];
  private readonly accountText: readonly string[];
  private readonly permissionText: readonly string[];
  private readonly sections = new Map<string, number>();
  private readonly strongest = new Map<number, ReadonlyMap<number, Right>>();
  private readonly byPerson: ReadonlyMap<number, readonly Access[]>;

  constructor(readonly data: MatrixData) {
    const { access, people, accounts, permissions, rights } = data;
    this.rows = [...access].sort((one, other) => one[1] - other[1] || one[0] - other[0]);
    this.changes = rights.some((list) => list.some(({ change }) => change !== "none"));
    this.peopleText = people.map(({ name, fullName }) => `${name}\n${fullName ?? ""}`.toLowerCase());
    this.accountText = accounts.map(({ name, portal }) => `${name}\n${portal}`.toLowerCase());
    this.permissionText = permissions.map((permission) =>
      [permission.name, permission.sentence, permission.section, permission.power].join("\n").toLowerCase(),
    );
    permissions.forEach(({ section }, index) => {
      if (!this.sections.has(section)) this.sections.set(section, index);
    });
    const byPerson = new Map<number, Access[]>();
    for (const row of this.rows) {
      const own = byPerson.get(row[0]);
      if (own === undefined) byPerson.set(row[0], [row]);
      else own.push(row);
    }
    this.byPerson = byPerson;
  }

  accessOf(person: number): readonly Access[] {
    return this.byPerson.get(person) ?? [];
  }

  /** The right that tells most, where several paths lead to one permission. */
  right(list: number, permission: number): Right | undefined {
    let strongest = this.strongest.get(list);
    if (strongest === undefined) {
      const made = new Map<number, Right>();
      for (const right of [...(this.data.rights[list] ?? [])].sort(compareRights)) {
        if (!made.has(right.permission)) made.set(right.permission, right);
      }
      this.strongest.set(list, (strongest = made));
    }
    return strongest.get(permission);
  }

  apply(filter: Filter): Shown {
    const { data } = this;
    const selection = filter.selection === undefined ? undefined : data.selections[filter.selection];
    const hasPerson = chosen(this.peopleText, filter.person, selection?.people);
    const hasPermission = chosen(this.permissionText, filter.permission, selection?.permissions);
    const hasScope = this.scopeFilter(filter.account, selection);
    const anyPermission = filter.permission.trim() === "" && (selection?.permissions.length ?? 0) === 0;

    /** Which rights of each list count. The lists are shared, so this is little work however many people there are. */
    const relevant = data.rights.map((list) =>
      list.filter(
        ({ permission, change, before, after }) =>
          hasPermission(permission) &&
          (change !== "none" || (!filter.changedOnly && (before !== "no" || after !== "no"))),
      ),
    );
    const rows = this.rows.filter(
      ([person, scope, list]) =>
        hasPerson(person) &&
        hasScope(scope, person) &&
        ((relevant[list]?.length ?? 0) > 0 || (anyPermission && !filter.changedOnly)),
    );

    const [people, scopes] = [new Set<number>(), new Set<number>()];
    /** How many rows have each list: rights are counted once for all who share them. */
    const sharing = new Map<number, number>();
    for (const [person, scope, list] of rows) {
      people.add(person);
      scopes.add(scope);
      sharing.set(list, (sharing.get(list) ?? 0) + 1);
    }
    for (const scope of this.locked(rows, filter, hasScope)) scopes.add(scope);
    const permissions = new Set<number>();
    const counts = new Map<Change, number>();
    for (const [list, times] of sharing) {
      for (const { permission, change } of relevant[list] ?? []) {
        permissions.add(permission);
        counts.set(change, (counts.get(change) ?? 0) + times);
      }
    }
    const ascending = (one: number, other: number) => one - other;
    return {
      rows,
      permissions: [...permissions].sort((one, other) => this.placeOf(one) - this.placeOf(other) || one - other),
      people: [...people].sort(ascending),
      scopes: [...scopes].sort(ascending),
      counts,
    };
  }

  /** Where the section of a permission stands among the sections: by its first permission. */
  private placeOf(permission: number): number {
    return this.sections.get(this.data.permissions[permission]?.section ?? "") ?? 0;
  }

  /** Locked accounts of the portals in which somebody who is shown has rights everywhere. */
  private locked(
    rows: readonly Access[],
    { changedOnly }: Filter,
    hasScope: (scope: number, person: number) => boolean,
  ): number[] {
    const { accounts, people } = this.data;
    const everywhere = new Map<string, number>();
    for (const [person, scope] of rows) {
      if (scope === EVERYWHERE) everywhere.set(people[person]?.portal ?? "", person);
    }
    return accounts.flatMap(({ lock, portal }, index) => {
      const person = everywhere.get(portal);
      const isShown = lock !== undefined && !(changedOnly && lock === "locked");
      return isShown && person !== undefined && hasScope(index, person) ? [index] : [];
    });
  }

  /** Rights that are held everywhere hold in every account of that portal, so whoever asks for an account sees them, too. */
  private scopeFilter(text: string, selection: Selection | undefined): (scope: number, person: number) => boolean {
    const { accounts, people } = this.data;
    const wanted = text.trim().toLowerCase();
    const selected = selection === undefined || selection.scopes.length === 0 ? undefined : new Set(selection.scopes);
    const matching = this.accountText.map((account) => account.includes(wanted));
    const portals = new Set(accounts.flatMap(({ portal }, index) => (matching[index] === true ? [portal] : [])));
    const everywhere = "everywhere".includes(wanted);
    const byText = (scope: number, person: number) => {
      if (wanted === "") return true;
      if (scope !== EVERYWHERE) return matching[scope] === true;
      return everywhere || portals.has(people[person]?.portal ?? "");
    };
    return (scope, person) => (selected === undefined || selected.has(scope)) && byText(scope, person);
  }
}

/** The row of a person in a place, among rows in the order of `Matrix.rows`: looked for by halves, since there may be a hundred thousand. */
export function rowAt(rows: readonly Access[], person: number, scope: number): Access | undefined {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const [who = 0, where = 0] = rows[middle] ?? [];
    if (where < scope || (where === scope && who < person)) from = middle + 1;
    else to = middle;
  }
  const found = rows[from];
  return found?.[0] === person && found[1] === scope ? found : undefined;
}

/** Whether an object is among those that the text matches and that are selected. */
function chosen(
  texts: readonly string[],
  text: string,
  selected: readonly number[] | undefined,
): (index: number) => boolean {
  const words = text.trim().toLowerCase();
  const set = selected === undefined || selected.length === 0 ? undefined : new Set(selected);
  const matching = texts.map((candidate, index) => candidate.includes(words) && (set === undefined || set.has(index)));
  return (index) => matching[index] === true;
}
