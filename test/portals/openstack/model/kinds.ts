import type { KindName } from "../../../../provider/model";
import { anyOf, local, optional, plain } from "../../../random/fields";
import type { Draw } from "../../../random/draw";
import type { FieldModel, IdOf, Item, KindModel, Scene } from "../../../random/model";
import { type DrawnResource, resourcesOf } from "../../../random/realm";
import { Reference } from "../../../support/miniEngine";

const NAMES = ["Acme", "acme", "Zürich & Söhne", "a/b c", "数据", "n".repeat(64), "100%", "null"];
const USERNAMES = ["anna", "Anna", "ben@partner.example", "c d", "数据", "u".repeat(255)];
const TEXTS = ["Plain", "two\nlines", "x".repeat(300)];
const TAGS = ["a", "A", "team=x", "1 2"];
const ROLES = ["reader", "member", "manager"];
export const REGIONS = ["ch-1", "ch-2"];
/** Limits of each service that are tried, with the numbers of a new cloud. */
const DEFAULTS = { "compute.cores": 20, "compute.ram": 51_200, "volume.gigabytes": 1000, "network.router": 10 };
export const LIMITS = Object.keys(DEFAULTS);

const id = (item: Item) => item.id;

function orNull(value: unknown): unknown {
  return value === "" || value === undefined ? null : value;
}

function sorted(values: unknown): unknown[] {
  return [...new Set((values ?? []) as unknown[])].sort();
}

function text(member: string, draw: FieldModel["draw"], more: Partial<FieldModel> = {}): FieldModel {
  return plain(member, optional(draw), {
    read: (item) => orNull(item[member]),
    shown: orNull,
    initially: null,
    cleared: true,
    byHand: (choice) => ({ [member]: choice.pick(["", "by hand"]) }),
    ...more,
  });
}

const description = text("description", (draw) => draw.pick(TEXTS));
/** Of a domain. */
const shortDescription = text("description", (draw) => draw.pick(TEXTS.map((one) => one.slice(0, 255))));

const tags: FieldModel = {
  draw: optional((draw) => draw.some(TAGS, 1, 3)),
  read: (item) => ((item["tags"] as unknown[]).length === 0 ? null : sorted(item["tags"])),
  shown: sorted,
  initially: null,
  cleared: true,
  byHand: (draw) => ({ tags: draw.some(TAGS, 0, 2) }),
};

const locked: FieldModel = {
  draw: optional((draw) => draw.chance(30)),
  read: (item) => item["enabled"] === false,
  initially: false,
  byHand: (_draw, _scene, item) => ({ enabled: item["enabled"] !== true }),
};

/** The domain of an object: the reseller's own, or that of an account. */
const account: FieldModel = {
  draw: (draw, scene) => (draw.chance(40) ? undefined : anyOf(scene.realm, "Account")(draw)),
  read: (item) => item.clientId,
  shown: (value, idOf) => idOf(value),
  initially: null,
  key: true,
};

/** What a declared rule gives: one entry a role and place. */
function grantsOf(rules: unknown, idOf: IdOf): unknown[] {
  return sorted(
    (rules as readonly { readonly roles: readonly string[]; readonly scope: unknown }[]).flatMap(({ roles, scope }) =>
      roles.flatMap((role) => placesOf(scope, idOf).map((place) => `${role} on ${place}`)),
    ),
  );
}

function placesOf(scope: unknown, idOf: IdOf): string[] {
  if (scope === "domain") return ["own domain"];
  if (scope === "projects") return ["projects of own domain"];
  const { projects = [], inherited } = scope as { projects?: unknown[]; inherited?: boolean };
  return projects.map((project) => `${inherited === true ? "below " : ""}project ${String(idOf(project))}`);
}

function drawRules(draw: Draw, { realm }: Scene, self: DrawnResource): object[] {
  const own = resourcesOf(realm, "Project").filter(({ values }) => values["account"] === self.values["account"]);
  return Array.from({ length: draw.int(1, 2) }, () => {
    const roles = draw.some(ROLES, 1, 2);
    if (own.length === 0 || draw.chance(60)) return { roles, scope: draw.pick(["domain", "projects"]) };
    const projects = draw.some(own, 1, 2).map(({ label }) => new Reference(label));
    return { roles, scope: draw.chance(30) ? { projects, inherited: true } : { projects } };
  });
}

function groupsFor({ realm }: Scene, self: DrawnResource): Reference[] {
  return resourcesOf(realm, "Profile")
    .filter(({ values }) => sameAccount(values["account"], self.values["account"]))
    .map(({ label }) => new Reference(label));
}

export function sameAccount(one: unknown, other: unknown): boolean {
  const labelOf = (value: unknown) => (value instanceof Reference ? value.label : value);
  return labelOf(one) === labelOf(other);
}

/** People with a role on a project, one entry a role. */
function assignedIn(entries: unknown, idOf: IdOf): unknown[] {
  return sorted(
    (entries as readonly { user: unknown; roles: readonly string[] }[]).flatMap((entry) =>
      entry.roles.map((role) => `${String(idOf(entry.user))} ${role}`),
    ),
  );
}

function firstWord(entry: unknown): string {
  return String(entry).split(" ")[0]!;
}

export function entriesOf(limits: unknown): string[] {
  return Object.entries(limits as Record<string, number>)
    .map(([name, number]) => `${name} ${number}`)
    .sort();
}

/** Where somebody sets a limit by hand. */
export function limitPath(region: unknown, name: string, project: unknown): string {
  const [service] = name.split(".");
  return `${String(service)} ${String(region)} ${service === "network" ? "/quotas" : "/os-quota-sets"}/${String(project)}`;
}

export function limitBody(name: string, number: number): object {
  const [service, resource = ""] = name.split(".");
  return { [service === "network" ? "quota" : "quota_set"]: { [resource]: number } };
}

export const kinds: Readonly<Partial<Record<KindName, KindModel>>> = {
  Account: {
    idOf: id,
    removed: "stays",
    leftAs: { when: ({ onDelete }) => onDelete === "lock", holds: (item) => item["enabled"] === false },
    path: (item) => `/domains/${item.id}`,
    fields: {
      name: plain("name", (draw) => draw.pick(NAMES), { key: true, byHand: undefined }),
      description: shortDescription,
      tags,
      onDelete: local(optional((draw) => draw.pick(["retain", "lock"]))),
      confirm: local(() => ["openstack/N1"], { fixed: true }),
    },
  },
  Profile: {
    idOf: id,
    removed: "gone",
    path: (item) => `/groups/${item.id}`,
    isDeletable: () => true,
    fields: {
      account,
      name: plain("name", (draw) => draw.pick(NAMES), { key: true, byHand: undefined }),
      description,
      rules: {
        draw: (draw, scene, self) => (draw.chance(30) ? undefined : drawRules(draw, scene, self)),
        read: (item) => ((item["grants"] as unknown[]).length === 0 ? null : sorted(item["grants"])),
        shown: grantsOf,
        initially: null,
        cleared: true,
      },
      confirm: local(() => ["openstack/N1"], { fixed: true }),
    },
  },
  User: {
    idOf: id,
    removed: "gone",
    path: (item) => `/users/${item.id}`,
    isDeletable: () => true,
    fields: {
      account,
      username: plain("name", (draw) => draw.pick(USERNAMES), { key: true, byHand: undefined }),
      email: text("email", (draw) => `p${draw.int(1, 40)}@partner.example`, {
        byHand: (draw) => ({ email: draw.pick([null, "hand@partner.example"]) }),
      }),
      description,
      locked,
      profiles: {
        draw: optional((draw, scene, self) => draw.some(groupsFor(scene, self), 0, 3)),
        read: (item) => sorted(item["groups"]),
        shown: (value, idOf) => sorted((value as unknown[]).map(idOf)),
        initially: [],
        open: true,
        outlives: (value, view) =>
          (value as string[]).filter((group) => view.Profile?.some((profile) => profile.id === group)),
        callByHand: (draw, { view }, item) => {
          const group = draw.pickAny((view.Profile ?? []).filter(({ clientId }) => clientId === item.clientId));
          if (group === undefined) return undefined;
          const isMember = (item["groups"] as string[]).includes(group.id);
          return { method: isMember ? "DELETE" : "PUT", path: `/groups/${group.id}/users/${item.id}` };
        },
      },
      generatePassword: local((draw) => (draw.chance(40) ? true : undefined), { fixed: true }),
      password: local((draw, _scene, self) =>
        self.values["generatePassword"] === true || draw.chance(50)
          ? undefined
          : draw.pick(["geheim-1", "geheim-2", "ä"]),
      ),
      confirm: local(() => ["openstack/N1"], { fixed: true }),
    },
  },
  Project: {
    idOf: id,
    removed: "gone",
    path: (item) => `/projects/${item.id}`,
    isDeletable: (item, { view }) => !(view.Project ?? []).some(({ parent }) => parent === item.id),
    fields: {
      account: {
        ...account,
        draw: (draw, scene) => anyOf(scene.realm, "Account")(draw),
        read: (item) => item["domain"],
      },
      name: plain("name", (draw) => draw.pick(NAMES), { key: true, byHand: undefined }),
      description,
      tags,
      roles: {
        draw: optional((draw, { realm }, self) =>
          draw
            .some(
              resourcesOf(realm, "User").filter(({ values }) => sameAccount(values["account"], self.values["account"])),
              0,
              3,
            )
            .map(({ label }) => ({ user: new Reference(label), roles: draw.some(ROLES, 1, 2) })),
        ),
        read: (item) => sorted(item["roles"]),
        shown: assignedIn,
        initially: [],
      },
      confirm: local(() => ["openstack/N1"], { fixed: true }),
    },
  },
  Quota: {
    idOf: id,
    removed: "stays",
    singleton: true,
    isPristine: (item) => item["isDefault"] === true,
    isOpen: ({ values }, item) => {
      const there = entriesOf(item["limits"]);
      return entriesOf(values["limits"] ?? {}).every((entry) => there.includes(entry));
    },
    goesWith: (item, after) => !(after.Project ?? []).some((project) => project.id === item["project"]),
    fields: {
      project: {
        draw: (draw, scene) => anyOf(scene.realm, "Project")(draw),
        read: (item) => item["project"],
        shown: (value, idOf) => idOf(value),
        key: true,
      },
      region: { draw: (draw) => draw.pick(REGIONS), read: (item) => item["region"], key: true },
      limits: {
        draw: (draw) => Object.fromEntries(draw.some(LIMITS, 1, 3).map((name) => [name, draw.pick([-1, 0, 7, 200])])),
        read: (item) => entriesOf(item["limits"]),
        shown: entriesOf,
        initially: entriesOf(DEFAULTS),
        open: true,
        about: firstWord,
        outlasts: true,
        callByHand: (draw, _scene, item) => {
          const name = draw.pick(LIMITS);
          const path = limitPath(item["region"], name, item["project"]);
          return { method: "PUT", path, body: limitBody(name, draw.pick([5, 300])) };
        },
      },
    },
  },
};
