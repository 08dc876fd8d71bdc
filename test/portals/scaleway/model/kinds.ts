import type { KindName } from "../../../../provider/model";
import { Reference } from "../../../support/miniEngine";
import type { Draw } from "../../../random/draw";
import { local, optional, plain, set } from "../../../random/fields";
import type { FieldModel, IdOf, Scene } from "../../../random/model";
import type { Item, KindModel } from "../../../random/model";
import { type DrawnResource, resourceOf, resourcesOf } from "../../../random/realm";

export const PRESETS = ["Administrators", "Editors", "Billing Administrators"];
/** The groups of everybody, which nobody is put into. */
export const EVERYBODY = ["All Users", "All Applications"];
const NAMES = ["Readers", "a", "Team (A)", "R2.D2_x-y", "Support  desk", "n".repeat(64), "42"];
const USERNAMES = ["anna", "Anna", "ben@partner.example", "c.d_e-f", "xx", "u".repeat(150)];
const PEOPLE = ["Anna", "Zürich & Söhne", "O'Neil", "数据", "x".repeat(64)];
const TAGS = ["a", "team=x/y", "1 2", "z@-._+"];
const ORGANIZATION_SETS = [
  "BillingReadOnly",
  "BillingManager",
  "IAMReadOnly",
  "SupportTicketManager",
  "ResellerFullAccess",
];
const PROJECT_SETS = ["AllProductsReadOnly", "ObjectStorageReadOnly", "VPCReadOnly"];
const CONDITIONS = [undefined, "", 'request.ip == "203.0.113.7"'];

const id = (item: Item) => item.id;

function orNull(value: unknown): unknown {
  return value === "" || value === undefined ? null : value;
}

function sorted(values: readonly unknown[] | null | undefined): unknown[] {
  return [...new Set(values ?? [])].sort();
}

/** Text that is empty, or null, where it isn't given. */
function text(member: string, draw: FieldModel["draw"], more: Partial<FieldModel> = {}): FieldModel {
  return plain(member, draw, {
    read: (item) => orNull(item[member]),
    shown: orNull,
    initially: null,
    ...more,
  });
}

const tags: FieldModel = set(
  "tags",
  optional((draw) => draw.some(TAGS, 1, 3)),
  {
    read: (item) => ((item["tags"] as string[]).length === 0 ? null : sorted(item["tags"] as string[])),
    initially: null,
    cleared: true,
    byHand: (draw) => ({ tags: draw.some(TAGS, 0, 2) }),
  },
);

/** The Organization of an object: the partner's own, or that of a client that there is a key for. */
function organization(): FieldModel {
  return {
    draw: (draw, { view }) => (draw.chance(65) ? undefined : draw.pickAny(openClients(view))),
    read: (item) => item.clientId,
    initially: null,
    key: true,
  };
}

function openClients(view: Scene["view"]): unknown[] {
  return (view.Account ?? []).filter((item) => item["hasKey"] === true).map(({ id: client }) => client);
}

interface Rule {
  readonly permissionSets: readonly string[];
  readonly scope: "organization" | { readonly projects: readonly string[] };
  readonly condition?: string;
}

/** What rules mean: which sets are where, under which condition; how they are split into rules means nothing. */
export function meaning(rules: readonly Rule[]): unknown {
  const sets = new Map<string, string[]>();
  for (const { permissionSets, scope, condition } of rules) {
    const place = scope === "organization" ? scope : [...new Set(scope.projects)].sort();
    const where = JSON.stringify([place, orNull(condition)]);
    sets.set(where, [...(sets.get(where) ?? []), ...permissionSets]);
  }
  return [...sets].map(([where, names]) => [where, sorted(names)]).sort();
}

function drawRules(draw: Draw, { view }: Scene, client: unknown = null): Rule[] {
  const isDefault = ({ clientId, name }: Item) => clientId === client && name === "default";
  const projects = (view.Project ?? []).filter(isDefault).map((item) => String(item["organizationId"]));
  return Array.from({ length: draw.int(1, 3) }, () => {
    const condition = draw.pick(CONDITIONS);
    const base = condition === undefined ? {} : { condition };
    if (draw.chance(50)) return { permissionSets: draw.some(ORGANIZATION_SETS, 1, 3), scope: "organization", ...base };
    const scope = draw.chance(50) ? "organization" : { projects };
    return { permissionSets: draw.some(PROJECT_SETS, 1, 2), scope, ...base } as Rule;
  });
}

/** Groups that a person can be in: those that every Organization has, and those of profiles. */
function groupsFor({ realm }: Scene, self: Pick<DrawnResource, "values">): unknown[] {
  const own = resourcesOf(realm, "Profile").filter(
    ({ values }) => values["account"] === self.values["account"] && !EVERYBODY.includes(String(values["group"])),
  );
  return [...PRESETS, ...own.map(({ label }) => new Reference(label))];
}

/** How the model calls a group that every Organization has: its id is another one in each. */
export function presetKey(account: unknown, name: unknown): string {
  return `${String(account ?? null)}/${String(name)}`;
}

/** The group that a declared reference means: none where it is a policy that is there no more. */
function groupOf(reference: unknown, idOf: IdOf, self: DrawnResource, { realm, view }: Scene): unknown {
  if (!(reference instanceof Reference)) return presetKey(self.values["account"], reference);
  const group = resourceOf(realm, reference.label)?.values["group"];
  const isThere = view.Profile?.some((profile) => profile.id === idOf(reference)) === true;
  return group === undefined || !isThere ? idOf(reference) : presetKey(self.values["account"], group);
}

const USER_PATH = "/iam/v1alpha1/users";
const GROUP_PATH = "/iam/v1alpha1/groups";

export const kinds: Readonly<Partial<Record<KindName, KindModel>>> = {
  Account: {
    idOf: id,
    removed: "stays",
    leftAs: { when: ({ onDelete }) => onDelete === "lock", holds: (item) => item["partnerLock"] === true },
    path: (item) => `/partner/v1/organizations/${item.id}`,
    fields: {
      name: plain("name", (draw) => draw.pick(["Acme AG", "Zürich & Söhne", "数据", "n".repeat(256)])),
      email: plain("email", (draw) => `it-${draw.int(1, 12)}@customer.example`, { key: true, byHand: undefined }),
      ownerFirstName: plain("owner_firstname", (draw) => draw.pick(["Olga", "Ö2"])),
      ownerLastName: plain("owner_lastname", (draw) => draw.pick(["Owner", "O'Neil"])),
      externalId: plain("customer_id", (draw) => `C-${draw.int(1, 6)}`),
      phone: text(
        "phone_number",
        optional((draw) => draw.pick(["+41 44 555 01 02", "1"])),
        { byHand: (draw) => ({ phone_number: draw.pick(["2", "3"]) }) },
      ),
      description: text(
        "comment",
        optional((draw) => draw.pick(["Plain", "two\nlines", "x".repeat(1024)])),
        { byHand: (draw) => ({ comment: draw.pick(["by hand", "other"]) }) },
      ),
      locked: {
        draw: optional((draw) => draw.chance(50)),
        read: (item) => item["partnerLock"],
        initially: false,
        // A lock of the vendor's would hide that the partner's is gone.
        callByHand: (_draw, _scene, item) =>
          item["locked_by"] === "scaleway" || item["vendorLock"] === true
            ? undefined
            : {
                method: "POST",
                path: `/partner/v1/organizations/${item.id}/${item["partnerLock"] === true ? "unlock" : "lock"}`,
                body: {},
              },
      },
      onDelete: local(optional((draw) => draw.pick(["retain", "lock"]))),
      confirm: local(() => ["scaleway/C8"], { fixed: true }),
    },
  },
  Profile: {
    idOf: id,
    removed: "gone",
    path: (item) => `${item["group"] === null ? GROUP_PATH : "/iam/v1alpha1/policies"}/${item.id}`,
    isDeletable: (item) => item["group"] !== null || (item["members"] as string[]).length === 0,
    fields: {
      account: organization(),
      name: plain("name", (draw) => draw.pick(NAMES), { key: true, byHand: undefined }),
      group: {
        draw: (draw) => (draw.chance(70) ? undefined : draw.pick([...PRESETS.slice(1), ...EVERYBODY])),
        read: (item) => item["group"],
        initially: null,
      },
      rules: {
        draw: (draw, scene, self) => drawRules(draw, scene, self.values["account"]),
        read: (item) => meaning(item["rules"] as Rule[]),
        shown: (value) => meaning(value as Rule[]),
        callByHand: (draw, _scene, item) => {
          const rules = [
            { permission_set_names: draw.some(ORGANIZATION_SETS, 1, 2), organization_id: item["organizationId"] },
          ];
          return { method: "PUT", path: "/iam/v1alpha1/rules", body: { policy_id: item["policyId"], rules } };
        },
      },
      description: text(
        "description",
        optional((draw) => draw.pick(["Plain", "x".repeat(200)])),
        { cleared: true, byHand: (draw) => ({ description: draw.pick(["other", "by hand"]) }) },
      ),
      // Where only one of group and policy loses them, nobody has said whether the other is to.
      tags: { ...tags, byHand: (draw) => ({ tags: draw.some(TAGS, 1, 2) }) },
    },
  },
  User: {
    idOf: id,
    removed: "gone",
    path: (item) => `${USER_PATH}/${item.id}`,
    isDeletable: () => true,
    fields: {
      account: organization(),
      username: plain("username", (draw) => draw.pick(USERNAMES), { key: true, byHand: undefined }),
      email: plain("email", (draw) => `p${draw.int(1, 40)}@partner.example`),
      firstName: text(
        "first_name",
        optional((draw) => draw.pick(PEOPLE)),
        { cleared: true, byHand: (draw) => ({ first_name: draw.pick(["", "By hand"]) }) },
      ),
      lastName: text(
        "last_name",
        optional((draw) => draw.pick(PEOPLE)),
        { cleared: true, byHand: (draw) => ({ last_name: draw.pick(["", "By hand"]) }) },
      ),
      locale: text(
        "locale",
        optional((draw) => draw.pick(["en_US", "fr_FR"])),
        { initially: "en_US", byHand: (draw) => ({ locale: draw.pick(["en_US", "fr_FR"]) }) },
      ),
      tags,
      locked: {
        draw: optional((draw) => draw.chance(50)),
        read: (item) => item["locked"],
        initially: false,
        callByHand: (_draw, _scene, item) => ({
          method: "POST",
          path: `${USER_PATH}/${item.id}/${item["locked"] === true ? "unlock" : "lock"}`,
          body: {},
        }),
      },
      profiles: {
        draw: optional((draw, scene, self) => draw.some(groupsFor(scene, self), 0, 3)),
        read: (item) => sorted(item["groups"] as string[]),
        shown: (value, idOf, self, scene) =>
          sorted((value as unknown[]).map((reference) => groupOf(reference, idOf, self, scene))),
        initially: [],
        open: true,
        outlives: (value, view) =>
          (value as string[]).filter(
            (group) => group.includes("/") || view.Profile?.some((profile) => profile.id === group),
          ),
        callByHand: (draw, { view }, item) => {
          const own = (view.Profile ?? []).filter(
            ({ group, clientId }) => group === null && clientId === item.clientId,
          );
          const [key, group] = draw.pick([
            ...Object.entries(item["presets"] as Record<string, string>),
            ...own.map((profile) => [profile.id, profile.id] as const),
          ]);
          const isMember = (item["groups"] as string[]).includes(key);
          const path = `${GROUP_PATH}/${group}/${isMember ? "remove" : "add"}-member`;
          return { method: "POST", path, body: { user_id: item.id } };
        },
      },
      generatePassword: local((draw) => (draw.chance(40) ? true : undefined), { fixed: true }),
      password: {
        draw: (draw, _scene, self) =>
          self.values["generatePassword"] === true || draw.chance(50)
            ? undefined
            : draw.pick(["geheim-1", "geheim-2", "ä".repeat(36)]),
        pulls: "passwordChanges",
        pullsWhenAdopted: true,
      },
      resetPassword: {
        draw: (draw, _scene, self) =>
          self.values["password"] !== undefined || draw.chance(60)
            ? undefined
            : draw.pick(["forgotten", "2026-11-21", "2026-11-22"]),
        pulls: "passwordChanges",
      },
      confirm: local(() => ["scaleway/N1", "scaleway/U5", "scaleway/U7"], { fixed: true }),
    },
  },
  Project: {
    idOf: id,
    removed: "gone",
    // It comes with the Organization.
    isPristine: (item) => item["name"] === "default",
    path: (item) => `/account/v3/projects/${item.id}`,
    isDeletable: () => true,
    fields: {
      account: organization(),
      name: plain("name", (draw) => draw.pick(["main", "Zürich & Söhne", "x".repeat(64), "default-2"]), {
        key: true,
        byHand: undefined,
      }),
      description: text(
        "description",
        optional((draw) => draw.pick(["Plain", "x".repeat(200)])),
        { cleared: true, byHand: (draw) => ({ description: draw.pick(["", "by hand"]) }) },
      ),
    },
  },
};
