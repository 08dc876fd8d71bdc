import { z } from "zod";
import { KIND_NAMES } from "../provider/model";

/** Names the file with the part of a stack, for the program of that stack. `reseller fleet` sets it. */
export const PART_VARIABLE = "RESELLER_FLEET_PART";

/** One more where a program of an older version would misunderstand the form. */
export const PART_VERSION = 1;

const entryName = { kind: z.enum(KIND_NAMES), name: z.string() };

const partEntry = z.strictObject({
  ...entryName,
  key: z.string(),
  within: z.string().optional(),
  values: z.record(z.string(), z.unknown()),
  formerFields: z
    .array(z.strictObject({ name: z.string(), field: z.string(), member: z.string().optional() }))
    .optional(),
  protect: z.boolean().optional(),
  formerly: z.array(z.string()),
  /** By property, where that differs from where it is in: number of the file, line, column. The entry itself is the empty property. */
  places: z.record(z.string(), z.tuple([z.int().min(0), z.int().min(1), z.int().min(1)])),
  /** The field that has the value of the key because the file doesn't set it. */
  implied: z.string().optional(),
});

/** An entry of another stack that this one refers to. */
const partTarget = z.strictObject({
  ...entryName,
  stack: z.string(),
  /** Its name at the portal. */
  title: z.string().optional(),
  account: z.string().optional(),
  /** It doesn't exist yet, but will when its stack has run. */
  pending: z.boolean().optional(),
  /** Of a QuotaProfile. */
  limits: z.record(z.string(), z.unknown()).optional(),
});

/** What the program of one stack needs to know of its fleet. */
export const partForm = z.strictObject({
  version: z.literal(PART_VERSION),
  stack: z.string(),
  source: z.strictObject({
    fleet: z.string(),
    files: z.array(z.string()),
    digest: z.string(),
  }),
  references: z.enum(["name", "stack"]),
  /** Realm files, as messages name them. */
  files: z.array(z.string()),
  entries: z.array(partEntry),
  targets: z.array(partTarget),
  /** Entries of this stack that other stacks refer to. */
  referredTo: z.array(z.strictObject(entryName)),
});

export type Part = z.output<typeof partForm>;
export type PartEntry = Part["entries"][number];
export type PartTarget = Part["targets"][number];
