import { type Declared, type InputsAt, type OutputsOfKind, type Values } from "../../../model/declared";
import type { Found, KindDriver, Written } from "../../../model/portal";
import { nameWithin, text } from "../../../model/words";
import { type LimitNumbers, numbersIn } from "../../../model/limitNumbers";
import { listing, seenOf } from "../../listing";
import type { GridscaleClient } from "../client";
import { operations } from "../contract";
import { absenceIn, accountFindings } from "../driver";
import type { fields } from "../fields";
import { isThere, type WireContract } from "../reading";

type Inputs = InputsAt<typeof fields, "Quota">;
type Outputs = OutputsOfKind<"Quota">;

/** Quota = the limits of an account. They are there with it; those that are declared are set, and others left alone. */
export function quotaDriver(client: GridscaleClient): KindDriver<Inputs, Outputs> {
  const get: KindDriver<Inputs, Outputs>["get"] = async (id, state, freshness) => {
    const account = text(state.account) || id;
    if (freshness === "fresh") await client.contracts.load("fresh");
    const contract = await client.contracts.withId(account);
    if (contract === undefined || !isThere(contract)) return undefined;
    return {
      id: account,
      inputs: { account, limits: shown(contract, numbersIn(state.limits)) },
      outputs: outputsOf(contract, state),
    };
  };

  async function write(account: string, inputs: Inputs): Promise<Written<Outputs>> {
    const limits = numbersIn(inputs.limits);
    const contract = await client.contracts.withId(account);
    const isSet = ([key, value]: [string, number]) =>
      contract?.limits.some((limit) => limit.key === key && limit.value === value);
    if (contract !== undefined && Object.entries(limits).every(isSet))
      return { id: account, outputs: outputsOf(contract, inputs) };
    const after = await setLimits(client, account, limits);
    if (contract === undefined) return { id: account, outputs: {} };
    const now = { ...contract, limits: after.limits };
    await client.contracts.putIfLoaded(now);
    return { id: account, outputs: outputsOf(now, inputs) };
  }

  return {
    singleton: true,
    get,
    describe: ({ account }) => nameWithin(undefined, account),
    verify: ({ account }, { planned }) => accountFindings(client, "account", account, planned),
    absence: () => absenceIn(client),

    /** Limits are a part of their account: who declares the account's limits sets them, whatever they were. */
    async find(inputs, freshness) {
      const found = await get(text(inputs.account), inputs, freshness);
      return found === undefined ? undefined : { ...found, untouched: true };
    },

    /** Limits that have a number. The portal doesn't tell which of them somebody has set. */
    async everything() {
      const { items, ...unseen } = await seenOf(() => client.contracts.all());
      return listing("Quota", items.filter(isThere).map(listedAs), unseen);
    },

    create: (inputs) => write(inputs.account, inputs),
    update: (found, _changes, wanted) => write(found.id, wanted),

    async remove(found, { onDelete, limits }) {
      if (onDelete !== "reset") return { note: "the limits stay as they are (onDelete: retain)" };
      const none = Object.fromEntries(Object.keys(numbersIn(limits)).map((key) => [key, 0]));
      await setLimits(client, found.id, none);
      await client.reread(found.id);
      return {};
    },
  };
}

async function setLimits(client: GridscaleClient, contractId: string, limits: LimitNumbers) {
  const params = { contractId };
  return client.become(
    `the limits of the account ${contractId} to be changed`,
    await client.wire.change(operations.updateLimits, { params, body: { limits } }),
    async () => (await client.wire.call(operations.getLimits, { params })).body,
    (seen) =>
      Object.entries(limits).every(([key, value]) =>
        seen.limits.some((limit) => limit.key === key && limit.value === value),
      ),
  );
}

function listedAs(contract: WireContract): Found<Inputs, Outputs> {
  const { contract_uuid: account } = contract;
  const limits = shown(contract, Object.fromEntries(contract.limits.map(({ key }) => [key, 0])));
  return {
    id: account,
    inputs: { account, limits },
    outputs: outputsOf(contract, { limits }),
    inherent: true,
    ...(Object.keys(limits).length === 0 ? { untouched: true } : {}),
  };
}

/** Of all limits, those that are declared. What has no number at the portal, which may mean anything, is left out. */
function shown({ limits }: WireContract, declared: LimitNumbers): Record<string, number> {
  return Object.fromEntries(
    Object.keys(declared).flatMap((key) => {
      const value = limits.find((limit) => limit.key === key)?.value;
      return typeof value === "number" ? [[key, value]] : [];
    }),
  );
}

function outputsOf({ limits }: WireContract, { profile }: Declared<Inputs>): Values<Outputs> {
  const used = limits.flatMap(({ key, used: count = 0 }) => (count > 0 ? [[key, count] as const] : []));
  const numbers = limits.flatMap(({ key, value }) => (value === null ? [] : [[key, value] as const]));
  return {
    used: used.length === 0 ? undefined : Object.fromEntries(used),
    allocated: profile === undefined ? undefined : Object.fromEntries(numbers),
  };
}
