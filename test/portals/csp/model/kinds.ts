import { isDeepStrictEqual } from "node:util";
import type { KindName } from "../../../../provider/model";
import { Reference } from "../../../support/miniEngine";
import type { Draw } from "../../../random/draw";
import {
  account,
  anyOf,
  colour,
  description,
  drawName,
  local,
  name,
  optional,
  plain,
  set,
} from "../../../random/fields";
import type { HandCall, IdOf, Scene } from "../../../random/model";
import type { Item, KindModel } from "../../../random/model";
import { type DrawnRealm, type DrawnResource, resourceOf, resourcesOf, target } from "../../../random/realm";

export const SERVICES = ["openstack", "s3", "kubernetes", "backup"] as const;
export const REGIONS = ["ch-1", "ch-2"] as const;
export const QUOTA_NUMBERS = [
  "projects",
  "instances",
  "vcpus",
  "ramGb",
  "volumes",
  "volumeStorageGb",
  "volumeSnapshots",
  "routers",
  "networks",
  "floatingIps",
] as const;
export const STANDARD_PROFILES = { reseller: ["Client-Adm"], client: ["User-Adm", "User"] } as const;
export const RESELLER_PERMISSIONS = ["show_clients", "manage_clients"];
const CLIENT_PERMISSIONS = [
  "show_users",
  "create_user",
  "edit_user",
  "show_profiles",
  "manage_permissions",
  "show_services",
  "show_usage",
  "show_client_quota",
  "show_projects",
  "show_s3_panel",
  "manage_buckets",
];
/** Of a quota profile that projects start with: so little that the quotas of {@link ROOMY} hold it for every project. */
export const MODEST = { least: 0, most: 4 };
/** Of a quota of an account with projects: more than all its projects can have been given. */
export const ROOMY = { least: 20, most: 60 };

export function drawLimits(draw: Draw, { least, most }: { least: number; most: number }): Record<string, number> {
  return Object.fromEntries(draw.shuffled(QUOTA_NUMBERS).map((number) => [number, draw.int(least, most)]));
}

function limitsIn(source: unknown): Record<string, unknown> {
  return Object.fromEntries(QUOTA_NUMBERS.map((number) => [number, (source as Record<string, unknown>)[number]]));
}

export function hasNoLimits(item: Item): boolean {
  return Object.values(limitsIn(item["limits"])).every((number) => number === 0);
}

/** Whether projects of the account exist, or are declared. */
export function hasProjects({ realm, view, ids }: Scene, accountLabel: string | undefined): boolean {
  if (accountLabel === undefined) return false;
  const clientId = ids.get(accountLabel);
  return (
    (view.Project ?? []).some((project) => project["clientId"] === clientId) ||
    resourcesOf(realm, "Project").some((project) => target(project, "account") === accountLabel)
  );
}

/** What the client named by a resource's declaration is at the portal. */
export function clientOf({ realm, view, ids }: Scene, accountLabel: string | undefined): Item | undefined {
  const id = accountLabel === undefined ? undefined : ids.get(accountLabel);
  const declaredName = accountLabel === undefined ? undefined : resourceOf(realm, accountLabel)?.values["name"];
  return (view.Account ?? []).find((client) => (id === undefined ? client["name"] === declaredName : client.id === id));
}

export function activeServices(scene: Scene, accountLabel: string | undefined): string[] {
  const client = clientOf(scene, accountLabel);
  return (scene.view.ServiceActivation ?? [])
    .filter((service) => service["clientId"] === client?.id && service["status"] === "active")
    .map((service) => String(service["key"]));
}

const anAccount = (draw: Draw, { realm }: Scene) => anyOf(realm, "Account")(draw);
const id = (item: Item) => item.id;
const idWith = (member: string) => (item: Item) => `${String(item["clientId"])}/${String(item[member])}`;

/** Whether the profile that a declaration refers to makes its users resellers. */
export function levelOf({ realm, view, ids }: Scene, reference: unknown): unknown {
  if (!(reference instanceof Reference))
    return (view.Profile ?? []).find(({ name: known }) => known === reference)?.["level"];
  return (
    resourceOf(realm, reference.label)?.values["level"] ??
    (view.Profile ?? []).find((profile) => profile.id === ids.get(reference.label))?.["level"]
  );
}

function usableProfiles(scene: Scene, ofClient: boolean): unknown[] {
  const standard: unknown[] = ofClient
    ? [...STANDARD_PROFILES.client]
    : [...STANDARD_PROFILES.client, ...STANDARD_PROFILES.reseller];
  const own = resourcesOf(scene.realm, "Profile").map(({ label }) => new Reference(label));
  return [...standard, ...own].filter((reference) => !ofClient || levelOf(scene, reference) === "client");
}

function permissionsFor(draw: Draw, level: unknown): string[] {
  const few = draw.some(CLIENT_PERMISSIONS, 0, 5);
  return draw.shuffled(level === "reseller" ? [...few, ...draw.some(RESELLER_PERMISSIONS, 1, 2)] : few);
}

/** A standard profile that others start from, as the manual has it. */
const TEMPLATE = { name: "User", permissions: ["show_s3_panel", "manage_buckets", "manage_objects"] };

export function isTemplated({ values }: DrawnResource): boolean {
  return values["basedOn"] !== undefined;
}

function fromTemplate({ values }: DrawnResource): string[] {
  const without = (values["remove"] ?? []) as string[];
  const held = [...TEMPLATE.permissions, ...((values["add"] ?? []) as string[])];
  return [...new Set(held)].filter((key) => !without.includes(key)).sort();
}

function profilesShown(value: unknown, idOf: IdOf): unknown {
  return [...new Set((value as unknown[]).map((reference) => String(idOf(reference))))].sort();
}

const ROLES = ["member", "reader", "creator"];

interface UserRoles {
  readonly userId: string;
  readonly roles: readonly string[];
}

function roleText(user: unknown, roles: readonly string[]): string {
  return `${String(user)} ${[...roles].sort().join(", ")}`;
}

/** People of the account, and the reseller's own. */
export function mayHaveRoles(user: DrawnResource, project: DrawnResource): boolean {
  const account = target(user, "account");
  return account === undefined || account === target(project, "account");
}

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const ACCESS_TIMES = [
  { days: ["mon", "tue", "wed"], from: "08:00", to: "18:00" },
  { days: ["sun"], from: "00:00", to: "23:59" },
  { days: ["fri", "sat"], from: "22:00", to: "23:30" },
];
/** Some of them mean the same in other spellings. */
const ADDRESSES = [
  "203.0.113.7",
  "203.0.113.7/32",
  "198.51.100.0/24",
  "2001:db8::1",
  "2001:DB8::1/128",
  "2001:db8::/32",
];

interface Rule {
  readonly id: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly days?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly cidr?: string;
}

/** Rules that bind; one that is switched off doesn't. */
function rulesOf(item: Item, type: string): Rule[] {
  return (item["rules"] as Rule[]).filter((rule) => rule.type === type && rule.enabled);
}

function timeText(time: object): string {
  const { days = [], from, to } = time as Rule;
  return `${[...days].sort((one, other) => WEEK.indexOf(one) - WEEK.indexOf(other)).join(" ")} ${from}-${to}`;
}

function addressText(cidr: unknown): string {
  return String(cidr)
    .toLowerCase()
    .replace(/^([\d.]+)\/32$|^([\da-f:]+)\/128$/, "$1$2");
}

/** The same said twice is said once. */
function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

function noneAsNull(values: readonly string[]): readonly string[] | null {
  return values.length === 0 ? null : values;
}

function userPath(item: Item): string {
  return item["clientId"] === null ? `/users/${item.id}` : `/clients/${String(item["clientId"])}/users/${item.id}`;
}

function ruleByHand(
  draw: Draw,
  item: Item,
  terms: Readonly<Record<string, unknown>> & { readonly type: string },
): HandCall {
  const path = `${userPath(item)}/access-rules`;
  const rule = draw.pickAny((item["rules"] as Rule[]).filter(({ type }) => type === terms.type));
  if (rule === undefined || draw.chance(40)) return { method: "POST", path, body: terms };
  if (draw.chance(50)) return { method: "DELETE", path: `${path}/${rule.id}` };
  return { method: "PATCH", path: `${path}/${rule.id}`, body: { enabled: !rule.enabled } };
}

/** Rule csp/Q3: the portal takes the place of the default from a profile that is not declared to have, or not to have it. */
function anotherIsDefault(realm: DrawnRealm, profile: DrawnResource): boolean {
  return resourcesOf(realm, "QuotaProfile").some(
    (other) =>
      other.label !== profile.label &&
      target(other, "account") === target(profile, "account") &&
      other.values["default"] === true,
  );
}

function scopeHasDefault(realm: DrawnRealm, ids: ReadonlyMap<string, string>, item: Item): boolean {
  return resourcesOf(realm, "QuotaProfile").some(
    (profile) =>
      profile.values["default"] === true && (ids.get(target(profile, "account") ?? "") ?? null) === item["clientId"],
  );
}

/** Names in other letters are names of their own: that two of them are meant is confirmed. */
const ALIKE = ["csp/N1"];

export const kinds: Readonly<Record<KindName, KindModel>> = {
  Account: {
    idOf: id,
    removed: "stays",
    path: (item) => `/clients/${item.id}`,
    fields: {
      name: name(),
      description,
      state: plain("state", (draw) => draw.pick(["trial", "demo", "production", "managed"])),
      availableServices: set(
        "availableServices",
        optional((draw, scene, self) =>
          draw.shuffled([
            ...new Set([
              ...activeServices(scene, self.label),
              ...draw.pick([[], ["openstack"], ["openstack", "s3"], SERVICES]),
            ]),
          ]),
        ),
        { initially: [] },
      ),
      primaryColor: colour("primaryColor", "#003366"),
      secondaryColor: colour("secondaryColor", "#6699cc"),
      iconUrl: plain(
        "iconUrl",
        optional((draw) => draw.pick(["https://example.com/a.png", "https://example.com/b.svg?x=1&y=2"])),
        {
          initially: null,
          cleared: true,
        },
      ),
      uprovideAccount: {
        draw: (draw) => `UP-${draw.int(10_001, 12_000)}`,
        read: (item) => item["uprovideAccountId"],
        fixed: true,
      },
      onDelete: local(optional(() => "retain")),
      confirm: local(() => ["csp/C6", ...ALIKE], { fixed: true }),
    },
  },
  ServiceActivation: {
    idOf: idWith("key"),
    removed: "stays",
    singleton: true,
    isPristine: (item) => item["status"] === "not_active",
    isOpen: () => true,
    inForce: { members: ["status", "activatedAt"], holds: (item) => item["status"] === "active" },
    fields: {
      account: account(anAccount),
      service: { draw: (draw) => draw.pick(SERVICES), read: (item) => item["key"], key: true },
      onDelete: local(optional(() => "retain")),
    },
  },
  Quota: {
    idOf: idWith("region"),
    removed: "stays",
    singleton: true,
    isPristine: hasNoLimits,
    isOpen: ({ values }, item) => isDeepStrictEqual(limitsIn(item["limits"]), values["limits"]),
    leftAs: { when: ({ onDelete }) => onDelete === "reset", holds: hasNoLimits },
    path: (item) => `/clients/${String(item["clientId"])}/quotas/${String(item["region"])}`,
    method: "PUT",
    fields: {
      account: account(anAccount),
      region: { draw: (draw) => draw.pick(REGIONS), read: (item) => item["region"], key: true },
      limits: plain(
        "limits",
        (draw, scene, self) =>
          drawLimits(
            draw,
            hasProjects(scene, target(self, "account"))
              ? ROOMY
              : draw.pick([{ least: 0, most: 0 }, { least: 0, most: 5 }, ROOMY]),
          ),
        { read: (item) => limitsIn(item["limits"]) },
      ),
      onDelete: local(
        optional((draw, scene, self) =>
          hasProjects(scene, target(self, "account")) ? "retain" : draw.pick(["retain", "reset"]),
        ),
      ),
    },
  },
  QuotaProfile: {
    idOf: id,
    removed: "gone",
    path: (item) => `/quota-profiles/${item.id}`,
    swayed: (realm, ids, item) => (scopeHasDefault(realm, ids, item) ? ["default"] : []),
    isDeletable: (item, { view, realm, ids }) =>
      !(view.Project ?? []).some((project) => project["quotaProfileId"] === item.id) &&
      !resourcesOf(realm, "Project").some((project) => ids.get(target(project, "quotaProfile") ?? "") === item.id),
    fields: {
      confirm: local(() => ALIKE, { fixed: true }),
      account: account(optional(anAccount)),
      name: name(),
      inheritable: plain(
        "inheritable",
        (draw, _scene, self) =>
          self.values["account"] === undefined
            ? draw.pick([true, true, false, undefined])
            : draw.pick([false, undefined]),
        {
          initially: false,
          byHand: (draw, _scene, item) => ({ inheritable: item["clientId"] === null && draw.chance(50) }),
        },
      ),
      default: plain("default", (draw) => draw.pick([true, false, undefined]), {
        initially: false,
        overruled: (realm, self) => (anotherIsDefault(realm, self) ? false : undefined),
        byHand: (draw) => ({ default: draw.chance(50) }),
      }),
      limits: {
        draw: (draw) => drawLimits(draw, MODEST),
        read: limitsIn,
        byHand: (draw) => drawLimits(draw, MODEST),
      },
    },
  },
  Profile: {
    idOf: id,
    removed: "gone",
    path: (item) => `/profiles/${item.id}`,
    isDeletable: (item, { view }) =>
      item["deletable"] === true &&
      !(view.User ?? []).some((user) => (user["permissionSets"] as string[]).includes(item.id)),
    fields: {
      confirm: local(() => ALIKE, { fixed: true }),
      name: { ...name(), byHand: undefined },
      description,
      level: {
        draw: (draw) => draw.pick(["reseller", "client", "client"]),
        read: (item) => item["level"],
        fixed: true,
        identity: true,
      },
      basedOn: {
        draw: (draw, _scene, self) =>
          self.values["level"] === "client" && draw.chance(30) ? TEMPLATE.name : undefined,
        read: (item) => [...(item["permissions"] as string[])].sort(),
        shown: (_value, _idOf, self) => fromTemplate(self),
        impliedBy: "permissions",
      },
      add: local((draw, _scene, self) => (isTemplated(self) ? draw.some(CLIENT_PERMISSIONS, 0, 3) : undefined)),
      remove: local((draw, _scene, self) => (isTemplated(self) ? draw.some(TEMPLATE.permissions, 0, 2) : undefined)),
      permissions: set(
        "permissions",
        (draw, _scene, self) => (isTemplated(self) ? undefined : permissionsFor(draw, self.values["level"])),
        {
          byHand: (draw, _scene, item) => ({ permissions: permissionsFor(draw, item["level"]) }),
          impliedBy: "basedOn",
        },
      ),
    },
  },
  User: {
    idOf: id,
    removed: "gone",
    path: (item) =>
      item["clientId"] === null ? `/users/${item.id}` : `/clients/${String(item["clientId"])}/users/${item.id}`,
    isDeletable: () => true,
    fields: {
      account: account((draw, scene) => (draw.chance(25) ? undefined : anAccount(draw, scene))),
      username: { ...name("username"), byHand: undefined },
      email: plain("email", (draw) => draw.pick(["a@example.com", "B.C+tag@sub.example.org", "o'x@example.net"])),
      firstName: plain("firstName", drawName),
      lastName: plain("lastName", drawName),
      description,
      profiles: {
        draw: (draw, scene, self) => draw.some(usableProfiles(scene, self.values["account"] !== undefined), 1, 3),
        read: (item) => [...new Set([String(item["profileId"]), ...(item["permissionSets"] as string[])])].sort(),
        shown: profilesShown,
        byHand: (draw, { view }, item) => {
          const [first, ...others] = draw
            .some(
              (view.Profile ?? []).filter(({ level }) => item["clientId"] === null || level === "client"),
              1,
              3,
            )
            .map(id);
          return { profileId: first, permissionSets: others };
        },
      },
      permissions: {
        draw: optional((draw) => draw.some(CLIENT_PERMISSIONS, 1, 4)),
        read: (item) => noneAsNull([...(item["permissions"] as string[])].sort()),
        shown: (value) => [...(value as string[])].sort(),
        initially: null,
        cleared: true,
        callByHand: (draw, _scene, item) => ({
          method: "PUT",
          path: `${userPath(item)}/permissions`,
          body: { permissions: draw.some(CLIENT_PERMISSIONS, 0, 3) },
        }),
      },
      accessTimes: {
        draw: optional((draw) =>
          draw.some(ACCESS_TIMES, 1, 2).map((time) => ({ ...time, days: draw.shuffled(time.days) })),
        ),
        read: (item) => noneAsNull(distinct(rulesOf(item, "access_times").map(timeText))),
        shown: (value) => distinct((value as object[]).map(timeText)),
        initially: null,
        cleared: true,
        callByHand: (draw, _scene, item) =>
          ruleByHand(draw, item, { type: "access_times", ...draw.pick(ACCESS_TIMES) }),
      },
      sourceAddresses: {
        draw: optional((draw) => draw.some(ADDRESSES, 1, 3)),
        read: (item) =>
          noneAsNull([...new Set(rulesOf(item, "source_ip").map(({ cidr }) => addressText(cidr)))].sort()),
        shown: (value) => [...new Set((value as string[]).map(addressText))].sort(),
        initially: null,
        cleared: true,
        callByHand: (draw, _scene, item) => ruleByHand(draw, item, { type: "source_ip", cidr: draw.pick(ADDRESSES) }),
      },
      resetPassword: {
        draw: optional((draw) => draw.pick(["forgotten", "2026-11-21", "2026-11-22 lost"])),
        pulls: "passwordSetAt",
        callByHand: (_draw, _scene, item) => ({ method: "POST", path: `${userPath(item)}/reset-password` }),
      },
      confirm: local(() => ["csp/U5", "csp/A2", ...ALIKE], { fixed: true }),
    },
  },
  Project: {
    idOf: id,
    removed: "gone",
    path: (item) => `/clients/${String(item["clientId"])}/projects/${item.id}`,
    isDeletable: () => true,
    fields: {
      confirm: local(() => ALIKE, { fixed: true }),
      account: account(anAccount),
      name: name(),
      description,
      quotaProfile: {
        draw: optional((draw, { realm }, self) =>
          anyOf(
            realm,
            "QuotaProfile",
            (profile) =>
              profile.values["inheritable"] === true || target(profile, "account") === target(self, "account"),
          )(draw),
        ),
        read: (item) => item["quotaProfileId"],
        shown: (value, idOf) => idOf(value),
        initially: null,
        fixed: true,
      },
      roles: {
        draw: optional((draw, { realm }, self) =>
          draw
            .some(
              resourcesOf(realm, "User").filter((user) => mayHaveRoles(user, self)),
              1,
              3,
            )
            .map(({ label }) => ({ user: new Reference(label), roles: draw.some(ROLES, 1, 2) })),
        ),
        read: (item) =>
          noneAsNull((item["roles"] as UserRoles[]).map(({ userId, roles }) => roleText(userId, roles)).sort()),
        shown: (value, idOf) =>
          noneAsNull(
            (value as { user: Reference; roles: string[] }[])
              .map(({ user, roles }) => roleText(idOf(user), roles))
              .sort(),
          ),
        initially: null,
        cleared: true,
        outlives: (value, view) =>
          noneAsNull(
            ((value as string[] | null) ?? []).filter((text) =>
              (view.User ?? []).some(({ id: user }) => text.startsWith(`${user} `)),
            ),
          ),
        callByHand: (draw, { view }, item) => {
          const user = draw.pickAny(
            (view.User ?? []).filter(({ clientId }) => clientId === null || clientId === item["clientId"]),
          );
          if (user === undefined) return undefined;
          const path = `/clients/${String(item["clientId"])}/projects/${item.id}/users/${user.id}/roles`;
          const isThere = (item["roles"] as UserRoles[]).some(({ userId }) => userId === user.id);
          if (isThere && draw.chance(40)) return { method: "DELETE", path };
          return { method: "PUT", path, body: { roles: draw.some(ROLES, 1, 2) } };
        },
      },
    },
  },
};
