import { type KindName, kinds, UNKNOWN } from "../../provider/model";
import { stepsTo } from "../../provider/model/formerFields";
import { didYouMean, nearest } from "../../provider/model/nearest";
import { nameOfEntry, type RealmEntry, type Reference } from "../entry";
import { changedAt, fieldPaths } from "../fieldPaths";
import { pathText } from "../../text/path";
import { type RealmProblem } from "../problem";
import type { Draft } from "./collect";

export interface Resolved {
  readonly draft: Draft;
  readonly entry: RealmEntry;
  /** What it needs: the account that it stands in, and what its fields refer to. */
  readonly needs: readonly Need[];
}

export interface Need {
  readonly target: Draft;
  /** The path of the reference from the entry on; empty for the account that it stands in. */
  readonly path: readonly (string | number)[];
}

export interface Resolution {
  readonly resolved: readonly Resolved[];
  readonly problems: readonly RealmProblem[];
}

/** Puts references in the place of keys. What refers to nothing is a problem, and its field unknown. */
export function resolve(drafts: readonly Draft[]): Resolution {
  const resolver = new Resolver(drafts);
  const resolved = drafts.map((draft) => resolver.resolved(draft));
  for (const draft of drafts) resolver.checkFormerNames(draft);
  return { resolved, problems: resolver.problems };
}

class Resolver {
  readonly problems: RealmProblem[] = [];
  private readonly byName: ReadonlyMap<string, Draft>;
  private readonly namesOf = new Map<KindName, string[]>();

  constructor(drafts: readonly Draft[]) {
    this.byName = new Map(drafts.map((draft) => [`${draft.kind} ${draft.name}`, draft]));
    for (const { kind, name } of drafts) {
      const names = this.namesOf.get(kind) ?? [];
      names.push(name);
      this.namesOf.set(kind, names);
    }
  }

  resolved(draft: Draft): Resolved {
    const account = draft.within === undefined ? undefined : this.byName.get(`Account ${draft.within}`);
    const needs: Need[] = account === undefined ? [] : [{ target: account, path: [] }];
    const values = this.withReferences(draft, needs);
    for (const field of draft.faulty) values[field] = UNKNOWN;
    const connection = values["connection"] ?? account?.fields["connection"] ?? draft.connection ?? account?.connection;
    if (connection !== undefined) values["connection"] = connection;
    const { kind, key, name, within, protect, formerFields } = draft;
    return {
      draft,
      needs,
      entry: {
        ...{ kind, key, name, within, values },
        ...(formerFields.length === 0 ? {} : { formerFields }),
        ...(protect === undefined ? {} : { protect }),
        formerly: formerNames(draft, account),
      },
    };
  }

  checkFormerNames(draft: Draft): void {
    for (const [index, name] of draft.formerly.entries())
      if (this.byName.has(`${draft.kind} ${name}`))
        this.problem(
          draft,
          Array.isArray(valueOf(draft, "formerly")) ? ["formerly", index] : ["formerly"],
          `names ${draft.kind} ${name}, which is a current name; use only names that are no longer used`,
        );
  }

  /** The fields of an entry with the entries that they refer to, which are noted as needed. */
  private withReferences(draft: Draft, needs: Need[]): Record<string, unknown> {
    let values: Record<string, unknown> = { ...draft.fields };
    for (const { path, kind } of fieldPaths(draft.kind).references) {
      const field = path[0] ?? "";
      if (!Object.hasOwn(values, field) || draft.faulty.has(field)) continue;
      values = changedAt(values, path, (value, walked): unknown => {
        if (typeof value !== "string") return value;
        const target = this.find(draft, kind, value);
        if (target === draft) {
          this.problem(draft, walked, `refers to ${draft.kind} ${draft.name} itself, which is not possible`);
        } else if (target !== undefined) {
          needs.push({ target, path: walked });
          return { entry: { kind: target.kind, name: target.name } } satisfies Reference;
        } else {
          this.problem(draft, walked, this.nothingText(draft, kind, value));
        }
        draft.faulty.add(field);
        return value;
      }) as Record<string, unknown>;
    }
    return values;
  }

  /** What a key means where it stands: an entry of the same account first. */
  private find(draft: Draft, kind: KindName, written: string): Draft | undefined {
    const word = written.normalize("NFC");
    const own = ownAccount(draft);
    const candidates = own === undefined ? [word] : [nameOfEntry(own, word), word];
    return candidates.map((name) => this.byName.get(`${kind} ${name}`)).find((target) => target !== undefined);
  }

  private problem(draft: Draft, [field, ...path]: readonly (string | number)[], what: string): void {
    const { text, path: base } = draft.source;
    const whole = [...base, ...stepsTo(draft.formerFields, String(field)), ...path];
    this.problems.push({ file: text.file, place: text.placeOf(whole), path: pathText(whole), what });
  }

  /** A key that nobody has, with those that are nearest, and the way to an object that is not declared. */
  private nothingText(draft: Draft, kind: KindName, word: string): string {
    const own = ownAccount(draft);
    const prefix = own === undefined ? undefined : nameOfEntry(own, "");
    const names = (this.namesOf.get(kind) ?? []).map((name) =>
      prefix !== undefined && name.startsWith(prefix) ? name.slice(prefix.length) : name,
    );
    const elsewhere = names.filter((name) => name.endsWith(`/${word}`));
    const near = elsewhere.length > 0 ? elsewhere.slice(0, 3) : nearest(word, [...new Set(names)]);
    const hint = didYouMean(near);
    return (
      `refers to ${JSON.stringify(word)}, but this realm has no ${kinds[kind].name} of this key${hint}` +
      `${hint === "" ? ";" : ""} ${hint === "" ? "an" : "An"} object that is at the portal and not declared is { existing: ${JSON.stringify(word)} }`
    );
  }
}

/** Key of the account that an entry is, or stands in. */
function ownAccount({ kind, key, within }: Draft): string | undefined {
  return kind === "Account" ? key : within;
}

function valueOf({ source: { text, path } }: Draft, member: string): unknown {
  return [...path, member].reduce<unknown>(
    (here, step) => (typeof here === "object" && here !== null ? (here as Record<string, unknown>)[step] : undefined),
    text.value,
  );
}

/** What stands in an account that had another name had another name, too. */
function formerNames(draft: Draft, account: Draft | undefined): string[] {
  const ofAccount = (account?.formerly ?? []).map((name) => nameOfEntry(name, draft.key));
  return [...new Set([...draft.formerly, ...ofAccount])].filter((name) => name !== draft.name);
}
