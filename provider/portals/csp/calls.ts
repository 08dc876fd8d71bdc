import type { CallOf } from "../wire";
import { operations } from "./contract";
import type { Wire } from "./wire";

type Call<Name extends keyof typeof operations> = Omit<CallOf<(typeof operations)[Name]>, "params">;

/** The calls that there are for an account and for the reseller itself: those of the one, or of the other. */
export function callsOf(wire: Wire, account: string | undefined): ScopedCalls {
  return account === undefined ? ofReseller(wire) : ofAccount(wire, account);
}

export type ScopedCalls = ReturnType<typeof ofReseller>;

function ofReseller(wire: Wire) {
  return {
    listUsers: (call: Call<"listUsers">) => wire.list(operations.listUsers, call),
    getUser: (userId: string) => wire.call(operations.getUser, { params: { userId } }),
    createUser: (call: Call<"createUser">) => wire.call(operations.createUser, call),
    updateUser: (userId: string, call: Call<"updateUser">) =>
      wire.call(operations.updateUser, { ...call, params: { userId } }),
    deleteUser: (userId: string, call: Call<"deleteUser">) =>
      wire.call(operations.deleteUser, { ...call, params: { userId } }),
    resetPassword: (userId: string, call: Call<"resetUserPassword">) =>
      wire.call(operations.resetUserPassword, { ...call, params: { userId } }),
    getPermissions: (userId: string) => wire.call(operations.getResellerUserPermissions, { params: { userId } }),
    setPermissions: (userId: string, call: Call<"setResellerUserPermissions">) =>
      wire.call(operations.setResellerUserPermissions, { ...call, params: { userId } }),
    createAccessRule: (userId: string, call: Call<"createResellerUserAccessRule">) =>
      wire.call(operations.createResellerUserAccessRule, { ...call, params: { userId } }),
    deleteAccessRule: (userId: string, ruleId: string, call: Call<"deleteResellerUserAccessRule">) =>
      wire.call(operations.deleteResellerUserAccessRule, { ...call, params: { userId, ruleId } }),
    createQuotaProfile: (call: Call<"createQuotaProfile">) => wire.call(operations.createQuotaProfile, call),
  };
}

function ofAccount(wire: Wire, clientId: string): ScopedCalls {
  return {
    listUsers: (call) => wire.list(operations.listClientUsers, { ...call, params: { clientId } }),
    getUser: (userId) => wire.call(operations.getClientUser, { params: { clientId, userId } }),
    createUser: (call) => wire.call(operations.createClientUser, { ...call, params: { clientId } }),
    updateUser: (userId, call) => wire.call(operations.updateClientUser, { ...call, params: { clientId, userId } }),
    deleteUser: (userId, call) => wire.call(operations.deleteClientUser, { ...call, params: { clientId, userId } }),
    resetPassword: (userId, call) =>
      wire.call(operations.resetClientUserPassword, { ...call, params: { clientId, userId } }),
    getPermissions: (userId) => wire.call(operations.getUserPermissions, { params: { clientId, userId } }),
    setPermissions: (userId, call) =>
      wire.call(operations.setUserPermissions, { ...call, params: { clientId, userId } }),
    createAccessRule: (userId, call) =>
      wire.call(operations.createAccessRule, { ...call, params: { clientId, userId } }),
    deleteAccessRule: (userId, ruleId, call) =>
      wire.call(operations.deleteAccessRule, { ...call, params: { clientId, userId, ruleId } }),
    createQuotaProfile: (call) => wire.call(operations.createClientQuotaProfile, { ...call, params: { clientId } }),
  };
}
