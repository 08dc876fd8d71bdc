import type { KindName } from "../../provider/model";
import { Draw } from "./draw";
import type { Scene } from "./model";
import { BY_HAND, type Labels } from "./labels";
import { isSound } from "./rules";
import {
  type DrawnRealm,
  type DrawnResource,
  resourcesOf,
  target,
  type Values,
  withResource,
  withValues,
} from "./realm";

/** One edit of a program, as numbers: what they mean depends on the program. */
export interface EditSpec {
  /** 0 to 99: what is done. */
  readonly act: number;
  readonly seed: number;
}

/** Acts below this one add something. */
export const BUILDING = 28;
const MOST_ACCOUNTS = 3;

interface Edit {
  readonly what: string;
  readonly realm: DrawnRealm;
}

/** How often a choice is made anew where it would break a rule. */
const TRIES = 6;

/** The program after an edit; undefined where no such edit was found that keeps the rules. */
export function edited(scene: Scene, applied: DrawnRealm, { act, seed }: EditSpec, labels: Labels): Edit | undefined {
  const draw = new Draw(seed);
  for (let attempts = 0; attempts < TRIES; attempts += 1) {
    const edit = attempt(scene, act, draw, labels);
    if (edit !== undefined && isSound({ ...scene, realm: edit.realm }, applied)) return edit;
  }
  return undefined;
}

function attempt(scene: Scene, act: number, draw: Draw, labels: Labels): Edit | undefined {
  const { realm } = scene;
  const resource = draw.pickAny(realm.resources);
  if (resource === undefined || resourcesOf(realm, "Account").length === 0)
    return added(scene, "Account", draw, labels);
  if (act < BUILDING) return added(scene, draw.pick(weighted(scene)), draw, labels);
  if (act < 40) return removed(scene, resource);
  if (act < 45) return reordered(realm, draw);
  if (act < 55) return readopted(scene, draw, labels);
  return changed(scene, resource, draw);
}

function weighted({ model }: Scene): KindName[] {
  const weights = Object.entries(model.weights) as [KindName, number][];
  return weights.flatMap(([kind, weight]) => Array<KindName>(weight).fill(kind));
}

function drawn(scene: Scene, kind: KindName, label: string, draw: Draw, given: Values = {}): DrawnResource {
  let resource: DrawnResource = { kind, label, values: given };
  for (const [name, field] of Object.entries(scene.model.kinds[kind]!.fields)) {
    if (name in given) continue;
    const value = field.draw(draw, scene, resource);
    if (value !== undefined) resource = { ...resource, values: { ...resource.values, [name]: value } };
  }
  return resource;
}

function added(scene: Scene, kind: KindName, draw: Draw, labels: Labels): Edit | undefined {
  const label = labels.next(kind);
  const what = `add ${label}`;
  if (kind === "Account" && resourcesOf(scene.realm, "Account").length >= MOST_ACCOUNTS) return undefined;
  const resource = drawn(scene, kind, label, draw);
  const realm = scene.model.supplied(scene, resource, draw, labels);
  if (realm === undefined) return undefined;
  return { what, realm: scene.model.settled(placed(realm, resource, draw), resource, draw) };
}

/** Somewhere in the program: the order of declarations means nothing. */
function placed(realm: DrawnRealm, resource: DrawnResource, draw: Draw): DrawnRealm {
  const { resources } = withResource(realm, resource);
  return draw.chance(50) ? { ...realm, resources } : { ...realm, resources: draw.shuffled(resources) };
}

function removed({ model, realm }: Scene, resource: DrawnResource): Edit | undefined {
  if (!model.isRemovable(realm, resource)) return undefined;
  const going = new Set([resource.label]);
  if (resource.kind === "Account")
    for (const other of realm.resources) if (target(other, "account") === resource.label) going.add(other.label);
  const resources = realm.resources
    .filter(({ label }) => !going.has(label))
    .map((other) => model.without(other, going));
  return { what: `remove ${[...going].join(", ")}`, realm: { ...realm, resources } };
}

function reordered(realm: DrawnRealm, draw: Draw): Edit {
  const resources = draw.shuffled(realm.resources).map((resource) => ({
    ...resource,
    values: Object.fromEntries(
      draw
        .shuffled(Object.entries(resource.values))
        .map(([name, value]) => [name, Array.isArray(value) ? draw.shuffled(value) : value]),
    ),
  }));
  return { what: "shuffle all declarations, fields and sets", realm: { ...realm, resources } };
}

/** Declares an object that exists at the portal and that no resource has: an account that was taken out, or what was made by hand. */
function readopted(scene: Scene, draw: Draw, labels: Labels): Edit | undefined {
  const { model } = scene;
  const kind = draw.pick(model.adoptable);
  const { fields, idOf } = model.kinds[kind]!;
  const owned = new Set(scene.ids.values());
  const item = draw.pickAny(
    (scene.view[kind] ?? []).filter(
      (candidate) =>
        !owned.has(idOf(candidate)) &&
        model.isAdoptable(kind, candidate) &&
        (kind === "Account" ||
          (candidate["clientId"] === null && String(candidate["username"] ?? candidate["name"]).startsWith(BY_HAND))),
    ),
  );
  if (item === undefined || (kind === "Account" && resourcesOf(scene.realm, "Account").length >= MOST_ACCOUNTS))
    return undefined;
  const taken = Object.entries(fields).filter(
    ([name, field]) => (field.key === true || field.fixed === true) && name !== "account" && field.read !== undefined,
  );
  const given = {
    ...Object.fromEntries(taken.map(([name, field]) => [name, field.read?.(item) ?? undefined])),
    ...(scene.realm.adopt ? {} : { adopt: true }),
    ...(kind === "Account" ? {} : { account: undefined }),
    ...model.adoptedValues(kind, item),
  };
  const { values } = drawn(scene, kind, "", draw, given);
  const resource = { kind, label: labels.next(kind), values: definedOnly(values) };
  return {
    what: `adopt ${resource.label}`,
    realm: model.settled(withResource(scene.realm, resource), resource, draw),
  };
}

function definedOnly(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function changed(scene: Scene, resource: DrawnResource, draw: Draw): Edit | undefined {
  const { kind, label } = resource;
  const models = scene.model.kinds[kind]!.fields;
  const fields = Object.entries(models).filter(([, field]) => field.fixed !== true);
  const identities = Object.entries(models).filter(
    ([, field]) => field.identity === true || (field.key === true && field.fixed !== true),
  );
  const [name, field] = draw.pick(draw.chance(30) && identities.length > 0 ? identities : fields);
  let values: Values = { ...resource.values, [name]: field.draw(draw, scene, resource) };
  if (draw.chance(20)) values = { ...values, adopt: undefined };
  for (const other of scene.model.redrawn(draw, kind, name)) {
    const self = { ...resource, values: definedOnly(values) };
    values = { ...values, [other]: models[other]!.draw(draw, scene, self) };
  }
  const after = { ...resource, values: definedOnly(values) };
  return {
    what: `change ${name} of ${label}`,
    realm: scene.model.settled(withValues(scene.realm, label, values), after, draw),
  };
}
