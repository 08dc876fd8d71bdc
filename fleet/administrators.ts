import {
  INDETERMINATE,
  type PersonAccess,
  type RealmObject,
  type RealmView,
  type References,
} from "../provider/model/accessModel";
import { type KindName, UNKNOWN } from "../provider/model";
import type { Portal } from "../provider/model/portal";
import { isStateOnly } from "../provider/model/definePortal";
import { holdsUnknown } from "../provider/model/unknown";
import type { RealmEntry } from "../realm/entry";
import { withReferences, withSecrets } from "../realm/fieldPaths";
import { counted } from "../text/words";
import { entryId } from "./divide";
import type { Fleet } from "./division";
import type { WholeRealmFinding } from "./wholeRealmFinding";

/**
 * Accounts with people, none of whom can manage the account's people: as far as the files tell, and a warning, since somebody who isn't
 * declared may be able to.
 */
export function administratorFindings(
  fleet: Fleet,
  portal: Portal,
  entries: readonly RealmEntry[],
): WholeRealmFinding[] {
  if (portal.access.ownersApart !== undefined || isStateOnly(portal, "Account")) return [];
  const view = new FileView(entries);
  const declared = new Map<string, number>();
  const administered = new Set<string>();
  for (const person of portal.access.people(view)) {
    const { home } = person;
    if (home === undefined) continue;
    declared.set(home, (declared.get(home) ?? 0) + 1);
    if (!administered.has(home) && mayAdminister(portal, person, home)) administered.add(home);
  }
  return [...declared].flatMap(([key, people]): WholeRealmFinding[] => {
    const account = view.entry(key);
    const stack = account && fleet.stackOf(account);
    if (account === undefined || stack === undefined || administered.has(key)) return [];
    const text = `the account has ${counted(people, "declared person", "declared people")}, of whom none can manage its people; give one of them a profile with that permission, unless somebody who isn't declared has it`;
    const entry = { kind: account.kind, name: account.name };
    return [
      { severity: "warning", entry, stack: stack.name, place: fleet.realm.placeOf(entry), text, rule: undefined },
    ];
  });
}

/** Whatever isn't known may be it. */
function mayAdminister({ access }: Portal, { grants, barred }: PersonAccess, home: string): boolean {
  if (barred === "yes") return false;
  const permissions = new Set(grants.filter(({ scope }) => scope === home).flatMap(({ permissions: held }) => held));
  return permissions.has(INDETERMINATE) || access.administers(permissions);
}

const NOTHING: References = { certain: [], words: [], open: false };

/** The entries of files as a realm of which nothing is at a portal yet. */
class FileView implements RealmView {
  private readonly byKind = new Map<KindName, RealmObject[]>();
  private readonly byKey = new Map<string, { readonly object: RealmObject; readonly entry: RealmEntry }>();

  constructor(entries: readonly RealmEntry[]) {
    for (const entry of entries) {
      const { kind, name, within } = entry;
      const referred = withReferences(kind, entry.values, (reference) =>
        "existing" in reference ? reference.existing : entryId(reference.entry),
      );
      const given = withSecrets(kind, referred, () => UNKNOWN);
      const account = within === undefined ? {} : { account: entryId({ kind: "Account", name: within }) };
      const key = entryId(entry);
      const object = { key, kind, label: name, id: key, values: { ...given, ...account }, outputs: {} };
      this.byKey.set(key, { object, entry });
      const own = this.byKind.get(kind);
      if (own === undefined) this.byKind.set(kind, [object]);
      else own.push(object);
    }
  }

  entry(key: string): RealmEntry | undefined {
    return this.byKey.get(key)?.entry;
  }

  objects(kind: KindName): readonly RealmObject[] {
    return this.byKind.get(kind) ?? [];
  }

  references(object: RealmObject, field: string, kind: KindName): References {
    const value = object.values[field];
    if (value === undefined) return NOTHING;
    const each = [value].flat().map((one) => this.referent(kind, one));
    return {
      certain: each.flatMap(({ certain }) => certain),
      words: each.flatMap(({ words }) => words),
      open: each.some(({ open }) => open),
    };
  }

  referencesIn(_object: RealmObject, kind: KindName, values: readonly { readonly value: unknown }[]): References[] {
    return values.map(({ value }) => this.referent(kind, value));
  }

  was(): undefined {
    return undefined;
  }

  unchanged(): boolean {
    return false;
  }

  isNew(): boolean {
    return true;
  }

  private referent(kind: KindName, value: unknown): References {
    if (typeof value !== "string") return { ...NOTHING, open: holdsUnknown(value) };
    const found = this.byKey.get(value)?.object;
    return found?.kind === kind ? { ...NOTHING, certain: [found] } : { ...NOTHING, words: [value] };
  }
}
