import { isDeepStrictEqual } from "node:util";
import { UNKNOWN } from "../../model";
import {
  EVERYWHERE,
  fullNameOf,
  type Grant,
  identityOf,
  lockedOf,
  type PersonAccess,
  type AccessModel,
  type RealmObject,
  type RealmView,
  type References,
  type Step,
  INDETERMINATE,
  type ValueAt,
} from "../../model/accessModel";
import { isRecord } from "../../model/shapes";
import { knownWords, text } from "../../model/words";
import type { Level } from "./contract";
import { meaningOf, PERMISSIONS } from "./permissions";
import { levelOf, nearestRole, type Reach, ROLES } from "./roles";

/** What a level lets somebody do who has it in the whole realm: the realm's own permissions, and those in every account. */
function permissionsOf(reach: Reach, level: Level): string[] {
  const at = (where: Reach) => ROLES[where].find((role) => role.level === level)?.permissions ?? [];
  return reach === "account" ? [...at("account")] : [...new Set([...at("realm"), ...at("account")])];
}

/** The role that a declared profile stands for. */
function levelOfProfile(reach: Reach, profile: RealmObject): Level | undefined {
  const { name, permissions } = profile.values;
  const words = knownWords(permissions);
  if (Array.isArray(permissions) && words.length === permissions.length) {
    const { role, tooMuch, tooLittle } = nearestRole(reach, words);
    return tooMuch.length === 0 && tooLittle.length === 0 ? role.level : undefined;
  }
  return permissions === undefined ? levelOf(reach, name) : undefined;
}

interface Role {
  readonly source: string;
  readonly permissions: readonly string[];
  readonly path: readonly Step[];
  readonly certain: boolean;
}

function rolesBehind(reach: Reach, { certain, words, open }: References): Role[] {
  const ofProfile = (profile: RealmObject): Role => {
    const level = levelOfProfile(reach, profile);
    const step = { kind: "profile", name: text(profile.values["name"]) || profile.label, key: profile.key };
    return level === undefined ? indeterminate(`what ${step.name} stands for`) : role(reach, level, [step]);
  };
  return [
    ...certain.map(ofProfile),
    ...words.map((word) => {
      const level = levelOf(reach, word);
      return level === undefined ? indeterminate(`the role ${word}`) : role(reach, level, []);
    }),
    ...(open ? [indeterminate("a role that isn't known yet")] : []),
  ];
}

function role(reach: Reach, level: Level, before: readonly Step[]): Role {
  const name = ROLES[reach].find((candidate) => candidate.level === level)?.names[0] ?? level;
  return {
    source: `${reach} ${level} ${before.map(({ key }) => key).join(" ")}`,
    permissions: permissionsOf(reach, level),
    path: [...before, { kind: reach === "realm" ? "role in the realm" : "role", name }],
    certain: true,
  };
}

function indeterminate(what: string): Role {
  return {
    source: `indeterminate ${what}`,
    permissions: [INDETERMINATE],
    path: [{ kind: "unknown", name: what }],
    certain: false,
  };
}

interface Place {
  readonly scope: string;
  readonly certain: boolean;
}

function placesBehind({ certain, words, open }: References): Place[] {
  return [
    ...certain.map(({ key }) => ({ scope: key, certain: true })),
    ...words.map((word) => ({ scope: word, certain: true })),
    // An account that isn't known may be any.
    ...(open ? [{ scope: EVERYWHERE, certain: false }] : []),
  ];
}

function people(view: RealmView): PersonAccess[] {
  const owned = ownersOf(view);
  return view.objects("User").map((user): PersonAccess => {
    const { email } = user.values;
    return {
      key: user.key,
      name: text(email) || user.label,
      fullName: fullNameOf(user),
      home: undefined,
      identity: identityOf(user.values, { email: "sign-in", phone: "address" }),
      grants: [...inAccounts(view, user), ...inRealm(view, user), ...(owned.get(user.key) ?? [])],
      barred: lockedOf(user),
    };
  });
}

function inAccounts(view: RealmView, user: RealmObject): Grant[] {
  const { access } = user.values;
  if (access === undefined) return [];
  const entries: unknown[] = Array.isArray(access) ? access : [UNKNOWN];
  const member = (name: string) => entries.map((entry, index) => memberOf(entry, index, name));
  const accounts = view.referencesIn(user, "Account", member("account"));
  const profiles = view.referencesIn(user, "Profile", member("profile"));
  const roles = profiles.map((references) => rolesBehind("account", references));
  return accounts.flatMap((references, index) =>
    placesBehind(references).flatMap((place) => roles[index]!.map((given) => grant(given, place))),
  );
}

function memberOf(entry: unknown, index: number, name: string): ValueAt {
  return { path: `access[${index}].${name}`, value: isRecord(entry) ? entry[name] : UNKNOWN };
}

function inRealm(view: RealmView, user: RealmObject): Grant[] {
  if (user.values["realmAccess"] === undefined) return [];
  return rolesBehind("realm", view.references(user, "realmAccess", "Profile")).map((given) =>
    grant(given, { scope: EVERYWHERE, certain: true }),
  );
}

function ownersOf(view: RealmView): Map<string, Grant[]> {
  const owned = new Map<string, Grant[]>();
  const add = (owners: readonly RealmObject[], level: Level, place: Place) => {
    for (const { key } of owners) owned.set(key, [...(owned.get(key) ?? []), grant(role("account", level, []), place)]);
  };
  for (const account of view.objects("Account")) {
    if (account.values["owner"] === undefined) continue;
    const { certain, open } = view.references(account, "owner", "User");
    const former = view.was(account);
    const before = former === undefined ? [] : view.references(former, "owner", "User").certain;
    const isSame = !open && (former === undefined || isDeepStrictEqual(before, certain));
    if (isSame) add(furtherOwners(view, account, certain), "owner", { scope: account.key, certain: true });
    add(certain, "owner", { scope: account.key, certain: true });
    // Whoever was the owner stays as an administrator (rule gridscale/L9), unless another role is declared.
    const were = isSame || former === undefined ? before : [...before, ...furtherOwners(view, former, before)];
    const replaced = were.filter((user) => !certain.includes(user));
    add(
      replaced.filter((user) => !hasDeclared(view, user, account)),
      "admin",
      { scope: account.key, certain: !open },
    );
  }
  return owned;
}

/** One owner is declared; the portal may have several. */
function furtherOwners(view: RealmView, { outputs }: RealmObject, declared: readonly RealmObject[]): RealmObject[] {
  const ids = knownWords(outputs["owners"]);
  return view
    .objects("User")
    .filter((user) => user.id !== undefined && ids.includes(user.id) && !declared.includes(user));
}

function hasDeclared(view: RealmView, user: RealmObject, account: RealmObject): boolean {
  const { access } = user.values;
  const accounts = Array.isArray(access)
    ? access.map((entry: unknown, index) => memberOf(entry, index, "account"))
    : [];
  return view
    .referencesIn(user, "Account", accounts)
    .some(({ certain }) => certain.some(({ key }) => key === account.key));
}

function grant({ source, permissions, path, certain }: Role, place: Place): Grant {
  const isCertain = certain && place.certain;
  return {
    source: `${source} in ${place.scope} ${isCertain}`,
    scope: place.scope,
    permissions,
    path,
    certain: isCertain,
  };
}

export const gridscaleAccess: AccessModel = {
  portal: "gridscale",
  note: "derived contract, unverified: most of what is known of this API was worked out from the vendor's documents",
  remarks: [
    "What a role lets somebody do is taken from the vendor's page on access levels: it has no list of permissions.",
  ],
  unasked: [],
  builtInProfiles: Object.values(ROLES).flatMap((roles) => roles.flatMap(({ names: [name] }) => name ?? [])),
  permissions: PERMISSIONS,
  describePermission: meaningOf,
  people,
  locked: lockedOf,
  administers: (permissions) => permissions.has("manage_users"),
  assignable: () => [],
  held: () => [],
  namesOnly: ["Profile", "QuotaProfile"],
  publishesProfiles: false,
  activationIsFinal: false,
};
