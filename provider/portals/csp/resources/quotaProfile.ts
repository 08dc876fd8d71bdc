import type { DeclaredInputs, Finding } from "../../../model";
import type { Found, Removed, Surroundings, Written } from "../../../model/portal";
import { operations } from "../contract";
import { accountFindings, CspDriver, inPath, plain, text, type WireField } from "../driver";
import { nameWithin } from "../../../model/words";
import { orAbsent } from "../wire";
import { limitsIn } from "../limits";
import { quotaProfileKey, type WireQuotaProfile } from "../reading";
import { newIdempotencyKey, type CspClient } from "../client";
import { Q2 } from "../rules/quotaProfiles";
import { accountIsSeen, type Visibility } from "../visibility";

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

  readonly visibility: Visibility = {
    section: "Quota",
    canary: async (realm, state) =>
      (await realm.quotaProfiles.all()).length === 0
        ? "the list of quota profiles is empty"
        : accountIsSeen(realm, state),
  };

  constructor(realm: CspClient) {
    super(realm, realm.quotaProfiles);
  }

  idOf(profile: WireQuotaProfile): string {
    return profile.id;
  }

  keyOf(inputs: DeclaredInputs): string {
    return quotaProfileKey(inputs);
  }

  describe(inputs: DeclaredInputs): string {
    return nameWithin(inputs["name"], inputs["account"]);
  }

  verify(inputs: DeclaredInputs, { planned }: Surroundings): Promise<Finding[]> {
    return accountFindings(this.realm, inputs, planned);
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
          builtIn: `inherited from the reseller, who alone can change or delete it ${Q2.mark}`,
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
}
