import { z } from "zod";

/** The resource types, in the words of this project. */
export const KIND_NAMES = [
  "Account",
  "User",
  "Profile",
  "QuotaProfile",
  "Quota",
  "ServiceActivation",
  "Project",
] as const;
export type KindName = (typeof KIND_NAMES)[number];

/** What a field was called before. What is given under that name means the same as under the present one. */
export interface FormerName {
  readonly name: string;
  /** Its value was an object, which had nothing but the value of today, as this member. */
  readonly member?: string;
}

/** A former name, with the field that has it. */
export interface FormerField extends FormerName {
  readonly field: string;
}

export type Immutability = "replace" | "refuse";

/** What a field is beyond its type. */
export interface FieldFacts {
  /**
   * The field can't be changed in place. `replace`: a change makes a new object and deletes the old one.
   * `refuse`: a change is an error, because a replacement would do more harm than the change is worth. A function where it depends on the
   * values.
   */
  readonly immutable?: Immutability | ((before: unknown, after: unknown) => Immutability | undefined);
  /** An array whose order means nothing; it is kept sorted and compared without order. */
  readonly set?: boolean;
  /** Holds the id (or the name, where the portal has built-in ones) of an object of this kind. */
  readonly reference?: KindName;
  /** Programs, realm files, states and plans may still have this name. */
  readonly formerly?: FormerName;
  /** Speaks to this provider and never reaches the portal. */
  readonly local?: boolean;
  /** With `local`: it orders creates, and an object that exists lacks nothing without it. */
  readonly orders?: true;
  /** With `local`: the field that the portal has in its place, whose value is made of this one. */
  readonly yields?: string;
  /** With `local`: the resource shows it as an output, too. */
  readonly shown?: true;
  /**
   * A word that means nothing in itself: a new one, on an object that exists, makes the provider act once (reset a password).
   * Making, taking over, refreshing or replacing an object never acts.
   */
  readonly trigger?: boolean;
  /**
   * What happens at the portal when a value that was declared is taken out of the declaration: `clear` empties
   * it, `keep` (default) leaves the portal's value alone. A value that was never declared is always left alone.
   */
  readonly whenRemoved?: "clear" | "keep";
  /**
   * The one spelling of all values that are known to mean the same, by a standard or by what the portal does; of one entry, where the field
   * is a set. It takes whatever the program gave, and what is sent stays as it was declared.
   */
  readonly normal?: (value: unknown) => unknown;
  /** An empty list, or an empty text, means the same as none. */
  readonly emptyIsAbsent?: boolean;
  /**
   * Only the entries that are declared are this resource's: what else the portal has in the set belongs to others, is no difference, and
   * stays. A function where entries are more than words: what an entry is about; undefined where an entry belongs to the resource, declared or
   * not.
   */
  readonly openSet?: true | ((entry: unknown) => string | undefined);
  /** The portal doesn't show it, or not always: it is written when its declaration changes and when an object is taken over. */
  readonly writeOnly?: boolean;
  /** The value, or these members of it, are secret: no message shows them, and a state has them encrypted. */
  readonly secret?: true | readonly string[];
  /**
   * Tells people something, or puts steps in an order, and decides nothing: a change of it leaves what was approved as it is. What says who
   * somebody is (names, addresses) isn't cosmetic.
   */
  readonly cosmetic?: true;
  /** The words that a portal takes, where a rule says which they are and not the schema. */
  readonly words?: readonly string[];
  /** What is to be known of the field on one portal, for its documentation. */
  readonly says?: string;
  /** Equality of whole values where normal forms of entries don't tell, for instance rules of which two mean what one does. */
  readonly equal?: (one: unknown, other: unknown) => boolean;
}

export interface Field<Schema extends z.ZodType = z.ZodType> extends FieldFacts {
  readonly schema: Schema;
}

type Fields = Record<string, Field>;
type Shape<F extends Fields> = { [Name in keyof F]: F[Name]["schema"] };

/** What a kind is: data only. What is done with it stands in the lifecycle, how a portal does it in the portal's folder. */
export interface Kind<
  Name extends KindName = KindName,
  F extends Fields = Fields,
  Outputs extends z.ZodRawShape = z.ZodRawShape,
> {
  readonly name: Name;
  /** What it is for, in a sentence or two. */
  readonly purpose: string;
  readonly fields: F;
  readonly inputs: z.ZodObject<Shape<F>, z.core.$strict>;
  /** What the portal adds to the inputs, and other resources or people need. */
  readonly outputs: z.ZodObject<Outputs>;
  /**
   * Outputs that are shown once and must never stand in plain text, each with what brings it: making the object (`create`, or a field that
   * asks for it then), or a trigger.
   */
  readonly secretOutputs: Readonly<Partial<Record<keyof Outputs & string, "create" | (keyof F & string)>>>;
  /** The inputs that together name one object within a connection. */
  readonly naturalKey: readonly (keyof F & string)[];
  readonly formerFields: readonly FormerField[];
  /** What declared inputs must agree on beside types and formats, on every portal. */
  readonly check?: (inputs: DeclaredInputs) => readonly Finding[];
}

/** Stands for a value that is not known before the resources it comes from exist. */
export const UNKNOWN: unique symbol = Symbol("unknown until apply");
export type Unknown = typeof UNKNOWN;

/** Inputs as `check` sees them: any of them absent, and any value unknown at any depth. */
export type DeclaredInputs = Readonly<Record<string, unknown>>;

/** One thing that is wrong, on the property that mends it. */
export interface Failure {
  /** Path of the property, for instance `limits.vcpus`; empty where no single one is at fault. */
  readonly property: string;
  readonly reason: string;
}

/**
 * What a broken rule does. `refuse`: nothing goes on. `confirm`: neither, unless the resource says `confirm: ["<the rule's id>"]`.
 * `warn`: it is said, and the run goes on.
 */
export type Severity = "refuse" | "confirm" | "warn";

/** A failure before it is known what becomes of it. */
export interface Finding extends Failure {
  /** Default `refuse`. */
  readonly severity?: Severity;
  /** The broken rule's id, for instance `csp/C6`. */
  readonly rule?: string;
  /** A resource with these inputs settles it, where the program has one. */
  readonly awaits?: { readonly kind: KindName; readonly inputs: DeclaredInputs };
}

/** Fields that every kind has. */
export const everyKind = {
  adopt: {
    schema: z
      .boolean({ error: "must be true or false" })
      .optional()
      .describe(
        "Whether to take over an existing object with the same natural key instead of failing. Default: the setting `reseller:adopt`.",
      ),
    local: true,
  },
  confirm: {
    schema: z
      .array(z.string({ error: "must be a list of rule ids, such as csp/C6" }), {
        error: "must be a list of rule ids, such as csp/C6",
      })
      .optional()
      .describe("Ids of rules whose warnings you accept for this resource. An error names the id if one is required."),
    set: true,
    local: true,
  },
  connection: {
    schema: z
      .string({ error: "must be the name of a connection in reseller:connections" })
      .optional()
      .describe("Name of the connection in `reseller:connections`. Default: the connection of the flat settings."),
    local: true,
    immutable: "refuse",
  },
} as const satisfies Fields;

type WithCommon<F extends Fields> = F & typeof everyKind;

export function defineKind<
  const Name extends KindName,
  const F extends Fields,
  const Outputs extends z.ZodRawShape = Record<never, never>,
>(definition: {
  name: Name;
  purpose: string;
  fields: F;
  outputs?: Outputs;
  secretOutputs?: Readonly<Partial<Record<keyof Outputs & string, "create" | (keyof F & string)>>>;
  naturalKey: readonly (keyof F & string)[];
  check?: (inputs: DeclaredInputs) => readonly Finding[];
}): Kind<Name, WithCommon<F>, Outputs> {
  // What is made of all entries of an object has its members again; TypeScript can't follow that. Neither can it tell that a definition without
  // outputs has none.
  const fields: WithCommon<F> = { ...definition.fields, ...everyKind };
  const shape = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.schema]));
  const formerFields = Object.entries(fields as Fields).flatMap(([field, { formerly }]) =>
    formerly === undefined ? [] : [{ ...formerly, field }],
  );
  return {
    name: definition.name,
    purpose: definition.purpose,
    fields,
    inputs: z.strictObject(shape as Shape<WithCommon<F>>),
    outputs: z.object(definition.outputs ?? ({} as Outputs)),
    secretOutputs: (definition.secretOutputs ?? {}) as Kind<Name, WithCommon<F>, Outputs>["secretOutputs"],
    naturalKey: definition.naturalKey,
    formerFields,
    check: definition.check,
  };
}
