import type { operations } from "../../../provider/portals/gridscale/contract";
import type { Asking, Handlers as HandlersOf } from "../call";
import type { Caller } from "./caller";
import { problem } from "./problem";
import type { GridscaleRealm } from "./realm";
import type { ContractRecord, UserRecord } from "./records";

/** What a handler knows of whoever calls, and of the request. */
export interface Context {
  readonly realm: GridscaleRealm;
  readonly caller: Caller;
  readonly requestId: string;
  readonly operationDelayMilliseconds: number;
}

/** A call of which the operation doesn't matter. */
export type AnyCall = Context & Pick<Asking, "parameters" | "now">;

export type Handlers = HandlersOf<typeof operations, Context>;

export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

/** In the order of creation, which an index doesn't keep. */
export function inOrder<Stored extends { readonly sequence: number }>(records: Iterable<Stored>): Stored[] {
  return [...records].sort((one, other) => one.sequence - other.sequence);
}

/** The contract of the path, as long as it isn't gone. */
export function contractOf({ realm, caller, parameters: { contractId = "" } }: AnyCall): ContractRecord {
  const contract = caller.sees ? realm.contracts.get(contractId) : undefined;
  if (contract === undefined || contract.deletion?.state === "gone")
    throw problem("contract-not-found", `there is no contract ${contractId}`, { contract_uuid: contractId });
  return contract;
}

/** The same, where it is to be changed: what is being deleted can't be, since nothing brings it back (gridscale/L4). */
export function changeableContractOf(call: AnyCall): ContractRecord {
  const contract = contractOf(call);
  if (contract.deletion !== null)
    throw problem("contract-being-deleted", "the contract is being deleted; it can neither be changed nor kept", {
      contract_uuid: contract.id,
      deletion_state: contract.deletion.state,
    });
  return contract;
}

export function userById({ realm, caller }: AnyCall, id: string): UserRecord {
  const user = caller.sees ? realm.users.get(id) : undefined;
  if (user === undefined) throw problem("not-found", `there is no user ${id}`, { user_uuid: id });
  return user;
}

/** The user of the path. */
export function userOf(call: AnyCall): UserRecord {
  return userById(call, call.parameters["userId"] ?? "");
}

/** Somebody who may become an owner (gridscale/L7). */
export function ownerById(call: AnyCall, id: string): UserRecord {
  const user = userById(call, id);
  if (user.locked) throw problem("user-locked", "a locked user can't become an owner", { user_uuid: id });
  return user;
}
