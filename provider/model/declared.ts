import type { z } from "zod";
import type { account } from "./account";
import type { KindTable } from "./fieldTable";
import { type KindName, UNKNOWN, type Unknown } from "./kind";
import type { profile } from "./profile";
import type { project } from "./project";
import type { quota } from "./quota";
import type { quotaProfile } from "./quotaProfile";
import type { serviceActivation } from "./serviceActivation";
import type { user } from "./user";

/** The kinds with their own types; `kinds` has them for whoever treats all alike. */
export interface KindsByName {
  readonly Account: typeof account;
  readonly User: typeof user;
  readonly Profile: typeof profile;
  readonly QuotaProfile: typeof quotaProfile;
  readonly Quota: typeof quota;
  readonly ServiceActivation: typeof serviceActivation;
  readonly Project: typeof project;
}

export type InputsOfKind<Name extends KindName> = z.output<KindsByName[Name]["inputs"]>;
export type OutputsOfKind<Name extends KindName> = z.output<KindsByName[Name]["outputs"]>;

/** What speaks to this provider and not to a portal. */
type CommonField = "adopt" | "confirm" | "connection";

/** The schema of a field: the portal's, where its table has one of its own. */
type SchemaAt<
  Table extends KindTable,
  Name extends KindName,
  Field extends keyof KindsByName[Name]["fields"],
> = Field extends keyof Table["has"]
  ? Table["has"][Field] extends { readonly schema: infer Schema extends z.ZodType }
    ? Schema
    : KindsByName[Name]["inputs"]["shape"][Field & keyof KindsByName[Name]["inputs"]["shape"]]
  : KindsByName[Name]["inputs"]["shape"][Field & keyof KindsByName[Name]["inputs"]["shape"]];

/** The inputs of a kind as a portal's table of fields narrows them: those that it has, with its own schemas. */
export type InputsAt<Tables extends { readonly [Kind in Name]: KindTable }, Name extends KindName> = z.output<
  z.ZodObject<{
    [Field in (keyof Tables[Name]["has"] | CommonField) & keyof KindsByName[Name]["fields"]]: SchemaAt<
      Tables[Name],
      Name,
      Field
    > &
      z.ZodType;
  }>
>;

/** A value as a declaration may have it: not known yet, as a whole or in any part. */
export type Declarable<Value> =
  | Unknown
  | (Value extends readonly (infer Entry)[]
      ? readonly Declarable<Entry>[]
      : Value extends object
        ? { readonly [Member in keyof Value]: Declarable<Value[Member]> }
        : Value);

/** Inputs as they are declared: any of them absent, and any value unknown at any depth. */
export type Declared<Inputs> = {
  readonly [Name in keyof Inputs]?: Inputs[Name] | Declarable<NonNullable<Inputs[Name]>> | undefined;
};

/** Inputs of a kind as they are declared, before a portal narrows them. */
export type DeclaredOf<Name extends KindName> = Declared<InputsOfKind<Name>>;

/** Some of the values, all of them known. */
export type Values<All> = { readonly [Name in keyof All]?: All[Name] | undefined };

/** The value, where it is known by now. What is inside it may still be unknown. */
export function known<Value>(value: Value): Exclude<Value, Unknown> | undefined {
  // Of a type parameter TypeScript doesn't take the symbol away.
  return value === UNKNOWN ? undefined : (value as Exclude<Value, Unknown>);
}

/** The entries of a list that are known by now. */
export function knownEntries<Entry>(
  list: Unknown | readonly (Entry | Unknown)[] | undefined,
): Exclude<Entry, Unknown>[] {
  return known(list)?.filter((entry): entry is Exclude<Entry, Unknown> => entry !== UNKNOWN) ?? [];
}

/** A list of which every entry is known by now; undefined where one isn't, and where there is no list. */
export function wholeList<Entry>(
  list: Unknown | readonly (Entry | Unknown)[] | undefined,
): Exclude<Entry, Unknown>[] | undefined {
  const entries = knownEntries(list);
  return known(list)?.length === entries.length ? entries : undefined;
}
