import { z } from "zod";
import { documentation } from "../text/documentation";
import { LEVELS, OPERATIONS, Place } from "../review";

/**
 * What a look for drift says, as data: every output is made from this and from nothing else. The JSON Schema that is published is made from
 * these schemas. All texts are plain: names come from strangers, and each output makes them harmless in its own way. Nothing secret is in it.
 */

/** The version of this form. A new one is made when a reader of the old one would misunderstand it. */
export const DRIFT_VERSION = 1;

export const VERDICTS = ["none", "drift", "cannot tell"] as const;
export type DriftVerdict = (typeof VERDICTS)[number];

/** How `reseller drift` ends. What could not be told is no better than a run that failed. */
export const EXIT_CODES = { none: 0, drift: 2, "cannot tell": 1 } as const satisfies Record<DriftVerdict, number>;

const source = Place.describe("Location of the declaration.");

const declared = {
  key: z.string().describe("Kind and name in the program, such as `User/anna`."),
  kind: z.string(),
  name: z.string().describe("Display name."),
  id: z.string().describe("Id at the portal, from the state."),
  account: z.string().optional().describe("Display name of the account that it belongs to."),
  connection: z.string().optional().describe("Name of the connection; absent for the default."),
  stack: z.string().optional().describe("The stack that declares it; only where several were compared."),
  source: source.optional(),
};

const difference = z.strictObject({
  field: z.string(),
  declared: z
    .unknown()
    .optional()
    .describe("The declared value; absent if it isn't declared. `[secret]` for a secret."),
  applied: z
    .unknown()
    .optional()
    .describe("The last applied value, if the declaration has changed since: then both sides have changed."),
  portal: z.unknown().optional().describe("The portal's value; absent if it has none."),
});

const changed = z.strictObject({ ...declared, differences: z.array(difference).min(1) });
const missing = z.strictObject(declared);

const undeclared = z.strictObject({
  kind: z.string(),
  name: z.string().describe("Display name."),
  id: z.string(),
  account: z.string().optional().describe("Display name of the account that it belongs to."),
  connection: z.string().optional().describe("Name of the connection; absent for the default."),
  undeclarable: z.string().optional().describe("Why it can't be declared; absent if it can."),
  fields: z.record(z.string(), z.unknown()).describe("Values that can be declared, with references as ids."),
});

const unapplied = z.strictObject({
  key: z.string(),
  kind: z.string(),
  operation: z.enum(OPERATIONS).describe("What the next `pulumi up` would do."),
  fields: z.array(z.string()).describe("Fields whose declared value differs from the last applied value."),
  existing: z
    .string()
    .optional()
    .describe("Id of an existing object with the natural key of the object to be created."),
  stack: z.string().optional().describe("The stack that declares it; only where several were compared."),
  source: source.optional(),
});

const indeterminate = z.strictObject({
  reason: z.string(),
  subjects: z.array(z.string()).describe("Keys of objects, or kinds, whose status is unknown."),
});

const ignored = z.strictObject({
  place: z.string().describe("Line of drift.yaml."),
  reason: z.string(),
  objects: z.number().int().describe("Number of objects, or fields of objects, that it excluded."),
});

const effect = z.strictObject({
  change: z.enum(["gained", "maybe gained", "lost", "maybe lost", "unknown"]),
  people: z.array(z.string()).describe("Display name of the person."),
  sentence: z.string(),
});

const explained = z.strictObject({
  id: z
    .string()
    .describe(`Id of the review's finding, such as ESC-02; ${documentation("review-findings.md")} has them all.`),
  level: z.enum(LEVELS),
  title: z.string(),
  sentence: z.string(),
  subject: z.string(),
  certain: z.boolean(),
  source: source.optional(),
  rule: z.string().optional().describe("The corresponding portal rule, such as `csp/P5`."),
});

const explanation = z
  .strictObject({
    headline: z.string(),
    effects: z.array(effect).describe("Differences between people's access at the portal and in Git."),
    findings: z
      .array(explained)
      .describe("Findings of a review of the change from Git to the portal, the most serious first."),
    gaps: z.array(z.string()).describe("What isn't known, so that the result is uncertain."),
  })
  .describe("What the drift means for people's access; only with --explain.");

export const DriftReport = z
  .strictObject({
    version: z.literal(DRIFT_VERSION),
    project: z.string(),
    stack: z.string().describe("`*` where several were compared."),
    stacks: z.array(z.string()).optional().describe("The stacks, where several were compared."),
    portals: z.array(z.strictObject({ name: z.string(), title: z.string(), connection: z.string().optional() })),
    verdict: z.enum(VERDICTS),
    exitCode: z.number().int().describe("0 none, 2 drift, 1 cannot tell."),
    headline: z.string().describe("The result in one sentence, with numbers."),
    changed: z.array(changed).describe("Objects that differ from their declaration."),
    missing: z.array(missing).describe("Declared objects that existed and no longer do."),
    undeclared: z.array(undeclared).describe("Undeclared objects."),
    names: z
      .record(z.string(), z.string())
      .describe("Display names of referenced objects, by id: keys of the program, or names at the portal."),
    cannotTell: z
      .array(indeterminate)
      .describe("What isn't known, and why. If there is any, the result is `cannot tell`."),
    unapplied: z.array(unapplied).describe("Changes in Git that are not applied yet; not drift by themselves."),
    looked: z.strictObject({
      declared: z.number().int().describe("Number of objects of the stack that were compared with the portal."),
      listed: z.number().int().describe("Number of objects at the portal that were checked for undeclared ones."),
      undeclared: z.boolean().describe("Whether undeclared objects were searched."),
      accounts: z.array(z.string()).describe("The selected accounts; empty: all."),
    }),
    ignored: z.array(ignored).describe("What drift.yaml excluded."),
    remarks: z.array(z.string()),
    explanation: explanation.optional(),
  })
  .meta({ title: "Drift of a realm", description: "Differences between the portal and Git." });
export type DriftReport = z.output<typeof DriftReport>;
export type ChangedObject = DriftReport["changed"][number];
export type MissingObject = DriftReport["missing"][number];
export type UndeclaredObject = DriftReport["undeclared"][number];
export type Explanation = NonNullable<DriftReport["explanation"]>;
