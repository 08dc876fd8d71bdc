import { z } from "zod";
import { documentation } from "../text/documentation";
import { LEVELS, OPERATIONS } from "../review";

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

const source = z
  .strictObject({
    file: z.string().describe("Path of the file, from the folder of the program, with slashes."),
    line: z.number().int().positive().describe("Line, from 1."),
    column: z.number().int().positive().optional().describe("Column, from 1."),
  })
  .describe("Where Git declares it.");

const declared = {
  key: z.string().describe("Its kind and its name in the program, such as `User/anna`."),
  kind: z.string(),
  name: z.string().describe("What people call it."),
  id: z.string().describe("Its id at the portal, as the state has it."),
  account: z.string().optional().describe("What people call the account that it belongs to."),
  connection: z.string().optional().describe("Name of the connection; absent for the default."),
  source: source.optional(),
};

const difference = z.strictObject({
  field: z.string(),
  declared: z.unknown().optional().describe("What Git says; absent where it says nothing. `[secret]` where it is one."),
  applied: z
    .unknown()
    .optional()
    .describe("What was applied last, where Git has something else by now: then both sides have changed."),
  portal: z.unknown().optional().describe("What the portal says; absent where it has no value."),
});

const changed = z.strictObject({ ...declared, differences: z.array(difference).min(1) });
const missing = z.strictObject(declared);

const undeclared = z.strictObject({
  kind: z.string(),
  name: z.string().describe("What people call it."),
  id: z.string(),
  account: z.string().optional().describe("What people call the account that it belongs to."),
  connection: z.string().optional().describe("Name of the connection; absent for the default."),
  undeclarable: z.string().optional().describe("Why nobody could declare it as it is; absent where it can be."),
  fields: z.record(z.string(), z.unknown()).describe("What could be declared of it, with references as ids."),
});

const unapplied = z.strictObject({
  key: z.string(),
  kind: z.string(),
  operation: z.enum(OPERATIONS).describe("What the next `pulumi up` would do with it."),
  fields: z.array(z.string()).describe("Fields in which Git differs from what was applied last."),
  existing: z
    .string()
    .optional()
    .describe("Id of an object that is at the portal already under the natural key of what is to be made."),
  source: source.optional(),
});

const indeterminate = z.strictObject({
  reason: z.string(),
  subjects: z.array(z.string()).describe("Keys of objects, or kinds, of which nothing can be told."),
});

const ignored = z.strictObject({
  place: z.string().describe("Line of drift.yaml."),
  reason: z.string(),
  objects: z.number().int().describe("How many objects it left out, or fields of objects."),
});

const effect = z.strictObject({
  change: z.enum(["gained", "maybe gained", "lost", "maybe lost", "unknown"]),
  people: z.array(z.string()).describe("What people call them."),
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
  rule: z.string().optional().describe("The portal's rule behind it, such as `csp/P5`."),
});

const explanation = z
  .strictObject({
    headline: z.string(),
    effects: z.array(effect).describe("What people may do at the portal, and may not by Git, or the other way round."),
    findings: z
      .array(explained)
      .describe(
        "What a review would find, were the way from Git to the portal a planned change. The most serious first.",
      ),
    gaps: z.array(z.string()).describe("What isn't known, so that nothing can be said for certain."),
  })
  .describe("The meaning of the drift for people's access; only where it was asked for.");

export const DriftReport = z
  .strictObject({
    version: z.literal(DRIFT_VERSION),
    project: z.string(),
    stack: z.string(),
    portals: z.array(z.strictObject({ name: z.string(), title: z.string(), connection: z.string().optional() })),
    verdict: z.enum(VERDICTS),
    exitCode: z.number().int().describe("0 none, 2 drift, 1 cannot tell."),
    headline: z.string().describe("The verdict in one sentence, with numbers."),
    changed: z.array(changed).describe("Objects that are not as Git says."),
    missing: z.array(missing).describe("Objects that Git declares, that were there, and are not."),
    undeclared: z.array(undeclared).describe("Objects that nobody declares."),
    names: z
      .record(z.string(), z.string())
      .describe(
        "What people call the objects that values refer to by their ids: keys of the program, names at the portal.",
      ),
    cannotTell: z
      .array(indeterminate)
      .describe("What couldn't be told, and why. Where there is any, so is the verdict."),
    unapplied: z.array(unapplied).describe("What Git says and nobody has applied yet: by itself no drift."),
    looked: z.strictObject({
      declared: z.number().int().describe("Objects of the stack that were held against the portal."),
      listed: z.number().int().describe("Objects at the portal among which undeclared ones were looked for."),
      undeclared: z.boolean().describe("Whether undeclared objects were looked for."),
      accounts: z.array(z.string()).describe("The accounts that were asked for; empty: all."),
    }),
    ignored: z.array(ignored).describe("What drift.yaml left out."),
    remarks: z.array(z.string()),
    explanation: explanation.optional(),
  })
  .meta({ title: "Drift of a realm", description: "What is different at the portal from what Git says." });
export type DriftReport = z.output<typeof DriftReport>;
export type ChangedObject = DriftReport["changed"][number];
export type MissingObject = DriftReport["missing"][number];
export type UndeclaredObject = DriftReport["undeclared"][number];
export type Explanation = NonNullable<DriftReport["explanation"]>;
