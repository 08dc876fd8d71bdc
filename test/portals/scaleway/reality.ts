import { EVERYBODY_GROUPS, PRESET_GROUPS, RESELLER_PERMISSION_SET } from "../../../provider/portals/scaleway/contract";
import type { Draw } from "../../random/draw";
import { Reference } from "../../support/miniEngine";
import { ScalewayByHand } from "./byHand";
import { projectAndCondition, type Wording } from "../../review/reality/comparison";
import type { Reality } from "../../review/reality/portals";
import { type Fields, namesIn } from "../../review/reality/program";
import { eitherName, Realms, references } from "../../review/reality/realms";

const ORGANIZATION_SETS = ["BillingReadOnly", "BillingManager", "IAMReadOnly", "IAMManager", "SupportTicketManager"];
const PROJECT_SETS = ["AllProductsReadOnly", "ObjectStorageReadOnly", "VPCReadOnly", "InstancesFullAccess"];
const CONDITIONS = ['request.ip == "203.0.113.7"', 'request.ip == "198.51.100.1"'];

/** The one client whose Organization can be managed: it is there before, and has given a key away. */
const OPEN_CLIENT = "open";

/** Customers, groups and policies and people of the partner's own Organization, and of one client's. */
class ScalewayRealms extends Realms {
  constructor(
    draw: Draw,
    private readonly ownId: string,
  ) {
    super(draw);
  }

  protected compose(isLast: boolean): void {
    // In an Organization that is locked nothing can be changed: this one is locked at the end, with everybody in it as they were.
    this.declare("Account", OPEN_CLIENT, { ...customer(OPEN_CLIENT), locked: isLast, adopt: true });
    for (const name of this.freshNames("customer", 2, 5)) this.customer(name);
    const projects = this.someNames("project", 1, 3);
    for (const name of projects) this.declare("Project", name, { name: this.name(name) });
    const teams = this.someNames("team", 2, 4);
    const ofProjects = [this.ownId, ...references(projects)];
    for (const name of teams) this.profile(name, ofProjects, [RESELLER_PERMISSION_SET]);
    // No policy is moved to another group: people who don't change themselves are put into it by a refresh at the earliest, and until then
    // the state is not what the portal has.
    const isLeft = (name: string) =>
      namesIn({ group: this.before(name)?.["group"] }).every((team) => teams.includes(team));
    const policies = this.freshNames("policy", 1, 3).filter(isLeft);
    for (const name of policies) {
      const groups = [...PRESET_GROUPS, ...references(teams)];
      const group = this.before(name)?.["group"] ?? this.draw.pick<unknown>(groups);
      this.profile(name, ofProjects, [RESELLER_PERMISSION_SET], { group });
    }
    this.forEverybody(ofProjects, [RESELLER_PERMISSION_SET]);
    for (const name of this.someNames("person", 10, 20)) this.person(name, [...teams, ...policies]);
    if (isLast) this.clientAgain();
    else this.client();
  }

  private client(): void {
    const account = new Reference(OPEN_CLIENT);
    this.declare("Project", "inside0", { account, name: "inside0" });
    const crews = this.someNames("crew", 1, 2);
    for (const name of crews) this.profile(name, references(["inside0"]), [], { account });
    this.forEverybody(references(["inside0"]), [], { account });
    for (const name of this.someNames("member", 2, 5)) this.person(name, crews, { account });
  }

  private clientAgain(): void {
    for (const stem of ["inside", "crew", "crowd", "member"])
      for (const name of this.namesBefore(stem)) this.declareAgain(name);
  }

  private customer(name: string): void {
    this.declare("Account", name, {
      ...customer(name),
      locked: this.field(name, "locked", () => this.draw.chance(30)),
      onDelete: this.field(name, "onDelete", () => this.draw.pick(["lock", "retain"])),
      confirm: ["scaleway/C8"],
    });
  }

  private name(name: string): string {
    return this.field(name, "name", () => eitherName(this.draw, name));
  }

  private profile(name: string, projects: readonly unknown[], more: readonly string[], fields: Fields = {}): void {
    const rule = () => {
      const condition = this.maybe(25, () => this.draw.pick(CONDITIONS));
      if (this.draw.chance(50)) {
        const permissionSets = this.draw.some([...ORGANIZATION_SETS, ...more], 1, 3);
        return { permissionSets, scope: "organization", condition };
      }
      const scope = this.draw.chance(50) ? "organization" : { projects: this.draw.some(projects, 1, 2) };
      return { permissionSets: this.draw.some(PROJECT_SETS, 1, 2), scope, condition };
    };
    this.declare("Profile", name, {
      ...fields,
      name: this.name(name),
      rules: this.field(name, "rules", () => Array.from({ length: this.draw.int(1, 3) }, rule)),
      confirm: ["scaleway/U5"],
    });
  }

  /** Policies for the group that everybody of an Organization is in, also who is made later, and that nobody is given. */
  private forEverybody(projects: readonly unknown[], more: readonly string[], fields: Fields = {}): void {
    const stem = "account" in fields ? "crowd" : "everybody";
    for (const name of this.freshNames(stem, 0, 2))
      this.profile(name, projects, more, { ...fields, group: EVERYBODY_GROUPS.users });
  }

  private person(name: string, profiles: readonly string[], fields: Fields = {}): void {
    const groups = [...PRESET_GROUPS, ...references(profiles)];
    this.declare("User", name, {
      ...fields,
      username: this.field(name, "username", () => (this.draw.chance(80) ? name : `${name}.b`)),
      email: `${name}@partner.example`,
      locked: this.field(name, "locked", () => this.draw.chance(20)),
      profiles: this.field(name, "profiles", () => this.maybe(85, () => this.draw.some<unknown>(groups, 0, 3))),
      confirm: ["scaleway/U5", "scaleway/U7"],
    });
  }
}

/** As somebody makes one by hand, so that what is there already is not changed. */
function customer(name: string): Fields {
  return {
    name,
    email: `${name}@customer.example`,
    ownerFirstName: "Olga",
    ownerLastName: "Owner",
    externalId: `C-${name}`,
  };
}

const wording: Wording = {
  // Permission sets are of the partner's own Organization; one of them opens the Partner Space, which is all clients.
  everywhere: (permission) => ({ inRealm: true, inAccounts: permission === RESELLER_PERMISSION_SET }),
  limit: projectAndCondition,
};

export const scaleway: Reality = {
  portal: "scaleway",
  async open(sandbox) {
    const { id, accessKey, secretKey } = await new ScalewayByHand(sandbox).newClient(OPEN_CLIENT);
    return {
      config: { "reseller:keys": JSON.stringify({ [id]: { accessKey, secretKey } }) },
      realms: (draw) => new ScalewayRealms(draw, sandbox.scaleway.organizationId),
    };
  },
  wording,
  look({ organizations = [], users = [], projects = [] }) {
    const own = projects.filter(({ id, organizationId }) => id !== organizationId);
    return {
      accounts: new Map(
        organizations.filter(({ partnerId }) => partnerId !== null).map(({ id, name }) => [id, String(name)]),
      ),
      closed: [],
      projects: new Map(own.map(({ id, name }) => [id, String(name)])),
      people: new Map(users.map(({ id, username }) => [String(username), id])),
    };
  },
  loginOf: ({ username }) => String(username),
};
