export {
  Account,
  type AccountArgs,
  type AccountState,
  type AdminAccess,
  type DeletionPolicy,
  type PendingQuotaRequest,
} from "./account";
export { type AccessTime, User, type UserAccess, type UserArgs } from "./user";
export { type PolicyRule, type PolicyRuleArgs, Profile, type ProfileArgs, type ProfileLevel } from "./profile";
export { type QuotaLimits, QuotaProfile, type QuotaProfileArgs } from "./quotaProfile";
export { Quota, type QuotaArgs, type QuotaDeletionPolicy, type QuotaRejection } from "./quota";
export { type ActivationDeletionPolicy, ServiceActivation, type ServiceActivationArgs } from "./serviceActivation";
export { Project, type ProjectArgs, type ProjectRoles } from "./project";
export { Provider } from "./provider";
export type { ProviderArgs } from "./providerArgs";
export type { Reference } from "./reference";
export type { CommonArgs } from "./resource";
export { type ByName, Realm, type RealmArgs } from "./realm";
export type {
  RealmAccount,
  RealmContent,
  RealmProfile,
  RealmProject,
  RealmQuota,
  RealmQuotaProfile,
  RealmReference,
  RealmSecret,
  RealmService,
  RealmUser,
} from "./realmContent";
