import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { z } from "zod";
import { suggestion } from "../../provider/portals/nearest";
import { catalogue } from "../findings/catalogue";
import { LEVELS } from "../report";

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
  owner: z.string().trim().min(1, { error: "must name who answers for it" }),
  expires: day.describe("The last day on which it counts (UTC)."),
});

const share = z
  .strictObject({
    share: z.number().min(0).max(1).optional().describe("Part of all, from 0 to 1. Default 0.3."),
    beyond: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe("The share counts where there are more than these. Default 10."),
    number: z.number().int().min(0).optional().describe("More than these are too many, however many there are."),
  })
  .optional();

const numbers = z.record(z.string(), z.number().min(0));

const who = z
  .strictObject({
    account: z.string().optional().describe("People of this account: its key or name."),
    people: words.optional().describe("Keys of people; `*` stands for any letters."),
    not: words.optional().describe("Keys of people who are left out."),
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
  pools: z
    .record(z.string(), numbers)
    .optional()
    .describe("What there is to share out, by region (`*`: whatever the region)."),
  administrators: z
    .strictObject({
      least: z
        .number()
        .int()
        .min(0)
        .optional()
        .describe("How many people who manage the realm's people there must be."),
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

/** @throws ReviewFileError */
export function parseReviewFile(text: string, file = "review.yaml"): ReviewFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0)
    throw new ReviewFileError(
      document.errors.map(({ message, pos }) => `${at(pos[0])}: ${message.split("\n")[0]}`).join("\n"),
    );
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    throw new ReviewFileError(`${file}: ${(error as Error).message}`);
  }
  const result = ReviewFile.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => {
    const strangers = issue.code === "unrecognized_keys" ? issue.keys : undefined;
    const places = strangers?.map((key) => [...issue.path, key]) ?? [issue.path];
    return places.map((path) => {
      const offset = offsetOf(document.contents, path);
      const where = path.map(String).join(".") || "the file";
      const what =
        strangers === undefined ? issue.message : `is not known here${suggestion(String(path.at(-1)), siblings(path))}`;
      return { offset, text: `${at(offset)}: ${where} ${what}` };
    });
  });
  throw new ReviewFileError(
    problems
      .sort((one, other) => one.offset - other.offset)
      .map(({ text: line }) => line)
      .join("\n"),
  );
}

function siblings(path: readonly PropertyKey[]): string[] {
  return path.length === 1 ? Object.keys(ReviewFile.shape) : [];
}

/** Where in the text a path leads; as far as it goes. */
function offsetOf(contents: unknown, path: readonly PropertyKey[]): number {
  let node = contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = node.items[Number(step)] as Node | null;
      offset = node?.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}
