/** What every stored record has: an id that is unique in its collection, and its place in the order of creation. */
export interface StoredRecord {
  readonly id: string;
  readonly sequence: number;
}

/** A record before the store has given it its place in the order of creation. */
export type Draft<Stored extends StoredRecord> = Omit<Stored, "sequence">;

/** One record that was inserted (`before` is undefined), replaced, or removed (`after` is undefined). */
export interface Change<Stored extends StoredRecord = StoredRecord> {
  readonly collection: string;
  readonly before: Stored | undefined;
  readonly after: Stored | undefined;
}

/** Where a collection reports its changes, so that they can be written to disk together or taken back together. */
export interface Journal {
  nextSequence(): number;
  changed(change: Change, undo: () => void): void;
}

/** For each index, the keys under which a record is found. */
export type IndexDefinition<Stored, Index extends string> = Readonly<
  Record<Index, (record: Stored) => readonly string[]>
>;

/** A key made of several parts, such as a client's id and a name. */
export function compositeKey(...parts: readonly (string | null)[]): string {
  return JSON.stringify(parts);
}

/**
 * Records of one sort, held in memory with indexes on their natural keys. Records are never changed in place:
 * a change replaces the record, so that a reader can keep one without copying it.
 */
export class Collection<Stored extends StoredRecord, Index extends string = never> {
  private readonly records = new Map<string, Stored>();
  private readonly buckets: Record<Index, Map<string, Map<string, Stored>>>;
  private readonly observers: ((before: Stored | undefined, after: Stored | undefined) => void)[] = [];

  constructor(
    readonly name: string,
    private readonly journal: Journal,
    private readonly indexes: IndexDefinition<Stored, Index>,
  ) {
    this.buckets = Object.fromEntries(Object.keys(indexes).map((index) => [index, new Map()])) as typeof this.buckets;
  }

  get size(): number {
    return this.records.size;
  }

  get(id: string): Stored | undefined {
    return this.records.get(id);
  }

  values(): Iterable<Stored> {
    return this.records.values();
  }

  /** The records under one key of an index, without looking at any other. */
  find(index: Index, key: string): Iterable<Stored> {
    return this.buckets[index].get(key)?.values() ?? [];
  }

  first(index: Index, key: string): Stored | undefined {
    for (const record of this.find(index, key)) return record;
    return undefined;
  }

  count(index: Index, key: string): number {
    return this.buckets[index].get(key)?.size ?? 0;
  }

  insert(draft: Draft<Stored>): Stored {
    if (this.records.has(draft.id)) throw new Error(`${this.name} has a record ${draft.id} already`);
    const record = { ...draft, sequence: this.journal.nextSequence() } as unknown as Stored;
    this.change(record.id, record);
    return record;
  }

  replace(record: Stored): Stored {
    if (!this.records.has(record.id)) throw new Error(`${this.name} has no record ${record.id} to replace`);
    this.change(record.id, record);
    return record;
  }

  /** Inserts a record, or changes the one that has this id already. */
  put(draft: Draft<Stored>): Stored {
    const current = this.records.get(draft.id);
    return current === undefined ? this.insert(draft) : this.replace({ ...current, ...draft });
  }

  /** Removes a record; one that is not there is left so. */
  remove(id: string): void {
    if (this.records.has(id)) this.change(id, undefined);
  }

  removeAll(index: Index, key: string): void {
    for (const record of [...this.find(index, key)]) this.remove(record.id);
  }

  /** Calls back on every change, and on every change that is taken back: for sums that are kept instead of computed. */
  observe(observer: (before: Stored | undefined, after: Stored | undefined) => void): void {
    this.observers.push(observer);
    for (const record of this.records.values()) observer(undefined, record);
  }

  /** Takes a record as it was read from disk. */
  load(record: Stored): void {
    this.apply(record.id, record);
  }

  private change(id: string, after: Stored | undefined): void {
    const before = this.records.get(id);
    this.apply(id, after);
    this.journal.changed({ collection: this.name, before, after }, () => this.apply(id, before));
  }

  private apply(id: string, after: Stored | undefined): void {
    const before = this.records.get(id);
    if (before !== undefined) this.unindex(before);
    if (after === undefined) this.records.delete(id);
    else {
      this.records.set(id, after);
      this.index(after);
    }
    for (const observer of this.observers) observer(before, after);
  }

  private index(record: Stored): void {
    for (const index of this.indexNames()) {
      for (const key of this.indexes[index](record)) {
        const bucket = this.buckets[index].get(key);
        if (bucket === undefined) this.buckets[index].set(key, new Map([[record.id, record]]));
        else bucket.set(record.id, record);
      }
    }
  }

  private unindex(record: Stored): void {
    for (const index of this.indexNames()) {
      for (const key of this.indexes[index](record)) {
        const bucket = this.buckets[index].get(key);
        bucket?.delete(record.id);
        if (bucket?.size === 0) this.buckets[index].delete(key);
      }
    }
  }

  private indexNames(): readonly Index[] {
    return Object.keys(this.indexes) as Index[];
  }
}
