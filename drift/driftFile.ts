import { z } from "zod";
import { KIND_NAMES, kinds } from "../provider/model";
import { nearest, suggestion } from "../provider/model/nearest";
import { checkedYaml } from "../provider/model/checkedYaml";
import { matches } from "../text/pattern";
import { isOneOf } from "../provider/model/shapes";

/** What a team says of drift, kept in Git beside the program: `drift.yaml`. */

const words = (what: string) => z.string({ error: `must be ${what}` }).min(1, { error: `must be ${what}` });

/** Fields of a kind; of all kinds, where none is named that there is. */
function fieldsOf(kind: string | undefined): string[] {
  const of = KIND_NAMES.filter((name) => name === kind);
  return [...new Set((of.length > 0 ? of : KIND_NAMES).flatMap((name) => Object.keys(kinds[name].fields)))];
}

const ignore = z
  .strictObject({
    kind: z
      .string()
      .superRefine((kind, context) => {
        if (!isOneOf(KIND_NAMES, kind))
          context.addIssue(`must be one of ${KIND_NAMES.join(", ")}${suggestion(kind, KIND_NAMES)}`);
      })
      .optional()
      .describe("Objects of this kind. Default: every kind."),
    name: words("a name; * matches any characters").optional(),
    id: words("an id; * matches any characters").optional(),
    account: words("the name or id of an account; * matches any characters")
      .optional()
      .describe("The account and its contents."),
    fields: z
      .array(words("the name of a field"))
      .min(1, { error: "must name at least one field" })
      .optional()
      .describe("These fields of declared objects. Default: undeclared objects."),
    unseen: z
      .literal(true, { error: "must be true, or not set" })
      .optional()
      .describe("That the token can't see all objects of the kind."),
    reason: z.string({ error: "must say why" }).trim().min(1, { error: "must say why" }),
  })
  .superRefine((entry, context) => {
    const { kind, name, id, account, unseen, fields } = entry;
    for (const [index, field] of (fields ?? []).entries()) {
      const known = fieldsOf(kind);
      if (!known.includes(field))
        context.addIssue({
          code: "custom",
          path: ["fields", index],
          message: `is no field of ${kind ?? "any kind"}${suggestion(field, known)}`,
        });
    }
    if (unseen === true && [name, id, account, fields].some((part) => part !== undefined))
      context.addIssue("unseen can be combined with kind and reason only");
    if (unseen !== true && [kind, name, id, account].every((part) => part === undefined))
      context.addIssue("must say what is ignored: kind, name, id or account");
  });

export const DriftFile = z.strictObject({ ignore: z.array(ignore).optional() });
type IgnoreEntry = z.output<typeof ignore>;

/** What is wrong with a drift file: everything, each with its line. */
export class DriftFileError extends Error {}

/** One entry of `ignore`, with what it has left out so far. */
export class Ignore {
  count = 0;
  private readonly usedFields = new Set<string>();

  constructor(
    private readonly entry: IgnoreEntry,
    readonly place: string,
  ) {}

  get reason(): string {
    return this.entry.reason;
  }

  /** Whether it leaves out an object that nobody declares, and notes so. */
  leavesOut(object: IgnorableObject): boolean {
    const isMeant = this.entry.fields === undefined && this.entry.unseen === undefined && this.isAbout(object);
    if (isMeant) this.count += 1;
    return isMeant;
  }

  /** Whether it leaves out a field of an object that is declared, and notes so. */
  leavesOutField(object: IgnorableObject, field: string): boolean {
    const isMeant = this.entry.fields?.includes(field) === true && this.isAbout(object);
    if (isMeant) {
      this.count += 1;
      this.usedFields.add(field);
    }
    return isMeant;
  }

  /** What of it left nothing out, for a person to mend or to take out; undefined where all of it is used. */
  unused(objects: readonly IgnorableObject[]): string | undefined {
    const place = `${this.place} (${this.entry.reason})`;
    if (this.count === 0) return `${place} matches nothing: you can remove it${this.nearNames(objects)}.`;
    const fields = (this.entry.fields ?? []).filter((field) => !this.usedFields.has(field));
    return fields.length === 0 ? undefined : `${place} excluded nothing of ${fields.join(", ")}.`;
  }

  private nearNames(objects: readonly IgnorableObject[]): string {
    const { kind: ofKind, name, account } = this.entry;
    const near = (word: string | undefined, known: readonly string[]) => {
      const isThere = word === undefined || known.some((own) => matches(word, own));
      return isThere ? [] : nearest(word, [...new Set(known)], 1).map((own) => JSON.stringify(own));
    };
    const names = [
      ...near(
        name,
        objects.filter(({ kind }) => ofKind === undefined || ofKind === kind).flatMap((one) => one.names),
      ),
      ...near(
        account,
        objects.flatMap(({ accounts }) => accounts),
      ),
    ];
    return names.length === 0 ? "" : `, unless ${names.join(" or ")} is meant`;
  }

  /** Whether it takes for granted that not all of a kind is seen, and notes so. */
  acceptsUnseen(kind: string): boolean {
    const isMeant = this.entry.unseen === true && (this.entry.kind === undefined || this.entry.kind === kind);
    if (isMeant) this.count += 1;
    return isMeant;
  }

  private isAbout({ kind, names, id, accounts }: IgnorableObject): boolean {
    const { kind: ofKind, name, id: ofId, account } = this.entry;
    return (
      (ofKind === undefined || ofKind === kind) &&
      (name === undefined || names.some((own) => matches(name, own))) &&
      (ofId === undefined || matches(ofId, id)) &&
      (account === undefined || accounts.some((own) => matches(account, own)))
    );
  }
}

export interface IgnorableObject {
  readonly kind: string;
  /** What people call it, and where it is declared, its name in the program. */
  readonly names: readonly string[];
  readonly id: string;
  /** Names and id of the account that it is, or belongs to. */
  readonly accounts: readonly string[];
}

/** @throws DriftFileError */
export function parseDriftFile(text: string, file = "drift.yaml"): Ignore[] {
  const { value, lineOf } = checkedYaml(text, file, {
    schema: DriftFile,
    known: (path) => Object.keys(path.length === 1 ? DriftFile.shape : ignore.shape),
    error: (message) => new DriftFileError(message),
  });
  return (value.ignore ?? []).map((entry, index) => new Ignore(entry, `${file}:${lineOf(["ignore", index])}`));
}
