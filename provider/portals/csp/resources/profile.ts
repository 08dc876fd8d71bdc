import type { DeclaredInputs, Finding } from "../../../model";
import type { Found, Removed, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { listed } from "../../../model/words";
import { operations } from "../contract";
import { CspDriver, permissionFindings, plain, text, type WireField } from "../driver";
import { orAbsent } from "../wire";
import { derivedPermissions, holders, profileKey, type WireProfile } from "../reading";
import { newIdempotencyKey, type CspClient } from "../client";
import { P7 } from "../rules/profiles";
import type { Visibility } from "../visibility";

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

  readonly visibility: Visibility = {
    section: "Dashboard_Management",
    canary: async (realm) =>
      (await realm.profiles.all()).some((profile) => profile.origin === "provider")
        ? undefined
        : "not even the portal's standard profiles can be seen",
  };

  constructor(realm: CspClient) {
    super(realm, realm.profiles);
  }

  idOf(profile: WireProfile): string {
    return profile.id;
  }

  keyOf(inputs: DeclaredInputs): string {
    return profileKey(inputs);
  }

  describe(inputs: DeclaredInputs): string {
    return text(inputs["name"]);
  }

  /** A profile that is based on another one stands for the permissions that follow from that, as it is now. */
  override async canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    const permissions = await derivedPermissions(this.realm, inputs);
    return permissions === undefined ? inputs : { ...inputs, permissions };
  }

  async verify(inputs: DeclaredInputs): Promise<Finding[]> {
    return [
      ...(await permissionFindings(this.realm, "permissions", inputs["permissions"])),
      ...(await permissionFindings(this.realm, "add", inputs["add"])),
      ...(await permissionFindings(this.realm, "remove", inputs["remove"])),
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
      const names = listed(await holders(this.realm, found.id));
      throw new PortalRefusal(
        `the profile ${this.describe(found.inputs)} can't be deleted while somebody has it: ${names || "users that the token can't see"}. Give them ` +
          `another one first ${P7.mark}. ${error.message}`,
      );
    }
    this.realm.profiles.drop(found.id);
    return {};
  }

  protected override async found(wire: WireProfile, declared: DeclaredInputs): Promise<Found> {
    const found = await super.found(wire, declared);
    return wire.origin === "provider"
      ? { ...found, builtIn: `a standard profile of the portal, which nobody can change or delete ${P7.mark}` }
      : found;
  }

  protected override readonly without = [
    "basedOn, add and remove: a profile at the portal has its permissions, and not where they came from",
  ];

  protected override undeclarable({ clientId }: WireProfile): string | undefined {
    return clientId === null ? undefined : `a profile that the customer ${clientId} has made for itself`;
  }

  protected override async outputs(wire: WireProfile, declared: DeclaredInputs): Promise<Record<string, unknown>> {
    const names = wire.userCount === 0 ? [] : await holders(this.realm, wire.id);
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
}
