import { type DeclaredInputs, spelledAlike } from "../../../model";
import type { Collection } from "../../collection";
import { CollectionDriver, plain, type WireField } from "../../driver";
import { listing, seenOf } from "../../listing";
import type { Absence, Found, Listing, Pending, Removed, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { keyOf, knownWords, listed, text } from "../../../model/words";
import { operations } from "../contract";
import { absenceIn } from "../driver";
import { isThere, locationIds, type WireContract } from "../reading";
import type { GridscaleClient } from "../client";
import { L5 } from "../rules/accounts";
import { orAbsent } from "../wire";

type Prices = Readonly<Record<string, number>>;

/** Account = contract of the partner. Everything is changed in place: nothing ever makes a new one in the place of an old one. */
export class AccountDriver extends CollectionDriver<WireContract> {
  readonly fields: Readonly<Record<string, WireField<WireContract>>> = {
    name: plain("name"),
    owner: { read: ({ owner_uuids: [owner] }) => owner, write: (value) => ({ owner_uuid: value }) },
    locked: { ...plain("locked"), write: () => ({}) },
    features: { read: ({ feature_keys: keys }) => keys, write: () => ({}) },
    locations: { read: ({ location_uuids: ids }) => ids, write: () => ({}) },
  };

  constructor(
    private readonly realm: GridscaleClient,
    private readonly say: (message: string) => void,
  ) {
    super();
  }

  idOf({ contract_uuid: id }: WireContract): string {
    return id;
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(text(inputs["name"]));
  }

  describe(inputs: DeclaredInputs): string {
    return text(inputs["name"]);
  }

  /** Locations by their ids. What isn't known (yet) stays as it is. */
  override async canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    const declared = inputs["locations"];
    if (!Array.isArray(declared)) return inputs;
    return { ...inputs, locations: await locationIds(this.realm, declared) };
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const { name, owner } = inputs;
    const { body } = await this.realm.wire.call(operations.createContract, {
      body: { name, ...(owner === undefined ? {} : { owner_uuid: owner }) },
    });
    const id = body.contract_uuid;
    return {
      id,
      outputs: {},
      next: async () => {
        await this.realm.contracts.putIfLoaded(body);
        const { features, locations, locked, productPrices } = inputs;
        const rest = {
          ...(features === undefined ? {} : { features }),
          ...(locations === undefined ? {} : { locations }),
          ...(locked === true ? { locked } : {}),
          productPrices,
        };
        // One look, for both lists and the outputs, at what the portal gives new accounts: nobody else knows this one yet.
        return { id, outputs: await this.writeRest(id, rest, [], [], await this.realm.reread(id)) };
      },
    };
  }

  async update(found: Found, changes: DeclaredInputs): Promise<Written> {
    const body = this.body(changes);
    if (Object.keys(body).length > 0) {
      const { name, owner_uuid: owner } = body;
      const contract = await this.realm.become(
        `the account ${this.describe(found.inputs)} to be changed`,
        await this.realm.wire.change(operations.updateContract, { params: { contractId: found.id }, body }),
        () => this.realm.reread(found.id),
        (seen) =>
          (name === undefined || spelledAlike(seen.name, name)) &&
          (owner === undefined || seen.owner_uuids.some((id) => id === owner)),
      );
      await this.realm.contracts.putIfLoaded(contract);
    }
    const { features, locations } = found.inputs;
    const outputs = await this.writeRest(found.id, changes, knownWords(features), knownWords(locations));
    return { id: found.id, outputs };
  }

  /** Rule gridscale/L4. */
  async remove(found: Found, state: DeclaredInputs): Promise<Removed> {
    const params = { contractId: found.id };
    if (state["onDelete"] === "lock") {
      await this.lock(found.id, true);
      return {
        note: "is locked now (onDelete: lock): nobody can enter it, but its workloads keep running, and are billed",
      };
    }
    if (state["onDelete"] !== "delete")
      return {
        note: "left untouched at the portal (onDelete: retain): it can be entered, its workloads keep running, and are billed",
      };
    const { requestId } = await this.realm.wire.call(operations.deleteContract, { params });
    this.realm.contracts.drop(found.id);
    return {
      pending: [this.deletionOf(found.id, this.describe(found.inputs), requestId)],
      note:
        "was set to be deleted: its servers are stopped and its Platform Services deleted, for good. What becomes of servers, storages and addresses " +
        `beyond that, and when billing ends, the vendor doesn't say: ask gridscale ${L5.mark}`,
    };
  }

  absence(): Promise<Absence> {
    return absenceIn(this.realm);
  }

  protected collectionFor(): Collection<WireContract> {
    return this.realm.contracts;
  }

  protected fetch(id: string): Promise<WireContract | undefined> {
    return orAbsent(this.realm.wire.call(operations.getContract, { params: { contractId: id } }));
  }

  protected async search(inputs: DeclaredInputs): Promise<WireContract | undefined> {
    await this.realm.contracts.load("fresh");
    return this.realm.contracts.withKey(this.keyOf(inputs));
  }

  async everything(): Promise<Listing> {
    const { items, ...unseen } = await seenOf(() => this.realm.contracts.all());
    const found = await Promise.all(items.map((wire) => this.found(wire, this.asDeclared(wire))));
    const several = items.filter(({ owner_uuids: owners }) => owners.length > 1).map(({ name }) => name);
    const without = [
      "productPrices: the portal doesn't tell an account's own prices from those that all accounts have",
      ...(several.length === 0
        ? []
        : [`owners: one of an account is declared, and there are several of ${listed(several.sort())}; they stay`]),
    ];
    return listing("Account", found, { ...unseen, without });
  }

  /** Of several owners the same one is declared in whatever order the portal has them. */
  protected override asDeclared(wire: WireContract): DeclaredInputs {
    return { ...super.asDeclared(wire), owner: [...wire.owner_uuids].sort()[0] };
  }

  protected override async found(wire: WireContract, declared: DeclaredInputs): Promise<Found> {
    const found = await super.found(wire, declared);
    const owner = knownWords(wire.owner_uuids).find((id) => id === declared["owner"]) ?? found.inputs["owner"];
    const inputs = { ...found.inputs, owner, ...(await this.shownPrices(wire.contract_uuid, declared)) };
    return {
      ...found,
      inputs,
      ...(isThere(wire) ? {} : { deleting: this.deletionOf(wire.contract_uuid, wire.name) }),
    };
  }

  protected override async outputs(wire: WireContract, declared: DeclaredInputs): Promise<Record<string, unknown>> {
    const isSingle = wire.owner_uuids.length === 1 && wire.owner_uuids[0] === declared["owner"];
    const projects = wire.projects.map(({ project_uuid: id, name, location_uuid: location }) => ({
      id,
      name,
      ...(location === null ? {} : { location }),
    }));
    return {
      owners: isSingle || wire.owner_uuids.length === 0 ? undefined : wire.owner_uuids,
      projects: projects.length === 0 ? undefined : projects,
      prices: declared["productPrices"] === undefined ? undefined : await this.prices(wire.contract_uuid),
    };
  }

  /** The clean-up of an account: until it is not there any more, which has to be proven (rule gridscale/L20). */
  private deletionOf(id: string, name: string, request?: string): Pending {
    return {
      what: `the account ${name} to be cleaned up`,
      finished: async () => {
        if ((await this.fetch(id)) !== undefined) {
          if (request !== undefined) await this.mustGoOn(request, name);
          return false;
        }
        const absence = await this.absence();
        if (absence.proven) return true;
        throw new PortalRefusal(
          `whether the account ${name} is gone cannot be told: it can't be seen, and ${absence.because}. It stays in the state`,
        );
      },
    };
  }

  /** Whether there is a request, the portal decides, not the status of an answer. What is not known of it proves nothing. */
  private async mustGoOn(requestId: string, name: string): Promise<void> {
    const requests = await orAbsent(this.realm.wire.call(operations.getRequest, { params: { requestId } }));
    const request = requests?.[requestId];
    if (request?.status !== "failed") return;
    throw new PortalRefusal(
      `the portal has not cleaned up the account ${name}: ${request.message} (request ${requestId}). It stays in the state; run again, and where that doesn't help, ask gridscale`,
    );
  }

  /** @returns the account as it is then */
  private async lock(id: string, locked: boolean): Promise<WireContract> {
    const params = { contractId: id };
    const look = () => this.realm.reread(id);
    const isAsWanted = (seen: WireContract) => seen.locked === locked;
    await this.realm.surely(
      () => this.realm.wire.call(locked ? operations.lockContract : operations.unlockContract, { params }),
      async () => isAsWanted(await look()),
    );
    return this.realm.become(`the account ${id} to be ${locked ? "locked" : "unlocked"}`, undefined, look, isAsWanted);
  }

  /** What has calls of its own; features and locations are whole lists, to which others may add. `made`: where it was made just now. */
  private async writeRest(
    id: string,
    values: DeclaredInputs,
    features: readonly string[],
    locations: readonly string[],
    made?: WireContract,
  ): Promise<Record<string, unknown>> {
    const lists = { feature_keys: made?.feature_keys, location_uuids: made?.location_uuids };
    if ("features" in values)
      lists.feature_keys = await this.switch(
        id,
        "features",
        knownWords(values["features"]),
        features,
        lists.feature_keys,
      );
    if ("locations" in values) {
      const wanted = knownWords((await this.canonical(values))["locations"]);
      lists.location_uuids = await this.switch(id, "locations", wanted, locations, lists.location_uuids);
    }
    if (values["productPrices"] !== undefined) await this.setPrices(id, values["productPrices"] as Prices);
    if (typeof values["locked"] === "boolean") return this.outputs(await this.lock(id, values["locked"]), values);
    if (made === undefined) return this.outputs(await this.realm.reread(id), values);
    const { feature_keys: keys = [], location_uuids: ids = [] } = lists;
    const contract = { ...made, feature_keys: [...keys], location_uuids: [...ids] };
    await this.realm.contracts.putIfLoaded(contract);
    return this.outputs(contract, values);
  }

  private switch(
    id: string,
    list: "features" | "locations",
    wanted: readonly string[],
    own: readonly string[],
    read: string[] | undefined,
  ): Promise<string[]> {
    return switched(
      this.realm,
      id,
      list,
      wanted,
      own.filter((entry) => !wanted.includes(entry)),
      read,
    );
  }

  private async prices(id: string) {
    const { body } = await this.realm.wire.call(operations.getPrices, { params: { contractId: id } });
    return body.prices.map(({ product_number: product, name, price }) => ({ product, name, price }));
  }

  /** Of all prices, those that are declared. */
  private async shownPrices(id: string, { productPrices }: DeclaredInputs): Promise<DeclaredInputs> {
    if (productPrices === undefined) return {};
    const declared = Object.keys(productPrices as Prices);
    const shown = (await this.prices(id)).filter(({ product }) => declared.includes(String(product)));
    return { productPrices: Object.fromEntries(shown.map(({ product, price }) => [String(product), price])) };
  }

  private async setPrices(id: string, prices: Prices): Promise<void> {
    const body = {
      prices: Object.entries(prices).map(([product, price]) => ({ product_number: Number(product), price })),
    };
    if (body.prices.length === 0) return;
    const params = { contractId: id };
    await this.realm.become(
      `the prices of the account ${id} to be changed`,
      await this.realm.wire.change(operations.updatePrices, { params, body }),
      async () => (await this.realm.wire.call(operations.getPrices, { params })).body,
      (seen) =>
        body.prices.every(({ product_number: product, price }) =>
          seen.prices.some((there) => there.product_number === product && there.price === price),
        ),
    );
  }
}

/**
 * Switches entries of a list on and off, after reading it afresh (unless it was `read` right before), and sees to it that it is so. Others'
 * entries stay. @returns the list after it
 */
export function switched(
  realm: GridscaleClient,
  account: string,
  list: "features" | "locations",
  on: readonly string[],
  off: readonly string[],
  read?: string[],
): Promise<string[]> {
  return realm.inTurn(account, async () => {
    const params = { contractId: account };
    const fetch = async () =>
      list === "features"
        ? (await realm.wire.call(operations.getFeatures, { params })).body.active
        : (await realm.wire.call(operations.getLocations, { params })).body.location_uuids;
    const current = read ?? (await fetch());
    const wanted = [...new Set([...current.filter((entry) => !off.includes(entry)), ...on])];
    if (wanted.length === current.length && wanted.every((entry) => current.includes(entry))) return current;
    const answer =
      list === "features"
        ? (await realm.wire.change(operations.setFeatures, { params, body: { active: wanted } }))?.active
        : (await realm.wire.change(operations.setLocations, { params, body: { location_uuids: wanted } }))
            ?.location_uuids;
    const after = await realm.become(
      `the ${list} of the account ${account} to be changed`,
      answer,
      fetch,
      (seen) => on.every((entry) => seen.includes(entry)) && !off.some((entry) => seen.includes(entry)),
    );
    const missing = on.filter((entry) => !after.includes(entry));
    const left = off.filter((entry) => after.includes(entry));
    if (missing.length + left.length > 0)
      throw new PortalRefusal(
        `the portal has taken the change of ${list} and not carried it out: ${[...missing, ...left].join(", ")}. Somebody else may change them at the same time; run again`,
      );
    return after;
  });
}
