import type { KindName } from "../../../../provider/model";
import { Reference } from "../../../support/miniEngine";
import { anyOf, local, optional, plain, set } from "../../../random/fields";
import type { FieldModel, Scene } from "../../../random/model";
import type { Item, KindModel } from "../../../random/model";
import { resourcesOf } from "../../../random/realm";

export const FEATURES = ["kubernetes", "object-storage", "rocket-storage", "load-balancer", "marketplace", "gpu"];
const LOCATIONS = ["zrh", "ams", "vie", "fra"];
const LIMITS = ["cores", "memory", "storage"];
const PEOPLE = ["Anna", "Zürich & Söhne", "O'Neil", "数据", "x".repeat(64)];
export const LEVELS: Readonly<Record<string, string>> = {
  "Read Only": "read",
  "Read and Write": "write",
  Write: "write",
  Admin: "admin",
};

const id = (item: Item) => item.id;
const CONTRACTS = "/management/v2/contracts";
const USERS = "/management/v2/users";

function text(member: string, draw: FieldModel["draw"]): FieldModel {
  return plain(member, optional(draw), {
    initially: null,
    cleared: true,
    byHand: (choice) => ({ [member]: choice.pick([null, "By hand"]) }),
  });
}

function sorted(values: unknown): unknown[] {
  return [...new Set(values as unknown[])].sort();
}

const anAccount: FieldModel["draw"] = (draw, { realm }) => anyOf(realm, "Account")(draw);

/** What an entry is about: the account, or the limit. */
function firstWord(entry: unknown): string {
  return String(entry).split(" ")[0]!;
}

function entriesOf(limits: unknown): string[] {
  return Object.entries(limits as Record<string, number>)
    .map(([key, value]) => `${key} ${value}`)
    .sort();
}

interface Access {
  readonly account: unknown;
  readonly profile: string;
}

function ownersOf(account: Item): unknown[] {
  return account["owners"] as unknown[];
}

export const kinds: Readonly<Partial<Record<KindName, KindModel>>> = {
  Account: {
    idOf: id,
    removed: "stays",
    leftAs: { when: ({ onDelete }) => onDelete === "lock", holds: (item) => item["locked"] === true },
    path: (item) => `${CONTRACTS}/${item.id}`,
    fields: {
      name: plain("name", (draw) => draw.pick(["Acme AG", "Zürich & Söhne", "数据", "n".repeat(64), "a"]), {
        key: true,
        byHand: undefined,
      }),
      owner: {
        draw: optional((draw, { realm }) => anyOf(realm, "User")(draw)),
        read: (item) => (item["owners"] as unknown[])[0] ?? null,
        shown: (value, idOf) => idOf(value),
        initially: null,
      },
      locked: {
        draw: optional((draw) => draw.chance(50)),
        read: (item) => item["locked"],
        initially: false,
        callByHand: (_draw, _scene, item) => ({
          method: "POST",
          path: `${CONTRACTS}/${item.id}/${item["locked"] === true ? "unlock" : "lock"}`,
        }),
      },
      features: {
        ...set(
          "features",
          optional((draw) => draw.some(FEATURES, 0, 3)),
        ),
        initially: [],
        open: true,
        byHand: undefined,
        callByHand: (draw, _scene, item) => ({
          method: "PATCH",
          path: `${CONTRACTS}/${item.id}/features`,
          body: { active: draw.some(FEATURES, 0, 4) },
        }),
      },
      locations: {
        ...set(
          "locations",
          optional((draw) => draw.some(LOCATIONS, 0, 2)),
        ),
        initially: [],
        open: true,
        byHand: undefined,
      },
      onDelete: local(optional((draw) => draw.pick(["retain", "lock"]))),
    },
  },
  Quota: {
    idOf: (item) => `limits of ${item.id}`,
    removed: "stays",
    singleton: true,
    isOpen: () => true,
    isPristine: () => true,
    fields: {
      account: { draw: anAccount, read: id, shown: (value, idOf) => idOf(value), key: true },
      limits: {
        draw: (draw) => Object.fromEntries(draw.some(LIMITS, 1, 3).map((key) => [key, draw.int(0, 200)])),
        read: (item) => entriesOf(item["limits"]),
        shown: entriesOf,
        initially: entriesOf({ cores: 16, memory: 64, storage: 1000, ips: 10, projects: 5 }),
        open: true,
        about: firstWord,
        outlasts: true,
        callByHand: (draw, _scene, item) => ({
          method: "PATCH",
          path: `${CONTRACTS}/${item.id}/limits`,
          body: { limits: { [draw.pick(LIMITS)]: draw.int(0, 200) } },
        }),
      },
    },
  },
  User: {
    idOf: id,
    removed: "gone",
    path: (item) => `${USERS}/${item.id}`,
    isDeletable: (item, { view }) =>
      !(view.Account ?? []).some(({ owners }) => (owners as unknown[]).includes(item.id)),
    fields: {
      email: plain("email", (draw) => `p${draw.int(1, 30)}@partner.example`, { key: true, byHand: undefined }),
      firstName: text("first_name", (draw) => draw.pick(PEOPLE)),
      lastName: text("last_name", (draw) => draw.pick(PEOPLE)),
      phone: text("phone", (draw) => draw.pick(["+41 44 555 01 02", "1"])),
      realmAccess: {
        draw: (draw) => (draw.chance(75) ? undefined : draw.pick(["Read Only", "Write", "Admin"])),
        read: (item) => item["partner_level"],
        shown: (value) => LEVELS[String(value)],
        initially: null,
        cleared: true,
      },
      access: {
        draw: optional((draw, { realm }, self) => {
          const roles =
            self.values["realmAccess"] === undefined
              ? ["Read Only", "Read and Write", "Admin"]
              : ["Read and Write", "Admin"];
          return draw
            .some(resourcesOf(realm, "Account"), 0, 3)
            .map(({ label }) => ({ account: new Reference(label), profile: draw.pick(roles) }));
        }),
        read: (item) =>
          sorted((item["access"] as Access[]).map(({ account, profile }) => `${String(account)} ${profile}`)),
        shown: (value, idOf) =>
          sorted((value as Access[]).map(({ account, profile }) => `${String(idOf(account))} ${LEVELS[profile]}`)),
        initially: [],
        open: true,
        about: firstWord,
        // Who owned an account that has another owner now stays as its administrator.
        gains: (item, before, after) =>
          (before.Account ?? [])
            .filter((account) => ownersOf(account).includes(item.id))
            .filter(({ id: account }) =>
              (after.Account ?? []).some((now) => now.id === account && !ownersOf(now).includes(item.id)),
            )
            .map(({ id: account }) => `${String(account)} admin`),
      },
      locked: {
        draw: optional((draw) => draw.chance(30)),
        read: (item) => item["locked"],
        initially: false,
        callByHand: (_draw, _scene, item) => ({
          method: "POST",
          path: `${USERS}/${item.id}/${item["locked"] === true ? "unlock" : "lock"}`,
        }),
      },
    },
  },
};

export type { Scene };
