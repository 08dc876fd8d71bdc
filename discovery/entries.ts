import { type Kind, type KindName } from "../provider/model";
import { kindAt } from "../provider/model/kindAt";
import type { Portal } from "../provider/model/portal";
import { compareWords, ENTRY_ORDER, type RealmEntry } from "../realm/entry";
import { changedAt, fieldPaths } from "../realm/fieldPaths";
import { slug } from "../text/slug";
import { keysFor } from "./keys";
import { numbersOrProfile, ownInputs, without, withoutGone } from "../provider/model/liveInputs";
import { withoutUsual } from "../provider/model/usualValues";
import { isDeclarable, type LiveObject } from "../provider/model/liveObjects";
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
    const inputs = this.declarableInputs(object, kind, within !== undefined);
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

  /** Undefined where something that it can't do without is missing. */
  private declarableInputs(object: LiveObject, kind: Kind, isWithin: boolean): Record<string, unknown> | undefined {
    const { losses, reading } = this;
    const own = Object.entries(ownInputs(kind, object.found.inputs)).filter(
      ([name]) => !losses.hasSkipped(object, name),
    );
    const found = numbersOrProfile(
      object.kind,
      Object.fromEntries(own.map(([name, value]) => [name, this.keptEntries(object, kind, name, value)])),
      (profile) => reading.objects.withId("QuotaProfile", profile)?.found.inputs["limits"],
    );
    const gone = (target: KindName, id: string) => {
      const referent = this.referents.of(target, id);
      return "gone" in referent ? referent.gone : undefined;
    };
    const result = withoutGone(kind, isWithin ? without(found, "account") : found, gone, {
      field: (name, why) => losses.skipField(object, name, why),
      entry: (name, entry, why) => losses.skipEntry(object, name, entry, why),
    });
    if ("values" in result) return result.values;
    losses.skip(object, `${result.undeclarable.field} ${result.undeclarable.why}`);
    return undefined;
  }

  private keptEntries(object: LiveObject, kind: Kind, name: string, value: unknown): unknown {
    if (kind.fields[name]?.openSet === undefined || !Array.isArray(value)) return value;
    return value.filter((entry) => !this.losses.hasSkippedEntry(object, name, entry));
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
