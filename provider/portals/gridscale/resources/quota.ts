import type { DeclaredInputs, Finding } from "../../../model";
import { listing, seenOf } from "../../listing";
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
import { operations } from "../contract";
import { absenceIn, accountFindings } from "../driver";
import { declaredLimits } from "../../declaredLimits";
import { isThere, type WireContract } from "../reading";
import type { GridscaleClient } from "../client";

/** Quota = the limits of an account. They are there with it; those that are declared are set, and others left alone. */
export class QuotaDriver implements KindDriver {
  readonly singleton = true;

  constructor(private readonly realm: GridscaleClient) {}

  describe(inputs: DeclaredInputs): string {
    return nameWithin(undefined, inputs["account"]);
  }

  canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    return Promise.resolve(inputs);
  }

  verify(inputs: DeclaredInputs, { planned }: Surroundings): Promise<Finding[]> {
    return accountFindings(this.realm, "account", inputs["account"], planned);
  }

  /** Limits are a part of their account: who declares the account's limits sets them, whatever they were. */
  async find(inputs: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    const found = await this.get(text(inputs["account"]), inputs, freshness);
    return found === undefined ? undefined : { ...found, untouched: true };
  }

  async get(id: string, state: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    const account = text(state["account"]) || id;
    if (freshness === "fresh") await this.realm.contracts.load("fresh");
    const contract = await this.realm.contracts.withId(account);
    if (contract === undefined || !isThere(contract)) return undefined;
    return {
      id: account,
      inputs: { account, limits: shown(contract, declaredLimits(state)) },
      outputs: outputsOf(contract, state),
    };
  }

  /** Limits that have a number. The portal doesn't tell which of them somebody has set. */
  async everything(): Promise<Listing> {
    const { items, ...unseen } = await seenOf(() => this.realm.contracts.all());
    const found = items.filter(isThere).map((contract): Found => {
      const { contract_uuid: account } = contract;
      const limits = shown(contract, Object.fromEntries(contract.limits.map(({ key }) => [key, 0])));
      const isUntouched = Object.keys(limits).length === 0;
      return {
        id: account,
        inputs: { account, limits },
        outputs: outputsOf(contract, { limits }),
        inherent: true,
        ...(isUntouched ? { untouched: true } : {}),
      };
    });
    return listing("Quota", found, unseen);
  }

  create(inputs: DeclaredInputs): Promise<Written> {
    return this.write(text(inputs["account"]), inputs);
  }

  update(found: Found, _changes: DeclaredInputs, wanted: DeclaredInputs): Promise<Written> {
    return this.write(found.id, wanted);
  }

  async remove(found: Found, state: DeclaredInputs): Promise<Removed> {
    if (state["onDelete"] !== "reset") return { note: "the limits stay as they are (onDelete: retain)" };
    const limits = Object.fromEntries(Object.keys(declaredLimits(state)).map((key) => [key, 0]));
    await this.change(found.id, limits);
    await this.realm.reread(found.id);
    return {};
  }

  absence(): Promise<Absence> {
    return absenceIn(this.realm);
  }

  private async change(account: string, limits: Readonly<Record<string, number>>) {
    const params = { contractId: account };
    return this.realm.become(
      `the limits of the account ${account} to be changed`,
      await this.realm.wire.change(operations.updateLimits, { params, body: { limits } }),
      async () => (await this.realm.wire.call(operations.getLimits, { params })).body,
      (seen) =>
        Object.entries(limits).every(([key, value]) => seen.limits.some((it) => it.key === key && it.value === value)),
    );
  }

  private async write(account: string, inputs: DeclaredInputs): Promise<Written> {
    const limits = declaredLimits(inputs);
    const contract = await this.realm.contracts.withId(account);
    const isSet = ([key, value]: [string, number]) =>
      contract?.limits.some((it) => it.key === key && it.value === value);
    if (contract !== undefined && Object.entries(limits).every(isSet))
      return { id: account, outputs: outputsOf(contract, inputs) };
    const body = await this.change(account, limits);
    if (contract !== undefined) await this.realm.contracts.putIfLoaded({ ...contract, limits: body.limits });
    return {
      id: account,
      outputs: contract === undefined ? {} : outputsOf({ ...contract, limits: body.limits }, inputs),
    };
  }
}

/** Of all limits, those that are declared. What has no number at the portal, which may mean anything, is left out. */
function shown({ limits }: WireContract, declared: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.keys(declared).flatMap((key) => {
      const value = limits.find((limit) => limit.key === key)?.value;
      return typeof value === "number" ? [[key, value]] : [];
    }),
  );
}

function outputsOf({ limits }: WireContract, inputs: DeclaredInputs): Record<string, unknown> {
  const used = limits.filter((limit) => (limit.used ?? 0) > 0).map(({ key, used: count }) => [key, count!] as const);
  const isFromProfile = inputs["profile"] !== undefined;
  const numbers = limits.flatMap(({ key, value }) => (value === null ? [] : [[key, value] as const]));
  return {
    used: used.length === 0 ? undefined : Object.fromEntries(used),
    allocated: isFromProfile ? Object.fromEntries(numbers) : undefined,
  };
}
