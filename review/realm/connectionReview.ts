import type { KindName } from "../../provider/model";
import { EVERYWHERE, OWN_REALM, type PersonAccess, type AccessModel } from "../../provider/model/accessModel";
import { Comparison, type RightChange, strongest } from "../access/changes";
import { Holdings, type Rights } from "../access/holdings";
import type { PlannedResource } from "../../engine/plannedResource";
import type { Change } from "../report";
import { inSentence } from "../../text/words";
import { portalNamed } from "../../provider/portals/list";
import { withKept } from "./kept";
import { withoutMasks } from "./masked";
import { Snapshot } from "./snapshot";

/** What becomes of somebody's rights in one scope. */
export interface ScopeChange {
  /** Key of an account, OWN_REALM or EVERYWHERE. */
  readonly scope: string;
  readonly rights: readonly RightChange[];
}

/** Somebody, before and after the change. */
export interface PersonChange {
  readonly key: string;
  readonly before: PersonAccess | undefined;
  readonly after: PersonAccess | undefined;
  /** As the person is after the change, or was where nobody is left. */
  readonly now: PersonAccess;
  readonly scopes: readonly ScopeChange[];
  readonly change: Change;
}

/** The part of a plan that is about one realm, before and after: all connections that lead to it. */
export class ConnectionReview {
  readonly before: { readonly snapshot: Snapshot; readonly holdings: Holdings };
  readonly after: { readonly snapshot: Snapshot; readonly holdings: Holdings };
  readonly people: readonly PersonChange[];
  private readonly byKey: ReadonlyMap<string, PlannedResource>;
  private readonly plannedByKey: ReadonlyMap<string, PlannedResource>;
  private readonly byPerson: ReadonlyMap<string, PersonChange>;
  private homes: Map<string, string[]> | undefined;
  readonly resources: readonly PlannedResource[];

  constructor(
    readonly meaning: AccessModel,
    planned: readonly PlannedResource[],
    adopts: boolean,
    /** Whether there is no change to look at: the plan has the realm as it is, and nothing before it. */
    readonly isPosture = false,
  ) {
    const resources = planned.map((resource) => withKept(withoutMasks(resource), meaning.portal));
    this.resources = resources;
    this.plannedByKey = new Map(planned.map((resource) => [resource.key, resource]));
    this.byKey = new Map(resources.map((resource) => [resource.key, resource]));
    const side = (of: "before" | "after") => {
      const snapshot = new Snapshot(resources, of, portalNamed(meaning.portal), adopts);
      return { snapshot, holdings: new Holdings(snapshot, meaning) };
    };
    this.before = side("before");
    this.after = side("after");
    this.people = this.comparePeople();
    this.byPerson = new Map(this.people.map((person) => [person.key, person]));
  }

  resource(key: string): PlannedResource | undefined {
    return this.byKey.get(key);
  }

  /** The resource as the plan has it, without what stays at the portal although it is no longer declared. */
  planned(key: string): PlannedResource | undefined {
    return this.plannedByKey.get(key);
  }

  person(key: string): PersonChange | undefined {
    return this.byPerson.get(key);
  }

  of(kind: KindName): readonly PlannedResource[] {
    return this.resources.filter((resource) => resource.kind === kind);
  }

  /** Who is at home in a scope after the change; everybody, where it is everywhere. */
  neighbours(scope: string): readonly string[] {
    if (this.homes === undefined) {
      this.homes = new Map([[EVERYWHERE, []]]);
      for (const [key, { person }] of this.after.holdings.people)
        for (const home of [EVERYWHERE, person.home ?? OWN_REALM]) {
          const list = this.homes.get(home) ?? [];
          list.push(key);
          this.homes.set(home, list);
        }
    }
    return this.homes.get(scope) ?? [];
  }

  /** Rights of somebody in an account after the change: those there, and those that hold everywhere. */
  rightsIn(key: string, scope: string): Set<string> {
    return this.after.holdings.permissionsOf(key, ...new Set([scope, EVERYWHERE]));
  }

  /** What people call an object: the name that it has at the portal, and where it has none that in the program. */
  nameOf(key: string): string {
    if (key === EVERYWHERE) return "every account";
    if (key === OWN_REALM) return "the reseller's own part of the realm";
    const object = this.after.snapshot.object(key) ?? this.before.snapshot.object(key);
    const name = object?.values["name"];
    return typeof name === "string" ? name : (object?.label ?? key);
  }

  /** The same for a sentence: no name is so long that it pushes out what the sentence is about. */
  objectName(key: string): string {
    return inSentence(this.nameOf(key));
  }

  /** What a sentence calls an account: its name, or the word that the plan has for it. */
  accountName(scope: string): string {
    return this.objectName(scope);
  }

  /**
   * What a sentence calls a person.
   *
   * @param side `before`: as the person was called until now.
   */
  personName(key: string, side?: "before"): string {
    const found = this.byPerson.get(key);
    const person = (side === undefined ? undefined : found?.before) ?? found?.now;
    if (person === undefined) return inSentence(key);
    const name = inSentence(person.name);
    return person.home === undefined ? name : `${name} of ${this.accountName(person.home)}`;
  }

  private comparePeople(): PersonChange[] {
    const [before, after] = [this.before.holdings.people, this.after.holdings.people];
    const comparison = new Comparison();
    return [...new Set([...before.keys(), ...after.keys()])].sort().map((key): PersonChange => {
      const [from, to] = [before.get(key), after.get(key)];
      const scopes = [...new Set([...(from?.scopes.keys() ?? []), ...(to?.scopes.keys() ?? [])])]
        .sort()
        .map((scope) => {
          // What somebody has everywhere they have in each account, too.
          const beyond = isAccount(scope) ? [from?.scopes.get(EVERYWHERE), to?.scopes.get(EVERYWHERE)] : [];
          return { scope, rights: comparison.of(from?.scopes.get(scope), to?.scopes.get(scope), ...beyond) };
        });
      return {
        key,
        before: from?.person,
        after: to?.person,
        now: (to ?? from)!.person,
        scopes,
        change: strongest(scopes.flatMap(({ rights }) => [strongestOf(rights)])),
      };
    });
  }
}

const strongestKnown = new WeakMap<readonly RightChange[], Change>();

function strongestOf(rights: readonly RightChange[]): Change {
  const known = strongestKnown.get(rights);
  if (known !== undefined) return known;
  const change = strongest(rights.map(({ change: of }) => of));
  strongestKnown.set(rights, change);
  return change;
}

/** Whether these are rights in an account, and neither everywhere nor in the reseller's own part. */
export function isAccount(scope: string): boolean {
  return scope !== EVERYWHERE && scope !== OWN_REALM;
}

export type { Rights };
