import { z } from "zod";

import { OPERATIONS } from "../engine/plannedResource";
import { documentation } from "../text/documentation";

export { type Operation, OPERATIONS, type Source } from "../engine/plannedResource";
export { EVERYWHERE, OWN_REALM } from "../provider/model/accessModel";

/**
 * What a review says, as data: every output (terminal, Markdown, page, SARIF, annotations) is made from this and from nothing else. The JSON
 * Schema that is published is made from these schemas. All texts are plain: names come from strangers, and each output makes them harmless
 * in its own way. Nothing secret is in it.
 */

/** The version of this form. A new one is made when a reader of the old one would misunderstand it. */
export const REPORT_VERSION = 1;

/** How serious a finding is, the least first. */
export const LEVELS = ["notice", "risk", "irreversible", "escalation"] as const;
export type Level = (typeof LEVELS)[number];

export function moreSerious(one: Level, other: Level = one): Level {
  return LEVELS.indexOf(other) > LEVELS.indexOf(one) ? other : one;
}

/** What becomes of somebody's right. */
export const CHANGES = ["gained", "maybe gained", "lost", "maybe lost", "none", "unknown"] as const;
export type Change = (typeof CHANGES)[number];

/** Whether somebody has a right; `maybe` where the plan can't know. */
export const HOLDINGS = ["yes", "maybe", "no"] as const;
export type Holding = (typeof HOLDINGS)[number];

export const VERDICTS = ["nothing", "changes", "approval", "blocked", "cannot tell"] as const;
export type Verdict = (typeof VERDICTS)[number];

export const Place = z.strictObject({
  file: z.string().describe("Path of the file, relative to the program's folder, with slashes."),
  line: z.number().int().positive().describe("Line, from 1."),
  column: z.number().int().positive().optional().describe("Column, from 1."),
});

const source = Place.describe("Where the program declares the resource, or where review.yaml asks for what isn't so.");

const key = z
  .string()
  .describe(
    "Key of a person, an account or another object: its kind and its name in the program, such as `User/anna`.",
  );

const account = z.strictObject({
  key,
  name: z.string().describe("Display name."),
  portal: z.string(),
  before: z.boolean().describe("Whether it is there before the change."),
  after: z.boolean().describe("Whether it is there after the change, as far as this program manages it."),
  declared: z.boolean().describe("False where the program doesn't have it."),
  connection: z.string().optional().describe("Name of the connection; absent for the default."),
  locked: z
    .strictObject({ before: z.enum(HOLDINGS), after: z.enum(HOLDINGS) })
    .optional()
    .describe("Whether it is locked, so that nobody can access it. Absent if it is open before and after."),
});
export type ReportAccount = z.output<typeof account>;

const person = z.strictObject({
  key,
  name: z.string().describe("What people call the person: login name, or e-mail address."),
  fullName: z.string().optional(),
  account: key.optional().describe("The account that the person belongs to; absent for the reseller's own people."),
  portal: z.string(),
  connection: z.string().optional().describe("Name of the connection; absent for the default."),
  before: z.boolean(),
  after: z.boolean(),
  declared: z.literal(false).optional().describe("Set if the person exists at the portal and no program declares it."),
  change: z.enum(CHANGES).describe("The most important change of the person's permissions."),
});
export type ReportPerson = z.output<typeof person>;

const permission = z.strictObject({
  portal: z.string(),
  name: z.string().describe("As the portal names it."),
  sentence: z.string().describe("What it allows, to be read after `may`: `see the users of the account`."),
  section: z.string().describe("What it is about, to group by."),
  power: z
    .enum(["none", "administration", "realm"])
    .describe("`administration`: over people or rights. `realm`: over accounts other than one's own."),
  known: z.boolean().describe("False if this version doesn't know its meaning."),
});
export type ReportPermission = z.output<typeof permission>;

const step = z.strictObject({
  kind: z
    .string()
    .describe("person, account, profile, group, policy, rule, role, standard profile, permission, direct grant …"),
  name: z.string(),
});
export type PathStep = z.output<typeof step>;

const right = z.strictObject({
  permission: z.number().int().nonnegative().describe("Index in `permissions`."),
  before: z.enum(HOLDINGS),
  after: z.enum(HOLDINGS),
  change: z.enum(CHANGES),
  limit: z.string().optional().describe("Where it doesn't hold for the whole account: projects, a condition."),
  path: z
    .array(step)
    .describe("Where it comes from: profile, group, policy, rule. From before the change if it is lost."),
});
export type ReportRight = z.output<typeof right>;

const access = z.strictObject({
  person: key,
  scope: z
    .string()
    .describe(
      "Key of an account; `realm` for the reseller's own part of the realm; `*` for all current and future accounts, and the realm itself.",
    ),
  rights: z.number().int().nonnegative().describe("Index in `rights`: people who have the same share one."),
});
export type ReportAccess = z.output<typeof access>;

const effect = z
  .strictObject({
    people: z.array(key),
    scope: z.string().describe("As in `access`; `own` where each person's own account is meant."),
    change: z.enum(CHANGES),
    permissions: z.array(z.number().int().nonnegative()).describe("Indices in `permissions`."),
    sentence: z.string().describe("In plain language, such as `41 people lose: see the object storage panel`."),
    path: z.array(step),
  })
  .describe("One change of access, with all people that it affects.");
export type Effect = z.output<typeof effect>;

const acceptance = z.strictObject({
  reason: z.string(),
  owner: z.string(),
  expires: z.string().describe("The last day on which it applies, YYYY-MM-DD, UTC."),
});
export type Acceptance = z.output<typeof acceptance>;

const finding = z.strictObject({
  id: z.string().describe(`Id of the rule, such as ESC-02; ${documentation("review-findings.md")} has them all.`),
  level: z.enum(LEVELS),
  title: z.string().describe("The rule in a few words."),
  subject: z.string().describe("The key of an object, or `plan`. An acceptance names the id and the subject."),
  sentence: z.string().describe("The consequence, in plain language."),
  certain: z.boolean().describe("False if the plan doesn't show whether it happens."),
  people: z.array(key),
  accounts: z.array(key).describe("Keys of accounts; `*` for all, `realm` for the reseller's own part of the realm."),
  path: z.array(step),
  stack: z
    .string()
    .optional()
    .describe("The stack of the resource that it comes from; only in a review of several stacks."),
  source: source.optional(),
  rule: z.string().optional().describe("The corresponding portal rule, such as `csp/P5`."),
  accepted: acceptance.optional().describe("Set if review.yaml accepts it. It then doesn't count for the verdict."),
});
export type Finding = z.output<typeof finding>;

const quota = z.strictObject({
  account: key.optional().describe("Absent for the total of all accounts."),
  region: z.string().optional(),
  name: z.string().describe("Name of the limit, such as `vcpus`."),
  before: z.number().nullable().describe("null: none, or not known."),
  after: z.number().nullable(),
  used: z.number().optional().describe("Usage as of the last refresh, if the plan has it."),
  shared: z.number().optional().describe("Sum of the limits of the projects after the change, if the plan has it."),
  pool: z.number().optional().describe("The pool, from review.yaml."),
});
export type ReportQuota = z.output<typeof quota>;

const property = z.strictObject({
  name: z.string(),
  before: z
    .string()
    .optional()
    .describe("As JSON; `[secret]` for a secret, `[unknown]` for a value that is not known at preview."),
  after: z.string().optional(),
});

const change = z.strictObject({
  key,
  kind: z.string(),
  urn: z.string(),
  operation: z.enum(OPERATIONS),
  because: z.array(z.string()).describe("Properties that make it a replacement."),
  properties: z.array(property),
  stack: z.string().optional().describe("Only in a review of several stacks."),
  source: source.optional(),
});
export type ReportChange = z.output<typeof change>;

const count = z.strictObject({ before: z.number().int(), after: z.number().int() });

const completeness = z.strictObject({
  complete: z
    .boolean()
    .describe("Whether all resources were read and understood. If not, the verdict is `cannot tell`."),
  people: count,
  accounts: count,
  profiles: count,
  resources: z.number().int().describe("Resources of this provider in the plan."),
  others: z.number().int().describe("Resources of other providers in the plan, which are not reviewed."),
  gaps: z.array(z.string()).describe("What is missing for a certain result, and how to provide it."),
  remarks: z.array(z.string()).describe("What a review can't read, or takes from the vendor's documents."),
  standing: z
    .array(z.string())
    .optional()
    .describe("Remarks common to all reviews of these portals. Short outputs omit them."),
  live: z
    .array(
      z.strictObject({
        portal: z.string(),
        connection: z.string().optional().describe("Name of the connection; absent for the default."),
        at: z.string().describe("When the portal was asked, RFC 3339, UTC. No hash has it."),
        asked: z
          .array(z.strictObject({ kind: z.string(), count: z.number().int() }))
          .describe("Kinds that were read, and how many objects the portal returned."),
      }),
    )
    .optional()
    .describe("What was read from the portal; absent without `--live`."),
  notLookedAt: z.array(z.string()).describe("What was not read; not part of `complete`."),
});
export type Completeness = z.output<typeof completeness>;

const stack = z.strictObject({
  name: z.string(),
  read: z
    .enum(["preview", "state", "nothing"])
    .describe("`state`: it was not previewed, and stays as it is. `nothing`: it could not be read."),
  operations: z.record(z.enum(OPERATIONS), z.number().int()),
});
export type ReportStack = z.output<typeof stack>;

const approval = z.strictObject({
  by: z.string().describe("Who approves: a person or a team, as review.yaml names it."),
  count: z.number().int().positive().describe("How many of them."),
  findings: z.array(z.string()).describe("`id subject` of the findings that require it."),
});

export const Report = z
  .strictObject({
    version: z.literal(REPORT_VERSION),
    project: z.string(),
    stack: z.string().describe("`*` in a review of several stacks."),
    stacks: z.array(stack).optional().describe("All stacks that were read; only in a review of several stacks."),
    portals: z.array(z.strictObject({ name: z.string(), title: z.string(), note: z.string().optional() })),
    verdict: z.enum(VERDICTS),
    exitCode: z.number().int().describe("0 nothing, 10 changes, 11 approval, 20 blocked, 30 cannot tell."),
    failOn: z.enum([...LEVELS, "never"]).describe("The lowest level that blocks."),
    headline: z.string().describe("The result in one sentence, with numbers."),
    effectHash: z
      .string()
      .describe(
        `SHA-256 (hex) of what is approved: who, by what they sign in with, may do what; all findings; and all that changes and decides something. ${documentation("review.md")} has it in full.`,
      ),
    approved: z
      .boolean()
      .optional()
      .describe("Whether the effect is the one that was approved; absent where no approval was given."),
    planHash: z.string().describe("SHA-256 (hex) of all that the plan changes, with secrets and times left out."),
    savedPlan: z
      .strictObject({ file: z.string(), sha256: z.string().describe("SHA-256 (hex) of the file.") })
      .optional()
      .describe("The plan that `pulumi up --plan` applies."),
    operations: z.record(z.enum(OPERATIONS), z.number().int()),
    completeness,
    findings: z.array(finding).describe("The most serious first."),
    approvals: z.array(approval).describe("Who has to approve, by review.yaml."),
    effects: z.array(effect),
    accounts: z.array(account),
    people: z.array(person),
    permissions: z.array(permission),
    rights: z.array(z.array(right)),
    access: z.array(access).describe("Who may do what where, before and after."),
    quotas: z.array(quota),
    said: z.array(z.string()).describe("Provider messages at preview."),
    changes: z.array(change).describe("Every resource of this provider that changes."),
  })
  .meta({ title: "Review of a planned change", description: "The effect of a planned change on people's access." });
export type Report = z.output<typeof Report>;
