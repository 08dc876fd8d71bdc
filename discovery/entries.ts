import { isDeepStrictEqual } from "node:util";
import { type Kind, type KindName } from "../provider/model";
import { kindAt } from "../provider/model/kindAt";
import type { Portal } from "../provider/model/portal";
import { compareWords, ENTRY_ORDER, type RealmEntry } from "../realm/entry";
import { changedAt, EACH, fieldPaths } from "../realm/fieldPaths";
import { keysFor, slug } from "./keys";
import { withoutUsual } from "./defaults";
import { isDeclarable, type LiveObject } from "./objects";
import type { Reading } from "./read";
import { Referents } from "./referring";
import type { Remark } from "./remark";

/** What has turned out not to be declarable of objects that are. */
export class Skipped {
  readonly remarks: Remark[] = [];
  readonly objects = new Set<LiveObject>();
  private readonly fields = new Map<LiveObject, Set<string>>();
  private readonly entries = new Map<LiveObject, Set<string>>();
  private readonly confirmed = new Map<LiveObject, Set<string>>();

  constructor(private readonly shownName: (object: LiveObject) => string) {}

  remark(object: LiveObject, why: string): void {
    const { kind, found } = object;
    this.remarks.push({ kind, id: found.id, name: this.shownName(object), why });
  }

  skip(object: LiveObject, why: string): void {
    if (this.objects.has(object)) return;
    this.objects.add(object);
    this.remark(object, `left out: ${why}`);
  }

  skipField(object: LiveObject, field: string, why: string): void {
    const lost = this.fields.get(object) ?? new Set();
    if (lost.has(field)) return;
    this.fields.set(object, lost.add(field));
    this.remark(object, `${field} left out, and left as it is: ${why}`);
  }

  /** An entry of a set of which only the declared entries are this program's. */
  skipEntry(object: LiveObject, field: string, entry: unknown, why: string): void {
    const lost = this.entries.get(object) ?? new Set();
    const key = `${field} ${JSON.stringify(entry)}`;
    if (lost.has(key)) return;
    this.entries.set(object, lost.add(key));
    this.remark(object, `an entry of ${field} left out, and left as it is: ${why}`);
  }

  hasSkippedEntry(object: LiveObject, field: string, entry: unknown): boolean {
    return this.entries.get(object)?.has(`${field} ${JSON.stringify(entry)}`) === true;
  }

  confirm(object: LiveObject, rule: string): void {
    this.confirmed.set(object, (this.confirmed.get(object) ?? new Set()).add(rule));
  }

  confirmationsOf(object: LiveObject): readonly string[] {
    return [...(this.confirmed.get(object) ?? [])].sort();
  }

  hasSkipped(object: LiveObject, field: string): boolean {
    return this.fields.get(object)?.has(field) === true;
  }
}

/** An entry with the object that it is. */
export interface LiveEntry {
  readonly object: LiveObject;
  readonly entry: RealmEntry;
  /** The values with the portal's ids. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** All objects that are wanted and can be declared as entries, in a fixed order. */
export function entriesOf(
  portal: Portal,
  reading: Reading,
  losses: Skipped,
  connection: string | undefined,
): LiveEntry[] {
  const chosen = reading.objects.all.filter(
    (object) => isWanted(reading, object) && isDeclarable(object) && !losses.objects.has(object),
  );
  const isEntry = new Set(chosen);
  const accountOf = ({ kind, account }: LiveObject) => {
    const owner = kind === "Account" || account === undefined ? undefined : reading.objects.withId("Account", account);
    return owner !== undefined && isEntry.has(owner) ? owner : undefined;
  };
  const keys = keysFor(
    chosen,
    (object) => accountOf(object) === undefined,
    (object) => keyWord(reading, object),
  );
  const referents = new Referents(portal, reading, keys, (object) => isEntry.has(object), accountOf);
  const build = new EntryBuilder(portal, reading, losses, referents, connection);
  return chosen.flatMap((object) => build.entry(object)).sort(inOrder);
}

export function isWanted({ accounts, kinds }: Reading, { kind, account }: LiveObject): boolean {
  return kinds.has(kind) && (accounts === undefined || (account !== undefined && accounts.has(account)));
}

function inOrder({ entry: one }: LiveEntry, { entry: other }: LiveEntry): number {
  return (
    ENTRY_ORDER.indexOf(one.kind) - ENTRY_ORDER.indexOf(other.kind) ||
    compareWords(one.within ?? "", other.within ?? "") ||
    compareWords(one.key, other.key)
  );
}

/** What people would call it within its account. */
function keyWord({ objects }: Reading, { kind, found, name }: LiveObject): string {
  if (kind === "User") return name.split("@")[0] ?? name;
  if (kind === "Quota" && typeof found.inputs["project"] === "string") {
    const project = objects.withId("Project", found.inputs["project"]);
    return `${slug(project?.name ?? "project")} ${name}`;
  }
  return name;
}

class EntryBuilder {
  constructor(
    private readonly portal: Portal,
    private readonly reading: Reading,
    private readonly losses: Skipped,
    private readonly referents: Referents,
    private readonly connection: string | undefined,
  ) {}

  /** None where something that it can't do without is missing, which is remarked. */
  entry(object: LiveObject): LiveEntry[] {
    const kind = kindAt(object.kind, this.portal);
    const { key, within, name } = this.referents.entryOf(object);
    const found = this.numbersOrProfile(object, this.ownInputs(object, kind));
    const inputs = this.withoutGone(object, kind, within === undefined ? found : without(found, "account"));
    if (inputs === undefined) return [];
    const referring = this.referring(object.kind, inputs);
    const confirm = this.losses.confirmationsOf(object);
    const values = {
      ...withoutUsual(object.kind, referring),
      ...(confirm.length === 0 ? {} : { confirm }),
      ...(this.connection === undefined ? {} : { connection: this.connection }),
    };
    return [{ object, entry: { kind: object.kind, key, within, name, values, formerly: [] }, inputs }];
  }

  /** Never a secret, whatever a listing has. */
  private ownInputs(object: LiveObject, kind: Kind): Readonly<Record<string, unknown>> {
    const secret = new Set(fieldPaths(object.kind).secrets.map(([field]) => field));
    const entries = Object.entries(object.found.inputs)
      .filter(([name]) => !secret.has(name) && name in kind.fields && !this.losses.hasSkipped(object, name))
      .filter(([name, value]) => !(kind.fields[name]?.emptyIsAbsent === true && isEmpty(value)));
    return Object.fromEntries(entries);
  }

  /** A quota that has exactly the numbers of the quota profile that it was set from is said to be set from it. */
  private numbersOrProfile(
    { kind }: LiveObject,
    inputs: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>> {
    const { profile, limits } = inputs;
    if (kind !== "Quota" || typeof profile !== "string") return inputs;
    const found = this.reading.objects.withId("QuotaProfile", profile)?.found.inputs["limits"];
    return isDeepStrictEqual(found, limits) ? without(inputs, "limits") : without(inputs, "profile");
  }

  /** Without what refers to something that is gone; undefined where the object can't be declared without that. */
  private withoutGone(
    object: LiveObject,
    kind: Kind,
    inputs: Readonly<Record<string, unknown>>,
  ): Record<string, unknown> | undefined {
    let values: Record<string, unknown> = { ...inputs };
    for (const { path, kind: target } of fieldPaths(object.kind).references) {
      const [field = "", ...rest] = path;
      const value = values[field];
      if (value === undefined) continue;
      const isOpen = kind.fields[field]?.openSet !== undefined && rest[0] === EACH && Array.isArray(value);
      if (isOpen) {
        const kept = (value as unknown[]).filter((entry) => !this.losses.hasSkippedEntry(object, field, entry));
        values[field] = kept.filter((entry) => {
          const gone = this.goneIn(entry, rest.slice(1), target);
          if (gone !== undefined) this.losses.skipEntry(object, field, entry, gone);
          return gone === undefined;
        });
        continue;
      }
      const gone = this.goneIn(value, rest, target);
      if (gone === undefined) continue;
      if (isNeeded(kind, field)) {
        this.losses.skip(object, `${field} ${gone}`);
        return undefined;
      }
      values = without(values, field);
      this.losses.skipField(object, field, gone);
    }
    return Object.fromEntries(
      Object.entries(values).filter(([name, value]) => !(kind.fields[name]?.emptyIsAbsent === true && isEmpty(value))),
    );
  }

  private goneIn(value: unknown, path: readonly string[], target: KindName): string | undefined {
    const gone = new Set<string>();
    changedAt(value, path, (id) => {
      const referent = typeof id === "string" ? this.referents.of(target, id) : undefined;
      if (referent !== undefined && "gone" in referent) gone.add(referent.gone);
      return id;
    });
    return gone.size === 0 ? undefined : `refers to ${[...gone].sort().join(", ")}`;
  }

  /** The values with references in the place of ids. */
  private referring(kind: KindName, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return fieldPaths(kind).references.reduce<Record<string, unknown>>(
      (values, { path, kind: target }) =>
        changedAt(values, path, (id) => (typeof id === "string" ? this.referents.of(target, id) : id)) as Record<
          string,
          unknown
        >,
      { ...inputs },
    );
  }
}

/** Without the field it would be refused, or be another object. */
export function isNeeded(kind: Kind, field: string): boolean {
  return kind.naturalKey.includes(field) || kind.fields[field]?.schema.safeParse(undefined).success !== true;
}

function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

function without(values: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  const { [name]: _left, ...rest } = values;
  return rest;
}
