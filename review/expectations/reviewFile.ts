import { z } from "zod";
import { suggestion } from "../../provider/model/nearest";
import { checkedYaml } from "../../provider/model/checkedYaml";
import { catalogue } from "../findings/catalogue";
import { LEVELS, type Source } from "../report";

/** What a team asks of reviews, kept in Git beside the program: `review.yaml`. */

const ids = Object.keys(catalogue);
const words = z.array(z.string().min(1)).min(1);

const day = z
  .string({ error: "must be a day such as 2027-01-31" })
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: "must be a day such as 2027-01-31" })
  .refine((text) => isDay(text), { error: "is not a day of the calendar" });

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const findingId = z.string().superRefine((id, context) => {
  if (!ids.includes(id)) context.addIssue(`must be the id of one finding, such as ESC-02${suggestion(id, ids)}`);
});

const acceptance = z.strictObject({
  finding: findingId,
  subject: z
    .string()
    .min(1)
    .refine((text) => !text.includes("*"), { error: "must name one subject: an acceptance is for a single finding" })
    .describe("The finding's subject, as the review names it: `Profile/support-desk`."),
  reason: z.string().trim().min(1, { error: "must say why" }),
  owner: z.string().trim().min(1, { error: "must name its owner" }),
  expires: day.describe("The last day on which it applies (UTC)."),
});

const count = z.number().int().min(0).optional();

const share = z
  .strictObject({
    share: z.number().min(0).max(1).optional().describe("Part of all, from 0 to 1. Default 0.3."),
    beyond: count.describe("The share counts where there are more than these. Default 10."),
    number: count.describe("More than these are too many, however many there are."),
  })
  .optional();

const numbers = z.record(z.string(), z.number().min(0));

const who = z
  .strictObject({
    account: z.string().optional().describe("People of this account: its key or name."),
    people: words.optional().describe("Keys of people; `*` stands for any letters."),
    not: words.optional().describe("Keys of people who are excluded."),
    reseller: z.boolean().optional().describe("true: the reseller's own people; false: those of accounts."),
  })
  .optional();

const rights = z.strictObject({
  permissions: words.optional().describe("Names of permissions; `*` stands for any letters."),
  power: z.enum(["administration", "realm"]).optional(),
  where: z
    .enum(["own", "elsewhere", "anywhere"])
    .optional()
    .describe("In the person's own account, in others, or both (default)."),
});

const assertion = z
  .strictObject({ name: z.string().min(1), who, never: rights.optional(), always: rights.optional() })
  .refine(({ never, always }) => (never === undefined) !== (always === undefined), {
    error: "must have either never or always",
  });

const ceiling = z
  .strictObject({
    name: z.string().min(1),
    account: z.string().optional(),
    profile: z.string().optional(),
    permissions: words.describe("All that people of it may have."),
  })
  .refine(({ account, profile }) => (account === undefined) !== (profile === undefined), {
    error: "must have either account or profile",
  });

const expiry = z.strictObject({
  person: z.string().min(1).describe("Key of the person."),
  profile: z.string().optional().describe("Key or name of the profile or role; left out: all that the person may do."),
  from: day.optional(),
  until: day.describe("The last day of it (UTC)."),
  reason: z.string().min(1),
});

const approval = z
  .strictObject({
    by: z.string().min(1),
    count: z.number().int().min(1).optional(),
    level: z.enum(LEVELS).optional().describe("Findings of this level and above."),
    findings: z.array(findingId).min(1).optional(),
    account: z.string().optional().describe("Findings that concern this account."),
  })
  .refine(({ level, findings, account }) => level !== undefined || findings !== undefined || account !== undefined, {
    error: "must say for what: level, findings or account",
  });

export const ReviewFile = z.strictObject({
  accept: z.array(acceptance).optional(),
  limits: z.strictObject({ deletions: share, people: share }).optional(),
  pools: z.record(z.string(), numbers).optional().describe("Available capacity by region (`*`: any region)."),
  administrators: z
    .strictObject({
      least: count.describe("How many people who manage the realm's people there must be."),
      required: words.optional().describe("Keys of people who must be among them."),
    })
    .optional(),
  assertions: z.array(assertion).optional(),
  ceilings: z.array(ceiling).optional(),
  expiries: z.array(expiry).optional(),
  approvals: z.array(approval).optional(),
});
export type ReviewFile = z.output<typeof ReviewFile>;

/** What is wrong with a review file: everything, each with its line. */
export class ReviewFileError extends Error {}

/** Where the entries of a file stand that was read: a file that a program makes has no lines. */
const places = new WeakMap<object, Source>();

/** Where an entry of a review file stands. */
export function placeOf(entry: object | undefined): { readonly source?: Source } {
  const source = entry === undefined ? undefined : places.get(entry);
  return source === undefined ? {} : { source };
}

/**
 * @param file how messages call it, and findings that name its lines.
 * @throws ReviewFileError
 */
export function parseReviewFile(text: string, file = "review.yaml"): ReviewFile {
  const { value, lineOf } = checkedYaml(text, file, {
    schema: ReviewFile,
    known: (path) => (path.length === 1 ? Object.keys(ReviewFile.shape) : []),
    error: (message) => new ReviewFileError(message),
  });
  const note = (part: unknown, path: readonly string[]) => {
    if (typeof part !== "object" || part === null) return;
    places.set(part, { file: file.replaceAll("\\", "/"), line: lineOf(path) });
    for (const [name, member] of Object.entries(part)) note(member, [...path, name]);
  };
  note(value, []);
  return value;
}
