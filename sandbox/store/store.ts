import { Collection, type Change, type IndexDefinition, type Journal, type StoredRecord } from "./collection";
import { Database, type Row } from "./database";

interface PendingChange {
  readonly portal: string;
  readonly change: Change;
  readonly undo: () => void;
}

/** All records of the sandbox: read from memory, written through to the database before anything is acknowledged. */
export class Store {
  private readonly database: Database;
  private readonly shelves = new Map<string, PortalStore>();
  private readonly unread = new Map<string, Row[]>();
  private sequence = 0;
  private pending: PendingChange[] | undefined;

  /** @param folder where the data are kept; left out: in memory, thrown away at the end. */
  constructor(folder?: string) {
    this.database = Database.open(folder);
    for (const row of this.database.rows()) {
      const shelf = shelfKey(row.portal, row.collection);
      const rows = this.unread.get(shelf);
      if (rows === undefined) this.unread.set(shelf, [row]);
      else rows.push(row);
      this.sequence = Math.max(this.sequence, row.sequence);
    }
  }

  /** The collections of one portal. */
  portal(name: string): PortalStore {
    const existing = this.shelves.get(name);
    if (existing !== undefined) return existing;
    const journal: Journal = {
      nextSequence: () => ++this.sequence,
      changed: (change, undo) => {
        if (this.pending === undefined) throw new Error(`${change.collection} was changed outside a transaction`);
        this.pending.push({ portal: name, change, undo });
      },
    };
    const shelf = new PortalStore(name, journal, (collection) => this.take(name, collection));
    this.shelves.set(name, shelf);
    return shelf;
  }

  /**
   * Runs synchronous work whose changes stand or fall together. When it returns they are on disk;
   * when it throws, memory is as it was before.
   */
  transaction<Result>(work: () => Result): Result {
    if (this.pending !== undefined) return work();
    const pending: PendingChange[] = [];
    this.pending = pending;
    try {
      const result = work();
      if (pending.length > 0) this.database.write(pending.map(({ portal, change }) => rowOf(portal, change)));
      return result;
    } catch (error) {
      for (const { undo } of pending.reverse()) undo();
      throw error;
    } finally {
      this.pending = undefined;
    }
  }

  /** Every record by portal and collection, in the order of creation. */
  contents(): Record<string, Record<string, readonly StoredRecord[]>> {
    return Object.fromEntries([...this.shelves].map(([name, shelf]) => [name, shelf.contents()]));
  }

  close(): void {
    this.database.close();
  }

  private take(portal: string, collection: string): readonly Row[] {
    const shelf = shelfKey(portal, collection);
    const rows = this.unread.get(shelf) ?? [];
    this.unread.delete(shelf);
    return rows;
  }
}

/** The collections of one portal. */
export class PortalStore {
  private readonly collections = new Map<string, Collection<StoredRecord, string>>();

  constructor(
    readonly portal: string,
    private readonly journal: Journal,
    private readonly take: (collection: string) => readonly Row[],
  ) {}

  /** Names a collection, with what the database holds of it. */
  collection<Stored extends StoredRecord, Index extends string = never>(
    name: string,
    indexes: IndexDefinition<Stored, Index>,
  ): Collection<Stored, Index> {
    const collection = new Collection<Stored, Index>(name, this.journal, indexes);
    for (const row of this.take(name)) collection.load(JSON.parse(row.body) as Stored);
    this.collections.set(name, collection as unknown as Collection<StoredRecord, string>);
    return collection;
  }

  contents(): Record<string, readonly StoredRecord[]> {
    return Object.fromEntries([...this.collections].map(([name, collection]) => [name, inOrder(collection)]));
  }
}

function inOrder(collection: Collection<StoredRecord, string>): readonly StoredRecord[] {
  return [...collection.values()].sort((first, second) => first.sequence - second.sequence);
}

function shelfKey(portal: string, collection: string): string {
  return `${portal}/${collection}`;
}

function rowOf(portal: string, { collection, before, after }: Change) {
  const { id, sequence } = (after ?? before) as StoredRecord;
  return { portal, collection, id, sequence, body: after === undefined ? undefined : JSON.stringify(after) };
}
