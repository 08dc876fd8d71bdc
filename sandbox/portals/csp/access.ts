import type { AccessEntry, PersonAccess } from "../access";
import type { CspRealm } from "./realm";
import type { AccessRuleRecord, UserRecord } from "./records";
import { bindingRules } from "./caller";
import { viewOf } from "./view";
import { visibleClients } from "./visibility";

/** What a user may do in the realm, which is the reseller's people's alone, and in each client that it may enter. */
export function accessOf(realm: CspRealm, user: UserRecord, now: number): PersonAccess {
  const areas = [...visibleClients({ realm, caller: user })].map(({ id }) => id);
  const { addresses, times } = bindingRules(realm, user.id);
  const isBound = addresses.length + times.length > 0;
  return {
    canLogIn: true,
    because: null,
    ...(isBound ? { conditional: { addresses: addresses.map(({ cidr = "" }) => cidr), times: times.map(hours) } } : {}),
    access: (user.clientId === null ? [null, ...areas] : areas).map((area) => entry(realm, user, area, now)),
  };
}

function entry(realm: CspRealm, user: UserRecord, account: string | null, now: number): AccessEntry {
  const { permissions, panels } = viewOf(realm, user, now, account);
  return { account, permissions, panels };
}

function hours({ days, from, to }: AccessRuleRecord): object {
  return { days, from, to };
}
