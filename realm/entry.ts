import type { FormerField, KindName } from "../provider/model";

/** Where something stands in a file; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An entry of a realm by its name: `acme` at the top, `acme/anna` within the account acme. Kinds have names of their own. */
export interface EntryName {
  readonly kind: KindName;
  readonly name: string;
}

/**
 * What a field refers to: another entry of the realm, or an object that exists at the portal and that nobody declares here, by its name or id
 * (`{ existing: "User-Adm" }` in a file).
 */
export type Reference = { readonly entry: EntryName } | { readonly existing: string };

/** A secret that stands in the stack's own settings (`{ config: "annas-password" }` in a file), and never in a realm file. */
export interface SecretSetting {
  readonly config: string;
}

/**
 * One object of a realm, as its file declares it. Values are those of the kind's fields; wherever the kind's field refers to another object,
 * at any depth, a `Reference` stands in the place of the id.
 */
export interface RealmEntry extends EntryName {
  /** Its key in the file: the last part of its name. */
  readonly key: string;
  /** Name of the Account entry that it stands in; undefined at the top. The field `account` is not repeated in `values`. */
  readonly within: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
  /** Fields of it that stand in the file under their former names. */
  readonly formerFields?: readonly FormerField[];
  /** Pulumi's option of this name; undefined: the kind's default (accounts are protected). */
  readonly protect?: boolean;
  /** Names that the resource had before: the object stays the same. */
  readonly formerly: readonly string[];
}

/** The section of a realm file that entries of a kind stand in. */
export const SECTIONS = {
  Account: "accounts",
  Profile: "profiles",
  QuotaProfile: "quotaProfiles",
  ServiceActivation: "services",
  Quota: "quotas",
  User: "users",
  Project: "projects",
} as const satisfies Record<KindName, string>;

/** Separates the key of an account from that of what stands in it; no key has it. */
export const NAME_SEPARATOR = "/";

/** Keys in a realm file: 1 to 128 letters, digits and `. _ @ + -`, the first of them a letter or digit. */
export const KEY = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,127}$/u;

/** The name of a resource: the same in every realm file, and in a program that `reseller import` wrote. */
export function nameOfEntry(within: string | undefined, key: string): string {
  return within === undefined ? key : `${within}${NAME_SEPARATOR}${key}`;
}

/** Where an entry is in a realm file: `accounts`, `acme`, `users`, `anna`. */
export function entryPath({ kind, name }: EntryName): string[] {
  const [account, key] = name.split(NAME_SEPARATOR);
  return key === undefined ? [SECTIONS[kind], name] : [SECTIONS.Account, account!, SECTIONS[kind], key];
}

/** The order of entries that need nothing of each other. */
export const ENTRY_ORDER: readonly KindName[] = [
  "Profile",
  "QuotaProfile",
  "Account",
  "ServiceActivation",
  "Quota",
  "User",
  "Project",
];

/** By code units, so that no locale changes an order. */
export function compareWords(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
