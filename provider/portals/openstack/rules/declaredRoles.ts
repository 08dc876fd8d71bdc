import { UNKNOWN } from "../../../model";
import { type DeclaredOf, known, knownEntries } from "../../../model/declared";
import { isRecord } from "../../../model/shapes";
import type { LiveCheck } from "../../../model/rule";
import type { GrantPlace } from "../grants";
import type { CloudReading } from "../reading";

export type Check<Kind extends "Profile" | "Project" | "User"> = LiveCheck<CloudReading, DeclaredOf<Kind>>;

/** One role that is declared, with the property that says so. */
export interface DeclaredRole {
  readonly property: string;
  readonly role: string;
  /** Undefined for what isn't there yet. */
  readonly place: GrantPlace | undefined;
}

/** The domain that something is declared in; undefined where it isn't there yet. */
export async function homeOf(
  realm: CloudReading,
  { account }: { readonly account?: unknown },
): Promise<string | undefined> {
  if (account === UNKNOWN) return undefined;
  return typeof account === "string" ? account : (await realm.home()).id;
}

/** What the rules of a profile give, as far as it is known. */
export function rolesOfRules(rules: DeclaredOf<"Profile">["rules"], home: string | undefined): DeclaredRole[] {
  return (known(rules) ?? []).flatMap((entry, index) => {
    const { roles, scope } = known(entry) ?? {};
    const places = placesOf(known(scope), home);
    return knownEntries(roles).flatMap((role) =>
      places.map((place) => ({ property: `rules[${index}].roles`, role, place })),
    );
  });
}

function placesOf(scope: unknown, home: string | undefined): (GrantPlace | undefined)[] {
  if (scope === "system") return [{ sort: "system" }];
  if (scope === "domain" || scope === "projects")
    return [home === undefined ? undefined : { sort: "domain", id: home, inherited: scope === "projects" }];
  if (!isRecord(scope)) return [undefined];
  const inherited = scope["inherited"] === true;
  const named = (ids: unknown, sort: "project" | "domain") =>
    (Array.isArray(ids) ? ids : []).map((id: unknown): GrantPlace | undefined =>
      typeof id === "string" ? { sort, id, inherited } : undefined,
    );
  return [...named(scope["projects"], "project"), ...named(scope["accounts"], "domain")];
}

/** What the roles of a project give, as far as it is known. */
export function rolesOfProject(roles: DeclaredOf<"Project">["roles"], project: string | undefined): DeclaredRole[] {
  const place: GrantPlace | undefined =
    project === undefined ? undefined : { sort: "project", id: project, inherited: false };
  return (known(roles) ?? []).flatMap((entry, index) =>
    knownEntries(known(entry)?.roles).map((role) => ({ property: `roles[${index}].roles`, role, place })),
  );
}
