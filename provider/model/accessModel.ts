import { type DeclaredInputs, type KindName, UNKNOWN } from ".";
import { text } from "./words";
import type { PortalName } from "./portalName";

/**
 * What a portal's permissions mean to people, and how they come by them. Data and pure functions: this works from a plan alone, and a review
 * that knows no portal by name is made from it.
 */

/** Where a right holds that holds everywhere: in all current and future accounts. */
export const EVERYWHERE = "*";
/** The reseller's own part of the realm, and no account. */
export const OWN_REALM = "realm";

/** `administration`: over people or over rights. `realm`: over accounts other than one's own. */
export type Power = "none" | "administration" | "realm";

export interface PermissionInfo {
  /** What somebody may do who has it, to be read after `may`. */
  readonly sentence: string;
  readonly section: string;
  readonly power: Power;
  /** Whoever has it can change what people may do, themselves among them: always, or by giving out profiles that exist. */
  readonly raises?: "always" | "by profiles";
  /** Whoever has it can give others a new password. */
  readonly resets?: true;
  /** It holds in what is made later, too. */
  readonly later?: true;
}

/** One resource of a plan, before or after the change. */
export interface RealmObject {
  readonly key: string;
  readonly kind: KindName;
  /** The name in the program. */
  readonly label: string;
  /** Undefined as long as it isn't known. */
  readonly id: string | undefined;
  readonly values: DeclaredInputs;
  readonly outputs: DeclaredInputs;
  /** The portal's own, with what it holds today: only where the portal was asked. */
  readonly isBuiltIn?: boolean;
}

/** What a value that refers to objects means. */
export interface References {
  readonly certain: readonly RealmObject[];
  /** What is no object of the plan: names of the portal's own objects, ids of others. */
  readonly words: readonly string[];
  /** Something is not known: it may be anything. */
  readonly open: boolean;
}

/** One of the values of a field. */
export interface ValueAt {
  /** Where it stands among the values of the object: `access[1].account`. */
  readonly path: string;
  readonly value: unknown;
}

/** All objects of one connection, before or after the change. */
export interface RealmView {
  objects(kind: KindName): readonly RealmObject[];
  /** What a field refers to: an id, or a list of them. */
  references(object: RealmObject, field: string, kind: KindName): References;
  /** The same for each of some values in a field. */
  referencesIn(object: RealmObject, kind: KindName, values: readonly ValueAt[]): readonly References[];
  /** The object as it was before the change; undefined for what is new, and before the change itself. */
  was(object: RealmObject): RealmObject | undefined;
  /** Whether nothing about the object changes. */
  unchanged(object: RealmObject): boolean;
  /** Whether the object is made by this very change, and not taken over: nothing has been done to it by hand. */
  isNew(object: RealmObject): boolean;
}

export interface Step {
  readonly kind: string;
  readonly name: string;
  /** The object of the plan that it is, where it is one. */
  readonly key?: string;
  /** From here on nothing is held yet: somebody could get it by what they may do. */
  readonly reached?: true;
}

/** Whether a right is held, and not just within reach. */
export function isHeld(path: readonly Step[]): boolean {
  return !path.some(({ reached }) => reached === true);
}

/** Rights that somebody has by one thing. */
export interface Grant {
  /** The same for everybody who has the same by the same thing in the same way: it is worked out once. */
  readonly source: string;
  /** Key of an account, EVERYWHERE or OWN_REALM. */
  readonly scope: string;
  readonly permissions: readonly string[];
  /** Where they don't hold for the whole scope, each one a restriction of its own: fewer of them are more. */
  readonly limits?: readonly string[];
  readonly path: readonly Step[];
  readonly certain: boolean;
}

/** Whether something holds; `maybe` where the plan can't know. */
export type Holding = "yes" | "no" | "maybe";

/** Whether any of several things holds. */
export function anyOf(holdings: readonly Holding[]): Holding {
  return holdings.includes("yes") ? "yes" : holdings.includes("maybe") ? "maybe" : "no";
}

/** Whether an object is locked, by its field of that name. */
export function lockedOf({ values: { locked } }: Pick<RealmObject, "values">): Holding {
  return locked === true ? "yes" : locked === UNKNOWN ? "maybe" : "no";
}

/** First and last name, as far as they are known. */
export function fullNameOf({ values: { firstName, lastName } }: Pick<RealmObject, "values">): string | undefined {
  return [text(firstName), text(lastName)].filter(Boolean).join(" ") || undefined;
}

/** What somebody signs in with, or is reached at: whoever has it is that person. */
export interface Identity {
  readonly field: string;
  readonly as: "sign-in" | "address";
  /** Undefined where there is none, UNKNOWN where the plan can't know it. */
  readonly value: unknown;
}

/** The identity that the fields of an object make. */
export function identityOf(values: DeclaredInputs, fields: Readonly<Record<string, Identity["as"]>>): Identity[] {
  return Object.entries(fields).map(([field, as]) => ({ field, as, value: values[field] }));
}

/** The name of a permission that stands for what the plan can't know. */
export const INDETERMINATE = "?";

/** Somebody, and what they may do. */
export interface PersonAccess {
  readonly key: string;
  readonly name: string;
  readonly fullName?: string;
  /** Key of the account that the person belongs to; undefined for the reseller's own people, and where people belong to none. */
  readonly home: string | undefined;
  readonly identity: readonly Identity[];
  readonly grants: readonly Grant[];
  /** Whether the person can't log in. */
  readonly barred: Holding;
}

export interface AccessModel {
  readonly portal: PortalName;
  /** Said in every review, where the portal's facts are not the vendor's own word. */
  readonly note?: string;
  /** What the review takes from documents, or can't see. */
  readonly remarks: readonly string[];
  /** What it takes from documents as long as the portal isn't asked. */
  readonly unasked: readonly string[];
  /** Profiles, groups and roles that the portal has of its own, by the names that steps have. */
  readonly builtInProfiles: readonly string[];
  /** The permissions that this version knows by name. */
  readonly permissions: readonly string[];
  /** How names of more permissions end, whatever stands before. */
  readonly permissionEndings?: readonly string[];
  /** Undefined for a permission that this version doesn't know. */
  describePermission(permission: string): PermissionInfo | undefined;
  people(view: RealmView): readonly PersonAccess[];
  /** Whether everybody of a profile's home has it, without being given it. Left out where there is no such profile. */
  isForAll?(view: RealmView, profile: RealmObject): boolean;
  /** Accounts that nobody can enter. */
  locked(account: RealmObject): Holding;
  /** Whether these let somebody manage an account's people. */
  administers(permissions: ReadonlySet<string>): boolean;
  /** Profiles that somebody of that home could give out, with what they hold. */
  assignable(view: RealmView, home: string | undefined): readonly { name: string; permissions: readonly string[] }[];
  /** Who manages an account's people beside those that are declared, where there is always somebody: to be read after `nobody but`. */
  readonly ownersApart?: string;
  /** Kinds of which the portal has nothing, or nothing of its own: deleting them deletes nothing there. */
  readonly namesOnly: readonly KindName[];
  /** Permissions of a profile by itself; undefined where they is not known. */
  held(view: RealmView, profile: RealmObject): readonly string[] | undefined;
  /** Whether every customer sees a profile that holds no permission over the realm. */
  readonly publishesProfiles: boolean;
  /** Whether an activation can't be taken back. */
  readonly activationIsFinal: boolean;
  /** States of an account that are charged for, and those that are not. */
  readonly charged?: { readonly states: readonly string[]; readonly free: readonly string[]; readonly rule: string };
}

/** What can't be known of some rights. @param scope where they are; left out: the reseller's own part */
export function indeterminate(what: string, scope: string | undefined, source: string): Grant {
  return {
    source: `indeterminate ${source}`,
    scope: scope ?? OWN_REALM,
    permissions: [INDETERMINATE],
    path: [{ kind: "unknown", name: what }],
    certain: false,
  };
}
