import type { Holding, Report } from "../../../review/report";

/** The reseller's own part of the realm, which is no account; as a review calls it. */
export const REALM = "realm";

/** Every account that there is and will be, and the reseller's own part, as far as the portal has one. */
const EVERYWHERE = "*";

/** Entries of a menu are permissions that begin like this. */
export const PANEL = "panel:";

/** Stands for permissions that a plan can't know. */
const UNTOLD = "?";

/** Something that a person may do in one place: in all of it, or in one project, or under a condition. */
export interface Right {
  readonly place: string;
  readonly permission: string;
  readonly project?: string;
  readonly condition?: string;
}

/** What the sandbox answers about one person. */
export interface Answer {
  readonly canLogIn: boolean;
  readonly because: string | null;
  readonly access: readonly {
    readonly account: string | null;
    readonly project?: string;
    readonly condition?: string;
    readonly permissions: readonly string[];
    readonly panels?: readonly string[];
  }[];
}

/** What is at the portal, in the words of a review: keys by ids. What no resource declares keeps its id. */
export interface Place {
  readonly accounts: ReadonlyMap<string, string>;
  /** Accounts that can't be entered by anybody; keys. */
  readonly closed: ReadonlySet<string>;
  readonly projects: ReadonlyMap<string, string>;
}

/** How a review speaks of one portal, where that needs a translation. The only place that knows. */
export interface Wording {
  /** Whether a right of scope `*` holds in the realm itself, and in each account. */
  everywhere(permission: string): { readonly inRealm: boolean; readonly inAccounts: boolean };
  /** Whether both sides tell this of somebody, as far as the portal's answer shows who that is. Left out where they tell all. */
  isCompared?(right: Right, answer: Answer): boolean;
  /** Where a right holds that has this `limit`. Left out where nothing limits permissions at this portal. */
  limit?(limit: string): Pick<Right, "project" | "condition">;
}

/**
 * `project A`, `where <condition>`, or both: `project A, where <condition>`. A rule for several projects is several rights; a project that
 * isn't known yet may be any.
 */
export function projectAndCondition(limit: string): Pick<Right, "project" | "condition"> {
  const [isLimit, project, condition] =
    /^(?:project (\S+?)|a project that isn't known yet)?(?:(?:^|, )where (.*))?$/s.exec(limit) ?? [];
  if (isLimit === undefined || limit === "") throw new Error(`a limit that is not understood: ${limit}`);
  return { ...(project === undefined ? {} : { project }), ...(condition === undefined ? {} : { condition }) };
}

/** What the sandbox grants, panels as permissions of their own. */
export function grantedRights({ access }: Answer, { accounts, projects }: Place): Right[] {
  return access.flatMap(({ account, project, condition, permissions, panels = [] }) =>
    [...permissions, ...panels.map((panel) => `${PANEL}${panel}`)].map((permission) => ({
      place: account === null ? REALM : (accounts.get(account) ?? account),
      permission,
      ...(project === undefined ? {} : { project: projects.get(project) ?? project }),
      ...(condition === undefined ? {} : { condition }),
    })),
  );
}

/** What a review says that a person has after the change, or may have. */
export function reviewedRights(
  report: Report,
  person: string,
  { accounts, closed, projects }: Place,
  wording: Wording,
): { readonly right: Right; readonly after: Holding }[] {
  const open = [...accounts.values()].filter((account) => !closed.has(account));
  const placesOf = (scope: string, permission: string): string[] => {
    if (scope !== EVERYWHERE) return [accounts.get(scope) ?? scope];
    const { inRealm, inAccounts } = wording.everywhere(permission);
    return [...(inRealm ? [REALM] : []), ...(inAccounts ? open : [])];
  };
  return report.access
    .filter((entry) => entry.person === person)
    .flatMap(({ scope, rights }) =>
      (report.rights[rights] ?? []).flatMap(({ permission: index, after, limit }) => {
        const permission = report.permissions[index]?.name ?? `permission ${index}`;
        const { project, condition } = limit === undefined ? {} : (wording.limit?.(limit) ?? {});
        const where = {
          ...(project === undefined ? {} : { project: projects.get(project) ?? project }),
          ...(condition === undefined ? {} : { condition }),
        };
        return placesOf(scope, permission).map((place) => ({ right: { place, permission, ...where }, after }));
      }),
    )
    .filter(({ after }) => after !== "no");
}

export interface Comparison {
  readonly differences: readonly string[];
  /** Rights that the portal grants, and of these, those that the review is sure of. */
  readonly granted: number;
  readonly certain: number;
}

/** Holds what a review says of a person after the change against what the portal then answers. */
export function compared(report: Report, person: string, answer: Answer, place: Place, wording: Wording): Comparison {
  const isCompared = (right: Right) => wording.isCompared?.(right, answer) ?? true;
  const granted = grantedRights(answer, place).filter(isCompared);
  const reviewed = reviewedRights(report, person, place, wording).filter(({ right }) => isCompared(right));
  const possible = reviewed.map(({ right }) => right);
  const certain = reviewed.filter(({ after }) => after === "yes").map(({ right }) => right);
  // Of somebody who is shut out nothing is left that could be told with "maybe".
  const tooMuch = (answer.canLogIn ? certain : possible).filter((right) => !isCovered(right, granted));
  const tooLittle = granted.filter((right) => !isCovered(right, possible));
  return {
    differences: [
      ...tooMuch.map((right) => `the review gives ${person} what the portal does not${why(answer)}: ${textOf(right)}`),
      ...tooLittle.map((right) => `the review does not give ${person} what the portal does: ${textOf(right)}`),
    ],
    granted: granted.length,
    certain: granted.filter((right) => isCovered(right, certain)).length,
  };
}

/** Whether one of these is the right, or more: what is limited adds nothing to what isn't, and what isn't told may be anything. */
export function isCovered(right: Right, among: readonly Right[]): boolean {
  return among.some(
    ({ place, permission, project, condition }) =>
      place === right.place &&
      (permission === right.permission || permission === UNTOLD) &&
      (project === undefined || project === right.project) &&
      (condition === undefined || condition === right.condition),
  );
}

function why({ because }: Answer): string {
  return because === null ? "" : ` (${because})`;
}

function textOf({ place, permission, project, condition }: Right): string {
  return [
    `${permission} in ${place}`,
    ...(project === undefined ? [] : [`project ${project}`]),
    ...(condition === undefined ? [] : [`where ${condition}`]),
  ].join(", ");
}
