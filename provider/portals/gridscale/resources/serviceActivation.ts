import { type DeclaredInputs, type Finding } from "../../../model";
import type {
  Absence,
  Found,
  Freshness,
  KindDriver,
  Listing,
  Removed,
  Surroundings,
  Written,
} from "../../../model/portal";
import { nameWithin, text } from "../../../model/words";
import { switched } from "./account";
import { absenceIn, accountFindings } from "../driver";
import { LOCATION_PREFIX } from "../fields";
import { isThere, locationOf } from "../reading";
import type { GridscaleClient } from "../client";

type List = "features" | "locations";

/** ServiceActivation = one feature, or one location (`location:NAME`), of one account. */
export class ServiceActivationDriver implements KindDriver {
  readonly singleton = true;

  constructor(private readonly realm: GridscaleClient) {}

  describe(inputs: DeclaredInputs): string {
    return nameWithin(inputs["service"], inputs["account"]);
  }

  canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    return Promise.resolve(inputs);
  }

  verify(inputs: DeclaredInputs, { planned }: Surroundings): Promise<Finding[]> {
    return accountFindings(this.realm, "account", inputs["account"], planned);
  }

  find(inputs: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    return this.get(`${text(inputs["account"])}/${text(inputs["service"])}`, inputs, freshness);
  }

  async get(id: string, state: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    if (freshness === "fresh") await this.realm.contracts.load("fresh");
    const account = text(state["account"]);
    const contract = await this.realm.contracts.withId(account);
    const entry = await this.entry(state);
    if (contract === undefined || !isThere(contract) || entry === undefined) return undefined;
    const { list, key } = entry;
    const isOn = (list === "features" ? contract.feature_keys : contract.location_uuids).includes(key);
    return isOn ? { id, inputs: { account, service: state["service"] }, outputs: {} } : undefined;
  }

  /** What is switched on stands among the features and locations of its account (rule gridscale/X3), and is listed there. */
  everything(): Promise<Listing> {
    return Promise.resolve({ found: [] });
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    await this.switch(inputs, true);
    return { id: `${text(inputs["account"])}/${text(inputs["service"])}`, outputs: {} };
  }

  update(found: Found): Promise<Written> {
    return Promise.resolve({ id: found.id, outputs: {} });
  }

  /** Switched off, unless the declaration says otherwise: what is running stays. */
  async remove(_found: Found, state: DeclaredInputs): Promise<Removed> {
    if (state["onDelete"] === "retain") return { note: "stays switched on (onDelete: retain)" };
    await this.switch(state, false);
    return {};
  }

  absence(): Promise<Absence> {
    return absenceIn(this.realm);
  }

  private async switch(inputs: DeclaredInputs, on: boolean): Promise<void> {
    const account = text(inputs["account"]);
    const entry = await this.entry(inputs);
    if (entry === undefined) return;
    await switched(this.realm, account, entry.list, on ? [entry.key] : [], on ? [] : [entry.key]);
    await this.realm.reread(account);
  }

  private async entry({ service }: DeclaredInputs): Promise<{ readonly list: List; readonly key: string } | undefined> {
    const word = text(service);
    if (!word.startsWith(LOCATION_PREFIX)) return { list: "features", key: word };
    const found = await locationOf(this.realm, word.slice(LOCATION_PREFIX.length));
    return typeof found === "string" ? { list: "locations", key: found } : undefined;
  }
}
