import { EVERYWHERE, type Grant, OWN_REALM, type PersonAccess, type Step } from "../../model/accessModel";
import type { Group } from "../accessGroups";
import { ROLE_CHAIN } from "./contract";
import { ADMIN, MANAGES_DOMAIN, permissionOf } from "./permissions";

/**
 * What managers of a domain can get beyond what they may give themselves: they put people into every group of the domain, themselves among
 * them, and set the password of everybody in it.
 */
export class Reach {
  private readonly known = new Map<string, readonly Grant[]>();

  constructor(
    private readonly people: readonly PersonAccess[],
    private readonly groups: readonly { readonly group: Group; readonly grants: readonly Grant[] }[],
  ) {}

  /** What somebody with these rights can get beside them. */
  of({ grants }: PersonAccess): Grant[] {
    const reached = grants.filter(managesDomain).flatMap(({ scope, path, certain }) =>
      this.from(scope).map((grant) => ({
        ...grant,
        source: `${grant.source} ${certain}`,
        path: [...path, ...grant.path],
        certain: certain && grant.certain,
      })),
    );
    return reached.filter((grant) => !grants.some((own) => covers(own, grant)));
  }

  /** By managing one domain, another one may come into reach, and so on. */
  private from(scope: string): readonly Grant[] {
    const known = this.known.get(scope);
    if (known !== undefined) return known;
    const seen = new Set([scope]);
    const all: Grant[] = [...this.direct(scope)];
    for (let next = 0; next < all.length; next += 1) {
      const grant = all[next]!;
      if (!managesDomain(grant) || seen.has(grant.scope)) continue;
      seen.add(grant.scope);
      all.push(...this.direct(grant.scope).map((further) => after(grant, further)));
    }
    const asAdmin = all.filter((grant) => grant.certain && isAdmin(grant));
    // Beyond that there is nothing.
    const reached = asAdmin.length > 0 ? asAdmin : all;
    this.known.set(scope, reached);
    return reached;
  }

  private direct(scope: string): Grant[] {
    const isIn = (home: string | undefined) => scope === EVERYWHERE || (home ?? OWN_REALM) === scope;
    const groups = this.groups.filter(({ group: { home } }) => isIn(home));
    const byGroups = new Set(groups.flatMap(({ grants }) => grants.map(({ source }) => source)));
    const joined = groups.flatMap(({ group, grants }) =>
      grants.map((grant) =>
        through(grant, scope, `by joining the group ${group.step.name}`, [
          { kind: "can join", name: group.step.name, key: group.step.key, reached: true },
        ]),
      ),
    );
    const asOthers = this.people
      .filter(({ home }) => isIn(home))
      .flatMap(({ key, name, grants }) =>
        grants
          .filter(({ source }) => !byGroups.has(source))
          .map((grant) =>
            through(grant, scope, `by setting the password of ${name}`, [
              { kind: "can set the password of", name, key, reached: true },
            ]),
          ),
      );
    return [...joined, ...asOthers].flatMap((grant) => grant ?? []);
  }
}

/** Roles that a manager of a domain gives to anybody in it. */
const GIVEN = new Set(
  ROLE_CHAIN.filter((role) => role !== ADMIN).flatMap((role) =>
    (["domain", "project", "later"] as const).map((place) => permissionOf(role, place)),
  ),
);

function managesDomain({ permissions }: Grant): boolean {
  return permissions.includes(MANAGES_DOMAIN);
}

function isAdmin({ permissions }: Grant): boolean {
  return permissions.includes(ADMIN);
}

/** Undefined for what a manager of the domain may give anyway. */
function through(grant: Grant, domain: string, by: string, steps: readonly Step[]): Grant | undefined {
  if (grant.scope === domain && grant.permissions.every((permission) => GIVEN.has(permission))) return undefined;
  return {
    ...grant,
    source: `${by} in ${domain}: ${grant.source}`,
    limits: [...(grant.limits ?? []), by],
    path: [...steps, ...grant.path],
  };
}

function after(first: Grant, { source, limits = [], path, certain, ...grant }: Grant): Grant {
  const by = (first.limits ?? []).filter((limit) => limit.startsWith("by "));
  return {
    ...grant,
    source: `${first.source}, then ${source}`,
    limits: [...new Set([...limits, ...by])],
    path: [...first.path, ...path],
    certain: certain && first.certain,
  };
}

function covers(own: Grant, grant: Grant): boolean {
  const limits = grant.limits ?? [];
  return (
    own.certain &&
    (own.scope === grant.scope || own.scope === EVERYWHERE) &&
    grant.permissions.every((permission) => own.permissions.includes(permission)) &&
    (own.limits ?? []).every((limit) => limits.includes(limit))
  );
}
