import type { Level } from "../../../../provider/portals/gridscale/contract";
import { type AnyCall, changeableContractOf, type Handlers, ownerById, userById, userOf } from "../call";
import { problem } from "../problem";
import type { GridscaleRealm } from "../realm";
import type { ContractRecord, RelationRecord, UserRecord } from "../records";

/** What a level on the partner is on every contract (gridscale/L11). Nobody owns a contract by inheritance. */
export function inheritedLevel({ partnerLevel }: UserRecord): Level | null {
  return partnerLevel === "owner" ? "admin" : partnerLevel;
}

function ownFields({ userId, level }: Pick<RelationRecord, "userId" | "level">) {
  return { user_uuid: userId, level, inherited: false };
}

/** The partner's owner owns the partner's own contract, whoever else does. */
export function keepsPartnerOwner(realm: GridscaleRealm, contract: ContractRecord, userId: string | undefined): void {
  if (contract.isPartnerContract && userId === realm.partner.ownerId)
    throw problem("owner-required", "the partner's owner owns the partner's contract", { contract_uuid: contract.id });
}

/** Before somebody is no longer an owner (gridscale/L13). */
function requireOwner({ realm }: AnyCall, contract: ContractRecord, userId: string): void {
  if (!contract.ownerIds.includes(userId)) return;
  keepsPartnerOwner(realm, contract, userId);
  if (contract.ownerIds.length === 1)
    throw problem("owner-required", "the contract would have no owner; make another one first", {
      contract_uuid: contract.id,
      user_uuid: userId,
    });
}

function give(call: AnyCall, contract: ContractRecord, user: UserRecord, level: Level) {
  if (level !== "owner") requireOwner(call, contract, user.id);
  else if (!contract.ownerIds.includes(user.id)) ownerById(call, user.id);
  call.realm.setLevel(contract, user.id, level, call.now);
  return ownFields({ userId: user.id, level });
}

/** Somebody with a level on the contract itself: what is inherited is changed where it comes from. */
function ownRelation({ realm }: AnyCall, contract: ContractRecord, user: UserRecord): RelationRecord {
  const relation = realm.relation(contract.id, user.id);
  if (relation !== undefined) return relation;
  const data = { contract_uuid: contract.id, user_uuid: user.id };
  throw user.partnerLevel === null
    ? problem("not-found", "the user has no level on the contract", data)
    : problem("level-inherited", "the level is inherited from the partner", {
        ...data,
        partner_level: user.partnerLevel,
      });
}

export const contractUserHandlers = {
  /** Somebody who is there already has the level then. */
  addContractUser(call) {
    const contract = changeableContractOf(call);
    return give(call, contract, userById(call, call.body.user_uuid), call.body.level);
  },

  changeContractUser(call) {
    const contract = changeableContractOf(call);
    const user = userOf(call);
    ownRelation(call, contract, user);
    return give(call, contract, user, call.body.level);
  },

  removeContractUser(call) {
    const contract = changeableContractOf(call);
    const user = userOf(call);
    ownRelation(call, contract, user);
    requireOwner(call, contract, user.id);
    call.realm.setLevel(contract, user.id, null, call.now);
  },
} satisfies Partial<Handlers>;
