import type { KindName } from "../provider/model";
import type { Portal } from "../provider/model/portal";
import { nameOfEntry, type Reference } from "../realm/entry";
import { type LiveObject, UsableNames } from "../provider/model/liveObjects";
import type { Reading } from "./read";
import { isStateOnly } from "../provider/model/definePortal";

/** What stands for an id in a declaration; `gone`: nothing does, since it is not there, or not for long. */
export type Referent = Reference | { readonly gone: string };

/** Finds what stands for ids: an entry, or an object that nobody declares here. */
export class Referents {
  private readonly names: UsableNames;

  constructor(
    private readonly portal: Portal,
    private readonly reading: Reading,
    private readonly keys: ReadonlyMap<LiveObject, string>,
    private readonly isEntry: (object: LiveObject) => boolean,
    private readonly accountOf: (object: LiveObject) => LiveObject | undefined,
  ) {
    this.names = new UsableNames(reading.objects);
  }

  /** The name of an object's entry, and the account that it stands in. */
  entryOf(object: LiveObject): { readonly key: string; readonly within: string | undefined; readonly name: string } {
    const key = this.keys.get(object)!;
    const account = this.accountOf(object);
    const within = account === undefined ? undefined : this.keys.get(account);
    return { key, within, name: nameOfEntry(within, key) };
  }

  of(kind: KindName, id: string): Referent {
    const object = this.reading.objects.withId(kind, id);
    if (object === undefined) {
      const isKnowable = this.reading.whole.has(kind) && !isStateOnly(this.portal, kind);
      return isKnowable ? { gone: `the ${kind} ${id}, which doesn't exist` } : { existing: id };
    }
    const { deleting } = object.found;
    if (deleting !== undefined)
      return { gone: `the ${kind} ${this.reading.objects.shownName(object)}, which is being deleted` };
    if (this.isEntry(object)) return { entry: { kind, name: this.entryOf(object).name } };
    return { existing: this.names.has(object) ? object.name : id };
  }
}
