import { CLIENTS_GROUP } from "../../../provider/portals/csp/contract";
import { CATALOGUE } from "../../../sandbox/portals/csp/catalogue";
import { Reference } from "../../support/miniEngine";
import { PANEL, REALM, type Wording } from "../../review/reality/comparison";
import type { Reality } from "../../review/reality/portals";
import type { Fields } from "../../review/reality/program";
import { eitherName, numberOf, Realms, references } from "../../review/reality/realms";

/** Without it none of the others can be activated. */
const NEEDED_SERVICE = "openstack";
const OTHER_SERVICES = ["s3", "kubernetes", "backup"];
const CLIENTS_PERMISSIONS = CATALOGUE.filter(({ group }) => group === CLIENTS_GROUP).map(({ key }) => key);
const CLIENT_PERMISSIONS = CATALOGUE.filter(({ level }) => level === "client").map(({ key }) => key);
const RESELLER_PERMISSIONS = CATALOGUE.filter(({ level }) => level !== "provider").map(({ key }) => key);
const FIRST_UPROVIDE_ACCOUNT = 10_001;

const HOURS = [
  { days: ["mon", "tue", "wed"], from: "08:00", to: "18:00" },
  { days: ["sat"], from: "22:00", to: "23:30" },
];
const ADDRESSES = ["203.0.113.7", "198.51.100.0/24", "2001:db8::/32"];

/** Customers with services, profiles of both levels, people of customers and of the reseller. */
class CspRealms extends Realms {
  protected compose(): void {
    const accounts = this.freshNames("account", 3, 6);
    for (const name of accounts) this.account(name);
    for (const account of accounts) this.activations(account);
    const duties = this.someNames("duty", 2, 4);
    duties.forEach((name, place) => this.duty(name, duties.slice(0, place)));
    const desks = this.someNames("desk", 2, 3);
    desks.forEach((name, place) => this.desk(name, [...duties, ...desks.slice(0, place)]));
    for (const name of this.someNames("person", 12, 25)) this.person(name, accounts, duties, desks);
  }

  private account(name: string): void {
    const states = ["trial", "demo", "production", "managed"];
    this.declare("Account", name, {
      name,
      state: this.field(name, "state", () => this.draw.pick(states)),
      availableServices: [NEEDED_SERVICE, ...OTHER_SERVICES],
      uprovideAccount: `UP-${FIRST_UPROVIDE_ACCOUNT + numberOf(name)}`,
      confirm: ["csp/C6"],
    });
  }

  /** What is no longer declared stays active all the same: nothing switches a service off. */
  private activations(account: string): void {
    const needed = `${account}_${NEEDED_SERVICE}`;
    const wasThere = this.before(needed) !== undefined;
    const isThere = this.activation(account, NEEDED_SERVICE, wasThere ? 90 : 70);
    if (!isThere && !wasThere) return;
    const after = isThere ? new Reference(needed) : undefined;
    for (const service of OTHER_SERVICES)
      this.activation(account, service, this.before(`${account}_${service}`) === undefined ? 35 : 90, after);
  }

  private activation(account: string, service: string, percent: number, after?: Reference): boolean {
    const isThere = this.draw.chance(percent);
    const name = `${account}_${service}`;
    if (isThere) this.declare("ServiceActivation", name, { account: new Reference(account), service, after });
    return isThere;
  }

  /** A profile for customers' people. */
  private duty(name: string, earlier: readonly string[]): void {
    const bases = ["User-Adm", "User", ...references(earlier)];
    this.profile(name, "client", () =>
      this.draw.chance(50)
        ? { permissions: this.draw.some(CLIENT_PERMISSIONS, 1, 8) }
        : {
            basedOn: this.draw.pick(bases),
            add: this.maybe(60, () => this.draw.some(CLIENT_PERMISSIONS, 1, 4)),
            remove: this.maybe(60, () => this.draw.some(CLIENT_PERMISSIONS, 1, 6)),
          },
    );
  }

  /** A profile for the reseller's people: whatever it starts from, it has a Clients permission of its own (rule csp/P2). */
  private desk(name: string, earlier: readonly string[]): void {
    const bases = ["Client-Adm", "User-Adm", ...references(earlier)];
    const own = () => this.draw.some(CLIENTS_PERMISSIONS, 1, CLIENTS_PERMISSIONS.length);
    this.profile(name, "reseller", () =>
      this.draw.chance(50)
        ? { permissions: [...new Set([...own(), ...this.draw.some(RESELLER_PERMISSIONS, 0, 8)])] }
        : {
            basedOn: this.draw.pick(bases),
            add: own(),
            remove: this.maybe(60, () => this.draw.some(CLIENT_PERMISSIONS, 1, 6)),
          },
    );
  }

  private profile(name: string, level: string, content: () => Fields): void {
    this.declare("Profile", name, {
      name: this.field(name, "name", () => eitherName(this.draw, name)),
      level,
      ...this.fields(name, ["permissions", "basedOn", "add", "remove"], content),
    });
  }

  private person(name: string, accounts: readonly string[], duties: readonly string[], desks: readonly string[]): void {
    const account = this.field(name, "account", () => this.maybe(70, () => new Reference(this.draw.pick(accounts))));
    const isCustomers = account !== undefined;
    const forCustomers = ["User-Adm", "User", ...duties];
    const profiles = isCustomers ? forCustomers : [...forCustomers, "Client-Adm", ...desks];
    const permissions = isCustomers ? CLIENT_PERMISSIONS : RESELLER_PERMISSIONS;
    const nameOf = (profile: unknown) => (profile instanceof Reference ? profile.label : String(profile));
    this.declare("User", name, {
      account,
      username: this.field(name, "username", () => eitherName(this.draw, name)),
      email: `${name}@example.com`,
      firstName: "Anna",
      lastName: name,
      description: this.field(name, "description", () => this.maybe(30, () => `about ${this.draw.int(1, 9)}`)),
      profiles: this.field(
        name,
        "profiles",
        () =>
          this.draw
            .some(profiles, 1, 3)
            .map((profile) => (/\d$/.test(profile) ? new Reference(profile) : profile)) as readonly unknown[],
        (held) => held.every((profile) => profiles.includes(nameOf(profile))),
      ),
      permissions: this.field(
        name,
        "permissions",
        () => this.maybe(35, () => this.draw.some(permissions, 1, 3)),
        (held) => held === undefined || held.every((key) => permissions.includes(key)),
      ),
      accessTimes: this.field(name, "accessTimes", () => this.maybe(15, () => this.draw.some(HOURS, 1, 2))),
      sourceAddresses: this.field(name, "sourceAddresses", () => this.maybe(15, () => this.draw.some(ADDRESSES, 1, 2))),
      confirm: ["csp/A2", "csp/U5"],
    });
  }
}

const wording: Wording = {
  everywhere: () => ({ inRealm: true, inAccounts: true }),
  // One menu for the whole realm: which of its entries a client's services give, is told of that client's own people.
  isCompared: ({ place, permission }, { access }) =>
    place === REALM || !permission.startsWith(PANEL) || access.every(({ account }) => account !== null),
};

export const csp: Reality = {
  portal: "csp",
  open: () => Promise.resolve({ config: {}, realms: (draw) => new CspRealms(draw) }),
  wording,
  look({ clients = [], users = [] }) {
    return {
      accounts: new Map(clients.map(({ id, name }) => [id, String(name)])),
      closed: [],
      projects: new Map(),
      people: new Map(users.map(({ id, username }) => [String(username), id])),
    };
  },
  loginOf: ({ username }) => String(username),
};
