import { isDeepStrictEqual } from "node:util";
import { type Reference } from "../../../support/miniEngine";
import type { ModelRule } from "../../../random/model";
import { refersTo, resourceOf, resourcesOf, target } from "../../../random/realm";
import {
  activeServices,
  clientOf,
  hasProjects,
  levelOf,
  mayHaveRoles,
  QUOTA_NUMBERS,
  RESELLER_PERMISSIONS,
  ROOMY,
} from "./kinds";

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
      (scene.view.Quota ?? []).some(
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

/** Another level is another profile: rules P4 and P5. */
const levelsStay: ModelRule = ({ realm }, applied) =>
  resourcesOf(applied, "Profile").every(({ label, values: before }) => {
    const after = resourceOf(realm, label)?.values;
    return after === undefined || after["level"] === before["level"];
  });

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
      const item = (scene.view.User ?? []).find(({ id: userId }) => userId === scene.ids.get(user.label));
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

export const rules: readonly ModelRule[] = [
  rolesAreOfTheAccount,
  servicesHoldTogether,
  quotasHoldProjects,
  projectsHaveWhatTheyNeed,
  oneDefaultInEachScope,
  onlyGlobalProfilesAreInheritable,
  profilesKeepTheirLevel,
  levelsStay,
  profilesGoAfterTheirUsers,
];
