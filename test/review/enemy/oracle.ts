import axios from "axios";
import type { Finding, Report } from "../../../review/report";
import type { StoredResource } from "../../support/stack";
import {
  type Answer,
  grantedRights,
  isCovered,
  type Place,
  REALM,
  type Right,
  type Wording,
} from "../reality/comparison";
import type { Reality, Stored, StoredRecord } from "../reality/portals";

/** What somebody signs in with or is reached at. A new time or a new hash of the password is another password. */
const SIGN_IN = ["username", "email", "phone", "passwordSetAt", "clientId", "organizationId"] as const;

interface Person {
  readonly record: StoredRecord;
  readonly answer: Answer & { readonly conditional?: unknown };
}

/** Everybody at a portal, whoever declared them, and what a stack calls what is there. */
export interface Stand {
  readonly people: ReadonlyMap<string, Person>;
  /** Names of the accounts that are there, by id. */
  readonly accounts: ReadonlyMap<string, string>;
  /** By id: the keys that a review has for it. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

export async function look(baseUrl: string, reality: Reality, declared: Iterable<StoredResource>): Promise<Stand> {
  const { data } = await axios.get<Record<string, Stored>>(`${baseUrl}/_sandbox/dump`);
  const { portal } = reality;
  const stored = data[portal] ?? {};
  const people = new Map<string, Person>();
  for (const record of stored["users"] ?? []) {
    const { data: answer } = await axios.get<Answer>(`${baseUrl}/_sandbox/${portal}/people/${record.id}/access`);
    people.set(record.id, { record, answer });
  }
  const keys = new Map<string, string[]>();
  for (const { id, type, urn } of declared) {
    const key = `${type.split(":").pop()}/${urn.split("::").pop()}`;
    if (id !== undefined) keys.set(id, [...(keys.get(id) ?? []), key]);
  }
  return { people, accounts: reality.look(stored).accounts, keys };
}

/** A right as a review has it. */
type Listed = Pick<Right, "permission" | "project" | "condition"> & { readonly scope: string };

export interface Difference {
  /** What the person is called at the portal: it begins with the prefix of the realm. */
  readonly person: string;
  readonly text: string;
}

/**
 * What became of people that a review doesn't tell of.
 * @param isLive it asked the portal. A plan alone doesn't have rights that nobody declares, such as those that a former owner keeps.
 * @param isWhole the `up` came to its end. Where it didn't, somebody who is to be deleted or locked may still be there, with all that is given.
 */
export function untold(
  report: Report,
  before: Stand,
  after: Stand,
  wording: Wording,
  { isLive, isWhole }: { readonly isLive: boolean; readonly isWhole: boolean },
): Difference[] {
  return new Comparison(report, before, after, wording, isLive, isWhole).differences();
}

class Comparison {
  private readonly place: Place;

  constructor(
    private readonly report: Report,
    private readonly before: Stand,
    private readonly after: Stand,
    private readonly wording: Wording,
    private readonly isLive: boolean,
    private readonly isWhole: boolean,
  ) {
    const first = (prefix: string) =>
      new Map(
        [...before.keys, ...after.keys].flatMap(([id, keys]) => {
          const key = keys.find((candidate) => candidate.startsWith(prefix));
          return key === undefined ? [] : [[id, key] as const];
        }),
      );
    // What no program of the stack declares goes by a key that a review which asked the portal has made.
    const undeclared = [...before.accounts, ...after.accounts].flatMap(([id, name]) => {
      const account = report.accounts.find((one) => !one.declared && one.name === name);
      return account === undefined ? [] : [[id, account.key] as const];
    });
    const accounts = new Map([...undeclared, ...first("Account/")]);
    // By another connection the same account goes by another key.
    for (const [id, key] of undeclared) accounts.set(key, accounts.get(id)!);
    this.place = { accounts, closed: new Set(), projects: first("Project/") };
  }

  differences(): Difference[] {
    const ids = new Set([...this.before.people.keys(), ...this.after.people.keys()]);
    return [...ids].flatMap((id) => {
      const [was, is] = [this.before.people.get(id), this.after.people.get(id)];
      const person = nameOf((is ?? was)!);
      return this.ofPerson(id, was, is).map((words) => ({ person, text: `${person} ${words}` }));
    });
  }

  private ofPerson(id: string, was: Person | undefined, is: Person | undefined): string[] {
    const keys = [...new Set([...(this.before.keys.get(id) ?? []), ...(this.after.keys.get(id) ?? [])])];
    const names = [was, is].flatMap((person) => (person === undefined ? [] : [nameOf(person), person.record["email"]]));
    const known = this.report.people
      .filter(({ key, name }) => keys.some((own) => key === own || key.startsWith(`${own} (`)) || names.includes(name))
      .map(({ key }) => key);
    const all = [...new Set([...keys, ...known])];
    const [had, has] = [this.rightsOf(was), this.rightsOf(is)];
    const found = this.findingsOn(all);
    const twin =
      was === undefined
        ? this.twinOf(id, is!, this.after, this.before)
        : is === undefined
          ? this.twinOf(id, was, this.before, this.after)
          : undefined;
    const earlier = [...had, ...(was === undefined ? this.rightsOf(twin) : [])];
    const gains = has.filter((right) => !isCovered(right, had) && !this.followsFrom(right, earlier));
    const losses = had.filter((right) => !isCovered(right, has) && !this.goesWithItsPlace(right));
    const words = [
      ...this.unannounced(gains, all, ["gained", "maybe gained", "unknown"], found, twin).map(
        (right) => `may now: ${textOf(right)}`,
      ),
      ...this.unannounced(losses, all, ["lost", "maybe lost", "unknown"], found, twin).map(
        (right) => `may no longer: ${textOf(right)}`,
      ),
    ];
    if (twin !== undefined && found.length === 0 && has.length + had.length > 0)
      words.push("is another object than before");
    const knowable = [...had, ...has].filter((right) => this.isLive || this.isListed(right, this.listed(all)));
    if (was !== undefined && is !== undefined && knowable.length > 0 && found.length === 0) {
      for (const field of SIGN_IN)
        if ((was.record[field] ?? null) !== (is.record[field] ?? null))
          words.push(
            `has another ${field}: ${String(was.record[field])} → ${String(is.record[field])}, and rights: ${knowable.map(textOf).join("; ")}`,
          );
      if (
        had.length > 0 &&
        has.length > 0 &&
        JSON.stringify(was.answer.conditional) !== JSON.stringify(is.answer.conditional)
      )
        words.push(
          `is let in at other times or from elsewhere: ${JSON.stringify(was.answer.conditional)} → ${JSON.stringify(is.answer.conditional)}`,
        );
    }
    return words;
  }

  private rightsOf(person: Person | undefined): Right[] {
    if (person === undefined) return [];
    return grantedRights(person.answer, this.place).filter(
      (right) => this.wording.isCompared?.(right, person.answer) ?? true,
    );
  }

  /**
   * Who was somebody that is new, or is somebody that is gone: by the resource, or by what they sign in with. The one that a resource had
   * before is still there where an `up` ended before it was deleted.
   */
  private twinOf(id: string, person: Person, here: Stand, there: Stand): Person | undefined {
    const own = here.keys.get(id) ?? [];
    return [...there.people.values()].find(
      (other) =>
        (nameOf(other) === nameOf(person) && !here.people.has(other.record.id)) ||
        there.keys.get(other.record.id)?.some((key) => own.includes(key)),
    );
  }

  private unannounced(
    rights: readonly Right[],
    keys: readonly string[],
    changes: readonly string[],
    found: readonly Finding[],
    /** Who had, or has, the same rights under the same sign-in: being made anew is a finding, and no change of rights. */
    twin: Person | undefined,
  ): Right[] {
    const announced = this.listed(keys, changes);
    const ofTwin = this.rightsOf(twin);
    // A deleted person has no rights, and nobody of a locked account: that needs no list.
    const isFound = (right: Right) =>
      (changes.includes("lost") && found.some(({ id }) => id === "IRR-01")) ||
      (!this.isWhole && found.some(({ id }) => id === "IRR-01" || id === "LCK-01")) ||
      this.report.findings.some(({ id, accounts }) => /^LCK-0[34]/.test(id) && accounts.includes(right.place));
    return rights.filter((right) => !this.isListed(right, announced) && !isCovered(right, ofTwin) && !isFound(right));
  }

  /** The rights of these people that the review has, before or after; of all of them, or of those that change so. */
  private listed(keys: readonly string[], changes?: readonly string[]): Listed[] {
    return this.report.access
      .filter(({ person }) => keys.includes(person))
      .flatMap(({ scope, rights: index }) =>
        (this.report.rights[index] ?? [])
          .filter(({ change }) => changes?.includes(change) ?? true)
          .map(({ permission, limit }) => ({
            scope,
            permission: this.report.permissions[permission]?.name ?? "",
            ...(limit === undefined ? {} : (this.wording.limit?.(limit) ?? {})),
          })),
      );
  }

  private isListed(right: Right, listed: readonly Listed[]): boolean {
    return listed.some(
      ({ scope, permission, ...limit }) =>
        this.covers(scope, right) &&
        isCovered({ ...right }, [{ place: right.place, permission, ...this.named(limit) }]),
    );
  }

  /** Whether somebody has it in an account only because it is new: who has something in all accounts has it in a new one, too. */
  private followsFrom({ place, permission }: Right, had: readonly Right[]): boolean {
    const places = [...this.before.accounts.keys()].map((id) => this.place.accounts.get(id) ?? id);
    if (place === REALM || places.includes(place)) return false;
    const everywhere = places.length > 0 ? places : [REALM];
    return everywhere.every((other) => isCovered({ place: other, permission }, had));
  }

  private goesWithItsPlace({ place }: Right): boolean {
    return (
      place !== REALM && ![...this.after.accounts.keys()].some((id) => (this.place.accounts.get(id) ?? id) === place)
    );
  }

  private named({ project, condition }: Pick<Right, "project" | "condition">): Pick<Right, "project" | "condition"> {
    return {
      ...(project === undefined ? {} : { project: this.place.projects.get(project) ?? project }),
      ...(condition === undefined ? {} : { condition }),
    };
  }

  private covers(scope: string, { place, permission }: Right): boolean {
    if (scope !== "*") return (this.place.accounts.get(scope) ?? scope) === place;
    const { inRealm, inAccounts } = this.wording.everywhere(permission);
    return place === REALM ? inRealm : inAccounts;
  }

  /** Findings that name the person. */
  private findingsOn(keys: readonly string[]): Finding[] {
    return this.report.findings.filter(
      ({ people, subject }) => keys.includes(subject) || people.some((key) => keys.includes(key)),
    );
  }
}

function nameOf({ record }: Person): string {
  return String(record["username"] ?? record["email"]);
}

function textOf({ place, permission, project, condition }: Right): string {
  return [permission, "in", place, project ?? "", condition ?? ""].filter(Boolean).join(" ");
}
