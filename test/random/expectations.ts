import { isDeepStrictEqual } from "node:util";
import type { KindName } from "../../provider/model";
import type { FieldModel, Scene } from "./model";
import type { Item, KindModel, PortalModel, PortalView } from "./model";
import { type DrawnRealm, type DrawnResource, resourceOf, resourcesOf } from "./realm";
import { namesakes, shownValue } from "./rules";

export function kindsOf(model: PortalModel): [KindName, KindModel][] {
  return Object.entries(model.kinds) as [KindName, KindModel][];
}

/** The portal's ids of all resources, found by their natural keys; a problem where one stands for no object, or for several. */
export function identify(
  model: PortalModel,
  realm: DrawnRealm,
  view: PortalView,
  problems: string[],
): Map<string, string> {
  const ids = new Map<string, string>();
  const scene: Scene = { model, realm, view, ids };
  for (const [kind, { idOf }] of kindsOf(model))
    for (const resource of resourcesOf(realm, kind)) {
      const found = namesakes(resource, scene);
      if (found.length !== 1) problems.push(`${resource.label}: ${found.length} such objects at the portal`);
      if (found[0] !== undefined) ids.set(resource.label, idOf(found[0]));
    }
  return ids;
}

function itemOf(model: PortalModel, kind: KindName, view: PortalView, id: string | undefined): Item | undefined {
  return view[kind]?.find((item) => model.kinds[kind]!.idOf(item) === id);
}

/** Labels whose objects differ from their declaration, and those whose objects are not there any more. */
export function expectedDrift(
  model: PortalModel,
  realm: DrawnRealm,
  view: PortalView,
  ids: ReadonlyMap<string, string>,
): { readonly changed: string[]; readonly gone: string[] } {
  const changed: string[] = [];
  const gone: string[] = [];
  const scene = { model, realm, view, ids };
  for (const resource of realm.resources) {
    const item = itemOf(model, resource.kind, view, ids.get(resource.label));
    if (item === undefined) gone.push(resource.label);
    else if (
      Object.entries(model.kinds[resource.kind]!.fields).some(
        ([name, field]) =>
          field.read !== undefined &&
          resource.values[name] !== undefined &&
          differs(field, field.read(item), shownValue(scene, resource, name)),
      )
    )
      changed.push(resource.label);
  }
  return { changed: changed.sort(), gone: gone.sort() };
}

/** Of an open set, only what is declared and missing is a difference. */
function differs({ open }: FieldModel, actual: unknown, expected: unknown): boolean {
  if (open !== true) return !isDeepStrictEqual(actual, expected);
  return (expected as unknown[]).some((entry) => !((actual as unknown[] | null) ?? []).includes(entry));
}

export interface Passage {
  readonly model: PortalModel;
  /** What the portal showed right before, and what it shows now. */
  readonly before: PortalView;
  readonly after: PortalView;
  /** What was applied before, with its ids, and what is now. */
  readonly applied: DrawnRealm;
  readonly appliedIds: ReadonlyMap<string, string>;
  readonly realm: DrawnRealm;
  readonly ids: ReadonlyMap<string, string>;
}

/** Everything in which the portal is not what declarations and history make it. */
export function deviations(passage: Passage): string[] {
  return [
    ...passage.realm.resources.flatMap((resource) => wrongFields(passage, resource)),
    ...passage.realm.resources.flatMap((resource) => wrongTriggers(passage, resource)),
    ...kindsOf(passage.model).flatMap(([kind]) => wrongFates(passage, kind)),
    ...intruders(passage),
  ];
}

function wrongFields(
  { model, before, after, applied, appliedIds, realm, ids }: Passage,
  resource: DrawnResource,
): string[] {
  const { kind, label, values } = resource;
  const item = itemOf(model, kind, after, ids.get(label));
  if (item === undefined) return [`${label}: is missing at the portal`];
  const existed = itemOf(model, kind, before, ids.get(label));
  const earlier = resourceOf(applied, label);
  const scene = { model, realm, view: after, ids };
  const sceneBefore = { model, realm: applied, view: before, ids: appliedIds };
  const { fields, inForce } = model.kinds[kind]!;
  if (inForce?.holds(item) === false) return [`${label}: is not in force at the portal`];
  return Object.entries(fields).flatMap(([name, field]) => {
    if (field.read === undefined || (field.impliedBy !== undefined && values[field.impliedBy] !== undefined)) return [];
    const actual = field.read(item);
    const outlived = (value: unknown) => (field.outlives === undefined ? value : field.outlives(value, after));
    const declared = () => (values[name] === undefined ? undefined : shownValue(scene, resource, name));
    const expected = (): unknown => {
      const there = existed === undefined ? field.initially : field.read?.(existed);
      if (field.open === true) {
        const gained = existed === undefined ? [] : (field.gains?.(existed, before, after) ?? []);
        const wanted = (declared() ?? []) as unknown[];
        const about = field.about ?? ((entry: unknown) => entry);
        const wasOwn = field.outlasts !== true && earlier?.values[name] !== undefined && existed !== undefined;
        const own = wasOwn ? (shownValue(sceneBefore, earlier, name) as unknown[]) : [];
        const handled = new Set([...own, ...wanted].map(about));
        const others = [...((there ?? []) as unknown[]), ...gained].filter((entry) => !handled.has(about(entry)));
        return outlived([...new Set([...others, ...wanted])].sort());
      }
      if (values[name] !== undefined) return declared();
      if (existed === undefined) return field.initially;
      if (field.cleared === true && earlier?.values[name] !== undefined) return null;
      return field.overruled?.(realm, resource) ?? outlived(there);
    };
    return isDeepStrictEqual(actual, expected())
      ? []
      : [`${label}: ${name} is ${JSON.stringify(actual)} at the portal, expected ${JSON.stringify(expected())}`];
  });
}

/** The triggers that a passage pulls: those of resources that stay and are given another value, and some of what is taken over. */
export function pulledTriggers({ model, before, applied, appliedIds, realm, ids }: Omit<Passage, "after">): string[] {
  return realm.resources.flatMap(({ kind, label, values }) => {
    const stays = appliedIds.get(label) !== undefined && appliedIds.get(label) === ids.get(label);
    const earlier = stays ? resourceOf(applied, label) : undefined;
    const isTakenOver = earlier === undefined && itemOf(model, kind, before, ids.get(label)) !== undefined;
    return Object.entries(model.kinds[kind]!.fields)
      .filter(([name, { pulls }]) => pulls !== undefined && values[name] !== undefined)
      .filter(([name, { pullsWhenAdopted }]) =>
        earlier === undefined ? isTakenOver && pullsWhenAdopted === true : values[name] !== earlier.values[name],
      )
      .map(([name]) => `${name} of ${label}`);
  });
}

function wrongTriggers(passage: Passage, resource: DrawnResource): string[] {
  const { model } = passage;
  const { kind, label } = resource;
  const id = passage.ids.get(label);
  const [existed, item] = [itemOf(model, kind, passage.before, id), itemOf(model, kind, passage.after, id)];
  if (existed === undefined || item === undefined) return [];
  const pulled = pulledTriggers(passage);
  const triggers = Object.entries(model.kinds[kind]!.fields).filter(([, { pulls }]) => pulls !== undefined);
  return [...new Set(triggers.map(([, { pulls }]) => pulls!))].flatMap((member) => {
    const names = triggers.filter(([, { pulls }]) => pulls === member).map(([name]) => name);
    const hasActed = existed[member] !== item[member];
    if (hasActed === names.some((name) => pulled.includes(`${name} of ${label}`))) return [];
    return [
      `${label}: ${names.join(" or ")} ${hasActed ? "acted, and has no new value" : "has a new value and did not act"}`,
    ];
  });
}

/** What became of the objects that were there before and that no resource stands for now; and of all that no field describes. */
function wrongFates({ model, before, after, applied, appliedIds, realm, ids }: Passage, kind: KindName): string[] {
  const { idOf, removed, leftAs, fields, inForce, swayed, goesWith } = model.kinds[kind]!;
  const wanted = new Set(ids.values());
  return (before[kind] ?? []).flatMap((item) => {
    const now = itemOf(model, kind, after, idOf(item));
    const owner = [...appliedIds].find(([, id]) => id === idOf(item))?.[0];
    const what = `${owner ?? "by hand"} ${idOf(item)}`;
    const isDeclared = wanted.has(idOf(item));
    if (owner !== undefined && !isDeclared && removed === "gone")
      return now === undefined ? [] : [`${what}: was taken out and is still at the portal`];
    if (now === undefined) return goesWith?.(item, after) === true ? [] : [`${what}: has vanished from the portal`];
    const values = owner === undefined || isDeclared ? undefined : resourceOf(applied, owner)?.values;
    if (values !== undefined && leftAs?.when(values) === true)
      return leftAs.holds(now) ? [] : [`${what}: was taken out and is not what its policy leaves`];
    const described = new Set(isDeclared ? [...membersOf(fields, item), ...(inForce?.members ?? [])] : []);
    for (const member of isDeclared ? [] : (swayed?.(realm, ids, item) ?? [])) described.add(member);
    return Object.keys(item)
      .filter((member) => !described.has(member) && !model.derived.includes(member))
      .filter((member) => !isDeepStrictEqual(item[member], now[member]))
      .map(
        (member) =>
          `${what}: ${member} was ${JSON.stringify(item[member])} and is ${JSON.stringify(now[member])}, which nobody declared`,
      );
  });
}

/** The members that a kind's fields read, found by watching them read. */
function membersOf(fields: KindModel["fields"], item: Item): string[] {
  const read = new Set<string>();
  const watched = new Proxy(item, {
    get: (target, member, receiver) => {
      read.add(String(member));
      return Reflect.get(target, member, receiver) as unknown;
    },
  });
  for (const field of Object.values(fields)) {
    field.read?.(watched);
    if (field.pulls !== undefined) read.add(field.pulls);
  }
  return [...read];
}

/** Objects that are new and that no resource stands for. */
function intruders({ model, before, after, ids }: Passage): string[] {
  const wanted = new Set(ids.values());
  return kindsOf(model).flatMap(([kind, { idOf, isPristine }]) =>
    (after[kind] ?? [])
      .filter((item) => itemOf(model, kind, before, idOf(item)) === undefined && !wanted.has(idOf(item)))
      .filter((item) => isPristine?.(item) !== true)
      .map((item) => `${kind} ${idOf(item)}: is new at the portal, and nobody declared it`),
  );
}
