import { type DeclaredInputs, type Finding, UNKNOWN } from "../../model";
import type { Found, PlannedInputs, Removed, Surroundings, Written } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { operations } from "./contract";
import { CspDriver, plain, text, type WireField } from "./driver";
import { orAbsent } from "./wire";
import { keyOf, newIdempotencyKey, type Realm, type WireProfile } from "./realm";
import { broken, ruleId } from "./ruleBook";
import type { Sight } from "./sight";
import { grantFindings, knownWords, listed, rightsFindings, unknownPermissionFindings, unknownProfile } from "./verify";
import { reachText, usersText } from "../../model/words";

/** How many of those who have a profile its outputs name. */
const MOST_NAMES = 100;

/** Profile = permission profile. Its level follows from whether it holds a Clients permission (rules csp/P1, csp/P2). */
export class ProfileDriver extends CspDriver<WireProfile> {
  readonly fields: Readonly<Record<string, WireField<WireProfile>>> = {
    name: plain("name"),
    description: plain("description"),
    level: plain("level"),
    permissions: plain("permissions"),
  };

  readonly kind = "Profile";

  readonly sight: Sight = {
    section: "Dashboard_Management",
    witness: async (realm) =>
      (await realm.profiles.all()).some((profile) => profile.origin === "provider")
        ? undefined
        : "not even the portal's standard profiles can be seen",
  };

  constructor(realm: Realm) {
    super(realm, realm.profiles);
  }

  idOf(profile: WireProfile): string {
    return profile.id;
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(null, text(inputs["name"]));
  }

  describe(inputs: DeclaredInputs): string {
    return text(inputs["name"]);
  }

  /** A profile that is based on another one stands for the permissions that follow from that, as it is now. */
  override async canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    const permissions = await this.derived(inputs);
    return permissions === undefined ? inputs : { ...inputs, permissions };
  }

  async verify(inputs: DeclaredInputs, { before, planned }: Surroundings): Promise<Finding[]> {
    const { basedOn } = inputs;
    const rights = await rightsFindings(
      this.realm,
      "A4",
      "make and change profiles",
      before === undefined ? ["create_profile"] : ["edit_profile_description"],
    );
    const findings = [
      ...rights,
      ...(await unknownPermissionFindings(this.realm, "permissions", inputs["permissions"])),
      ...(await unknownPermissionFindings(this.realm, "add", inputs["add"])),
      ...(await unknownPermissionFindings(this.realm, "remove", inputs["remove"])),
    ];
    if (typeof basedOn === "string" && (await this.realm.profile(basedOn)) === undefined)
      return [...findings, await unknownProfile(this.realm, "basedOn", basedOn)];
    const wanted = await this.wanted(inputs, planned);
    if (wanted === undefined) return findings;
    const current = before && (await this.collection.ofDeclared(this.keyOf(before)));
    const old = new Set(current?.permissions ?? []);
    const property = inputs["basedOn"] === undefined ? "permissions" : "basedOn";
    return [
      ...findings,
      ...(await this.levelFindings(inputs["level"], property, wanted, current)),
      ...(await grantFindings(
        this.realm,
        property,
        wanted.known.filter((key) => !old.has(key)),
      )),
      ...(await this.reachFindings(inputs, property, wanted, current)),
    ];
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const { body } = await this.realm.wire.call(operations.createProfile, {
      body: this.body(inputs),
      idempotencyKey: newIdempotencyKey(),
    });
    return {
      id: body.id,
      outputs: {},
      next: async () => {
        await this.remember(body);
        return { id: body.id, outputs: await this.outputs(body, inputs) };
      },
    };
  }

  async update(found: Found, changes: DeclaredInputs, wanted: DeclaredInputs): Promise<Written> {
    const { body } = await this.realm.wire.call(operations.updateProfile, {
      params: { profileId: found.id },
      body: this.body(changes),
      ifMatch: found.revision,
    });
    await this.remember(body);
    return { id: found.id, outputs: {}, next: this.shown(found.id, body, wanted) };
  }

  /** Rule csp/P7: the portal refuses while users have the profile. */
  async remove(found: Found): Promise<Removed> {
    try {
      await this.realm.wire.call(operations.deleteProfile, {
        params: { profileId: found.id },
        ifMatch: found.revision,
      });
    } catch (error) {
      if (!(error instanceof PortalRefusal) || error.code !== "in_use") throw error;
      const names = listed((await this.holders(found.id)).map(({ name }) => name));
      throw new PortalRefusal(
        `the profile ${this.describe(found.inputs)} can't be deleted while somebody has it: ${names || "users that the token can't see"}. Give them ` +
          `another one first (rule ${ruleId("P7")}). ${error.message}`,
      );
    }
    this.realm.profiles.drop(found.id);
    return {};
  }

  protected override async found(wire: WireProfile, declared: DeclaredInputs): Promise<Found> {
    const found = await super.found(wire, declared);
    return wire.origin === "provider"
      ? { ...found, builtIn: "a standard profile of the portal, which nobody can change or delete (rule csp/P7)" }
      : found;
  }

  protected override readonly without = [
    "basedOn, add and remove: a profile at the portal has its permissions, and not where they came from",
  ];

  protected override undeclarable({ clientId }: WireProfile): string | undefined {
    return clientId === null ? undefined : `a profile that the customer ${clientId} has made for itself`;
  }

  protected override async outputs(wire: WireProfile, declared: DeclaredInputs): Promise<Record<string, unknown>> {
    const names = wire.userCount === 0 ? [] : (await this.holders(wire.id)).map(({ name }) => name);
    return {
      origin: wire.origin,
      visibleTo: wire.visibleTo,
      userCount: wire.userCount,
      users: names.slice(0, MOST_NAMES),
      effectivePermissions: declared["basedOn"] === undefined ? undefined : [...wire.permissions].sort(),
    };
  }

  protected async fetch(id: string): Promise<WireProfile | undefined> {
    return orAbsent(this.realm.wire.call(operations.getProfile, { params: { profileId: id } }));
  }

  protected async search(inputs: DeclaredInputs): Promise<WireProfile | undefined> {
    const named = await this.realm.wire.list(operations.listProfiles, {
      query: { "filter[name]": text(inputs["name"]) },
    });
    return named.find((profile) => profile.name === inputs["name"] && profile.clientId === null);
  }

  /** The permissions that follow from `basedOn`; undefined where there is none, or it is not known yet. */
  private async derived(inputs: DeclaredInputs, planned?: PlannedInputs): Promise<string[] | undefined> {
    const { basedOn } = inputs;
    if (typeof basedOn !== "string") return undefined;
    const base = await this.realm.profile(basedOn);
    if (base === undefined) return undefined;
    const declared = planned?.of("Profile", base.id)?.["permissions"];
    const start = Array.isArray(declared) ? knownWords(declared) : base.permissions;
    const without = new Set(knownWords(inputs["remove"]));
    return [...new Set([...start, ...knownWords(inputs["add"])])].filter((key) => !without.has(key)).sort();
  }

  /** What the profile will hold, as far as it is known, and whether that is all. */
  private async wanted(
    inputs: DeclaredInputs,
    planned: PlannedInputs,
  ): Promise<{ readonly known: readonly string[]; readonly complete: boolean } | undefined> {
    if (inputs["basedOn"] !== undefined) {
      const known = await this.derived(inputs, planned);
      const parts = [inputs["add"], inputs["remove"]];
      return known && { known, complete: !parts.some((part) => Array.isArray(part) && part.includes(UNKNOWN)) };
    }
    const declared = inputs["permissions"];
    if (!Array.isArray(declared)) return undefined;
    return { known: knownWords(declared), complete: !declared.includes(UNKNOWN) };
  }

  /** Rules csp/P1 and csp/P2, which are csp/P5 and csp/P4 for a profile that exists. */
  private async levelFindings(
    level: unknown,
    property: string,
    { known, complete }: { readonly known: readonly string[]; readonly complete: boolean },
    current: WireProfile | undefined,
  ): Promise<Finding[]> {
    const clientsPermissions = await this.realm.clientsPermissions();
    const granted = known.filter((key) => clientsPermissions.has(key));
    if (level === "client" && granted.length > 0) {
      const everybody = current === undefined ? "everybody with this profile" : await this.everybodyWith(current);
      const reason =
        `has ${granted.join(", ")}, which would give ${everybody} reseller rights: they could create and change other customers. ` +
        "Take that out, or declare another profile of level reseller";
      return [broken(current === undefined ? "P1" : "P5", property, reason)];
    }
    if (level === "reseller" && granted.length === 0 && complete) {
      const all = `(${[...clientsPermissions].join(", ")})`;
      return [
        current === undefined
          ? broken(
              "P2",
              property,
              `has none of the Clients permissions ${all}, so that the profile would be visible to all customers: add at least one, or declare level: client`,
            )
          : broken(
              "P4",
              property,
              `would lose the last of the Clients permissions ${all}, and with it become visible to every customer: keep one, or declare another ` +
                "profile of level client",
            ),
      ];
    }
    return [];
  }

  /** Rules csp/P3 and csp/P6: whom it reaches. */
  private async reachFindings(
    inputs: DeclaredInputs,
    property: string,
    { known, complete }: { readonly known: readonly string[]; readonly complete: boolean },
    current: WireProfile | undefined,
  ): Promise<Finding[]> {
    if (current === undefined) {
      if (inputs["level"] !== "client") return [];
      const count = (await this.realm.may("show_clients")) ? (await this.realm.clients.all()).length : 0;
      const all = count === 0 ? "all customers" : `all ${count} customers`;
      return [broken("P3", "level", `is client: the profile is visible to ${all} at once`)];
    }
    const old = new Set(current.permissions);
    const added = known.filter((key) => !old.has(key));
    const removed = complete ? current.permissions.filter((key) => !known.includes(key)) : [];
    if (current.userCount === 0 || added.length + removed.length === 0) return [];
    const parts = [
      added.length > 0 ? `gain ${listed(added)}` : undefined,
      removed.length > 0 ? `lose ${listed(removed)}` : undefined,
    ].filter((part) => part !== undefined);
    const names = (await this.holders(current.id)).map(({ name }) => name);
    return [broken("P6", property, reachText(current.userCount, names, parts.join(", and ")))];
  }

  private async everybodyWith(profile: WireProfile): Promise<string> {
    const names = (await this.holders(profile.id)).map(({ name }) => name);
    return usersText(profile.userCount, names);
  }

  /** Who has a profile, as `Acme AG/anna`; only those that the token can see. */
  private async holders(profileId: string): Promise<{ readonly name: string }[]> {
    if (!(await this.realm.may("show_users"))) return [];
    const seesClients = await this.realm.may("show_clients");
    const users = (await this.realm.users.all()).filter(
      (user) => user.profileId === profileId || user.permissionSets.includes(profileId),
    );
    const named = users.map(async ({ clientId, username }) => {
      if (clientId === null) return { name: username };
      const client = seesClients ? await this.realm.clients.withId(clientId) : undefined;
      return { name: `${client?.name ?? clientId}/${username}` };
    });
    return (await Promise.all(named)).sort((one, other) => (one.name < other.name ? -1 : 1));
  }
}
