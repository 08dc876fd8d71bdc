import { ROLES } from "../../../provider/portals/gridscale/roles";
import { Reference } from "../../support/miniEngine";
import type { Wording } from "../../review/reality/comparison";
import type { Reality } from "../../review/reality/portals";
import { eitherName, numberOf, Realms } from "../../review/reality/realms";

/** The levels that can be given, the least first. */
const LEVELS = ["read", "write", "admin"] as const;
const NAMES = {
  account: ["Read Only", "Read and Write", "Admin"],
  realm: ["Read Only", "Write", "Admin"],
} as const;
type Reach = keyof typeof NAMES;

interface Access {
  readonly account: Reference;
  readonly profile: unknown;
}

/** Accounts that change hands, roles on accounts and in the realm, locks of both. */
class GridscaleRealms extends Realms {
  /** Who stayed an administrator of an account by giving it away, of which no program says anything yet; by person. */
  private gaveAway: ReadonlyMap<string, string> = new Map();
  private roles = new Map<string, { readonly reach: Reach; readonly level: number }>();

  protected compose(): void {
    this.roles = new Map();
    for (const name of this.someNames("role", 2, 4)) this.role(name);
    const accounts = this.freshNames("account", 3, 6);
    const people = this.someNames("person", 12, 25);
    const { owners, givers } = this.owners(accounts, people);
    const first = new Map(people.map((name) => [name, accounts.findIndex((account) => owners.get(account) === name)]));
    // An owner comes before the account, and so before all that could be given to the owner beside it.
    const person = (name: string, place: number) =>
      this.person(name, accounts.slice(0, place), owners, givers.get(name));
    accounts.forEach((account, place) => {
      for (const name of people) if (first.get(name) === place) person(name, place);
      this.account(account, owners.get(account)!);
    });
    for (const name of people) if (first.get(name) === -1) person(name, accounts.length);
    this.gaveAway = new Map([...givers].filter(([name]) => people.includes(name)));
  }

  /** A role by another name: one for accounts where its number is even, one for the realm where it is odd. */
  private role(name: string): void {
    const reach = numberOf(name) % 2 === 0 ? "account" : "realm";
    const given = ROLES[reach].filter(({ level }) => level !== "owner").map(({ permissions }) => permissions);
    const permissions = this.field(name, "permissions", () => this.draw.pick(given));
    this.roles.set(name, { reach, level: given.findIndex((candidate) => candidate.length === permissions.length) });
    this.declare("Profile", name, { name, level: reach === "account" ? "client" : "reseller", permissions });
  }

  /** Who owns each account, and which people give away the one that they owned. */
  private owners(accounts: readonly string[], people: readonly string[]) {
    const before = new Map(accounts.map((account) => [account, ownerOf(this.before(account))]));
    const ownedBefore = (name: string) =>
      this.namesBefore("account").filter((account) => ownerOf(this.before(account)) === name);
    const givers = new Map<string, string>();
    for (const [account, owner] of before)
      if (owner !== undefined && people.includes(owner) && ownedBefore(owner).length === 1 && this.draw.chance(30))
        givers.set(owner, account);
    const candidates = people.filter((name) => !givers.has(name) && !this.gaveAway.has(name));
    const owners = new Map<string, string>();
    for (const account of accounts) {
      const owner = before.get(account);
      const stays = owner !== undefined && people.includes(owner) && !givers.has(owner);
      owners.set(account, stays ? owner : this.draw.pick(candidates));
    }
    return { owners, givers };
  }

  private account(name: string, owner: string): void {
    this.declare("Account", name, {
      name: this.field(name, "name", () => eitherName(this.draw, name)),
      owner: new Reference(owner),
      locked: this.field(name, "locked", () => this.draw.chance(25)),
      onDelete: "delete",
    });
  }

  /** @param given the account that the person gives away just now */
  private person(
    name: string,
    accounts: readonly string[],
    owners: ReadonlyMap<string, string>,
    given: string | undefined,
  ): void {
    const wasOwner = this.namesBefore("account").some((account) => ownerOf(this.before(account)) === name);
    // An owner can't be locked, nor somebody who is one until this run has changed it (rule gridscale/L13).
    const isOwner = wasOwner || [...owners.values()].includes(name);
    const kept = this.gaveAway.get(name);
    const administers = kept !== undefined && accounts.includes(kept) ? kept : undefined;
    const most = administers === undefined ? LEVELS.length : LEVELS.length - 1;
    const realmAccess = this.field(
      name,
      "realmAccess",
      () => this.maybe(30, () => this.draw.pick(this.rolesOf("realm", 0, most))),
      (role) => this.levelOf("realm", role) < most,
    );
    const least = this.levelOf("realm", realmAccess) + 1;
    const open = accounts.filter((account) => account !== given);
    const roles = this.rolesOf("account", least, LEVELS.length);
    const access = this.field<readonly Access[] | undefined>(
      name,
      "access",
      () =>
        roles.length === 0
          ? undefined
          : this.maybe(65, () =>
              this.draw
                .some(open, 1, 4)
                .map((account) => ({ account: new Reference(account), profile: this.draw.pick(roles) })),
            ),
      (held = []) =>
        held.every(({ account, profile }) => open.includes(account.label) && this.levelOf("account", profile) >= least),
    );
    const others = (access ?? []).filter(({ account }) => account.label !== administers);
    const entries =
      administers === undefined ? others : [...others, { account: new Reference(administers), profile: "Admin" }];
    this.declare("User", name, {
      email: this.field(name, "email", () => `${name}@${this.draw.pick(["partner.example", "customer.example"])}`),
      locked: isOwner ? false : this.field(name, "locked", () => this.draw.chance(20)),
      realmAccess,
      access: entries.length === 0 ? undefined : entries,
    });
  }

  /** What can be written for a role from one level up to another, which is left out. */
  private rolesOf(reach: Reach, least: number, end: number): unknown[] {
    const own = [...this.roles].filter(([, role]) => role.reach === reach);
    return [
      ...NAMES[reach].slice(least, end),
      ...own.filter(([, { level }]) => level >= least && level < end).map(([name]) => new Reference(name)),
    ];
  }

  /** Place among the levels; -1 for none. */
  private levelOf(reach: Reach, role: unknown): number {
    return role instanceof Reference
      ? (this.roles.get(role.label)?.level ?? -1)
      : (NAMES[reach] as readonly unknown[]).indexOf(role);
  }
}

function ownerOf(account: Readonly<Record<string, unknown>> | undefined): string | undefined {
  return (account?.["owner"] as Reference | undefined)?.label;
}

const ON_ACCOUNTS = new Set(ROLES.account.flatMap(({ permissions }) => permissions));
const IN_REALM = new Set(ROLES.realm.flatMap(({ permissions }) => permissions));

const wording: Wording = {
  // A level on the partner is one on every account too, of which other permissions are told.
  everywhere: (permission) => ({ inRealm: IN_REALM.has(permission), inAccounts: ON_ACCOUNTS.has(permission) }),
};

export const gridscale: Reality = {
  portal: "gridscale",
  open: () => Promise.resolve({ config: {}, realms: (draw) => new GridscaleRealms(draw) }),
  wording,
  look({ contracts = [], users = [] }) {
    const there = contracts.filter(({ deletion }) => (deletion as { state: string } | null)?.state !== "gone");
    return {
      accounts: new Map(there.map(({ id, name }) => [id, String(name)])),
      closed: there.filter(({ locked }) => locked === true).map(({ id }) => id),
      projects: new Map(),
      people: new Map(users.map(({ id, email }) => [String(email), id])),
    };
  },
  loginOf: ({ email }) => String(email),
};
