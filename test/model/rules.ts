import { isDeepStrictEqual } from "node:util";
import { Reference } from "../support/miniEngine";
import type { IdOf, Scene } from "./fields";
import {
  activeServices,
  clientOf,
  hasProjects,
  keyFields,
  kindModels,
  levelOf,
  mayHaveRoles,
  QUOTA_NUMBERS,
  RESELLER_PERMISSIONS,
  ROOMY,
  shownValue,
} from "./kinds";
import type { Item } from "./portalView";
import { type Realm, refersTo, type Resource, resourceOf, resourcesOf, target } from "./realm";

/** The portal's rules, and those of a sound program: what the model never breaks. */
type ModelRule = (scene: Scene, applied: Realm) => boolean;

const MOST_RESOURCES = 24;

export function isSound(scene: Scene, applied: Realm): boolean {
  return scene.realm.resources.length <= MOST_RESOURCES && rules.every((rule) => rule(scene, applied));
}

/** References as the portal's ids: of what exists, and of an account that is about to be adopted. */
export function idOfIn(scene: Scene): IdOf {
  return (reference) => {
    if (reference instanceof Reference) return scene.ids.get(reference.label) ?? adopted(scene, reference.label);
    return scene.view["/profiles"].find((profile) => profile["name"] === reference)?.id;
  };
}

function adopted(scene: Scene, label: string): unknown {
  return resourceOf(scene.realm, label)?.kind === "Account" ? clientOf(scene, label)?.id : undefined;
}

function keyOf(resource: Resource, idOf: IdOf): string | undefined {
  const parts = keyFields(resource.kind).map((field) => {
    const value = resource.values[field];
    if (value === undefined) return null;
    return value instanceof Reference ? (idOf(value) ?? value) : shownValue(resource, field, idOf);
  });
  return JSON.stringify([resource.kind, ...parts]);
}

/** The objects at the portal that have the natural key of a declaration. */
export function namesakes(resource: Resource, scene: Scene): Item[] {
  const { collection, fields } = kindModels[resource.kind];
  const idOf = idOfIn(scene);
  return scene.view[collection].filter((item) =>
    keyFields(resource.kind).every((field) => {
      const value = resource.values[field];
      return isDeepStrictEqual(
        fields[field]?.read?.(item),
        value === undefined ? null : shownValue(resource, field, idOf),
      );
    }),
  );
}

const eachObjectIsDeclaredOnce: ModelRule = (scene) => {
  const idOf = idOfIn(scene);
  const keys = scene.realm.resources.map((resource) => keyOf(resource, idOf));
  return new Set(keys).size === keys.length;
};

/** What exists already is only taken over with `adopt`, and only where nobody else of the program has it. */
const namesAreFree: ModelRule = (scene) =>
  scene.realm.resources.every((resource) => {
    const [item] = namesakes(resource, scene);
    const { idOf, isPristine, singleton, fields } = kindModels[resource.kind];
    const own = scene.ids.get(resource.label);
    if (item === undefined || idOf(item) === own) return true;
    const mayAdopt = scene.realm.adopt || resource.values["adopt"] === true;
    if (singleton === true) {
      if ([...scene.ids.values()].includes(idOf(item))) return false;
      return (
        mayAdopt || isPristine?.(item) === true || resource.kind === "ServiceActivation" || sameLimits(resource, item)
      );
    }
    return (
      own === undefined &&
      mayAdopt &&
      ![...scene.ids.values()].includes(idOf(item)) &&
      Object.entries(fields)
        .filter(([, field]) => field.fixed === true && field.read !== undefined)
        .every(([name, field]) => field.read?.(item) === resource.values[name])
    );
  });

function sameLimits(resource: Resource, item: Item): boolean {
  return isDeepStrictEqual(kindModels.Quota.fields["limits"]?.read?.(item), resource.values["limits"]);
}

const singletonsStayWhereTheyAre: ModelRule = (scene, applied) =>
  scene.realm.resources.every((resource) => {
    const before = resourceOf(applied, resource.label);
    return (
      kindModels[resource.kind].singleton !== true ||
      before === undefined ||
      keyFields(resource.kind).every((field) => isDeepStrictEqual(before.values[field], resource.values[field]))
    );
  });

const servicesHoldTogether: ModelRule = (scene) =>
  resourcesOf(scene.realm, "Account").every((account) => {
    const active = activeServices(scene, account.label);
    const declared = resourcesOf(scene.realm, "ServiceActivation")
      .filter((activation) => target(activation, "account") === account.label)
      .map(({ values }) => String(values["service"]));
    const available = (account.values["availableServices"] ??
      clientOf(scene, account.label)?.["availableServices"] ??
      []) as string[];
    const isThere = (service: string) => active.includes(service) || declared.includes(service);
    return (
      [...active, ...declared].every((service) => available.includes(service)) &&
      (available.length === 0 || available.includes("openstack")) &&
      (declared.length === 0 || isThere("openstack"))
    );
  });

const quotasHoldProjects: ModelRule = (scene, applied) =>
  resourcesOf(scene.realm, "Account").every((account) => {
    if (!hasProjects(scene, account.label)) return true;
    const quotas = resourcesOf(scene.realm, "Quota").filter((quota) => target(quota, "account") === account.label);
    const client = clientOf(scene, account.label);
    const areRoomy = quotas.every(({ values }) =>
      QUOTA_NUMBERS.every((number) => (values["limits"] as Record<string, number>)[number]! >= ROOMY.least),
    );
    const hasRoom =
      quotas.length > 0 ||
      scene.view["/quotas"].some(
        (quota) =>
          quota["clientId"] === client?.id && (quota["limits"] as { projects: number }).projects >= ROOMY.least,
      );
    const resets = [...quotas, ...resourcesOf(applied, "Quota")].some(
      (quota) => target(quota, "account") === account.label && quota.values["onDelete"] === "reset",
    );
    return areRoomy && hasRoom && !resets;
  });

const projectsHaveWhatTheyNeed: ModelRule = (scene, applied) =>
  resourcesOf(scene.realm, "Project").every((project) => {
    const account = target(project, "account");
    const hasOpenStack =
      activeServices(scene, account).includes("openstack") ||
      resourcesOf(scene.realm, "ServiceActivation").some(
        (activation) => target(activation, "account") === account && activation.values["service"] === "openstack",
      );
    const profileLabel = target(project, "quotaProfile");
    if (profileLabel === undefined) return hasOpenStack;
    const profile = resourceOf(scene.realm, profileLabel);
    const before = resourceOf(applied, profileLabel);
    return (
      hasOpenStack &&
      profile !== undefined &&
      (before === undefined || target(before, "account") === target(profile, "account")) &&
      (target(profile, "account") === account ||
        (profile.values["account"] === undefined && profile.values["inheritable"] === true))
    );
  });

const oneDefaultInEachScope: ModelRule = ({ realm }) => {
  const scopes = resourcesOf(realm, "QuotaProfile")
    .filter(({ values }) => values["default"] === true)
    .map((profile) => target(profile, "account"));
  return new Set(scopes).size === scopes.length;
};

const onlyGlobalProfilesAreInheritable: ModelRule = ({ realm }) =>
  resourcesOf(realm, "QuotaProfile").every(
    ({ values }) => values["account"] === undefined || values["inheritable"] !== true,
  );

const profilesKeepTheirLevel: ModelRule = (scene) =>
  resourcesOf(scene.realm, "Profile").every(({ values }) => {
    const { permissions, basedOn, add, remove } = values;
    if (basedOn !== undefined) return permissions === undefined && values["level"] === "client";
    if (permissions === undefined || add !== undefined || remove !== undefined) return false;
    const makesResellers = (permissions as string[]).some((key) => RESELLER_PERMISSIONS.includes(key));
    return makesResellers === (values["level"] === "reseller");
  }) &&
  resourcesOf(scene.realm, "User").every(
    ({ values }) =>
      values["account"] === undefined ||
      (values["profiles"] as unknown[]).every((reference) => levelOf(scene, reference) === "client"),
  );

/** Somebody who was given a profile by hand is unknown to the program as its user: both can't go at once. */
const profilesGoAfterTheirUsers: ModelRule = (scene, applied) =>
  resourcesOf(applied, "Profile").every((before) => {
    const after = resourceOf(scene.realm, before.label);
    const id = scene.ids.get(before.label);
    if (after !== undefined && ["name", "level"].every((field) => after.values[field] === before.values[field]))
      return true;
    return resourcesOf(applied, "User").every((user) => {
      const stays = resourceOf(scene.realm, user.label);
      const item = scene.view["/users"].find(({ id: userId }) => userId === scene.ids.get(user.label));
      if (item?.["profileId"] !== id || refersTo(user, before.label)) return true;
      return (
        stays !== undefined &&
        ["account", "username"].every((field) => isDeepStrictEqual(stays.values[field], user.values[field]))
      );
    });
  });

const rolesAreOfTheAccount: ModelRule = ({ realm }) =>
  resourcesOf(realm, "Project").every((project) =>
    ((project.values["roles"] as readonly { user: Reference }[] | undefined) ?? []).every(({ user }) => {
      const declared = resourceOf(realm, user.label);
      return declared !== undefined && mayHaveRoles(declared, project);
    }),
  );

const rules: readonly ModelRule[] = [
  rolesAreOfTheAccount,
  eachObjectIsDeclaredOnce,
  namesAreFree,
  singletonsStayWhereTheyAre,
  servicesHoldTogether,
  quotasHoldProjects,
  projectsHaveWhatTheyNeed,
  oneDefaultInEachScope,
  onlyGlobalProfilesAreInheritable,
  profilesKeepTheirLevel,
  profilesGoAfterTheirUsers,
];

/** Whether a person may not give the object this name: it is the name of another one, or declared for one. */
export function namesAreTaken(resource: Resource, scene: Scene, body: Readonly<Record<string, unknown>>): boolean {
  if (body["name"] === undefined) return false;
  const { collection } = kindModels[resource.kind];
  return (
    scene.view[collection].some((item) => item["name"] === body["name"]) ||
    resourcesOf(scene.realm, resource.kind).some(({ values }) => values["name"] === body["name"])
  );
}
