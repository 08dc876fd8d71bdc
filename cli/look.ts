import { calledAt, type LiveObject } from "../discovery";
import { kinds, type KindName } from "../provider/model";
import { changedAt, fieldPaths } from "../provider/model/fieldPaths";
import { DEFAULT_CONNECTION } from "../provider/lifecycle";
import { shownValue } from "../drift/shownValue";
import { compareWords } from "../realm/entry";
import type { Called } from "../realm/resourceWords";
import type { Looked } from "./connections";
import type { LookedObject } from "./reports";
import type { KeptResource } from "./stackState";

/** An object at a portal, and where it was seen. */
export interface Seen {
  readonly looked: Looked;
  readonly object: LiveObject;
}

/** All objects of these kinds, by connection, account, name and id. */
export function seenIn(places: readonly Looked[], of: readonly KindName[]): Seen[] {
  return places.flatMap((looked) =>
    looked.reading.objects.all
      .filter(({ kind }) => of.includes(kind))
      .map((object) => ({ looked, object }))
      .sort(
        (one, other) =>
          compareWords(accountName(one) ?? "", accountName(other) ?? "") ||
          compareWords(one.object.name, other.object.name) ||
          compareWords(one.object.found.id, other.object.found.id),
      ),
  );
}

/** What the object is called: at its portal, and where the stack has it, in the program. */
export function calledBy(kept: readonly KeptResource[] = []): (seen: Seen) => Called {
  const labels = new Map(kept.map(({ kind, id, label }) => [`${kind} ${id}`, label]));
  const labelOf = (kind: KindName, id: string | undefined) => labels.get(`${kind} ${id}`) ?? [];
  return ({ looked, object }) => {
    const { kind, names, accounts, ...others } = calledAt(looked.reading.objects, object);
    return {
      kind,
      ...others,
      names: [...names, labelOf(kind, object.found.id)].flat(),
      accounts: kind === "Account" ? [] : [...accounts, labelOf("Account", object.account)].flat(),
    };
  };
}

export function accountOf({ looked, object }: Seen): LiveObject | undefined {
  const { kind, account } = object;
  return kind === "Account" || account === undefined ? undefined : looked.reading.objects.withId("Account", account);
}

export function accountName(seen: Seen): string | undefined {
  const { kind, account } = seen.object;
  return kind === "Account" ? undefined : (accountOf(seen)?.name ?? account);
}

/** The same as data that may be shown: nothing secret is in it. */
export function lookedObject(seen: Seen): LookedObject {
  const { object, looked } = seen;
  const { kind, found, account, name } = object;
  const own = accountOf(seen);
  const { name: connection } = looked.connection;
  const hidden: Readonly<Partial<Record<string, unknown>>> = kinds[kind].secretOutputs;
  return {
    kind,
    name,
    id: found.id,
    ...(kind === "Account" || account === undefined
      ? {}
      : { account: { id: account, ...(own === undefined ? {} : { name: own.name }) } }),
    ...(connection === DEFAULT_CONNECTION ? {} : { connection }),
    ...statusOf(object),
    fields: shownFields(kind, found.inputs, (field) => kinds[kind].fields[field]?.secret !== true),
    outputs: shownFields(kind, found.outputs, (field) => !(field in hidden)),
  };
}

function statusOf({ found }: LiveObject): Pick<LookedObject, "status" | "because"> {
  if (found.builtIn !== undefined) return { status: "built in", because: found.builtIn };
  if (found.deleting !== undefined) return { status: "being deleted" };
  if (found.untouched === true) return { status: "not set" };
  return found.undeclarable === undefined ? {} : { status: "can't be declared", because: found.undeclarable };
}

function shownFields(
  kind: KindName,
  values: Readonly<Record<string, unknown>>,
  isShown: (field: string) => boolean,
): Record<string, unknown> {
  const fields = Object.entries(values)
    .filter(([field, value]) => value !== undefined && value !== null && isShown(field))
    .sort(([one], [other]) => compareWords(one, other));
  return Object.fromEntries(fields.map(([field, value]) => [field, shownValue(kind, field, value)]));
}

/** Whether a field of one object refers to another. */
export function refersTo({ object }: Seen, other: Seen): boolean {
  let isSo = false;
  for (const { path, kind } of fieldPaths(object.kind).references)
    if (kind === other.object.kind)
      changedAt(object.found.inputs, path, (id) => {
        isSo ||= id === other.object.found.id;
        return id;
      });
  return isSo;
}

/** What people call what the fields of these refer to. */
export function namesIn(all: readonly Seen[]): Record<string, string> {
  const names = new Map<string, string>();
  for (const { looked, object } of all)
    for (const { path, kind } of fieldPaths(object.kind).references)
      changedAt(object.found.inputs, path, (id) => {
        const name = typeof id === "string" ? looked.reading.objects.withId(kind, id)?.name : undefined;
        if (name !== undefined && name !== id) names.set(id as string, name);
        return id;
      });
  return Object.fromEntries([...names].sort(([one], [other]) => compareWords(one, other)));
}
