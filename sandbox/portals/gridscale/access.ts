import type { Level } from "../../../provider/portals/gridscale/contract";
import { type AccessEntry, type PersonAccess, shutOut } from "../access";
import { inheritedLevel } from "./objects/contractUsers";
import type { GridscaleRealm } from "./realm";
import type { ContractRecord, UserRecord } from "./records";

/** What each level adds to those below it, the least first: the vendor describes levels, and has no names for what they allow. */
const ON_CONTRACT: readonly (readonly [Level, readonly string[]])[] = [
  ["read", ["view"]],
  ["write", ["manage_workloads"]],
  ["admin", ["manage_users", "manage_billing"]],
  ["owner", ["own"]],
];
const ON_PARTNER: typeof ON_CONTRACT = [
  ["read", ["view"]],
  ["write", ["manage_accounts"]],
  ["admin", ["manage_users", "manage_billing"]],
  ["owner", ["own"]],
];

function allowed(levels: typeof ON_CONTRACT, level: Level | null): string[] {
  const last = levels.findIndex(([candidate]) => candidate === level);
  return levels.slice(0, last + 1).flatMap(([, permissions]) => permissions);
}

/**
 * What a user may do on the partner, and on each contract by a level there and by what comes down from the partner (gridscale/L11).
 * A contract that is locked can't be entered by anybody (gridscale/L1), and somebody who is locked enters nothing (gridscale/L7).
 */
export function accessOf(realm: GridscaleRealm, user: UserRecord): PersonAccess {
  if (user.locked) return shutOut("the person is locked");
  const contracts = [...realm.contractsThere()].filter(({ locked }) => !locked);
  const entries = [
    { account: null, permissions: allowed(ON_PARTNER, user.partnerLevel).sort() },
    ...contracts.map((contract) => entry(realm, user, contract)),
  ];
  return { canLogIn: true, because: null, access: entries.filter(({ permissions }) => permissions.length > 0) };
}

function entry(realm: GridscaleRealm, user: UserRecord, { id }: ContractRecord): AccessEntry {
  const own = allowed(ON_CONTRACT, realm.relation(id, user.id)?.level ?? null);
  const inherited = allowed(ON_CONTRACT, inheritedLevel(user));
  return { account: id, permissions: [...new Set([...own, ...inherited])].sort() };
}
