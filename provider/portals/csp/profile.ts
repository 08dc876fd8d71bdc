import { type DeclaredInputs, type Failure, UNKNOWN } from "../../kinds";
import { nearest } from "../nearest";
import type { Found, Removed, Written } from "../portal";
import { operations } from "./contract";
import { CspDriver, plain, text, type WireField } from "./driver";
import { orAbsent } from "./wire";
import { keyOf, newIdempotencyKey, type Realm, type WireProfile } from "./realm";
import type { Sight } from "./sight";

/** Profile = permission profile. Its level follows from whether it holds a Clients permission (rules csp/P1, csp/P2). */
export class ProfileDriver extends CspDriver<WireProfile> {
  readonly fields: Readonly<Record<string, WireField<WireProfile>>> = {
    name: plain("name"),
    description: plain("description"),
    level: plain("level"),
    permissions: plain("permissions"),
  };

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

  async verify(inputs: DeclaredInputs): Promise<Failure[]> {
    const declared = inputs["permissions"];
    if (!Array.isArray(declared)) return [];
    const keys = (await this.realm.permissions()).map(({ key }) => key);
    const known = new Set(keys);
    const strange = (declared as unknown[]).filter((key): key is string => typeof key === "string" && !known.has(key));
    const failures = strange.map((key): Failure => {
      const near = nearest(key, keys);
      const hint =
        near.length > 0
          ? `; did you mean ${near.join(" or ")}?`
          : "; the portal's catalogue (GET /permissions) says which exist";
      return {
        property: "permissions",
        reason: `has ${JSON.stringify(key)}, which the portal's catalogue doesn't know${hint}`,
      };
    });
    return [...failures, ...(await this.levelFailures(inputs["level"], declared as unknown[]))];
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const { body } = await this.realm.wire.call(operations.createProfile, {
      body: this.body(inputs),
      idempotencyKey: newIdempotencyKey(),
    });
    await this.remember(body);
    return { id: body.id, outputs: {} };
  }

  async update(found: Found, changes: DeclaredInputs): Promise<Written> {
    const { body } = await this.realm.wire.call(operations.updateProfile, {
      params: { profileId: found.id },
      body: this.body(changes),
      ifMatch: found.revision,
    });
    await this.remember(body);
    return { id: found.id, outputs: {} };
  }

  /** Rule csp/P7: the portal refuses while users have the profile. */
  async remove(found: Found): Promise<Removed> {
    await this.realm.wire.call(operations.deleteProfile, { params: { profileId: found.id }, ifMatch: found.revision });
    this.realm.profiles.drop(found.id);
    return {};
  }

  protected override found(wire: WireProfile): Found {
    const found = super.found(wire);
    return wire.origin === "provider"
      ? { ...found, builtIn: "a standard profile of the portal, which nobody can change or delete (rule csp/P7)" }
      : found;
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

  private async levelFailures(level: unknown, declared: readonly unknown[]): Promise<Failure[]> {
    const clientsPermissions = await this.realm.clientsPermissions();
    const granted = declared.filter((key): key is string => typeof key === "string" && clientsPermissions.has(key));
    if (level === "client" && granted.length > 0) {
      return [
        {
          property: "permissions",
          reason:
            `has ${granted.join(", ")}, which would give everybody with this profile reseller rights: they could create and change other customers. ` +
            "Take that out, or declare level: reseller (rule csp/P1)",
        },
      ];
    }
    if (level === "reseller" && granted.length === 0 && !declared.includes(UNKNOWN)) {
      return [
        {
          property: "permissions",
          reason:
            `has none of the Clients permissions (${[...clientsPermissions].join(", ")}), so that the profile would be visible to all customers: ` +
            "add at least one, or declare level: client (rule csp/P2)",
        },
      ];
    }
    return [];
  }
}
