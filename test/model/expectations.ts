import { isDeepStrictEqual } from "node:util";
import { type Scene } from "./fields";
import { hasNoLimits, KINDS, kindModels, shownValue } from "./kinds";
import { type Item, type PortalView } from "./portalView";
import { type Realm, type Resource, resourceOf, resourcesOf, target } from "./realm";
import { idOfIn, namesakes } from "./rules";

/** Members that follow from other objects, or from the clock. */
const DERIVED = [
  "roles",
  "etag",
  "updatedAt",
  "userCount",
  "deletable",
  "assigned",
  "used",
  "available",
  "emailVerified",
];

/** The portal's ids of all resources, found by their natural keys; a problem where one stands for no object, or for several. */
export function identify(realm: Realm, view: PortalView, problems: string[]): Map<string, string> {
  const ids = new Map<string, string>();
  const scene: Scene = { realm, view, ids };
  for (const kind of KINDS)
    for (const resource of resourcesOf(realm, kind)) {
      const found = namesakes(resource, scene);
      if (found.length !== 1) problems.push(`${resource.label}: ${found.length} such objects at the portal`);
      if (found[0] !== undefined) ids.set(resource.label, kindModels[kind].idOf(found[0]));
    }
  return ids;
}

function itemOf(kind: Resource["kind"], view: PortalView, id: string | undefined): Item | undefined {
  return view[kindModels[kind].collection].find((item) => kindModels[kind].idOf(item) === id);
}

/** Labels whose objects differ from their declaration, and those whose objects are not there any more. */
export function expectedDrift(
  realm: Realm,
  view: PortalView,
  ids: ReadonlyMap<string, string>,
): { readonly changed: string[]; readonly gone: string[] } {
  const changed: string[] = [];
  const gone: string[] = [];
  const idOf = idOfIn({ realm, view, ids });
  for (const resource of realm.resources) {
    const item = itemOf(resource.kind, view, ids.get(resource.label));
    if (item === undefined) gone.push(resource.label);
    else if (
      Object.entries(kindModels[resource.kind].fields).some(
        ([name, field]) =>
          field.read !== undefined &&
          resource.values[name] !== undefined &&
          !isDeepStrictEqual(field.read(item), shownValue(resource, name, idOf)),
      )
    )
      changed.push(resource.label);
  }
  return { changed: changed.sort(), gone: gone.sort() };
}

export interface Passage {
  /** What the portal showed right before, and what it shows now. */
  readonly before: PortalView;
  readonly after: PortalView;
  /** What was applied before, with its ids, and what is now. */
  readonly applied: Realm;
  readonly appliedIds: ReadonlyMap<string, string>;
  readonly realm: Realm;
  readonly ids: ReadonlyMap<string, string>;
}

/** Everything in which the portal is not what declarations and history make it. */
export function deviations(passage: Passage): string[] {
  return [
    ...passage.realm.resources.flatMap((resource) => wrongFields(passage, resource)),
    ...passage.realm.resources.flatMap((resource) => wrongTriggers(passage, resource)),
    ...KINDS.flatMap((kind) => wrongFates(passage, kind)),
    ...intruders(passage),
  ];
}

function wrongFields({ before, after, applied, realm, ids }: Passage, resource: Resource): string[] {
  const { kind, label, values } = resource;
  const item = itemOf(kind, after, ids.get(label));
  if (item === undefined) return [`${label}: is missing at the portal`];
  const existed = itemOf(kind, before, ids.get(label));
  const earlier = resourceOf(applied, label);
  const idOf = idOfIn({ realm, view: after, ids });
  if (kindModels[kind].inForce?.holds(item) === false) return [`${label}: is not in force at the portal`];
  return Object.entries(kindModels[kind].fields).flatMap(([name, field]) => {
    if (field.read === undefined || (field.impliedBy !== undefined && values[field.impliedBy] !== undefined)) return [];
    const actual = field.read(item);
    const expected = (): unknown => {
      if (values[name] !== undefined) return shownValue(resource, name, idOf);
      if (existed === undefined) return field.initially;
      if (field.cleared === true && earlier?.values[name] !== undefined) return null;
      if (kind === "QuotaProfile" && name === "default" && anotherIsDefault(realm, resource)) return false;
      const earlierValue = field.read?.(existed);
      return field.outlives === undefined ? earlierValue : field.outlives(earlierValue, after);
    };
    return isDeepStrictEqual(actual, expected())
      ? []
      : [`${label}: ${name} is ${JSON.stringify(actual)} at the portal, expected ${JSON.stringify(expected())}`];
  });
}

/** The triggers that a passage pulls: those of resources that stay, and are given another value. */
export function pulledTriggers({ applied, appliedIds, realm, ids }: Omit<Passage, "before" | "after">): string[] {
  return realm.resources.flatMap(({ kind, label, values }) => {
    const earlier = resourceOf(applied, label);
    if (earlier === undefined || appliedIds.get(label) === undefined || appliedIds.get(label) !== ids.get(label))
      return [];
    return Object.entries(kindModels[kind].fields)
      .filter(([name, { pulls }]) => pulls !== undefined && values[name] !== undefined)
      .filter(([name]) => values[name] !== earlier.values[name])
      .map(([name]) => `${name} of ${label}`);
  });
}

function wrongTriggers(passage: Passage, resource: Resource): string[] {
  const { kind, label } = resource;
  const id = passage.ids.get(label);
  const [existed, item] = [itemOf(kind, passage.before, id), itemOf(kind, passage.after, id)];
  if (existed === undefined || item === undefined) return [];
  const pulled = pulledTriggers(passage);
  return Object.entries(kindModels[kind].fields).flatMap(([name, { pulls }]) => {
    if (pulls === undefined) return [];
    const hasActed = existed[pulls] !== item[pulls];
    if (hasActed === pulled.includes(`${name} of ${label}`)) return [];
    return [`${label}: ${name} ${hasActed ? "acted, and has no new value" : "has a new value and did not act"}`];
  });
}

/** Rule csp/Q3: the portal takes the place of the default from a profile that is not declared to have, or not to have it. */
function anotherIsDefault(realm: Realm, profile: Resource): boolean {
  return resourcesOf(realm, "QuotaProfile").some(
    (other) =>
      other.label !== profile.label &&
      target(other, "account") === target(profile, "account") &&
      other.values["default"] === true,
  );
}

/** What became of the objects that were there before and that no resource stands for now; and of all that no field describes. */
function wrongFates({ before, after, applied, appliedIds, realm, ids }: Passage, kind: Resource["kind"]): string[] {
  const { collection, idOf, removed, fields, inForce } = kindModels[kind];
  const wanted = new Set(ids.values());
  return before[collection].flatMap((item) => {
    const now = itemOf(kind, after, idOf(item));
    const owner = [...appliedIds].find(([, id]) => id === idOf(item))?.[0];
    const what = `${owner ?? "by hand"} ${idOf(item)}`;
    const isDeclared = wanted.has(idOf(item));
    if (owner !== undefined && !isDeclared && removed === "gone")
      return now === undefined ? [] : [`${what}: was taken out and is still at the portal`];
    if (now === undefined) return [`${what}: has vanished from the portal`];
    if (owner !== undefined && !isDeclared && resourceOf(applied, owner)?.values["onDelete"] === "reset")
      return hasNoLimits(now) ? [] : [`${what}: was taken out and is not reset`];
    const described = new Set(isDeclared ? [...membersOf(fields, item), ...(inForce?.members ?? [])] : []);
    if (!isDeclared && kind === "QuotaProfile" && scopeHasDefault(realm, ids, item)) described.add("default");
    return Object.keys(item)
      .filter((member) => !described.has(member) && !DERIVED.includes(member))
      .filter((member) => !isDeepStrictEqual(item[member], now[member]))
      .map(
        (member) =>
          `${what}: ${member} was ${JSON.stringify(item[member])} and is ${JSON.stringify(now[member])}, which nobody declared`,
      );
  });
}

function scopeHasDefault(realm: Realm, ids: ReadonlyMap<string, string>, item: Item): boolean {
  return resourcesOf(realm, "QuotaProfile").some(
    (profile) =>
      profile.values["default"] === true && (ids.get(target(profile, "account") ?? "") ?? null) === item["clientId"],
  );
}

/** The members that a kind's fields read, found by watching them read. */
function membersOf(fields: (typeof kindModels)["User"]["fields"], item: Item): string[] {
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
function intruders({ before, after, ids }: Passage): string[] {
  const wanted = new Set(ids.values());
  return KINDS.flatMap((kind) => {
    const { collection, idOf, isPristine } = kindModels[kind];
    return after[collection]
      .filter((item) => itemOf(kind, before, idOf(item)) === undefined && !wanted.has(idOf(item)))
      .filter((item) => isPristine?.(item) !== true)
      .map((item) => `${kind} ${idOf(item)}: is new at the portal, and nobody declared it`);
  });
}
