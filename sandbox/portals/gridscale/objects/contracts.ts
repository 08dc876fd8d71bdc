import { type AnyCall, changeableContractOf, contractOf, type Handlers, inOrder, ownerById, timeText } from "../call";
import { beginDeletion } from "../cleanUp";
import { requireFree } from "../../refusal";
import { problem } from "../problem";
import type { GridscaleRealm } from "../realm";
import type { ContractRecord, ProjectRecord } from "../records";
import { keepsPartnerOwner } from "./contractUsers";
import { limitFields } from "./settings";

function projectFields({ id, name, locationId }: ProjectRecord) {
  return { project_uuid: id, name, location_uuid: locationId };
}

export function contractFields(realm: GridscaleRealm, contract: ContractRecord): Record<string, unknown> {
  return {
    contract_uuid: contract.id,
    name: contract.name,
    is_partner_contract: contract.isPartnerContract,
    locked: contract.locked,
    deletion_state: contract.deletion?.state ?? "none",
    owner_uuids: contract.ownerIds,
    feature_keys: contract.featureKeys,
    location_uuids: contract.locationIds,
    limits: limitFields(realm, contract),
    projects: inOrder(realm.projects.find("contract", contract.id)).map(projectFields),
    create_time: timeText(contract.createdAt),
    change_time: timeText(contract.changedAt),
  };
}

function requireFreeName({ realm }: AnyCall, name: string, exceptId?: string): void {
  const taken = (contract_uuid: string) =>
    problem("contract-exists", "a contract with this name exists already", { name, contract_uuid });
  requireFree(realm.contracts.find("name", name), taken, exceptId);
}

function setLock(call: AnyCall, locked: boolean): undefined {
  const contract = changeableContractOf(call);
  if (contract.locked !== locked) call.realm.changeContract(contract.id, { locked }, call.now);
}

export const contractHandlers = {
  *listContracts({ realm, caller }) {
    if (!caller.sees) return;
    for (const contract of realm.contractsThere())
      yield { sequence: contract.sequence, fields: contractFields(realm, contract) };
  },

  createContract(call) {
    const { body, realm, now } = call;
    const owner = body.owner_uuid === undefined ? undefined : ownerById(call, body.owner_uuid);
    requireFreeName(call, body.name);
    const { newContractLocations } = realm.settings;
    const contract = realm.addContract({ name: body.name, isPartnerContract: false }, newContractLocations, now);
    if (owner !== undefined) realm.setLevel(contract, owner.id, "owner", now);
    return contractFields(realm, realm.contracts.get(contract.id) ?? contract);
  },

  getContract: (call) => contractFields(call.realm, contractOf(call)),

  updateContract(call) {
    const { body, realm, now } = call;
    const contract = changeableContractOf(call);
    if (body.name !== undefined) requireFreeName(call, body.name, contract.id);
    if (body.owner_uuid !== undefined && body.owner_uuid !== contract.ownerIds[0]) {
      const owner = ownerById(call, body.owner_uuid);
      keepsPartnerOwner(realm, contract, contract.ownerIds[0]);
      realm.handOver(contract, owner.id, now);
    }
    return contractFields(realm, realm.changeContract(contract.id, { name: body.name ?? contract.name }, now));
  },

  /** Asked for again, it goes on as it did, and there is a request to ask about again. */
  deleteContract(call) {
    const { realm, now, requestId: id, operationDelayMilliseconds } = call;
    const contract = contractOf(call);
    if (contract.isPartnerContract)
      throw problem("forbidden", "the partner's own contract can't be deleted", { contract_uuid: contract.id });
    if (contract.deletion === null) beginDeletion(realm, contract, now, operationDelayMilliseconds);
    realm.requests.insert({ id, contractId: contract.id, createdAt: now });
  },

  // Only people are locked out: what runs goes on (gridscale/L2).
  lockContract: (call) => setLock(call, true),
  unlockContract: (call) => setLock(call, false),
} satisfies Partial<Handlers>;
