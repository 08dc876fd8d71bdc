import { FEATURES, LIMITS, LOCATIONS, PRODUCTS } from "../catalogue";
import { type AnyCall, changeableContractOf, contractOf, type Handlers } from "../call";
import { type ProblemFacts, refuseAny } from "../problem";
import type { GridscaleRealm } from "../realm";
import type { ContractRecord } from "../records";

/** How much of a limit is used; projects are counted, unless a use was set by hand. */
function usedOf(realm: GridscaleRealm, { id, usage }: ContractRecord, key: string): number {
  return usage[key] ?? (key === "projects" ? realm.projects.count("contract", id) : 0);
}

export function limitFields(realm: GridscaleRealm, contract: ContractRecord) {
  return LIMITS.map(({ key, unit, value }) => ({
    key,
    unit,
    value: contract.limits[key] ?? value,
    used: usedOf(realm, contract, key),
  }));
}

function featureFields({ featureKeys }: ContractRecord) {
  return { available: FEATURES.map(({ key, name }) => ({ key, name })), active: featureKeys };
}

function priceFields({ prices }: ContractRecord) {
  return {
    prices: PRODUCTS.map(({ product_number, name, price }) => ({
      product_number,
      name,
      price: prices[product_number] ?? price,
    })),
  };
}

/** One problem for each that is not among the known ones. */
function unknown<Value extends string | number>(
  type: ProblemFacts["type"],
  member: string,
  values: readonly Value[],
  known: readonly Value[],
): ProblemFacts[] {
  return values
    .filter((value) => !known.includes(value))
    .map((value) => ({ type, detail: `there is no ${member} ${value}`, data: { [member]: value, known } }));
}

/** Rule gridscale/L14: projects stay where they are. */
function locationsInUse({ realm }: AnyCall, { id, locationIds }: ContractRecord, next: readonly string[]) {
  const projects = [...realm.projects.find("contract", id)];
  return locationIds
    .filter((location) => !next.includes(location))
    .flatMap((location): ProblemFacts[] => {
      const within = projects.filter(({ locationId }) => locationId === location).map((project) => project.id);
      const detail = `projects of the contract lie in the location ${location}`;
      const data = { location_uuid: location, project_uuids: within };
      return within.length === 0 ? [] : [{ type: "location-in-use", detail, data }];
    });
}

export const settingsHandlers = {
  getLimits: (call) => ({ limits: limitFields(call.realm, contractOf(call)) }),

  updateLimits(call) {
    const { realm, now, body } = call;
    const contract = changeableContractOf(call);
    const known = LIMITS.map(({ key }) => key as string);
    refuseAny(unknown("limit-unknown", "key", Object.keys(body.limits), known));
    const below = Object.entries(body.limits).flatMap(([key, value]): ProblemFacts[] => {
      const used = usedOf(realm, contract, key);
      const detail = `${used} of ${key} are in use, which is more than ${value}`;
      return value >= used ? [] : [{ type: "limit-below-use", detail, data: { key, value, used } }];
    });
    refuseAny(below);
    const next = realm.changeContract(contract.id, { limits: { ...contract.limits, ...body.limits } }, now);
    return { limits: limitFields(realm, next) };
  },

  getFeatures: (call) => featureFields(contractOf(call)),

  /** What runs with a feature stays when that is switched off (gridscale/L18). */
  setFeatures(call) {
    const { realm, now, body } = call;
    const contract = changeableContractOf(call);
    const known = FEATURES.map(({ key }) => key as string);
    refuseAny(unknown("feature-unknown", "key", body.active, known));
    const featureKeys = known.filter((key) => body.active.includes(key));
    return featureFields(realm.changeContract(contract.id, { featureKeys }, now));
  },

  getLocations: (call) => ({ location_uuids: contractOf(call).locationIds }),

  setLocations(call) {
    const { realm, now, body } = call;
    const contract = changeableContractOf(call);
    const known = LOCATIONS.map(({ object_uuid }) => object_uuid);
    refuseAny(unknown("location-unknown", "location_uuid", body.location_uuids, known));
    refuseAny(locationsInUse(call, contract, body.location_uuids));
    const locationIds = [...new Set(body.location_uuids)];
    return { location_uuids: realm.changeContract(contract.id, { locationIds }, now).locationIds };
  },

  getPrices: (call) => priceFields(contractOf(call)),

  updatePrices(call) {
    const { realm, now, body } = call;
    const contract = changeableContractOf(call);
    const known = PRODUCTS.map(({ product_number }) => product_number as number);
    const numbers = body.prices.map(({ product_number }) => product_number);
    refuseAny(unknown("bad-request", "product_number", numbers, known));
    const changed = Object.fromEntries(body.prices.map(({ product_number, price }) => [product_number, price]));
    return priceFields(realm.changeContract(contract.id, { prices: { ...contract.prices, ...changed } }, now));
  },
} satisfies Partial<Handlers>;
