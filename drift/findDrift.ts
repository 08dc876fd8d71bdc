import { canonicalUrl, type DeclaredInputs, KIND_NAMES, type KindName } from "../provider/model";
import { Lifecycle, type Settings } from "../provider/lifecycle";
import { naturalKeyOf } from "../provider/model/values";
import { suggestion } from "../provider/model/nearest";
import type { Found, Portal } from "../provider/model/portal";
import { errorText } from "../review";
import { parsePlan } from "../engine/digest";
import { compare, type Plan, type PlannedResource } from "../engine/plannedResource";
import { readPrintedPlan } from "../engine/soundness";
import { counted, some } from "../text/words";
import type { Difference } from "./differences";
import type { Ignore } from "./driftFile";
import { connectionOf, type KindListing, LiveSide } from "./liveSide";

export interface DriftQuestion {
  /** What `pulumi preview --json --show-sames` printed. */
  readonly plan: string;
  /** How messages call the plan. */
  readonly from?: string;
  readonly settings: Settings;
  /** Names, keys or ids of the accounts that are looked at; empty: everything. */
  readonly accounts?: readonly string[];
  /** Whether objects are looked for that nobody declares. Default true. */
  readonly undeclared?: boolean;
  readonly ignore?: readonly Ignore[];
  /** How long the gate against mass vanishing waits for further reads; all of them are asked for at once. */
  readonly quietMilliseconds?: number;
}

export interface Undeclared {
  readonly kind: KindName;
  readonly connection: string;
  readonly found: Found;
  /** What people call it. */
  readonly name: string;
}

export interface Unapplied {
  readonly resource: PlannedResource;
  readonly fields: readonly string[];
  /** Id of the object that is there already. */
  readonly existing?: string;
}

export interface Untold {
  readonly reason: string;
  readonly subjects: readonly string[];
  /** Whether it is only about what nobody declares. */
  readonly isOfUndeclared: boolean;
}

/** What is different, with values as they are: secrets are masked where it becomes a report. */
export interface Drift {
  readonly plan: Plan;
  readonly planText: string;
  readonly portals: ReadonlyMap<string, Portal>;
  readonly changed: readonly { readonly resource: PlannedResource; readonly differences: readonly Difference[] }[];
  readonly missing: readonly PlannedResource[];
  readonly undeclared: readonly Undeclared[];
  /** All that was listed, the portal's own objects among them, which others refer to. */
  readonly objects: readonly Undeclared[];
  readonly cannotTell: readonly Untold[];
  readonly unapplied: readonly Unapplied[];
  readonly looked: {
    readonly declared: number;
    readonly listed: number;
    readonly undeclared: boolean;
    readonly accounts: readonly string[];
  };
  readonly ignore: readonly Ignore[];
  readonly remarks: readonly string[];
  /** What people call an account of a connection. */
  readonly accountName: (connection: string, id: string) => string;
}

/** What is wrong with how drift was asked for. */
export class DriftQuestionError extends Error {}

const QUIET_MILLISECONDS = 50;

/**
 * Holds what Git says against the portal. Reads, and never writes: each collection of the portal is listed at most once.
 *
 * @throws PlanError where the plan is none, DriftQuestionError where the question makes no sense.
 */
export async function findDrift(question: DriftQuestion): Promise<Drift> {
  const digest = parsePlan(question.plan, question.from);
  const plan = readPrintedPlan(digest);
  mustBeOfTheseSettings(plan, question.settings);
  const lifecycle = new Lifecycle({
    settings: () => Promise.resolve(question.settings),
    // Progress and retries are nothing that a report has to say.
    say: () => undefined,
    quietMilliseconds: question.quietMilliseconds ?? QUIET_MILLISECONDS,
  });
  try {
    return await new Search(question, plan, new LiveSide(lifecycle, question.settings)).run();
  } finally {
    lifecycle.close();
  }
}

/** A plan of one portal held against another would show everything as missing. @throws DriftQuestionError */
export function mustBeOfTheseSettings({ config }: Plan, { connections }: Settings): void {
  const own = connections.get(connectionOf({}));
  const [portal, endpoint] = [config["reseller:portal"], config["reseller:endpoint"]];
  if (own === undefined) return;
  if (typeof portal === "string" && portal !== own.portal)
    throw new DriftQuestionError(
      `the plan is for the portal ${portal}, and the settings are for ${own.portal}: choose the plan's stack with --stack and --cwd`,
    );
  const address = (text: string) => String(canonicalUrl(text)).replace(/\/+$/, "");
  if (typeof endpoint === "string" && address(endpoint) !== address(own.endpoint))
    throw new DriftQuestionError(
      `the plan is for the portal at ${endpoint}, and the settings lead to ${own.endpoint}: choose the plan's stack with --stack and --cwd`,
    );
}

class Search {
  private readonly untold = new Map<string, { readonly subjects: string[]; isOfUndeclared: boolean }>();
  private readonly remarks: string[] = [];
  private readonly accountNames = new Map<string, string>();

  constructor(
    private readonly question: DriftQuestion,
    private readonly plan: Plan,
    private readonly live: LiveSide,
  ) {}

  async run(): Promise<Drift> {
    const { plan, question } = this;
    const ignore = question.ignore ?? [];
    this.nameDeclaredAccounts();
    for (const reason of [...plan.gaps, ...errorsOf(plan)]) this.cannotTell(reason, "the plan");

    const stored = plan.resources.filter(({ before }) => before?.id !== undefined);
    // What becomes of every object of the stack is asked, whatever is looked at: many that vanish at once are never taken for deletions.
    const fates = await this.live.fates(stored);
    const listings = await this.listed();
    const chosen = this.chosenAccounts(listings);
    const isLookedAt = (accounts: readonly string[]) =>
      chosen === undefined || accounts.some((account) => chosen.has(account));

    const changed: { resource: PlannedResource; differences: readonly Difference[] }[] = [];
    const missing: PlannedResource[] = [];
    const unapplied: Unapplied[] = [];
    const hidden: string[] = [];
    let declared = 0;
    stored.forEach((resource, index) => {
      if (!isLookedAt(this.accountsOf(resource))) return;
      declared += 1;
      const fate = fates[index]!;
      const leaves = resource.operation === "delete";
      if (fate.is === "untold") this.cannotTell(fate.because, resource.key);
      else if (fate.is === "missing" && !leaves) missing.push(resource);
      else if (fate.is === "missing")
        this.remarks.push(`${resource.key} is no longer declared, and is gone at the portal already.`);
      else if (leaves) unapplied.push({ resource, fields: [] });
      else {
        const about = this.ignorable(resource);
        const differences = fate.comparison.differences.filter(
          ({ field }) => !ignore.some((entry) => entry.leavesOutField(about, field)),
        );
        if (differences.length > 0) changed.push({ resource, differences });
        if (resource.operation !== "same") unapplied.push({ resource, fields: fate.comparison.unapplied });
        hidden.push(...fate.comparison.hidden.map((field) => `${field} of ${resource.key}`));
      }
    });
    if (hidden.length > 0)
      this.remarks.push(
        `${counted(hidden.length, "value is", "values are")} secret in the program and can't be held against the portal: ${hidden.sort().join(", ")}.`,
      );

    const objects = this.undeclaredIn(listings);
    for (const resource of plan.resources.filter(({ before }) => before?.id === undefined)) {
      if (!isLookedAt(this.accountsOf(resource))) continue;
      const existing = objects.find((object) => this.isWanted(resource, object));
      unapplied.push({ resource, fields: [], ...(existing === undefined ? {} : { existing: existing.found.id }) });
    }
    const wanted = new Set(unapplied.map(({ existing }) => existing).filter((id) => id !== undefined));
    const undeclared = objects
      .filter(({ found }) => !wanted.has(found.id))
      .filter((object) => isLookedAt(this.accountsOfFound(object)))
      .filter((object) => !ignore.some((entry) => entry.leavesOut(this.ignorableFound(object))));
    this.noteUnseen(listings, ignore, chosen);
    // What is left out of what isn't looked at can't be told.
    const isAll = chosen === undefined && question.undeclared !== false;
    if (isAll && ignore.length > 0) {
      const all = [...stored.map((one) => this.ignorable(one)), ...objects.map((one) => this.ignorableFound(one))];
      this.remarks.push(...ignore.flatMap((entry) => entry.unused(all) ?? []));
    }

    return {
      plan,
      planText: question.plan,
      portals: this.portals(),
      changed: changed.sort((one, other) => compare(one.resource.key, other.resource.key)),
      missing: missing.sort((one, other) => compare(one.key, other.key)),
      undeclared: this.plan.gaps.length + errorsOf(plan).length > 0 ? [] : undeclared,
      objects: this.objects(listings),
      cannotTell: [...this.untold]
        .map(([reason, { subjects, isOfUndeclared }]) => ({ reason, subjects: subjects.sort(compare), isOfUndeclared }))
        .sort((one, other) => compare(one.subjects[0]!, other.subjects[0]!) || compare(one.reason, other.reason)),
      unapplied: unapplied.sort((one, other) => compare(one.resource.key, other.resource.key)),
      looked: {
        declared,
        listed: listings.reduce((sum, { found }) => sum + found.length, 0),
        undeclared: question.undeclared !== false,
        accounts: question.accounts ?? [],
      },
      ignore,
      remarks: this.remarks,
      accountName: (connection, id) => this.accountName(connection, id),
    };
  }

  private cannotTell(reason: string, subject: string, isOfUndeclared = false): void {
    const entry = this.untold.get(reason) ?? { subjects: [], isOfUndeclared };
    entry.subjects.push(subject);
    entry.isOfUndeclared &&= isOfUndeclared;
    this.untold.set(reason, entry);
  }

  /** The connections that the stack uses; all of them where it has nothing yet. */
  private connections(): string[] {
    const used = [...new Set(this.plan.resources.map(connectionOf))].sort(compare);
    return used.length > 0 ? used : [...this.question.settings.connections.keys()].sort(compare);
  }

  private portals(): Map<string, Portal> {
    return new Map(
      this.connections().flatMap((connection) => {
        const facts = this.live.facts(connection);
        return facts === undefined ? [] : [[connection, facts] as const];
      }),
    );
  }

  private async listed(): Promise<KindListing[]> {
    if (this.question.undeclared === false) return [];
    const all: KindListing[] = [];
    for (const connection of this.portals().keys())
      for (const listing of await this.live.listings(connection)) {
        if ("because" in listing) this.cannotTell(listing.because, `every ${listing.kind} that nobody declares`, true);
        else all.push(listing);
      }
    for (const { connection, kind, found } of all)
      if (kind === "Account")
        for (const { id, inputs } of found) this.nameAccount(connection, id, this.nameOf(connection, kind, inputs));
    return all;
  }

  private objects(listings: readonly KindListing[]): Undeclared[] {
    return listings.flatMap(({ kind, connection, found }) =>
      found.map((object) => ({ kind, connection, found: object, name: this.nameOf(connection, kind, object.inputs) })),
    );
  }

  /** What the portal has and the stack hasn't, in an order that doesn't hang on the portal's. */
  private undeclaredIn(listings: readonly KindListing[]): Undeclared[] {
    const own = new Set(
      this.plan.resources.flatMap((resource) =>
        [resource.before?.id, resource.after?.id].map((id) => `${connectionOf(resource)} ${resource.kind} ${id}`),
      ),
    );
    return this.objects(listings)
      .filter(({ kind, connection, found }) => !own.has(`${connection} ${kind} ${found.id}`))
      .filter(
        ({ found: { builtIn, leaving, untouched, inherent } }) =>
          builtIn === undefined && leaving === undefined && untouched !== true && inherent !== true,
      )
      .sort(
        (one, other) =>
          KIND_NAMES.indexOf(one.kind) - KIND_NAMES.indexOf(other.kind) ||
          compare(one.connection, other.connection) ||
          compare(one.name, other.name) ||
          compare(one.found.id, other.found.id),
      );
  }

  /** Whether an object is what a resource that is yet to be made would find under its natural key. */
  private isWanted(resource: PlannedResource, { kind, connection, found }: Undeclared): boolean {
    const here = this.live.kindAt(resource.kind, connectionOf(resource));
    if (here === undefined || resource.kind !== kind || connectionOf(resource) !== connection) return false;
    const key = naturalKeyOf(here, resource.after?.values ?? {});
    return key !== undefined && key === naturalKeyOf(here, found.inputs);
  }

  private noteUnseen(
    listings: readonly KindListing[],
    ignore: readonly Ignore[],
    chosen: ReadonlySet<string> | undefined,
  ): void {
    for (const { kind, connection, unseen, unseenIn } of listings) {
      if (unseen === undefined || ignore.some((entry) => entry.acceptsUnseen(kind))) continue;
      const isElsewhere = chosen !== undefined && unseenIn?.every((account) => !chosen.has(account ?? "")) === true;
      if (isElsewhere) continue;
      const where = unseenIn?.map((account) =>
        account === undefined ? "the reseller's own part" : this.accountName(connection, account),
      );
      this.cannotTell(
        `${unseen}. If that is meant, say so in drift.yaml: ignore: [{ kind: ${kind}, unseen: true, reason: … }]`,
        `every ${kind} that nobody declares${where === undefined ? "" : ` in ${some(where)}`}`,
        true,
      );
    }
  }

  private chosenAccounts(listings: readonly KindListing[]): ReadonlySet<string> | undefined {
    const { accounts = [] } = this.question;
    if (accounts.length === 0) return undefined;
    const known = new Map<string, Set<string>>();
    const note = (word: string, id: string) => known.set(word, (known.get(word) ?? new Set()).add(id));
    for (const resource of this.plan.resources) {
      if (resource.kind !== "Account") continue;
      const [id] = this.accountsOf(resource);
      for (const word of [resource.label, id, this.accountName(connectionOf(resource), id ?? "")])
        if (word !== undefined && id !== undefined) note(word, id);
    }
    for (const object of this.objects(listings))
      if (object.kind === "Account") for (const word of [object.name, object.found.id]) note(word, object.found.id);
    const strangers = accounts.filter((account) => !known.has(account));
    if (strangers.length > 0)
      throw new DriftQuestionError(
        strangers
          .map(
            (account) =>
              `--account ${account}: there is no such account, neither in Git nor at the portal${suggestion(account, [...known.keys()])}`,
          )
          .join("\n"),
      );
    return new Set(accounts.flatMap((account) => [...known.get(account)!]));
  }

  /** Id of the account that a resource is, or belongs to; of one that is yet to be made its name in the program. */
  private accountsOf({ kind, label, before, after }: PlannedResource): string[] {
    if (kind === "Account") return [before?.id ?? after?.id ?? label];
    return [before, after].flatMap((state) => {
      const account = state?.values["account"];
      if (typeof account === "string") return [account];
      const made = state?.dependencies["account"]?.flatMap((urn) =>
        this.plan.resources.filter((other) => other.urn === urn && other.kind === "Account"),
      );
      return (made ?? []).flatMap((other) => this.accountsOf(other));
    });
  }

  private accountsOfFound({ kind, found }: Undeclared): string[] {
    if (kind === "Account") return [found.id];
    const account = found.inputs["account"];
    return typeof account === "string" ? [account] : [];
  }

  private ignorable(resource: PlannedResource) {
    const connection = connectionOf(resource);
    const values = resource.before?.values ?? {};
    const accounts = this.accountsOf(resource);
    return {
      kind: resource.kind,
      names: [resource.label, this.nameOf(connection, resource.kind, values)],
      id: resource.before?.id ?? "",
      accounts: [...accounts, ...accounts.map((id) => this.accountName(connection, id))],
    };
  }

  private ignorableFound(object: Undeclared) {
    const accounts = this.accountsOfFound(object);
    return {
      kind: object.kind,
      names: [object.name],
      id: object.found.id,
      accounts: [...accounts, ...accounts.map((id) => this.accountName(object.connection, id))],
    };
  }

  private nameDeclaredAccounts(): void {
    for (const resource of this.plan.resources) {
      const id = resource.before?.id;
      if (resource.kind !== "Account" || id === undefined) continue;
      const connection = connectionOf(resource);
      this.nameAccount(connection, id, this.nameOf(connection, "Account", resource.before?.values ?? {}));
    }
  }

  private nameAccount(connection: string, id: string, name: string): void {
    this.accountNames.set(`${connection} ${id}`, name);
  }

  private accountName(connection: string, id: string): string {
    return this.accountNames.get(`${connection} ${id}`) ?? id;
  }

  /** What people call an object: what names it within its account, by the portal's natural key. */
  private nameOf(connection: string, kind: KindName, inputs: DeclaredInputs): string {
    return nameOfObject(this.live.kindAt(kind, connection)?.naturalKey ?? [], inputs);
  }
}

/** What people call an object: its name, or what else tells it from others of its account; empty where nothing does. */
export function nameOfObject(naturalKey: readonly string[], inputs: DeclaredInputs): string {
  const texts = (...fields: readonly string[]) =>
    fields.map((field) => inputs[field]).filter((value): value is string => typeof value === "string");
  const [name] = texts("name", "username");
  return name ?? texts(...naturalKey.filter((field) => field !== "account")).join(" ");
}

function errorsOf({ messages }: Plan): string[] {
  return messages
    .filter(({ isError }) => isError)
    .map((message) => `the preview ended with an error, so that not all that Git says is known: ${errorText(message)}`);
}
