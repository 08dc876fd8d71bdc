import type { KindName } from "../provider/model";
import type { Portal } from "../provider/model/portal";
import { nameOfEntry, type Reference } from "../realm/entry";
import { isDeclarable, type LiveObject } from "../provider/model/liveObjects";
import type { Reading } from "./read";
import { isStateOnly } from "../provider/model/definePortal";

/** What stands for an id in a declaration; `gone`: nothing does, since it is not there, or not for long. */
export type Referent = Reference | { readonly gone: string };

/** Finds what stands for ids: an entry, or an object that nobody declares here. */
export class Referents {
  private readonly sameName = new Map<string, number>();

  constructor(
    private readonly portal: Portal,
    private readonly reading: Reading,
    private readonly keys: ReadonlyMap<LiveObject, string>,
    private readonly isEntry: (object: LiveObject) => boolean,
    private readonly accountOf: (object: LiveObject) => LiveObject | undefined,
  ) {
    for (const object of reading.objects.all) {
      const name = placedName(object);
      this.sameName.set(name, (this.sameName.get(name) ?? 0) + 1);
    }
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
    return { existing: this.hasUsableName(object) ? object.name : id };
  }

  /** Only profiles can be referred to by their names, and only where a name is one profile's in its place. */
  private hasUsableName(object: LiveObject): boolean {
    const isNamed = object.kind === "Profile" && (object.found.builtIn !== undefined || isDeclarable(object));
    return isNamed && this.sameName.get(placedName(object)) === 1;
  }
}

function placedName({ kind, account, name }: LiveObject): string {
  return JSON.stringify([kind, account ?? null, name]);
}
