import type { Report } from "../../../review/report";
import type { Declared } from "../../review/reality/program";
import type { Line, Named } from "./server";

/** Stands for permissions that a plan can't know. */
const UNTOLD = "?";
const OWN_DOMAIN = "default";

interface There {
  readonly domains: readonly Named[];
  readonly projects: readonly Named[];
  readonly users: readonly Named[];
}

/** What is at the server, under the names that the program and its review have for it. */
export class Place {
  /** Ids by names of resources. */
  readonly people = new Map<string, string>();
  private readonly byKey = new Map<string, string>();
  private readonly lockedDomains: ReadonlySet<string>;

  constructor(
    resources: readonly Declared[],
    private readonly there: There,
    /** A project that nobody has declared. */
    readonly probe: string | undefined,
  ) {
    const { domains, projects, users } = there;
    for (const { kind, name, fields } of resources) {
      if (kind === "Account") this.note(`Account/${name}`, domains, fields["name"]);
      if (kind === "Project") this.note(`Project/${name}`, projects, fields["name"]);
      const user = kind === "User" ? users.find((one) => one.name === fields["username"]) : undefined;
      if (user !== undefined) this.people.set(name, user.id);
    }
    this.lockedDomains = new Set(domains.filter(({ enabled }) => enabled === false).map(({ id }) => id));
  }

  private note(key: string, all: readonly Named[], name: unknown): void {
    const found = all.find((one) => one.name === name);
    if (found !== undefined) this.byKey.set(key, found.id);
  }

  idOf(key: string): string | undefined {
    return key === "realm" ? OWN_DOMAIN : this.byKey.get(key);
  }

  /** Ids of the projects of a domain; those that are not locked. */
  projectsOf(domain: string): string[] {
    return this.there.projects
      .filter(({ domain_id: of, enabled }) => of === domain && enabled !== false)
      .map(({ id }) => id);
  }

  isBelow(project: string, above: string): boolean {
    const parent = this.there.projects.find(({ id }) => id === project)?.parent_id;
    return parent !== undefined && (parent === above || this.isBelow(parent, above));
  }

  isLocked({ sort, place }: Line): boolean {
    if (sort === "system") return false;
    if (sort === "domain") return this.lockedDomains.has(place);
    const project = this.there.projects.find(({ id }) => id === place);
    return project?.enabled === false || this.lockedDomains.has(project?.domain_id ?? "");
  }

  isShutOut({ fields }: Pick<Declared, "fields">): boolean {
    const account = fields["account"] as { readonly label: string } | undefined;
    const domain = account === undefined ? undefined : this.idOf(`Account/${account.label}`);
    return fields["locked"] === true || (domain !== undefined && this.lockedDomains.has(domain));
  }
}

interface Expected extends Line {
  readonly certain: boolean;
}

/** What a review says that somebody has after the change, as lines of the server. */
export class Reviewed {
  readonly lines: readonly Expected[];
  /** Whether the person administers the whole cloud. */
  readonly admin: "yes" | "maybe" | "no";
  readonly isUntold: boolean;
  /** What the person could get for certain, by one step. */
  readonly ways: readonly Way[];

  constructor(
    report: Report,
    person: string,
    private readonly place: Place,
  ) {
    const all = report.access
      .filter((entry) => entry.person === person)
      .flatMap(({ scope, rights: index }) =>
        (report.rights[index] ?? []).map(({ permission, after, limit }) => ({
          scope,
          permission: report.permissions[permission]?.name ?? "",
          after,
          limit,
        })),
      )
      .filter(({ after }) => after !== "no");
    // What somebody could get by joining a group, or by a password, isn't had.
    const rights = all.filter(({ limit }) => waysIn(limit).length === 0);
    this.ways = all.flatMap(({ scope, permission, after, limit }) => {
      const [way, ...others] = waysIn(limit);
      if (way === undefined || others.length > 0 || after !== "yes" || permission === UNTOLD) return [];
      const rest = limit?.replace(/(^|, )by (joining|setting).*$/, "") || undefined;
      const gives = permission === "admin" ? undefined : this.linesOf(permission, scope, rest);
      return gives?.length === 0 ? [] : [{ ...way, gives }];
    });
    this.isUntold = rights.some(({ permission }) => permission === UNTOLD);
    const admin = rights.filter(({ permission }) => permission === "admin");
    this.admin = admin.some(({ after }) => after === "yes") ? "yes" : admin.length > 0 ? "maybe" : "no";
    this.lines = rights
      .filter(({ permission }) => permission !== UNTOLD && permission !== "admin")
      .flatMap(({ scope, permission, after, limit }) =>
        this.linesOf(permission, scope, limit).map((line) => ({ ...line, certain: after === "yes" })),
      );
  }

  private linesOf(permission: string, scope: string, limit: string | undefined): Line[] {
    const [, role = "", where = ""] = /^(.*) on (domain|project|later projects|system)$/.exec(permission) ?? [];
    if (where === "system") return [{ role, sort: "system", place: "system" }];
    const domain = this.place.idOf(scope);
    if (domain === undefined) throw new Error(`a scope that is not there: ${scope}`);
    if (where === "domain") return [{ role, sort: "domain", place: domain }];
    const of = (projects: readonly string[]) => projects.map((place): Line => ({ role, sort: "project", place }));
    const { probe } = this.place;
    if (where === "later projects") {
      const [, above] = /^below project (.*)$/.exec(limit ?? "") ?? [];
      // Nothing is made below a project here.
      if (above !== undefined) return [];
      return of(this.place.projectsOf(domain).filter((id) => id === probe));
    }
    const [, project] = /^project (.*)$/.exec(limit ?? "") ?? [];
    if (limit !== undefined && project === undefined) throw new Error(`a limit that is not understood: ${limit}`);
    if (project === undefined) return of(this.place.projectsOf(domain).filter((id) => id !== probe));
    return of([this.place.idOf(project) ?? project]);
  }

  has(line: Line, certainly = false): boolean {
    return this.lines.some(
      ({ role, sort, place, certain }) =>
        role === line.role && sort === line.sort && place === line.place && (certain || !certainly),
    );
  }
}

/** How somebody could get more: whose group, or whose password. */
export interface Way {
  readonly by: "group" | "password";
  readonly name: string;
  /** What that gives; undefined: everything, as an administrator. */
  readonly gives: readonly Line[] | undefined;
}

function waysIn(limit = ""): Pick<Way, "by" | "name">[] {
  return [...limit.matchAll(/(?:^|, )by (joining the group|setting the password of) (.*?)(?=, by |$)/g)].map(
    ([, how, name = ""]) => ({ by: how === "joining the group" ? "group" : "password", name }),
  );
}

export interface Compared {
  readonly differences: readonly string[];
  readonly lines: number;
  readonly certain: number;
}

/** Holds the lines of the server against the review. The list of effective roles hasn't those in the system; tokens have. */
export function held(lines: readonly Line[], reviewed: Reviewed, { withSystem = false } = {}): Compared {
  const admins = lines.filter(({ role }) => role === "admin");
  const others = lines.filter(({ role }) => role !== "admin");
  const expected = reviewed.lines.filter(({ certain, sort }) => certain && (withSystem || sort !== "system"));
  const isThere = (line: Line) =>
    lines.some(({ role, sort, place }) => role === line.role && sort === line.sort && place === line.place);
  const differences = [
    ...expected
      .filter((line) => !isThere(line))
      .map((line) => `the review says what the server does not: ${text(line)}`),
    ...others
      .filter((line) => !reviewed.has(line) && !reviewed.isUntold)
      .map((line) => `the server says what the review does not: ${text(line)}`),
    ...(admins.length > 0 && reviewed.admin === "no" && !reviewed.isUntold
      ? ["an administrator, which the review doesn't say"]
      : []),
    ...(admins.length === 0 && reviewed.admin === "yes" && withSystem
      ? ["no administrator, which the review says"]
      : []),
  ];
  const sure =
    others.filter((line) => reviewed.has(line, true)).length + (reviewed.admin === "yes" ? admins.length : 0);
  return { differences, lines: lines.length, certain: sure };
}

function text({ role, sort, place }: Line): string {
  return `${role} on the ${sort} ${place}`;
}
