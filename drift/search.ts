import { compare, type Plan, type PlannedResource } from "../engine/plannedResource";
import { counted, some } from "../text/words";
import { accountsOf, accountsOfFound, chosenAccounts } from "./accounts";
import { isWanted, objectsIn, strangersAmong } from "./atPortal";
import type { Doubts } from "./doubts";
import type { Drift, Unapplied, Undeclared } from "./drift";
import { connectionOf, type ObjectStatus, type KindListing, type LiveSide } from "./liveSide";
import { Names } from "./names";
import type { PlannedQuestion } from "./question";

/** What the search itself finds; whoever asks adds the plan, the portals and what is not known. */
type Findings = Omit<Drift, "plan" | "secrets" | "portals" | "cannotTell">;

/** Holds the plan against what the portals have answered. */
export class Search {
  private readonly names: Names;
  /** All that was listed. */
  private readonly objects: readonly Undeclared[];
  /** What the portal has and the stack hasn't. */
  private readonly strangers: readonly Undeclared[];
  /** Ids of the accounts that are looked at; undefined: everything is. */
  private readonly chosen: ReadonlySet<string> | undefined;
  private readonly changed: Drift["changed"][number][] = [];
  private readonly missing: PlannedResource[] = [];
  private readonly unapplied: Unapplied[] = [];
  private readonly remarks: string[] = [];

  /** @throws DriftQuestionError where accounts are asked for that there are not. */
  constructor(
    private readonly question: PlannedQuestion,
    private readonly plan: Plan,
    private readonly live: LiveSide,
    private readonly listings: readonly KindListing[],
    private readonly doubts: Doubts,
  ) {
    this.names = new Names(plan, listings, live);
    this.objects = objectsIn(listings, this.names);
    this.strangers = strangersAmong(this.objects, plan);
    this.chosen = chosenAccounts(question.accounts ?? [], plan, this.objects, this.names);
  }

  /** @param statuses what became of each object of the stack, in the same order. */
  found(stored: readonly PlannedResource[], statuses: readonly ObjectStatus[]): Findings {
    const looked = stored.flatMap((resource, index) =>
      this.isLookedAt(accountsOf(this.plan, resource)) ? [{ resource, status: statuses[index]! }] : [],
    );
    for (const { resource, status } of looked) this.noteStatus(resource, status);
    this.noteHidden(looked);
    this.noteUnmade();
    const undeclared = this.undeclared();
    this.noteUnseen();
    this.noteUnused(stored);
    return {
      changed: this.changed.sort((one, other) => compare(one.resource.key, other.resource.key)),
      missing: this.missing.sort((one, other) => compare(one.key, other.key)),
      undeclared,
      objects: this.objects,
      unapplied: this.unapplied.sort((one, other) => compare(one.resource.key, other.resource.key)),
      looked: {
        declared: looked.length,
        listed: this.objects.length,
        undeclared: this.question.undeclared !== false,
        accounts: this.question.accounts ?? [],
      },
      ignore: this.ignore,
      remarks: this.remarks,
      accountName: (connection, id) => this.names.ofAccount(connection, id),
    };
  }

  private get ignore() {
    return this.question.ignore ?? [];
  }

  private isLookedAt(accounts: readonly string[]): boolean {
    return this.chosen === undefined || accounts.some((account) => this.chosen?.has(account));
  }

  private noteStatus(resource: PlannedResource, status: ObjectStatus): void {
    const leaves = resource.operation === "delete";
    if (status.is === "indeterminate") this.doubts.note(status.because, resource.key);
    else if (status.is === "missing" && !leaves) this.missing.push(resource);
    else if (status.is === "missing")
      this.remarks.push(`${resource.key} is no longer declared, and no longer exists at the portal.`);
    else if (leaves) this.unapplied.push({ resource, fields: [] });
    else {
      const about = this.ignorable(resource);
      const differences = status.comparison.differences.filter(
        ({ field }) => !this.ignore.some((entry) => entry.leavesOutField(about, field)),
      );
      if (differences.length > 0) this.changed.push({ resource, differences });
      if (resource.operation !== "same") this.unapplied.push({ resource, fields: status.comparison.unapplied });
    }
  }

  /** Values that the program calls secret: the engine hides them. */
  private noteHidden(looked: readonly { readonly resource: PlannedResource; readonly status: ObjectStatus }[]): void {
    const hidden = looked.flatMap(({ resource, status }) =>
      status.is === "there" && resource.operation !== "delete"
        ? status.comparison.hidden.map((field) => `${field} of ${resource.key}`)
        : [],
    );
    if (hidden.length > 0)
      this.remarks.push(
        `${counted(hidden.length, "value is", "values are")} secret in the program and can't be compared with the portal: ${hidden.sort().join(", ")}.`,
      );
  }

  /** What Git declares and nobody has made yet, with the object that is there already. */
  private noteUnmade(): void {
    for (const resource of this.plan.resources.filter(({ before }) => before?.id === undefined)) {
      if (!this.isLookedAt(accountsOf(this.plan, resource))) continue;
      const existing = this.strangers.find((object) => isWanted(this.live, resource, object))?.found.id;
      this.unapplied.push({ resource, fields: [], ...(existing === undefined ? {} : { existing }) });
    }
  }

  private undeclared(): Undeclared[] {
    const wanted = new Set(this.unapplied.map(({ existing }) => existing).filter((id) => id !== undefined));
    return this.strangers
      .filter(({ found }) => !wanted.has(found.id))
      .filter((object) => this.question.isDeclared?.(object) !== true)
      .filter((object) => this.isLookedAt(accountsOfFound(object)))
      .filter((object) => !this.ignore.some((entry) => entry.leavesOut(this.ignorableFound(object))));
  }

  /** Of what the token doesn't see, nobody knows whether it is declared. */
  private noteUnseen(): void {
    for (const { kind, connection, unseen, unseenIn } of this.listings) {
      if (unseen === undefined || this.ignore.some((entry) => entry.acceptsUnseen(kind))) continue;
      // Nothing of what is looked at is unseen.
      if (this.chosen !== undefined && unseenIn?.every((account) => !this.isLookedAt([account ?? ""])) === true)
        continue;
      const where = unseenIn?.map((account) =>
        account === undefined ? "the reseller's own part" : this.names.ofAccount(connection, account),
      );
      this.doubts.note(
        `${unseen}. To accept this, add to drift.yaml: ignore: [{ kind: ${kind}, unseen: true, reason: … }]`,
        `every undeclared ${kind}${where === undefined ? "" : ` in ${some(where)}`}`,
        true,
      );
    }
  }

  /** Entries that leave nothing out. What is left out of what isn't looked at is not known. */
  private noteUnused(stored: readonly PlannedResource[]): void {
    const isAll = this.chosen === undefined && this.question.undeclared !== false;
    if (!isAll || this.ignore.length === 0) return;
    const all = [
      ...stored.map((resource) => this.ignorable(resource)),
      ...this.strangers.map((object) => this.ignorableFound(object)),
    ];
    this.remarks.push(...this.ignore.flatMap((entry) => entry.unused(all) ?? []));
  }

  private ignorable(resource: PlannedResource) {
    const connection = connectionOf(resource);
    const { kind, label, before } = resource;
    return {
      kind,
      names: [label, this.names.of(connection, kind, before?.values ?? {})],
      id: before?.id ?? "",
      accounts: this.wordsFor(connection, accountsOf(this.plan, resource)),
    };
  }

  private ignorableFound(object: Undeclared) {
    const { kind, name, found, connection } = object;
    return { kind, names: [name], id: found.id, accounts: this.wordsFor(connection, accountsOfFound(object)) };
  }

  /** Ids of accounts, and what people call them. */
  private wordsFor(connection: string, accounts: readonly string[]): string[] {
    return [...accounts, ...accounts.map((id) => this.names.ofAccount(connection, id))];
  }
}
