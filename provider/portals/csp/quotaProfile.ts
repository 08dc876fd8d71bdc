import type { DeclaredInputs, Finding } from "../../model";
import type { Found, PlannedInputs, Removed, Surroundings, Written } from "../../model/portal";
import { operations } from "./contract";
import { CspDriver, inPath, plain, text, type WireField } from "./driver";
import { nameWithin } from "../../model/words";
import { orAbsent } from "./wire";
import { limitsIn } from "./limits";
import { keyOf, newIdempotencyKey, type Realm, type WireQuotaProfile } from "./realm";
import { broken } from "./ruleBook";
import { accountIsSeen, type Sight } from "./sight";
import { accountFindings, listed, rightsFindings } from "./verify";

/** QuotaProfile = quota profile, global or of one client (manual §4.3, §4.4). */
export class QuotaProfileDriver extends CspDriver<WireQuotaProfile> {
  readonly fields: Readonly<Record<string, WireField<WireQuotaProfile>>> = {
    account: inPath("clientId"),
    name: plain("name"),
    inheritable: plain("inheritable"),
    default: plain("default"),
    limits: { read: limitsIn, write: (value) => ({ ...(value as Record<string, number>) }) },
  };

  readonly kind = "QuotaProfile";

  readonly sight: Sight = {
    section: "Quota",
    witness: async (realm, state) =>
      (await realm.quotaProfiles.all()).length === 0
        ? "the list of quota profiles is empty"
        : accountIsSeen(realm, state),
  };

  constructor(realm: Realm) {
    super(realm, realm.quotaProfiles);
  }

  idOf(profile: WireQuotaProfile): string {
    return profile.id;
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(inputs["account"] as string | undefined, text(inputs["name"]));
  }

  describe(inputs: DeclaredInputs): string {
    return nameWithin(inputs["name"], inputs["account"]);
  }

  async verify(inputs: DeclaredInputs, { before, planned }: Surroundings): Promise<Finding[]> {
    return [
      ...(await accountFindings(this.realm, inputs, planned)),
      ...(await rightsFindings(this.realm, "Q10", "make and change quota profiles", ["manage_quota_profiles"])),
      ...(await this.defaultFindings(inputs, before, planned)),
      ...(await this.rolloutFindings(inputs, before, planned)),
    ];
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const call = { body: this.body(inputs), idempotencyKey: newIdempotencyKey() };
    const clientId = inputs["account"];
    const { body } =
      typeof clientId === "string"
        ? await this.realm.wire.call(operations.createClientQuotaProfile, { ...call, params: { clientId } })
        : await this.realm.wire.call(operations.createQuotaProfile, call);
    await this.remember(body);
    return { id: body.id, outputs: {} };
  }

  async update(found: Found, changes: DeclaredInputs): Promise<Written> {
    const { body } = await this.realm.wire.call(operations.updateQuotaProfile, {
      params: { quotaProfileId: found.id },
      body: this.body(changes),
      ifMatch: found.revision,
    });
    await this.remember(body);
    return { id: found.id, outputs: {} };
  }

  async remove(found: Found): Promise<Removed> {
    await this.realm.wire.call(operations.deleteQuotaProfile, {
      params: { quotaProfileId: found.id },
      ifMatch: found.revision,
    });
    this.realm.quotaProfiles.drop(found.id);
    return {};
  }

  /** Rule csp/Q2: what a client has inherited is not its own. */
  protected override async found(wire: WireQuotaProfile, declared: DeclaredInputs): Promise<Found> {
    const found = await super.found(wire, declared);
    return wire.inherited
      ? {
          ...found,
          builtIn: "inherited from the reseller, who alone can change or delete it (rule csp/Q2)",
        }
      : found;
  }

  protected async fetch(id: string): Promise<WireQuotaProfile | undefined> {
    return orAbsent(this.realm.wire.call(operations.getQuotaProfile, { params: { quotaProfileId: id } }));
  }

  protected async search(inputs: DeclaredInputs): Promise<WireQuotaProfile | undefined> {
    const named = await this.realm.wire.list(operations.listQuotaProfiles, {
      query: { "filter[name]": text(inputs["name"]) },
    });
    return named.find(
      (profile) => profile.name === inputs["name"] && (profile.clientId ?? undefined) === inputs["account"],
    );
  }

  /** Rule csp/Q3, against a default that this run doesn't know to step back. */
  private async defaultFindings(
    inputs: DeclaredInputs,
    before: DeclaredInputs | undefined,
    planned: PlannedInputs,
  ): Promise<Finding[]> {
    const { account } = inputs;
    if (inputs["default"] !== true || before?.["default"] === true) return [];
    if (account !== undefined && typeof account !== "string") return [];
    const own = before && (await this.collection.ofDeclared(this.keyOf(before)));
    const loses = (await this.collection.all()).filter(
      (profile) =>
        profile.default &&
        profile.id !== own?.id &&
        (profile.clientId ?? undefined) === account &&
        planned.of("QuotaProfile", profile.id)?.["default"] !== false,
    );
    return loses.map(({ name }) =>
      broken("Q3", "default", `takes the place of ${JSON.stringify(name)}, which is the default of this scope so far`),
    );
  }

  /** Rule csp/Q7: who keeps the old numbers. */
  private async rolloutFindings(
    inputs: DeclaredInputs,
    before: DeclaredInputs | undefined,
    planned: PlannedInputs,
  ): Promise<Finding[]> {
    const own = before && (await this.collection.ofDeclared(this.keyOf(before)));
    if (own === undefined || JSON.stringify(inputs["limits"]) === JSON.stringify(before?.["limits"])) return [];
    if (!(await this.realm.may("show_client_quota"))) return [];
    const set = (await this.realm.quotas.all())
      .filter(({ profileId }) => profileId === own.id)
      .filter((quota) => planned.of("Quota", `${quota.clientId}/${quota.region}`)?.["followProfile"] !== true);
    if (set.length === 0) return [];
    const names = await Promise.all(
      set.map(async ({ clientId, region }) => {
        const client = clientId === null ? undefined : await this.realm.clients.withId(clientId);
        return `${client?.name ?? clientId} in ${region}`;
      }),
    );
    const reason = `changes, but the quotas that were set from this profile keep their numbers, unless they follow it (followProfile: true on the Quota): ${listed(names)}`;
    return [broken("Q7", "limits", reason)];
  }
}
