import { kinds, type KindName } from "../../provider/model";
import { nameOfEntry, NAME_SEPARATOR, SECTIONS } from "../../realm/entry";
import { changedAt, EACH, fieldPaths } from "../../realm/fieldPaths";
import { relativePath } from "../../text/escape";
import type { PlannedResource } from "../../engine/plannedResource";
import type { Drift } from "../drift";
import { connectionOf } from "../liveSide";
import type { Path } from "./yamlText";

const REALM_FILE = /\.(ya?ml|json)$/i;

/** An entry of a realm file: where references are looked up from. */
export interface EntryPlace {
  readonly kind: KindName;
  readonly connection: string;
  /** Key of the account that it stands in, or is. */
  readonly within: string | undefined;
  readonly path: Path;
}

/** Whether a resource is an entry of a realm file of the project, and no line of a program. Nothing outside of the project is ever edited. */
export function isInRealmFile({ source }: PlannedResource): boolean {
  return source !== undefined && REALM_FILE.test(source.file) && relativePath("", source.file) === source.file;
}

/** Where the entry of a resource stands in its file. */
export function entryPlace(kind: KindName, name: string, connection: string): EntryPlace {
  const [within, ...key] = name.split(NAME_SEPARATOR);
  if (kind === "Account") return { kind, connection, within: name, path: [SECTIONS.Account, name] };
  if (key.length === 0) return { kind, connection, within: undefined, path: [SECTIONS[kind], name] };
  return { kind, connection, within, path: [SECTIONS.Account, within!, SECTIONS[kind], key.join(NAME_SEPARATOR)] };
}

/** How entries refer to objects: by the key of an entry, or, where nobody declares the object in a realm file, by its name or id. */
export class References {
  private readonly ids = new Map<string, string>();
  private readonly entries = new Map<string, string>();
  private readonly existing = new Map<string, string>();

  constructor(drift: Drift) {
    for (const resource of drift.plan.resources) {
      const id = resource.before?.id ?? resource.after?.id;
      if (id !== undefined && isInRealmFile(resource))
        this.addEntry(resource.kind, connectionOf(resource), resource.label, id);
    }
    for (const { kind, connection, found, name } of drift.objects) {
      const isCommon = found.builtIn !== undefined && name !== "" && found.inputs["account"] === undefined;
      this.ids.set(key(kind, connection, `existing ${found.id}`), found.id);
      if (isCommon) {
        this.existing.set(key(kind, connection, found.id), name);
        this.ids.set(key(kind, connection, `existing ${name}`), found.id);
      }
    }
    for (const { kind, connection, found, name } of drift.objects) {
      const word = key(kind, connection, `existing ${name}`);
      if (name !== "" && !this.ids.has(word)) this.ids.set(word, found.id);
    }
  }

  /** An entry that is there, or that is about to be written. */
  addEntry(kind: KindName, connection: string, name: string, id: string): void {
    this.ids.set(key(kind, connection, `entry ${name}`), id);
    this.entries.set(key(kind, connection, id), name);
  }

  nameOf(kind: KindName, connection: string, id: string): string | undefined {
    return this.entries.get(key(kind, connection, id));
  }

  has(kind: KindName, connection: string, name: string): boolean {
    return this.ids.has(key(kind, connection, `entry ${name}`));
  }

  /** A value of a file with ids in the place of references, in the normal form of its field. */
  meaning(place: EntryPlace, value: unknown, path: Path): unknown {
    const meant = this.atReferences(place, value, path, (part, kind) => this.idOf(place, kind, part));
    const normal = kinds[place.kind].fields[String(path[place.path.length])]?.normal;
    return path.length === place.path.length + 1 && normal !== undefined && Array.isArray(meant)
      ? meant.map((entry) => normal(entry))
      : meant;
  }

  /** A value of the portal as a file has it. */
  written(place: EntryPlace, value: unknown, path: Path): unknown {
    return this.atReferences(place, value, path, (part, kind) =>
      typeof part === "string" ? this.wordFor(place, kind, part) : part,
    );
  }

  private atReferences(
    { kind, path: base }: EntryPlace,
    value: unknown,
    path: Path,
    change: (part: unknown, kind: KindName) => unknown,
  ): unknown {
    const inside = path.slice(base.length);
    return fieldPaths(kind)
      .references.filter(({ path: of }) =>
        inside.every((step, index) => of[index] === (typeof step === "number" ? EACH : step)),
      )
      .reduce(
        (changed, { path: of, kind: target }) =>
          changedAt(changed, of.slice(inside.length), (part) => change(part, target)),
        value,
      );
  }

  private idOf({ within, connection }: EntryPlace, kind: KindName, value: unknown): unknown {
    if (typeof value === "string") {
      const names = within === undefined ? [value] : [nameOfEntry(within, value), value];
      const found = names.map((name) => this.ids.get(key(kind, connection, `entry ${name}`)));
      return found.find((id) => id !== undefined) ?? value;
    }
    const word = typeof value === "object" && value !== null ? (value as { existing?: unknown }).existing : undefined;
    return typeof word === "string" ? (this.ids.get(key(kind, connection, `existing ${word}`)) ?? word) : value;
  }

  private wordFor({ within, connection }: EntryPlace, kind: KindName, id: string): unknown {
    const name = this.nameOf(kind, connection, id);
    const own = within === undefined ? undefined : nameOfEntry(within, "");
    if (name !== undefined && own !== undefined && name.startsWith(own)) return name.slice(own.length);
    // A key of the own account comes before one of the same spelling at the top.
    if (name !== undefined && (own === undefined || !this.has(kind, connection, `${own}${name}`))) return name;
    return { existing: this.existing.get(key(kind, connection, id)) ?? id };
  }
}

function key(kind: KindName, connection: string, word: string): string {
  return `${connection}\n${kind}\n${word}`;
}
