import { Reference } from "../../../support/miniEngine";
import type { Draw } from "../../../random/draw";
import type { Scene } from "../../../random/model";
import type { Labels } from "../../../random/labels";
import type { PortalModel } from "../../../random/model";
import {
  type DrawnRealm,
  refersTo,
  type DrawnResource,
  resourceOf,
  resourcesOf,
  target,
  withResource,
  withValues,
} from "../../../random/realm";
import { activeServices, clientOf, drawLimits, kinds, ROOMY } from "./kinds";
import { CspModelPortal } from "./portal";
import { rules } from "./rules";

const MOST_PROJECTS = 2;

/** The Cloud Service Portal. */
export const cspModel: PortalModel = {
  portal: "csp",
  kinds,
  weights: { Account: 2, User: 6, Profile: 3, QuotaProfile: 3, Quota: 3, ServiceActivation: 3, Project: 4 },
  derived: ["roles", "etag", "updatedAt", "userCount", "deletable", "assigned", "used", "available", "emailVerified"],
  rules,
  adoptable: ["Account", "Account", "User", "Profile", "QuotaProfile"],
  isAdoptable: () => true,
  adoptedValues: (kind, item) => (kind === "Account" ? { availableServices: item["availableServices"] } : {}),
  standard: (view, name) => view.Profile?.find((profile) => profile["name"] === name)?.id,
  companions(realm, resource) {
    const account = target(resource, "account");
    const service = neededService(resource);
    const needed = service === undefined ? undefined : activation(realm, account, service)?.label;
    // The SDK knows only that S3 and projects need OpenStack.
    const isUnknownToSdk =
      resource.kind === "ServiceActivation" && !["openstack", "s3"].includes(String(resource.values["service"]));
    const quotas = resource.kind === "Project" ? resourcesOf(realm, "Quota") : [];
    return {
      ...(needed === undefined ? {} : { after: needed }),
      ...(needed !== undefined && isUnknownToSdk ? { inText: needed } : {}),
      dependsOn: quotas.filter((quota) => target(quota, "account") === account).map(({ label }) => label),
    };
  },
  supplied(scene, resource, draw, labels) {
    const account = target(resource, "account");
    const { realm } = scene;
    if (resource.kind === "Project") {
      if (account === undefined || projectsOf(realm, account) >= MOST_PROJECTS) return undefined;
      return withOpenStack(withRoom(scene, account, draw, labels), scene, account, draw, labels);
    }
    return resource.kind === "ServiceActivation" && account !== undefined
      ? withAvailable(realm, scene, account, String(resource.values["service"]))
      : realm;
  },
  settled: withoutOtherDefaults,
  redrawn(draw, kind, field) {
    const others: Readonly<Record<string, readonly string[]>> = {
      "Profile level": draw.chance(70) ? ["permissions", "name"] : ["permissions"],
      "Profile basedOn": ["add", "remove", "permissions"],
      "User account": ["profiles"],
      "QuotaProfile account": ["inheritable"],
      "Quota account": ["limits"],
      "Project account": ["roles"],
    };
    return others[`${kind} ${field}`] ?? [];
  },
  isRemovable: (realm, { kind, label }) =>
    kind !== "QuotaProfile" || !realm.resources.some((other) => refersTo(other, label)),
  without(resource, going) {
    if (resource.kind === "User") return [...going].reduce(withoutProfile, resource);
    return resource.kind === "Project" ? withoutRoles(resource, going) : resource;
  },
  firstPassword: () => "initialPassword",
  open: (sandbox) => Promise.resolve(new CspModelPortal(sandbox)),
};

function activation(realm: DrawnRealm, account: string | undefined, service: string): DrawnResource | undefined {
  return resourcesOf(realm, "ServiceActivation").find(
    (resource) => target(resource, "account") === account && resource.values["service"] === service,
  );
}

/** The service that must be active before the resource can be made. */
function neededService({ kind, values }: DrawnResource): string | undefined {
  if (kind === "Project") return "openstack";
  return kind === "ServiceActivation" && values["service"] !== "openstack" ? "openstack" : undefined;
}

function projectsOf(realm: DrawnRealm, account: string): number {
  return resourcesOf(realm, "Project").filter((project) => target(project, "account") === account).length;
}

function withRoom(scene: Scene, account: string, draw: Draw, labels: Labels): DrawnRealm {
  const quotas = resourcesOf(scene.realm, "Quota").filter((quota) => target(quota, "account") === account);
  if (quotas.length === 0) {
    const values = { account: new Reference(account), region: "ch-1", limits: drawLimits(draw, ROOMY), adopt: true };
    return withResource(scene.realm, { kind: "Quota", label: labels.next("Quota"), values });
  }
  return quotas.reduce((realm, { label, values }) => {
    const numbers = Object.entries(values["limits"] as Record<string, number>);
    const limits = Object.fromEntries(numbers.map(([name, number]) => [name, Math.max(number, ROOMY.least)]));
    return withValues(realm, label, { ...values, limits, onDelete: undefined });
  }, scene.realm);
}

function withAvailable(realm: DrawnRealm, scene: Scene, account: string, service: string): DrawnRealm {
  const { values } = resourceOf(realm, account)!;
  const available = (values["availableServices"] ?? clientOf(scene, account)?.["availableServices"] ?? []) as string[];
  if (available.includes(service)) return realm;
  return withValues(realm, account, {
    ...values,
    availableServices: [...new Set([...available, service, "openstack"])],
  });
}

function withOpenStack(realm: DrawnRealm, scene: Scene, account: string, draw: Draw, labels: Labels): DrawnRealm {
  const isDeclared = resourcesOf(realm, "ServiceActivation").some(
    (activation) => target(activation, "account") === account && activation.values["service"] === "openstack",
  );
  if (isDeclared || (activeServices(scene, account).includes("openstack") && draw.chance(50))) return realm;
  return withResource(withAvailable(realm, scene, account, "openstack"), {
    kind: "ServiceActivation",
    label: labels.next("ServiceActivation"),
    values: { account: new Reference(account), service: "openstack" },
  });
}

/** The portal has one default in each scope: the others must not be declared as such any more. */
function withoutOtherDefaults(realm: DrawnRealm, chosen: DrawnResource, draw: Draw): DrawnRealm {
  if (chosen.kind !== "QuotaProfile" || chosen.values["default"] !== true) return realm;
  return resourcesOf(realm, "QuotaProfile")
    .filter((other) => other.label !== chosen.label && other.values["default"] === true)
    .filter((other) => target(other, "account") === target(chosen, "account"))
    .reduce(
      (so, other) => withValues(so, other.label, { ...other.values, default: draw.pick([false, undefined]) }),
      realm,
    );
}

function withoutRoles(project: DrawnResource, users: ReadonlySet<string>): DrawnResource {
  const roles = project.values["roles"] as readonly { user: Reference }[] | undefined;
  if (roles === undefined) return project;
  return { ...project, values: { ...project.values, roles: roles.filter(({ user }) => !users.has(user.label)) } };
}

function withoutProfile(user: DrawnResource, label: string): DrawnResource {
  const profiles = (user.values["profiles"] as unknown[]).filter(
    (reference) => !(reference instanceof Reference && reference.label === label),
  );
  return { ...user, values: { ...user.values, profiles: profiles.length === 0 ? ["User"] : profiles } };
}
