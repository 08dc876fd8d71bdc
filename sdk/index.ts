export type { AccessTime, PolicyRule } from "../provider/model";
export { Account, type AccountArgs, type AdminAccess, type PendingQuotaRequest } from "./account";
export { User, type UserAccess, type UserArgs } from "./user";
export { type PolicyRuleArgs, Profile, type ProfileArgs } from "./profile";
export { QuotaProfile, type QuotaProfileArgs } from "./quotaProfile";
export { Quota, type QuotaArgs } from "./quota";
export type { QuotaLimits } from "./quotaLimits";
export { ServiceActivation, type ServiceActivationArgs } from "./serviceActivation";
export { Project, type ProjectArgs, type ProjectRoles } from "./project";
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
