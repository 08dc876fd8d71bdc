import { Reference } from "../../support/miniEngine";
import { type Fields, namesIn } from "../../review/reality/program";
import { eitherName, numberOf, Realms, references } from "../../review/reality/realms";

/** Roles beside those that a new cloud has, with what they imply. Somebody has made them by hand. */
export const MADE_ROLES: Readonly<Record<string, readonly string[]>> = {
  auditor: ["reader"],
  porter: [],
  steward: ["manager"],
};

/** A group of the reseller's own domain that somebody has made by hand. */
export const MADE_GROUP = "by-hand";

const POST_ROLES = ["porter", "auditor", "reader", "member", "manager"];

export const PASSWORD = "secret-of-the-tests";

const CONFIRMED = ["openstack/G5", "openstack/G6", "openstack/G7", "openstack/P6", "openstack/D3"];

/**
 * Customers with their projects, groups of theirs and of the reseller's, and people of both. A project to which rules of groups refer
 * declares no roles itself, since these would refer to people who refer to the groups; a site does.
 */
export class OpenstackRealms extends Realms {
  private customers: readonly string[] = [];
  private locked: readonly string[] = [];

  protected compose(isLast: boolean): void {
    this.customers = this.freshNames("customer", 2, 2);
    // In a domain that is locked little can be changed: some are at the end, with all that is in them as it was.
    this.locked = isLast
      ? this.customers.filter((name) => this.before(name) !== undefined && this.draw.chance(40))
      : [];
    for (const name of this.customers) this.declare("Account", name, { name, locked: this.locked.includes(name) });
    const projects = this.inside("project", 2, 3, (name, account, there) => this.project(name, account, there));
    const bare = this.inside("bare", 1, 1, (name, account) => this.bare(name, account));
    const teams = this.someNames("team", 1, 2);
    for (const name of teams) this.profile(name, undefined, projects);
    const crews = this.inside("crew", 1, 3, (name, account) => this.profile(name, account, projects));
    for (const name of this.someNames("post", 0, 1)) this.post(name, projects);
    const groups = [...teams, ...crews, ...bare];
    const staff = this.someNames("staff", 1, 3);
    for (const name of staff) this.person(name, undefined, groups);
    const people = this.inside("person", 3, 5, (name, account) => this.person(name, account, groups));
    this.inside("site", 1, 2, (name, account) => this.site(name, account, projects, [...staff, ...people], bare));
  }

  /** Names of what is in customers, each for as long as its customer is there. What is in a locked one is as it was. */
  private inside(
    stem: string,
    least: number,
    most: number,
    declare: (name: string, account: string, there: readonly string[]) => void,
  ): string[] {
    const open = this.customers.filter((customer) => !this.locked.includes(customer));
    const frozen = this.namesBefore(stem).filter((name) => this.locked.includes(this.accountOf(name) ?? ""));
    const names = [...new Set([...frozen, ...this.freshNames(stem, least, most)])];
    const there: string[] = [];
    for (const name of names.sort((one, other) => numberOf(one) - numberOf(other))) {
      const account = this.accountOf(name) ?? this.draw.pickAny(open);
      if (account === undefined || !this.customers.includes(account)) continue;
      if (frozen.includes(name)) {
        // What it refers to elsewhere may be gone.
        if (!this.isStillWhole(name)) continue;
        this.declareAgain(name);
      } else if (this.isOwnedByThose(name, there)) declare(name, account, there);
      else continue;
      there.push(name);
      this.owners.set(name, account);
    }
    return there;
  }

  private readonly owners = new Map<string, string>();

  private accountOf(name: string): string | undefined {
    return this.before(name) === undefined ? undefined : this.owners.get(name);
  }

  private isOwnedByThose(name: string, there: readonly string[]): boolean {
    return namesIn(this.before(name)?.["parent"]).every((parent) => there.includes(parent));
  }

  private isStillWhole(name: string): boolean {
    return this.areThere(namesIn(this.before(name)));
  }

  private owner(account: string | undefined): Fields {
    return account === undefined ? {} : { account: new Reference(account) };
  }

  private project(name: string, account: string, there: readonly string[]): void {
    const inside = there.filter((other) => this.owners.get(other) === account);
    const fresh = inside.length > 0 && this.draw.chance(50) ? new Reference(this.draw.pick(inside)) : undefined;
    const before = this.before(name);
    this.declare("Project", name, {
      ...this.owner(account),
      name: this.name(name),
      parent: before === undefined ? fresh : before["parent"],
      confirm: CONFIRMED,
    });
  }

  private bare(name: string, account: string): void {
    this.declare("Profile", name, { ...this.owner(account), name: this.name(name) });
  }

  private profile(name: string, account: string | undefined, projects: readonly string[]): void {
    const rules = () => Array.from({ length: this.draw.int(1, 3) }, () => this.rule(this.roles(), projects));
    this.declare("Profile", name, {
      ...this.owner(account),
      name: this.name(name),
      rules: this.field(name, "rules", rules),
      confirm: CONFIRMED,
    });
  }

  /** Roles of a group that is somebody else's. No two resources give the same: one of them would take it from the other. */
  private post(name: string, projects: readonly string[]): void {
    const role = POST_ROLES[numberOf(name) % POST_ROLES.length]!;
    this.declare("Profile", name, {
      name: `${name} roles`,
      group: MADE_GROUP,
      rules: this.field(name, "rules", () => [this.rule([role], projects)]),
      confirm: CONFIRMED,
    });
  }

  private rule(roles: readonly string[], projects: readonly string[]): object {
    const inherited = this.draw.chance(35) ? true : undefined;
    const ofProjects = () => ({ projects: references(this.draw.some(projects, 1, 2)), inherited });
    const scopes: (() => unknown)[] = [
      () => "domain",
      () => "projects",
      () => ({ accounts: references(this.draw.some(this.customers, 1, 2)), inherited }),
      ...(projects.length === 0 ? [] : [ofProjects, ofProjects]),
      ...(this.draw.chance(20) ? [() => "system"] : []),
    ];
    return { roles, scope: this.draw.pick(scopes)() };
  }

  private roles(): string[] {
    const usual = ["manager", "member", "member", "reader"];
    const rare = this.draw.chance(15) ? ["admin"] : this.draw.chance(25) ? Object.keys(MADE_ROLES) : [];
    return [...new Set([...this.draw.some(usual, 1, 2), ...this.draw.some(rare, 0, 1)])];
  }

  private person(name: string, account: string | undefined, groups: readonly string[]): void {
    const all = [...references(groups), ...(account === undefined ? [MADE_GROUP] : [])];
    this.declare("User", name, {
      ...this.owner(account),
      username: this.field(name, "username", () => eitherName(this.draw, name)),
      password: PASSWORD,
      locked: this.field(name, "locked", () => this.draw.chance(15)),
      profiles: this.field(name, "profiles", () => this.maybe(85, () => this.draw.some<unknown>(all, 0, 3))),
      confirm: CONFIRMED,
    });
  }

  private site(
    name: string,
    account: string,
    there: readonly string[],
    people: readonly string[],
    bare: readonly string[],
  ): void {
    const entries = () => [
      ...this.draw.some(people, 0, 2).map((user) => ({ user: new Reference(user), roles: this.roles() })),
      ...this.draw.some(bare, 0, 1).map((profile) => ({ profile: new Reference(profile), roles: this.roles() })),
    ];
    this.project(name, account, there);
    this.declare("Project", name, {
      ...this.declaredFields(name),
      locked: this.field(name, "locked", () => this.draw.chance(15)),
      roles: this.field(name, "roles", () => this.maybe(75, entries)),
    });
  }

  private name(name: string): string {
    return this.field(name, "name", () => eitherName(this.draw, name));
  }
}
