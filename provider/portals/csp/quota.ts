import { type DeclaredInputs, type Failure, UNKNOWN } from "../../kinds";
import { nearest } from "../nearest";
import type { Found, PlannedInputs, Removed, Written } from "../portal";
import { operations } from "./contract";
import { CspDriver, inPath, text, type WireField } from "./driver";
import { orAbsent } from "./wire";
import { type Limits, limitsIn, NO_LIMITS } from "./limits";
import { keyOf, type Realm, type WireAllocation } from "./realm";
import { accountIsSeen, type Sight } from "./sight";
import { accountFailures } from "./verify";

/** Stands for any revision: the first write to the quota of a client that this run has made. */
const ANY_REVISION = "*";

/** Quota = a client's quota in one region. It is there with the client; declaring it sets it (manual §4.2). */
export class QuotaDriver extends CspDriver<WireAllocation> {
  readonly singleton = true;

  readonly fields: Readonly<Record<string, WireField<WireAllocation>>> = {
    account: inPath("clientId"),
    region: inPath("region"),
    limits: { read: (wire) => limitsIn(wire.limits), write: (value) => ({ limits: value }) },
  };

  readonly sight: Sight = { section: "Quota", witness: accountIsSeen };

  constructor(realm: Realm) {
    super(realm, realm.quotas);
  }

  idOf(quota: WireAllocation): string {
    return `${quota.clientId}/${quota.region}`;
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(text(inputs["account"]), text(inputs["region"]));
  }

  describe(inputs: DeclaredInputs): string {
    return `of ${text(inputs["account"])} in ${text(inputs["region"])}`;
  }

  async verify(inputs: DeclaredInputs, planned: PlannedInputs): Promise<Failure[]> {
    const failures = await accountFailures(this.realm, inputs, planned);
    const region = inputs["region"];
    if (typeof region !== "string" || (region as unknown) === UNKNOWN) return failures;
    const known = (await this.realm.regions()).map(({ id }) => id);
    if (known.includes(region)) return failures;
    const near = nearest(region, known);
    return [
      ...failures,
      {
        property: "region",
        reason: `is ${JSON.stringify(region)}, which is not a region of the portal; ${near.length > 0 ? `did you mean ${near.join(" or ")}?` : `known are ${known.join(", ")}`}`,
      },
    ];
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const current = await this.collection.withKey(this.keyOf(inputs));
    return this.set(
      text(inputs["account"]),
      text(inputs["region"]),
      inputs["limits"] as Limits,
      current?.etag ?? ANY_REVISION,
    );
  }

  async update(found: Found, changes: DeclaredInputs): Promise<Written> {
    return this.set(
      text(found.inputs["account"]),
      text(found.inputs["region"]),
      changes["limits"] as Limits,
      found.revision ?? ANY_REVISION,
    );
  }

  async remove(found: Found, state: DeclaredInputs): Promise<Removed> {
    if (state["onDelete"] !== "reset") return { note: "the limits stay as they are at the portal (onDelete: retain)" };
    await this.set(
      text(found.inputs["account"]),
      text(found.inputs["region"]),
      NO_LIMITS,
      found.revision ?? ANY_REVISION,
    );
    return {};
  }

  protected override found(wire: WireAllocation): Found {
    const found = super.found(wire);
    return Object.values(limitsIn(wire.limits)).every((limit) => limit === 0) ? { ...found, untouched: true } : found;
  }

  protected async fetch(id: string): Promise<WireAllocation | undefined> {
    const [clientId = "", region = ""] = id.split("/");
    return orAbsent(this.realm.wire.call(operations.getClientQuota, { params: { clientId, region } }));
  }

  protected async search(inputs: DeclaredInputs): Promise<WireAllocation | undefined> {
    return this.fetch(`${text(inputs["account"])}/${text(inputs["region"])}`);
  }

  private async set(clientId: string, region: string, limits: Limits, ifMatch: string): Promise<Written> {
    const { body } = await this.realm.wire.call(operations.setClientQuota, {
      params: { clientId, region },
      body: { limits },
      ifMatch,
    });
    await this.remember(body);
    return { id: this.idOf(body), outputs: {} };
  }
}
