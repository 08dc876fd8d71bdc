import { isDeepStrictEqual } from "node:util";
import { Reference } from "../support/miniEngine";
import type { IdOf, Scene } from "./model";
import type { Item, ModelRule, PortalModel } from "./model";
import { type DrawnRealm, type DrawnResource, resourceOf, resourcesOf } from "./realm";

const MOST_RESOURCES = 24;

export function isSound(scene: Scene, applied: DrawnRealm): boolean {
  const all = [...rules, ...scene.model.rules];
  return scene.realm.resources.length <= MOST_RESOURCES && all.every((rule) => rule(scene, applied));
}

/** References as the portal's ids: of what exists, and of an account that is about to be adopted. */
export function idOfIn(scene: Scene): IdOf {
  return (reference) => {
    if (reference instanceof Reference) return scene.ids.get(reference.label) ?? adopted(scene, reference.label);
    return scene.model.standard(scene.view, reference);
  };
}

function adopted(scene: Scene, label: string): unknown {
  const resource = resourceOf(scene.realm, label);
  return resource?.kind === "Account" ? namesakes(resource, scene)[0]?.id : undefined;
}

export function keyFields(model: PortalModel, kind: DrawnResource["kind"]): string[] {
  return Object.entries(model.kinds[kind]!.fields)
    .filter(([, field]) => field.key === true)
    .map(([field]) => field);
}

/** What the portal must show for a declared value. */
export function shownValue(scene: Scene, resource: DrawnResource, field: string): unknown {
  const { shown } = scene.model.kinds[resource.kind]!.fields[field]!;
  const value = resource.values[field];
  return shown === undefined ? value : shown(value, idOfIn(scene), resource, scene);
}

function keyOf(scene: Scene, resource: DrawnResource): string | undefined {
  const idOf = idOfIn(scene);
  const parts = keyFields(scene.model, resource.kind).map((field) => {
    const value = resource.values[field];
    if (value === undefined) return null;
    return value instanceof Reference ? (idOf(value) ?? value) : shownValue(scene, resource, field);
  });
  return JSON.stringify([resource.kind, ...parts]);
}

/** The objects at the portal that have the natural key of a declaration. */
export function namesakes(resource: DrawnResource, scene: Scene): Item[] {
  const { model, view } = scene;
  const { fields } = model.kinds[resource.kind]!;
  return (view[resource.kind] ?? []).filter((item) =>
    keyFields(model, resource.kind).every((field) => {
      const value = resource.values[field];
      return isDeepStrictEqual(
        fields[field]?.read?.(item),
        value === undefined ? null : shownValue(scene, resource, field),
      );
    }),
  );
}

const eachObjectIsDeclaredOnce: ModelRule = (scene) => {
  const keys = scene.realm.resources.map((resource) => keyOf(scene, resource));
  return new Set(keys).size === keys.length;
};

/** What exists already is only taken over with `adopt`, and only where nobody else of the program has it. */
const namesAreFree: ModelRule = (scene) =>
  scene.realm.resources.every((resource) => {
    const [item] = namesakes(resource, scene);
    const { idOf, isPristine, isOpen, singleton, fields } = scene.model.kinds[resource.kind]!;
    const own = scene.ids.get(resource.label);
    if (item === undefined || idOf(item) === own) return true;
    const mayAdopt = scene.realm.adopt || resource.values["adopt"] === true;
    if (singleton === true) {
      if ([...scene.ids.values()].includes(idOf(item))) return false;
      return mayAdopt || isPristine?.(item) === true || isOpen?.(resource, item) === true;
    }
    return (
      own === undefined &&
      mayAdopt &&
      ![...scene.ids.values()].includes(idOf(item)) &&
      Object.entries(fields)
        .filter(([, field]) => field.fixed === true && field.read !== undefined)
        .every(([name, field]) => (field.read?.(item) ?? undefined) === resource.values[name])
    );
  });

const singletonsStayWhereTheyAre: ModelRule = ({ model, realm }, applied) =>
  realm.resources.every((resource) => {
    const before = resourceOf(applied, resource.label);
    return (
      model.kinds[resource.kind]!.singleton !== true ||
      before === undefined ||
      keyFields(model, resource.kind).every((field) => isDeepStrictEqual(before.values[field], resource.values[field]))
    );
  });

const rules: readonly ModelRule[] = [eachObjectIsDeclaredOnce, namesAreFree, singletonsStayWhereTheyAre];

/** Whether a person may not give the object this name: it is the name of another one, or declared for one. */
export function namesAreTaken(resource: DrawnResource, scene: Scene, body: Readonly<Record<string, unknown>>): boolean {
  const isTaken = (member: string) =>
    body[member] !== undefined &&
    ((scene.view[resource.kind] ?? []).some((item) => item[member] === body[member]) ||
      resourcesOf(scene.realm, resource.kind).some(({ values }) => values[member] === body[member]));
  return isTaken("name") || isTaken("username");
}
