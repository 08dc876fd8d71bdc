import type { Pending } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { orAbsent } from "../../wire";
import type { GridscaleClient } from "../client";
import { operations } from "../contract";
import { absenceIn } from "../driver";
import type { WireContract } from "../reading";

/** The clean-up of an account: until it is not there any more, which has to be proven (rule gridscale/L20). */
export function deletionOf(client: GridscaleClient, contractId: string, name: string, requestId?: string): Pending {
  return {
    what: `the account ${name} to be cleaned up`,
    finished: async () => {
      const there = await orAbsent(client.wire.call(operations.getContract, { params: { contractId } }));
      if (there !== undefined) {
        if (requestId !== undefined) await mustGoOn(client, requestId, name);
        return false;
      }
      const absence = await absenceIn(client);
      if (absence.proven) return true;
      throw new PortalRefusal(
        `whether the account ${name} is deleted is not known: it can't be seen, and ${absence.because}. It stays in the state`,
      );
    },
  };
}

/** Whether there is a request, the portal decides, not the status of an answer. What is not known of it proves nothing. */
async function mustGoOn(client: GridscaleClient, requestId: string, name: string): Promise<void> {
  const requests = await orAbsent(client.wire.call(operations.getRequest, { params: { requestId } }));
  const request = requests?.[requestId];
  if (request?.status !== "failed") return;
  throw new PortalRefusal(
    `the portal has not cleaned up the account ${name}: ${request.message} (request ${requestId}). It stays in the state; run again, and where that doesn't help, ask gridscale`,
  );
}

/** Sets prices by product number, and leaves all others. */
export async function setPrices(
  client: GridscaleClient,
  contractId: string,
  wanted: Readonly<Record<string, number>>,
): Promise<void> {
  const prices = Object.entries(wanted).map(([product, price]) => ({ product_number: Number(product), price }));
  if (prices.length === 0) return;
  const params = { contractId };
  await client.become(
    `the prices of the account ${contractId} to be changed`,
    await client.wire.change(operations.updatePrices, { params, body: { prices } }),
    async () => (await client.wire.call(operations.getPrices, { params })).body,
    (seen) =>
      prices.every(({ product_number: product, price }) =>
        seen.prices.some((there) => there.product_number === product && there.price === price),
      ),
  );
}

/** The lists of an account in which entries are switched on and off. */
export type Features = "features" | "locations";

/**
 * Switches entries of a list on and off, after reading it afresh (unless it was `read` right before), and sees to it that it is so. Others'
 * entries stay. @returns the list after it
 */
export function switched(
  client: GridscaleClient,
  contractId: string,
  list: Features,
  on: readonly string[],
  off: readonly string[],
  read?: string[],
): Promise<string[]> {
  return client.inTurn(contractId, async () => {
    const params = { contractId };
    const fetch = async () =>
      list === "features"
        ? (await client.wire.call(operations.getFeatures, { params })).body.active
        : (await client.wire.call(operations.getLocations, { params })).body.location_uuids;
    const current = read ?? (await fetch());
    const wanted = [...new Set([...current.filter((entry) => !off.includes(entry)), ...on])];
    if (wanted.length === current.length && wanted.every((entry) => current.includes(entry))) return current;
    const answer =
      list === "features"
        ? (await client.wire.change(operations.setFeatures, { params, body: { active: wanted } }))?.active
        : (await client.wire.change(operations.setLocations, { params, body: { location_uuids: wanted } }))
            ?.location_uuids;
    const after = await client.become(
      `the ${list} of the account ${contractId} to be changed`,
      answer,
      fetch,
      (seen) => on.every((entry) => seen.includes(entry)) && !off.some((entry) => seen.includes(entry)),
    );
    const missing = on.filter((entry) => !after.includes(entry));
    const left = off.filter((entry) => after.includes(entry));
    if (missing.length + left.length > 0)
      throw new PortalRefusal(
        `the portal accepted the change of ${list} and did not apply it: ${[...missing, ...left].join(", ")}. Somebody else may change them at the same time; run again`,
      );
    return after;
  });
}

/** @returns the account as it is then */
export async function lockAccount(client: GridscaleClient, contractId: string, locked: boolean): Promise<WireContract> {
  const look = () => client.reread(contractId);
  const isAsWanted = (seen: WireContract) => seen.locked === locked;
  const operation = locked ? operations.lockContract : operations.unlockContract;
  await client.surely(
    () => client.wire.call(operation, { params: { contractId } }),
    async () => isAsWanted(await look()),
  );
  return client.become(
    `the account ${contractId} to be ${locked ? "locked" : "unlocked"}`,
    undefined,
    look,
    isAsWanted,
  );
}
