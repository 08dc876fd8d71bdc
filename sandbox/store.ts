import { mkdirSync } from "node:fs";
import * as path from "node:path";

/** The part of libsql's synchronous interface that is used; the package ships no types for it. */
interface Statement {
  run(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
}
interface SqlDatabase {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

export interface Stored {
  readonly id: string;
}

/** Objects of one type: in memory for reading, written through before anybody is answered. */
export class Table<Item extends Stored> {
  private readonly items = new Map<string, Item>();
  private readonly indexes = new Map<string, Map<string, Set<string>>>();

  constructor(
    readonly name: string,
    stored: readonly Item[],
    private readonly keys: Readonly<Record<string, (item: Item) => string>>,
    private readonly write: (id: string, item: Item | undefined) => void,
  ) {
    for (const key of Object.keys(keys)) this.indexes.set(key, new Map());
    for (const item of stored) this.remember(item);
  }

  get(id: string): Item | undefined {
    return this.items.get(id);
  }

  /** In the order in which they were made. */
  all(): Item[] {
    return [...this.items.values()];
  }

  /** Items whose key of this name has this value. */
  by(key: string, value: string): Item[] {
    const ids = this.indexes.get(key)?.get(value) ?? new Set<string>();
    return [...ids].map((id) => this.items.get(id)!);
  }

  put(item: Item): Item {
    this.write(item.id, item);
    this.forget(item.id, false);
    this.remember(item);
    return item;
  }

  delete(id: string): void {
    this.write(id, undefined);
    this.forget(id, true);
  }

  private remember(item: Item): void {
    this.items.set(item.id, item);
    for (const [key, valueOf] of Object.entries(this.keys)) {
      const index = this.indexes.get(key)!;
      const value = valueOf(item);
      index.set(value, (index.get(value) ?? new Set()).add(item.id));
    }
  }

  private forget(id: string, wholly: boolean): void {
    const item = this.items.get(id);
    if (item === undefined) return;
    for (const [key, valueOf] of Object.entries(this.keys)) this.indexes.get(key)!.get(valueOf(item))?.delete(id);
    if (wholly) this.items.delete(id);
  }
}

/**
 * The sandbox's memory. With a folder it is a database file there, and what was answered survives the death of the
 * process; without one it lives as long as the process.
 */
export class Store {
  private readonly database: SqlDatabase;
  private readonly tables = new Map<string, Table<Stored>>();
  private readonly insert: Statement;
  private readonly remove: Statement;

  constructor(folder?: string) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    const Database = require("libsql") as new (file: string) => SqlDatabase;
    this.database = new Database(folder === undefined ? ":memory:" : path.join(folder, "sandbox.db"));
    // The operating system has every acknowledged write; only a crash of the machine could lose one.
    this.database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
    this.database.exec(
      "CREATE TABLE IF NOT EXISTS objects (type TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (type, id))",
    );
    this.insert = this.database.prepare(
      "INSERT INTO objects (type, id, position, body) VALUES (?, ?, (SELECT COALESCE(MAX(rowid), 0) + 1 FROM objects), ?) ON CONFLICT (type, id) DO UPDATE SET body = excluded.body",
    );
    this.remove = this.database.prepare("DELETE FROM objects WHERE type = ? AND id = ?");
  }

  /** @param keys what the table can be searched by, beside the id. */
  table<Item extends Stored>(name: string, keys: Readonly<Record<string, (item: Item) => string>> = {}): Table<Item> {
    const rows = this.database.prepare("SELECT body FROM objects WHERE type = ? ORDER BY position").all(name) as {
      body: string;
    }[];
    const stored = rows.map((row) => JSON.parse(row.body) as Item);
    const table = new Table<Item>(
      name,
      stored,
      keys,
      (id, item) =>
        void (item === undefined ? this.remove.run(name, id) : this.insert.run(name, id, JSON.stringify(item))),
    );
    this.tables.set(name, table as unknown as Table<Stored>);
    return table;
  }

  /** Everything, by type. */
  dump(): Record<string, Stored[]> {
    return Object.fromEntries([...this.tables].map(([name, table]) => [name, table.all()]));
  }

  close(): void {
    this.database.close();
  }
}
