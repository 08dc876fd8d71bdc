import { ALL, type GridscaleRealm } from "./realm";
import type { ContractRecord, RequestRecord } from "./records";

/** Sets a contract to be deleted: half of the time it waits, the other half it is cleaned up. */
export function beginDeletion(
  realm: GridscaleRealm,
  { id }: ContractRecord,
  now: number,
  delayMilliseconds: number,
): void {
  const deletion = {
    state: "requested",
    cleaningFrom: now + delayMilliseconds / 2,
    goneFrom: now + delayMilliseconds,
  } as const;
  realm.changeContract(id, { deletion }, now);
}

/** Brings the deletions as far as they are by now (gridscale/L4). */
export function goOnCleaning(realm: GridscaleRealm, now: number): void {
  for (const { id, deletion } of [...realm.contracts.find("deleting", ALL)]) {
    if (deletion?.state === "requested" && deletion.cleaningFrom <= now) {
      stopEverything(realm, id);
      realm.changeContract(id, { deletion: { ...deletion, state: "cleaning" } }, now);
    }
    const contract = realm.contracts.get(id);
    if (contract?.deletion?.state !== "cleaning" || contract.cleanUp !== "done") continue;
    if (contract.deletion.goneFrom > now) continue;
    realm.relations.removeAll("contract", id);
    realm.changeContract(id, { deletion: { ...contract.deletion, state: "gone" } }, now);
  }
}

/** Servers are stopped, platform services deleted. What else is in a project stays: more is not promised (gridscale/L5). */
function stopEverything(realm: GridscaleRealm, contractId: string): void {
  for (const project of [...realm.projects.find("contract", contractId)]) {
    const stopped = project.stopped + project.running;
    realm.projects.replace({ ...project, running: 0, stopped, platformServices: 0 });
  }
}

/** How far the work of a request has come. */
export function requestStatus(
  realm: GridscaleRealm,
  { contractId }: RequestRecord,
  now: number,
): "pending" | "done" | "failed" {
  const contract = realm.contracts.get(contractId);
  if (contract?.deletion?.state === "gone") return "done";
  const hasFailed = contract?.cleanUp === "failed" && (contract.deletion?.goneFrom ?? now) <= now;
  return hasFailed ? "failed" : "pending";
}
