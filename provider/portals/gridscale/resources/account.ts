import { spelledAlike } from "../../../model";
import { type Declared, type InputsAt, known, type OutputsOfKind, type Values } from "../../../model/declared";
import type { Found, KindDriver, Listing, Removed, Written } from "../../../model/portal";
import { keyOf, listed as named, text } from "../../../model/words";
import { type Listed, listed, wireFields } from "../../listed";
import { listing, seenOf } from "../../listing";
import { orAbsent, type RequestOf } from "../../wire";
import type { GridscaleClient } from "../client";
import { operations } from "../contract";
import { absenceIn } from "../driver";
import type { fields } from "../fields";
import { isThere, locationIds, type WireContract } from "../reading";
import { L5 } from "../rules/accounts";
import { deletionOf, type Features, lockAccount, setPrices, switched } from "./accountParts";

type Inputs = InputsAt<typeof fields, "Account">;
type Outputs = OutputsOfKind<"Account">;
type Body = RequestOf<typeof operations.updateContract>;
type Accounts = Listed<Inputs, Outputs, WireContract, Body>;

/** Account = contract of the partner. Everything is changed in place: nothing ever makes a new one in the place of an old one. */
export function accountDriver(client: GridscaleClient): KindDriver<Inputs, Outputs> {
  const accounts = accountsOf(client);
  return {
    ...accounts,
    describe,
    absence: () => absenceIn(client),
    everything: () => everyAccount(client, accounts),

    /** Locations by their ids. What isn't known (yet) stays as it is. */
    async canonical(inputs) {
      const locations = known(inputs.locations);
      return locations === undefined ? inputs : { ...inputs, locations: await locationIds(client, locations) };
    },

    create: (inputs) => createAccount(client, inputs),
    update: (found, changes) => updateAccount(client, accounts, found, changes),
    remove: (found, { onDelete }) => removeAccount(client, found, onDelete),
  };
}

function accountsOf(client: GridscaleClient): Accounts {
  const { plain, readOnly } = wireFields<WireContract, Body>();
  return listed<Inputs, Outputs, WireContract, Body>({
    fields: {
      name: plain("name"),
      owner: { read: ({ owner_uuids: [owner] }) => owner, write: (owner) => ({ owner_uuid: owner }) },
      locked: readOnly("locked"),
      features: readOnly("feature_keys"),
      locations: readOnly("location_uuids"),
    },
    idOf: ({ contract_uuid: id }) => id,
    keyOf: ({ name }) => keyOf(text(name)),
    listOf: () => client.contracts,
    fetch: (contractId) => orAbsent(client.wire.call(operations.getContract, { params: { contractId } })),
    outputs: (wire, declared) => outputsOf(client, wire, declared),
    async beside(wire, { owner, productPrices }) {
      const { contract_uuid: id, owner_uuids: owners } = wire;
      const prices = await shownPrices(client, id, productPrices);
      return {
        inputs: {
          ...(owners.some((one) => one === owner) ? { owner: text(owner) } : {}),
          ...(prices === undefined ? {} : { productPrices: prices }),
        },
        ...(isThere(wire) ? {} : { deleting: deletionOf(client, id, wire.name) }),
      };
    },
  });
}

function describe({ name }: Declared<Inputs>): string {
  return text(name);
}

async function outputsOf(
  client: GridscaleClient,
  wire: WireContract,
  declared: Declared<Inputs>,
): Promise<Values<Outputs>> {
  const { owner_uuids: owners, contract_uuid: id } = wire;
  const isSingle = owners.length === 1 && owners[0] === declared.owner;
  const projects = wire.projects.map(({ project_uuid: project, name, location_uuid: location }) => ({
    id: project,
    name,
    ...(location === null ? {} : { location }),
  }));
  return {
    owners: isSingle || owners.length === 0 ? undefined : owners,
    projects: projects.length === 0 ? undefined : projects,
    prices: declared.productPrices === undefined ? undefined : await client.prices(id),
  };
}

/** Of all prices, those that are declared. */
async function shownPrices(
  client: GridscaleClient,
  id: string,
  declared: Declared<Inputs>["productPrices"],
): Promise<Record<string, number> | undefined> {
  if (declared === undefined) return undefined;
  const products = Object.keys(known(declared) ?? {});
  const shown = (await client.prices(id)).filter(({ product }) => products.includes(String(product)));
  return Object.fromEntries(shown.map(({ product, price }) => [String(product), price]));
}

async function everyAccount(client: GridscaleClient, accounts: Accounts): Promise<Listing> {
  const { items, ...unseen } = await seenOf(() => client.contracts.all());
  // Of several owners the same one is declared in whatever order the portal has them.
  const asDeclared = (wire: WireContract) => ({ ...accounts.read(wire), owner: [...wire.owner_uuids].sort()[0] });
  const found = await Promise.all(items.map((wire) => accounts.found(wire, asDeclared(wire))));
  const several = items.filter(({ owner_uuids: owners }) => owners.length > 1).map(({ name }) => name);
  const without = [
    "productPrices: the portal doesn't distinguish an account's own prices from the general ones",
    ...(several.length === 0
      ? []
      : [`owners: one of an account is declared, and there are several of ${named(several.sort())}; they stay`]),
  ];
  return listing("Account", found, { ...unseen, without });
}

async function createAccount(client: GridscaleClient, inputs: Inputs): Promise<Written<Outputs>> {
  const { name, owner, features, locations, locked, productPrices } = inputs;
  const { body } = await client.wire.call(operations.createContract, {
    body: { name, ...(owner === undefined ? {} : { owner_uuid: owner }) },
  });
  const id = body.contract_uuid;
  return {
    id,
    outputs: {},
    next: async () => {
      await client.contracts.putIfLoaded(body);
      const rest = {
        ...(features === undefined ? {} : { features }),
        ...(locations === undefined ? {} : { locations }),
        ...(locked === true ? { locked } : {}),
        productPrices,
      };
      // One look, for both lists and the outputs, at what the portal gives new accounts: nobody else knows this one yet.
      return { id, outputs: await writeRest(client, id, rest, {}, await client.reread(id)) };
    },
  };
}

async function updateAccount(
  client: GridscaleClient,
  accounts: Accounts,
  { id, inputs }: Found<Inputs>,
  changes: Values<Inputs>,
): Promise<Written<Outputs>> {
  const body = accounts.body(changes);
  if (Object.keys(body).length > 0) {
    const contract = await client.become(
      `the account ${describe(inputs)} to be changed`,
      await client.wire.change(operations.updateContract, { params: { contractId: id }, body }),
      () => client.reread(id),
      (seen) =>
        (body.name === undefined || spelledAlike(seen.name, body.name)) &&
        (body.owner_uuid === undefined || seen.owner_uuids.some((owner) => owner === body.owner_uuid)),
    );
    await client.contracts.putIfLoaded(contract);
  }
  return { id, outputs: await writeRest(client, id, changes, inputs) };
}

/** What has calls of its own; features and locations are whole lists, to which others may add. `made`: where it was made just now. */
async function writeRest(
  client: GridscaleClient,
  id: string,
  values: Values<Inputs>,
  own: Pick<Values<Inputs>, "features" | "locations">,
  made?: WireContract,
): Promise<Values<Outputs>> {
  const change = async (list: Features, wanted: readonly string[], former: readonly string[] = [], now?: string[]) => {
    const off = former.filter((entry) => !wanted.includes(entry));
    return switched(client, id, list, wanted, off, now);
  };
  let { feature_keys: keys = undefined, location_uuids: ids = undefined } = made ?? {};
  if ("features" in values) keys = await change("features", values.features ?? [], own.features, keys);
  if ("locations" in values) {
    const wanted = await locationIds(client, values.locations ?? []);
    ids = await change("locations", wanted, own.locations, ids);
  }
  if (values.productPrices !== undefined) await setPrices(client, id, values.productPrices);
  if (values.locked !== undefined) return outputsOf(client, await lockAccount(client, id, values.locked), values);
  if (made === undefined) return outputsOf(client, await client.reread(id), values);
  const contract = { ...made, feature_keys: keys ?? [], location_uuids: ids ?? [] };
  await client.contracts.putIfLoaded(contract);
  return outputsOf(client, contract, values);
}

/** Rule gridscale/L4. */
async function removeAccount(
  client: GridscaleClient,
  { id, inputs }: Found<Inputs>,
  onDelete: Inputs["onDelete"],
): Promise<Removed> {
  if (onDelete === "lock") {
    await lockAccount(client, id, true);
    return {
      note: "is locked now (onDelete: lock): nobody can access it, but its workloads continue to run and are billed",
    };
  }
  if (onDelete !== "delete")
    return {
      note: "kept unchanged at the portal (onDelete: retain): it can be accessed, and its workloads continue to run and are billed",
    };
  const { requestId } = await client.wire.call(operations.deleteContract, { params: { contractId: id } });
  client.contracts.drop(id);
  return {
    pending: [deletionOf(client, id, describe(inputs), requestId)],
    note:
      "was set to be deleted: its servers are stopped and its Platform Services permanently deleted. What happens to servers, storages and addresses " +
      `beyond that, and when billing ends, is not documented: ask gridscale ${L5.mark}`,
  };
}
