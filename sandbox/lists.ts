/** One candidate of a list: its place in the order of creation, and what is visible of it. */
export interface ListRow<Fields extends object = object> {
  readonly sequence: number;
  readonly fields: Fields;
}

/** Some rows of a list, and where the next ones begin; null after the last. */
export interface ListPage<Fields extends object = object> {
  readonly rows: readonly ListRow<Fields>[];
  readonly nextCursor: string | null;
}

/** What a list may be asked for. */
export interface ListRules {
  readonly filters: readonly string[];
  readonly sortable: readonly string[];
  readonly defaultLimit: number;
  readonly maximumLimit: number;
  /** Filters that take several values, separated by commas, with the number of values they take at most. */
  readonly several: Readonly<Record<string, number>>;
}

interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

/** A list request that was understood. */
export interface ListQuery {
  readonly limit: number;
  readonly sort: readonly SortKey[];
  readonly filters: ReadonlyMap<string, readonly string[]>;
  readonly after: Position | undefined;
}

type Scalar = string | number | boolean | null;
interface Position {
  readonly values: readonly Scalar[];
  readonly sequence: number;
}

/** A query that a list can't serve; the message says what was wrong with it. */
export class ListQueryError extends Error {}

const FILTER = /^filter\[(.+)\]$/;

/** Whether a query parameter is one that lists understand. */
export function isListParameter(name: string): boolean {
  return name === "limit" || name === "cursor" || name === "sort" || FILTER.test(name);
}

/** @throws {ListQueryError} */
export function parseListQuery(query: URLSearchParams, rules: ListRules): ListQuery {
  const filters = parseFilters(query, rules);
  const sort = parseSort(query.get("sort"), rules);
  return {
    limit: parseLimit(query.get("limit"), rules),
    sort,
    filters,
    after: parseCursor(query.get("cursor"), sort, filters),
  };
}

/** The rows of one page, in an order that stays the same while others insert and remove. */
export function pageOf<Fields extends object>(rows: Iterable<ListRow<Fields>>, query: ListQuery): ListPage<Fields> {
  const compare = comparison(query.sort);
  const matching: ListRow<Fields>[] = [];
  for (const row of rows) {
    if (
      admits(query.filters, row.fields) &&
      (query.after === undefined || compare(positionOf(row, query.sort), query.after) > 0)
    )
      matching.push(row);
  }
  matching.sort((first, second) => compare(positionOf(first, query.sort), positionOf(second, query.sort)));
  const page = matching.slice(0, query.limit);
  const last = page.at(-1);
  const more = last !== undefined && matching.length > page.length;
  return { rows: page, nextCursor: more ? writeCursor(positionOf(last, query.sort), query) : null };
}

function parseLimit(text: string | null, { defaultLimit, maximumLimit }: ListRules): number {
  if (text === null) return defaultLimit;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > maximumLimit)
    throw new ListQueryError(`limit must be a whole number from 1 to ${maximumLimit}`);
  return limit;
}

function parseFilters(query: URLSearchParams, rules: ListRules): Map<string, readonly string[]> {
  const filters = new Map<string, readonly string[]>();
  for (const [name, value] of query) {
    const field = FILTER.exec(name)?.[1];
    if (field === undefined) continue;
    if (!rules.filters.includes(field))
      throw new ListQueryError(`there is no filter[${field}] here; ${known("filters", rules.filters)}`);
    const most = rules.several[field] ?? 1;
    const values = most === 1 ? [value] : value.split(",");
    if (values.length > most) throw new ListQueryError(`filter[${field}] takes ${most} values at most`);
    filters.set(field, values);
  }
  return filters;
}

function parseSort(text: string | null, rules: ListRules): readonly SortKey[] {
  if (text === null || text === "") return [];
  return text.split(",").map((part) => {
    const descending = part.startsWith("-");
    const field = descending ? part.slice(1) : part;
    if (!rules.sortable.includes(field))
      throw new ListQueryError(`a list can't be sorted by "${field}" here; ${known("fields", rules.sortable)}`);
    return { field, descending };
  });
}

function known(what: string, names: readonly string[]): string {
  return names.length === 0 ? `it has no ${what}` : `its ${what} are ${names.join(", ")}`;
}

/** A cursor belongs to one order and one set of filters; with others it would skip or repeat in silence. */
function scopeOf(sort: readonly SortKey[], filters: ListQuery["filters"]): string {
  return JSON.stringify([sort.map(({ field, descending }) => [field, descending]), [...filters].sort()]);
}

function writeCursor(position: Position, { sort, filters }: ListQuery): string {
  return Buffer.from(JSON.stringify([scopeOf(sort, filters), position.values, position.sequence])).toString(
    "base64url",
  );
}

function parseCursor(
  text: string | null,
  sort: readonly SortKey[],
  filters: ListQuery["filters"],
): Position | undefined {
  if (text === null) return undefined;
  const bad = new ListQueryError("the cursor is not one that this list gave out for this order and these filters");
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    throw bad;
  }
  if (!Array.isArray(content)) throw bad;
  const [scope, values, sequence] = content as readonly unknown[];
  if (scope !== scopeOf(sort, filters) || typeof sequence !== "number") throw bad;
  if (!Array.isArray(values) || values.length !== sort.length || !values.every(isScalar)) throw bad;
  return { values, sequence };
}

function admits(filters: ListQuery["filters"], fields: object): boolean {
  for (const [field, values] of filters) {
    const value = valueOf(fields, field);
    if (!values.includes(value === null ? "" : String(value))) return false;
  }
  return true;
}

function positionOf(row: ListRow, sort: readonly SortKey[]): Position {
  return { values: sort.map(({ field }) => valueOf(row.fields, field)), sequence: row.sequence };
}

function valueOf(fields: object, field: string): Scalar {
  const value = (fields as Record<string, unknown>)[field] ?? null;
  return isScalar(value) ? value : JSON.stringify(value);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function comparison(sort: readonly SortKey[]): (first: Position, second: Position) => number {
  return (first, second) => {
    for (const [place, { descending }] of sort.entries()) {
      const order = compareScalars(first.values[place] ?? null, second.values[place] ?? null);
      if (order !== 0) return descending ? -order : order;
    }
    return first.sequence - second.sequence;
  };
}

/** Nothing comes first, then by value; texts by code unit, so that the order is the same on every machine. */
function compareScalars(first: Scalar, second: Scalar): number {
  if (first === second) return 0;
  if (first === null) return -1;
  if (second === null) return 1;
  return first < second ? -1 : 1;
}
