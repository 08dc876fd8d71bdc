import type { Freshness } from "../model/portal";
import { foldedKey } from "../model/words";

export interface CollectionSource<Item> {
  /** All items, in as few calls as the portal allows. */
  readonly list: () => Promise<Item[]>;
  readonly idOf: (item: Item) => string;
  readonly keyOf: (item: Item) => string;
  /** What items are asked for together by, such as the account they belong to. */
  readonly groupOf?: (item: Item) => string | readonly string[];
  /** All items of one group, where the portal has a list of them; undefined where only the whole list tells. */
  readonly listGroup?: (group: string) => Promise<Item[] | undefined>;
  /** Whether the whole list is shared with other processes, so that it is read once for all. Default: no. */
  readonly isShared?: () => Promise<boolean>;
}

/** So many groups are read each by itself; for one more, the whole list is read. */
const MOST_GROUPS_ALONE = 3;

/**
 * A bulk list, read once in a run when it is first needed and kept true by the run's own writes. One list answers all
 * reads of a refresh. It is only ever there whole: a list that failed half-way answers nothing. Where only a few groups are asked for, and
 * the portal has lists of them, those are read in its place.
 */
export class Collection<Item> {
  private loading: Promise<void> | undefined;
  /** Of groups that are read by themselves. */
  private readonly groupLoads = new Map<string, Promise<void>>();
  private readonly byId = new Map<string, Item>();
  private readonly idByKey = new Map<string, string>();
  private readonly groups = new Map<string, Set<string>>();
  /** Made when it is first asked for. */
  private idsByFold: Map<string, Set<string>> | undefined;

  constructor(private readonly source: CollectionSource<Item>) {}

  /** @param group what is asked about this group alone; undefined: about all */
  async load(freshness: Freshness = "known", group?: string): Promise<void> {
    if (group !== undefined && this.readsAlone(group, freshness)) return this.loadGroup(group, freshness);
    if (freshness === "fresh") this.forget();
    this.loading ??= this.read();
    const mine = this.loading;
    try {
      await mine;
    } catch (error) {
      if (this.loading === mine) this.loading = undefined;
      throw error;
    }
  }

  /** @param group see `load` */
  async withId(id: string, group?: string): Promise<Item | undefined> {
    await this.load("known", group);
    return this.byId.get(id);
  }

  /** The item with this id, of whatever group; looked for in the one in which it should be first. */
  async withIdNear(id: string, group: string | undefined): Promise<Item | undefined> {
    const near = group === undefined ? undefined : await this.withId(id, group);
    return near ?? this.withId(id);
  }

  /** @param group see `load` */
  async withKey(key: string, group?: string): Promise<Item | undefined> {
    await this.load("known", group);
    const id = this.idByKey.get(key);
    return id === undefined ? undefined : this.byId.get(id);
  }

  /**
   * Items whose key differs from this one in spelling alone.
   *
   * @param group see `load`
   */
  async alike(key: string, group?: string): Promise<Item[]> {
    await this.load("known", group);
    if (this.idsByFold === undefined) {
      this.idsByFold = new Map();
      for (const item of this.byId.values()) this.fold(item);
    }
    return [...(this.idsByFold.get(foldedKey(key)) ?? [])]
      .map((id) => this.byId.get(id)!)
      .filter((item) => this.source.keyOf(item) !== key);
  }

  /**
   * The item that was declared under this key: the portal may have made another spelling of it.
   *
   * @param group see `load`
   */
  async ofDeclared(key: string, group?: string): Promise<Item | undefined> {
    const exact = await this.withKey(key, group);
    if (exact !== undefined) return exact;
    const [only, ...others] = await this.alike(key, group);
    return others.length === 0 ? only : undefined;
  }

  async inGroup(group: string): Promise<Item[]> {
    await this.load("known", group);
    return [...(this.groups.get(group) ?? [])].map((id) => this.byId.get(id)!);
  }

  async all(): Promise<Item[]> {
    await this.load();
    return [...this.byId.values()];
  }

  /** An item that the portal has just shown. */
  put(item: Item): void {
    const id = this.source.idOf(item);
    this.drop(id);
    this.byId.set(id, item);
    this.idByKey.set(this.source.keyOf(item), id);
    this.fold(item);
    for (const group of this.groupsOf(item)) {
      const members = this.groups.get(group) ?? new Set();
      this.groups.set(group, members.add(id));
    }
  }

  /** An item that the portal has just shown, where the list was read already; where not, the list will have it. */
  async putIfLoaded(item: Item): Promise<void> {
    const group = this.groupsOf(item).find((name) => this.groupLoads.has(name));
    if (this.loading === undefined && group === undefined) return;
    await this.load("known", group);
    this.put(item);
  }

  drop(id: string): void {
    const item = this.byId.get(id);
    if (item === undefined) return;
    this.byId.delete(id);
    this.idByKey.delete(this.source.keyOf(item));
    this.idsByFold?.get(foldedKey(this.source.keyOf(item)))?.delete(id);
    for (const group of this.groupsOf(item)) this.groups.get(group)?.delete(id);
  }

  private groupsOf(item: Item): readonly string[] {
    return [this.source.groupOf?.(item) ?? []].flat();
  }

  /** All items of a group, as far as they were read. */
  dropGroup(group: string): void {
    for (const id of [...(this.groups.get(group) ?? [])]) this.drop(id);
  }

  /** What was read no longer holds: whoever asks next reads it anew. */
  forget(): void {
    this.loading = undefined;
    this.groupLoads.clear();
  }

  private readsAlone(group: string, freshness: Freshness): boolean {
    if (this.source.listGroup === undefined) return false;
    if (freshness === "fresh") return true;
    if (this.loading !== undefined) return false;
    return this.groupLoads.has(group) || this.groupLoads.size < MOST_GROUPS_ALONE;
  }

  private async loadGroup(group: string, freshness: Freshness): Promise<void> {
    const mine = (freshness === "known" ? this.groupLoads.get(group) : undefined) ?? this.readGroup(group, freshness);
    this.groupLoads.set(group, mine);
    try {
      await mine;
    } catch (error) {
      if (this.groupLoads.get(group) === mine) this.groupLoads.delete(group);
      throw error;
    }
  }

  private async readGroup(group: string, freshness: Freshness): Promise<void> {
    const { listGroup, isShared } = this.source;
    const asksForAll = freshness === "known" && (await isShared?.()) === true;
    const items = asksForAll ? undefined : await listGroup?.(group);
    if (items === undefined) return this.load(freshness);
    if (this.loading !== undefined) {
      await this.load();
      // The whole list was asked for after this one.
      if (freshness === "known") return;
    }
    this.dropGroup(group);
    for (const item of items) this.put(item);
  }

  private fold(item: Item): void {
    const key = foldedKey(this.source.keyOf(item));
    const ids = this.idsByFold?.get(key) ?? new Set();
    this.idsByFold?.set(key, ids.add(this.source.idOf(item)));
  }

  private async read(): Promise<void> {
    const items = await this.source.list();
    this.byId.clear();
    this.idByKey.clear();
    this.groups.clear();
    this.idsByFold = undefined;
    for (const item of items) this.put(item);
  }
}

/** A bulk list, for whoever only reads it. */
export type ReadableCollection<Item> = Pick<Collection<Item>, "all" | "withId" | "withKey" | "ofDeclared" | "inGroup">;
