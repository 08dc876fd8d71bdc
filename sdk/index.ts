export { Account, type AccountArgs } from "./account";
export { User, type UserArgs } from "./user";
export { Profile, type ProfileArgs } from "./profile";
export { QuotaProfile, type QuotaProfileArgs } from "./quotaProfile";
export { Quota, type QuotaArgs } from "./quota";
export type { QuotaLimits } from "./quotaLimits";
export { ServiceActivation, type ServiceActivationArgs } from "./serviceActivation";
export { Project, type ProjectArgs } from "./project";
export type { CommonArgs } from "./resource";
