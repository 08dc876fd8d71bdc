import { type FormerField, type KindName, kinds } from "../../provider/model";
import { bothNamesText, formerFieldsIn, underPresentNames } from "../../provider/model/formerFields";
import { nearest } from "../../provider/model/nearest";
import { KEY, nameOfEntry, SECTIONS } from "../entry";
import { pathText } from "../../text/path";
import { type RealmProblem, whereText } from "../problem";
import { KEY_FIELDS } from "../schema";
import { kindOfSection } from "./position";
import type { Path } from "./path";
import type { RealmText } from "./text";
import { isRecord } from "../../provider/model/shapes";

/** An entry as it stands in its files, before what it refers to is looked up. */
export interface Draft {
  readonly kind: KindName;
  readonly key: string;
  readonly within: string | undefined;
  readonly name: string;
  /** It is no map at all, so that nothing else can be said of it. */
  isBroken: boolean;
  /** Where its fields stand; an account that is only opened for what stands in it has no fields anywhere. */
  source: Source;
  fields: Record<string, unknown>;
  /** Those that stand there under their former names. */
  formerFields: readonly FormerField[];
  /** Fields that have something wrong in them. */
  faulty: Set<string>;
  protect: boolean | undefined;
  formerly: string[];
  /** Of the file that it stands in. */
  connection: string | undefined;
}

/** The place of an entry: a file, and a path in it. */
export interface Source {
  readonly text: RealmText;
  readonly path: Path;
}

export interface Collected {
  readonly drafts: readonly Draft[];
  readonly problems: readonly RealmProblem[];
}

/** All entries of all files, in the order in which they stand there. */
export function collect(files: readonly FileValue[]): Collected {
  const collection = new Collection();
  for (const file of files) collection.add(file);
  return collection.finished();
}

/** A file with the paths at which it is not as it must be. */
export interface FileValue {
  readonly text: RealmText;
  readonly isFaulty: (path: Path) => boolean;
}

class Collection {
  private readonly drafts = new Map<string, Draft>();
  /** Accounts that have been opened, and whether fields of theirs have been seen. */
  private readonly described = new Set<Draft>();
  private readonly problems: RealmProblem[] = [];

  add(file: FileValue): void {
    const { value } = file.text;
    if (!isRecord(value)) return;
    const connection = typeof value["connection"] === "string" ? value["connection"] : undefined;
    for (const [section, entries] of Object.entries(value)) {
      const kind = kindOfSection(section);
      if (kind !== undefined) this.addSection(file, kind, undefined, entries, [section], connection);
    }
  }

  finished(): Collected {
    for (const draft of this.drafts.values()) {
      if (draft.kind !== "Account" || this.described.has(draft)) continue;
      this.problem(
        draft.source,
        `is opened here, but has no fields; set its name: in one of the files, ${pathText(draft.source.path)} must have the fields of the account`,
      );
      draft.faulty.add("name");
    }
    return { drafts: [...this.drafts.values()], problems: this.problems };
  }

  private addSection(
    file: FileValue,
    kind: KindName,
    within: string | undefined,
    entries: unknown,
    path: Path,
    connection: string | undefined,
  ): void {
    if (Array.isArray(entries) && kind === "ServiceActivation" && within !== undefined) {
      entries.forEach((key: unknown, index) => {
        if (typeof key === "string") this.addEntry(file, kind, within, key, null, [...path, index], connection);
      });
    } else if (isRecord(entries)) {
      for (const [key, entry] of Object.entries(entries))
        this.addEntry(file, kind, within, key, entry, [...path, key], connection);
    }
  }

  private addEntry(
    file: FileValue,
    kind: KindName,
    within: string | undefined,
    key: string,
    entry: unknown,
    path: Path,
    connection: string | undefined,
  ): void {
    if (!KEY.test(key)) return;
    const source: Source = { text: file.text, path };
    const members = isRecord(entry) ? Object.entries(entry) : [];
    const own = kind === "Account" ? members.filter(([member]) => !isSectionWithin(member)) : members;
    const isBroken = !isRecord(entry) && !(entry === null && kind in KEY_FIELDS);
    const describes = kind !== "Account" || own.length > 0 || isBroken;
    const draft = this.opened(kind, within, key, source, connection, describes);

    if (draft.source === source) {
      draft.isBroken = isBroken;
      this.describe(draft, file, own, path);
    }
    if (kind === "Account") {
      for (const [section, inner] of members) {
        const innerKind = kindOfSection(section);
        if (innerKind !== undefined && innerKind !== "Account")
          this.addSection(file, innerKind, key, inner, [...path, section], connection);
      }
    }
  }

  /** The draft of an entry, which is this one's where it is the first with this name, or the first that describes the account. */
  private opened(
    kind: KindName,
    within: string | undefined,
    key: string,
    source: Source,
    connection: string | undefined,
    describes: boolean,
  ): Draft {
    const name = nameOfEntry(within, key);
    const id = `${kind} ${name}`;
    const first = this.drafts.get(id);
    if (first === undefined) {
      const draft: Draft = {
        ...{ kind, key, within, name, source, connection },
        isBroken: false,
        fields: {},
        formerFields: [],
        faulty: new Set(),
        protect: undefined,
        formerly: [],
      };
      this.drafts.set(id, draft);
      if (describes) this.described.add(draft);
      return draft;
    }
    if (!describes) return first;
    if (this.described.has(first)) {
      const where = whereText(first.source.text.placeOf(first.source.path), first.source.path);
      this.problem(
        source,
        kind === "Account"
          ? `has fields here and in ${where}; keep the fields of an account in one place`
          : `is declared twice, here and in ${where}; each key is used once: rename or remove one of them`,
      );
      return first;
    }
    this.described.add(first);
    first.source = source;
    first.connection = connection;
    return first;
  }

  private describe(draft: Draft, { isFaulty }: FileValue, written: readonly [string, unknown][], path: Path): void {
    const kind = kinds[draft.kind];
    const { fields } = kind;
    const given = Object.fromEntries(written);
    draft.formerFields = formerFieldsIn(kind, given);
    const members = Object.entries(underPresentNames(kind, given));
    const writtenName = (member: string) => draft.formerFields.find(({ field }) => field === member)?.name ?? member;
    for (const [member, value] of members) {
      const bad = isFaulty([...path, writtenName(member)]);
      const former = kind.formerFields.find(({ name }) => name === member);
      if (member === "protect") {
        if (typeof value === "boolean") draft.protect = value;
      } else if (member === "formerly") {
        if (!bad)
          draft.formerly = [value]
            .flat()
            .flatMap((name: unknown) => (typeof name === "string" ? name.normalize("NFC") : []));
      } else if (Object.hasOwn(fields, member) && !(member === "account" && draft.within !== undefined)) {
        draft.fields[member] = value;
        if (bad) draft.faulty.add(member);
      } else if (former !== undefined) {
        this.problem({ text: draft.source.text, path: [...path, member] }, bothNamesText(former));
        draft.faulty.add(former.field);
      } else {
        // A slip in a field's name: the field isn't missing as well.
        const [meant] = nearest(member, Object.keys(fields), 1);
        if (meant !== undefined && !members.some(([other]) => other === meant)) draft.faulty.add(meant);
      }
    }
    const keyField = KEY_FIELDS[draft.kind];
    if (keyField !== undefined && !Object.hasOwn(draft.fields, keyField)) draft.fields[keyField] = draft.key;
    // Without a region, where the key is none.
    if (keyField !== undefined && draft.fields[keyField] === null) delete draft.fields[keyField];
    for (const field of Object.keys(fields))
      if (!Object.hasOwn(draft.fields, field) && isFaulty([...path, writtenName(field)])) draft.faulty.add(field);
  }

  private problem({ text, path }: Source, what: string): void {
    this.problems.push({ file: text.file, place: text.placeOf(path), path: pathText(path), what });
  }
}

function isSectionWithin(member: string): boolean {
  const kind = kindOfSection(member);
  return kind !== undefined && kind !== "Account";
}

/** Sections that a realm can have: a realm that is meant to be empty has one of them, without entries. */
export function hasSection(value: unknown): boolean {
  return isRecord(value) && Object.values(SECTIONS).some((section) => Object.hasOwn(value, section));
}
