import {
  anyOf,
  EVERYWHERE,
  type Holding,
  lockedOf,
  OWN_REALM,
  type RealmObject,
  type RealmView,
  type References,
  type ValueAt,
} from "../../model/accessModel";
import { UNKNOWN } from "../../model";
import { isRecord } from "../../model/shapes";
import type { Place } from "./permissions";

/** Where a role is held, in the words of a review. */
export interface HeldPlace {
  readonly sort: Place;
  /** Key of an account, OWN_REALM or EVERYWHERE. */
  readonly scope: string;
  readonly limits: readonly string[];
  /** Whether nobody gets a token for it. */
  readonly locked: Holding;
  readonly certain: boolean;
  /** Where it is that one project itself. */
  readonly project?: RealmObject;
}

type Where = Pick<HeldPlace, "scope" | "locked" | "certain">;

const ANYWHERE: Where = { scope: EVERYWHERE, locked: "no", certain: false };

/** The places of a rule of a profile; undefined where they can't be told. */
export function placesOfRule(
  view: RealmView,
  profile: RealmObject,
  rule: unknown,
  index: number,
): HeldPlace[] | undefined {
  const scope = isRecord(rule) ? rule["scope"] : undefined;
  if (scope === "system") return [{ sort: "system", ...ANYWHERE, limits: [], certain: true }];
  if (scope === "domain") return [{ sort: "domain", ...domainOf(view, profile), limits: [] }];
  if (scope === "projects") return allProjects(domainOf(view, profile));
  if (!isRecord(scope)) return undefined;
  const { projects, accounts, inherited } = scope;
  if (inherited === UNKNOWN) return undefined;
  const path = `rules[${index}].scope`;
  const below = inherited === true;
  return [
    ...view
      .referencesIn(profile, "Project", entriesAt(projects, `${path}.projects`))
      .flatMap((references) => placesOfProjects(view, references, below)),
    ...view
      .referencesIn(profile, "Account", entriesAt(accounts, `${path}.accounts`))
      .flatMap((references) => placesOfAccounts(references, below)),
  ];
}

function entriesAt(list: unknown, path: string): ValueAt[] {
  if (list === undefined) return [];
  return Array.isArray(list)
    ? list.map((value: unknown, index) => ({ path: `${path}[${index}]`, value }))
    : [{ path, value: UNKNOWN }];
}

/** The domain that something belongs to. */
function domainOf(view: RealmView, object: RealmObject): Where {
  if (object.values["account"] === undefined) return { scope: OWN_REALM, locked: "no", certain: true };
  const { certain, words } = view.references(object, "account", "Account");
  const [account] = certain;
  if (account !== undefined) return { scope: account.key, locked: lockedOf(account), certain: true };
  return words[0] === undefined ? ANYWHERE : { scope: words[0], locked: "no", certain: true };
}

function allProjects(where: Where): HeldPlace[] {
  return [
    { sort: "project", ...where, limits: [] },
    { sort: "later", ...where, limits: [] },
  ];
}

function placesOfAccounts({ certain, words, open }: References, below: boolean): HeldPlace[] {
  const domains: Where[] = [
    ...certain.map((account) => ({ scope: account.key, locked: lockedOf(account), certain: true })),
    ...words.map((word): Where => ({ scope: word, locked: "no", certain: true })),
    ...(open ? [ANYWHERE] : []),
  ];
  return domains.flatMap((where) => (below ? allProjects(where) : [{ sort: "domain", ...where, limits: [] }]));
}

function placesOfProjects(view: RealmView, { certain, words, open }: References, below: boolean): HeldPlace[] {
  return [
    ...certain.flatMap((project) =>
      below
        ? [...projectsBelow(view, project).map((one) => placeOfProject(view, one)), laterBelow(view, project)]
        : [placeOfProject(view, project)],
    ),
    // Whose project it is nobody knows.
    ...words.map((word): HeldPlace => ({
      sort: below ? "later" : "project",
      ...ANYWHERE,
      limits: [`${below ? "below " : ""}project ${word}`],
      certain: true,
    })),
    ...(open ? [{ sort: "project" as const, ...ANYWHERE, limits: ["a project that isn't known yet"] }] : []),
  ];
}

export function placeOfProject(view: RealmView, project: RealmObject): HeldPlace {
  const domain = domainOf(view, project);
  return {
    sort: "project",
    ...domain,
    locked: anyOf([domain.locked, lockedOf(project)]),
    limits: [`project ${project.key}`],
    project,
  };
}

function laterBelow(view: RealmView, project: RealmObject): HeldPlace {
  return { sort: "later", ...domainOf(view, project), limits: [`below project ${project.key}`] };
}

function projectsBelow(view: RealmView, project: RealmObject): RealmObject[] {
  const children = view
    .objects("Project")
    .filter((other) => other !== project && view.references(other, "parent", "Project").certain.includes(project));
  return children.flatMap((child) => [child, ...projectsBelow(view, child)]);
}
