import {
  EVERYWHERE,
  type Grant,
  type PersonAccess,
  type AccessModel,
  type Step,
} from "../../provider/model/accessModel";
import type { Snapshot } from "../realm/snapshot";
import type { Holding } from "../report";

/** One right that somebody has, with what it comes by. */
export interface Held {
  readonly permission: string;
  /** Where it doesn't hold for the whole scope. */
  readonly limits: readonly string[];
  readonly holding: Exclude<Holding, "no">;
  readonly path: readonly Step[];
  /** Tells two `maybe` apart: the same as long as nothing about them changes. */
  readonly cause: string;
}

/** Rights by permission and limit. Everybody who has the same by the same things has this very object. */
export type Rights = ReadonlyMap<string, Held>;

export const NO_RIGHTS: Rights = new Map();

/** By what a right is found among others. */
export function nameOfRight(permission: string, limits: readonly string[]): string {
  return [permission, ...limits].join(" ");
}

export interface PersonRights {
  readonly person: PersonAccess;
  /** By account, OWN_REALM or EVERYWHERE. */
  readonly scopes: ReadonlyMap<string, Rights>;
}

/** Who may do what on one side of the change. */
export class Holdings {
  readonly people = new Map<string, PersonRights>();
  /** Accounts that nobody can enter, or perhaps nobody. */
  readonly locked = new Map<string, Exclude<Holding, "no">>();

  private readonly bundles = new Map<string, Rights>();

  constructor(snapshot: Snapshot, meaning: AccessModel) {
    for (const account of snapshot.objects("Account")) {
      const locked = meaning.locked(account);
      if (locked !== "no") this.locked.set(account.key, locked);
    }
    for (const person of meaning.people(snapshot))
      this.people.set(person.key, { person, scopes: this.scopesOf(person) });
  }

  /** The permissions that somebody has for certain in an account: there, and everywhere. */
  permissionsOf(key: string, ...scopes: string[]): Set<string> {
    const rights = this.people.get(key)?.scopes;
    return new Set(
      scopes.flatMap((scope) => [...(rights?.get(scope)?.values() ?? [])].map(({ permission }) => permission)),
    );
  }

  private scopesOf({ grants, barred }: PersonAccess): Map<string, Rights> {
    if (barred === "yes") return new Map();
    const byScope = new Map<string, Grant[]>();
    for (const grant of grants) {
      const locked = grant.scope === EVERYWHERE ? undefined : this.locked.get(grant.scope);
      if (locked === "yes") continue;
      const certain = grant.certain && locked === undefined && barred === "no";
      const list = byScope.get(grant.scope) ?? [];
      list.push(certain === grant.certain ? grant : { ...grant, certain, source: `${grant.source}, perhaps locked` });
      byScope.set(grant.scope, list);
    }
    return new Map([...byScope].map(([scope, list]) => [scope, this.bundle(list)]));
  }

  private bundle(grants: readonly Grant[]): Rights {
    const key = grants
      .map(({ source }) => source)
      .sort()
      .join("\n");
    const known = this.bundles.get(key);
    if (known !== undefined) return known;
    const rights = new Map<string, Held>();
    for (const { source, permissions, limits = [], path, certain } of grants)
      for (const permission of permissions) {
        const name = nameOfRight(permission, limits);
        const other = rights.get(name);
        if (other?.holding === "yes") continue;
        const held = { permission, limits, path };
        if (certain) rights.set(name, { ...held, holding: "yes", cause: "" });
        else rights.set(name, { ...held, holding: "maybe", cause: [other?.cause ?? "", source].sort().join("\n") });
      }
    this.bundles.set(key, rights);
    return rights;
  }
}
