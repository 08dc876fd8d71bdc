import { KIND_NAMES, type KindName } from "../../provider/kinds";
import { Reference } from "../support/miniEngine";
import { Draw } from "./draw";
import type { Scene } from "./fields";
import { activeServices, clientOf, drawLimits, kindModels, ROOMY } from "./kinds";
import { isSound } from "./rules";
import {
  type Realm,
  refersTo,
  type Resource,
  resourceOf,
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
const MOST_PROJECTS = 2;

/** Names resources, so that no label ever stands for two. */
export class Labels {
  private count = 0;

  next(kind: KindName): string {
    this.count += 1;
    return `${kind[0]!.toLowerCase()}${kind.slice(1)}-${this.count}`;
  }
}

const WEIGHTED_KINDS: readonly KindName[] = KIND_NAMES.flatMap((kind) =>
  Array<KindName>(
    { Account: 2, User: 6, Profile: 3, QuotaProfile: 3, Quota: 3, ServiceActivation: 3, Project: 4 }[kind],
  ).fill(kind),
);

interface Edit {
  readonly what: string;
  readonly realm: Realm;
}

/** How often a choice is made anew where it would break a rule. */
const TRIES = 6;

/** The program after an edit; undefined where no such edit was found that keeps the rules. */
export function edited(scene: Scene, applied: Realm, { act, seed }: EditSpec, labels: Labels): Edit | undefined {
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
  if (act < BUILDING) return added(scene, draw.pick(WEIGHTED_KINDS), draw, labels);
  if (act < 40) return removed(realm, resource);
  if (act < 45) return reordered(realm, draw);
  if (act < 55) return readopted(scene, draw, labels);
  return changed(scene, resource, draw);
}

function drawn(scene: Scene, kind: KindName, label: string, draw: Draw, given: Values = {}): Resource {
  let resource: Resource = { kind, label, values: given };
  for (const [name, field] of Object.entries(kindModels[kind].fields)) {
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
  const account = target(resource, "account");
  let { realm } = scene;
  if (kind === "Project") {
    if (account === undefined || projectsOf(realm, account) >= MOST_PROJECTS) return undefined;
    realm = withOpenStack(withRoom({ ...scene, realm }, account, draw, labels), scene, account, draw, labels);
  }
  if (kind === "ServiceActivation" && account !== undefined)
    realm = withAvailable(realm, scene, account, String(resource.values["service"]));
  return { what, realm: withoutOtherDefaults(placed(realm, resource, draw), resource, draw) };
}

/** Somewhere in the program: the order of declarations means nothing. */
function placed(realm: Realm, resource: Resource, draw: Draw): Realm {
  const { resources } = withResource(realm, resource);
  return draw.chance(50) ? { ...realm, resources } : { ...realm, resources: draw.shuffled(resources) };
}

function projectsOf(realm: Realm, account: string): number {
  return resourcesOf(realm, "Project").filter((project) => target(project, "account") === account).length;
}

function withRoom(scene: Scene, account: string, draw: Draw, labels: Labels): Realm {
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

function withAvailable(realm: Realm, scene: Scene, account: string, service: string): Realm {
  const { values } = resourceOf(realm, account)!;
  const available = (values["availableServices"] ?? clientOf(scene, account)?.["availableServices"] ?? []) as string[];
  if (available.includes(service)) return realm;
  return withValues(realm, account, {
    ...values,
    availableServices: [...new Set([...available, service, "openstack"])],
  });
}

function withOpenStack(realm: Realm, scene: Scene, account: string, draw: Draw, labels: Labels): Realm {
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
function withoutOtherDefaults(realm: Realm, chosen: Resource, draw: Draw): Realm {
  if (chosen.kind !== "QuotaProfile" || chosen.values["default"] !== true) return realm;
  return resourcesOf(realm, "QuotaProfile")
    .filter((other) => other.label !== chosen.label && other.values["default"] === true)
    .filter((other) => target(other, "account") === target(chosen, "account"))
    .reduce(
      (so, other) => withValues(so, other.label, { ...other.values, default: draw.pick([false, undefined]) }),
      realm,
    );
}

function removed(realm: Realm, resource: Resource): Edit | undefined {
  const going = new Set([resource.label]);
  if (resource.kind === "Account")
    for (const other of realm.resources) if (target(other, "account") === resource.label) going.add(other.label);
  if (resource.kind === "QuotaProfile" && realm.resources.some((other) => refersTo(other, resource.label)))
    return undefined;
  const resources = realm.resources
    .filter(({ label }) => !going.has(label))
    .map((other) => (other.kind === "User" ? withoutProfile(other, resource.label) : other))
    .map((other) => (other.kind === "Project" ? withoutRoles(other, going) : other));
  return { what: `remove ${[...going].join(", ")}`, realm: { ...realm, resources } };
}

function withoutRoles(project: Resource, users: ReadonlySet<string>): Resource {
  const roles = project.values["roles"] as readonly { user: Reference }[] | undefined;
  if (roles === undefined) return project;
  return { ...project, values: { ...project.values, roles: roles.filter(({ user }) => !users.has(user.label)) } };
}

function withoutProfile(user: Resource, label: string): Resource {
  const profiles = (user.values["profiles"] as unknown[]).filter(
    (reference) => !(reference instanceof Reference && reference.label === label),
  );
  return { ...user, values: { ...user.values, profiles: profiles.length === 0 ? ["User"] : profiles } };
}

function reordered(realm: Realm, draw: Draw): Edit {
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
  const kind = draw.pick<KindName>(["Account", "Account", "User", "Profile", "QuotaProfile"]);
  const { collection, fields, idOf } = kindModels[kind];
  const owned = new Set(scene.ids.values());
  const item = draw.pickAny(
    scene.view[collection].filter(
      (candidate) =>
        !owned.has(idOf(candidate)) &&
        (kind === "Account" ||
          (candidate["clientId"] === null && String(candidate["username"] ?? candidate["name"]).startsWith(BY_HAND))),
    ),
  );
  if (item === undefined || (kind === "Account" && resourcesOf(scene.realm, "Account").length >= MOST_ACCOUNTS))
    return undefined;
  const taken = Object.entries(fields).filter(
    ([name, field]) =>
      (field.key === true || field.fixed === true || name === "level") &&
      name !== "account" &&
      field.read !== undefined,
  );
  const given = {
    ...Object.fromEntries(taken.map(([name, field]) => [name, field.read?.(item)])),
    ...(scene.realm.adopt ? {} : { adopt: true }),
    ...(kind === "Account" ? { availableServices: item["availableServices"] } : { account: undefined }),
  };
  const { values } = drawn(scene, kind, "", draw, given);
  const resource = { kind, label: labels.next(kind), values: definedOnly(values) };
  return {
    what: `adopt ${resource.label}`,
    realm: withoutOtherDefaults(withResource(scene.realm, resource), resource, draw),
  };
}

function definedOnly(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function changed(scene: Scene, resource: Resource, draw: Draw): Edit | undefined {
  const { kind, label } = resource;
  const fields = Object.entries(kindModels[kind].fields).filter(([, field]) => field.fixed !== true);
  const identities = fields.filter(([name, field]) => field.key === true || name === "level");
  const [name, field] = draw.pick(draw.chance(30) ? identities : fields);
  let values: Values = { ...resource.values, [name]: field.draw(draw, scene, resource) };
  if (draw.chance(20)) values = { ...values, adopt: undefined };
  const redraw = (other: string) => {
    const self = { ...resource, values: definedOnly(values) };
    values = { ...values, [other]: kindModels[kind].fields[other]!.draw(draw, scene, self) };
  };
  if (kind === "Profile" && name === "level") {
    redraw("permissions");
    if (draw.chance(70)) redraw("name");
  }
  if (kind === "Profile" && name === "basedOn") for (const other of ["add", "remove", "permissions"]) redraw(other);
  if (kind === "User" && name === "account") redraw("profiles");
  if (kind === "QuotaProfile" && name === "account") redraw("inheritable");
  if (kind === "Quota" && name === "account") redraw("limits");
  if (kind === "Project" && name === "account") redraw("roles");
  const after = { ...resource, values: definedOnly(values) };
  const realm = withoutOtherDefaults(withValues(scene.realm, label, values), after, draw);
  return { what: `change ${name} of ${label}`, realm };
}

/** How the names of objects begin that people made at the portal. */
export const BY_HAND = "by hand ";
