import { account } from "./account";
import type { Kind, KindName } from "./kind";
import { profile } from "./profile";
import { project } from "./project";
import { quota } from "./quota";
import { quotaProfile } from "./quotaProfile";
import { serviceActivation } from "./serviceActivation";
import { user } from "./user";

export { ADOPTS_INPUT, apart, isInternal, referenceName, REFERENCES_INPUT, SECRETS_INPUT } from "./evidence";
export * from "./kind";
export { heldAgainst } from "./heldAgainst";
export { canonicalValue, normalForm, sortedSet } from "./sets";
export { canonicalAddress, canonicalEmail, canonicalUrl, folded, spelledAlike } from "./spelling";
export {
  type AccessTime,
  email,
  finiteLimits,
  freeText,
  nameOf,
  quotaNumberOf,
  REFERENCE,
  referenceTo,
  WEEKDAYS,
  wordSet,
  objectOf,
} from "./schemas";
export { account, DELETION_POLICIES } from "./account";
export { user } from "./user";
export {
  normalPolicyRule,
  type PolicyRule,
  policyRules,
  profile,
  PROFILE_LEVELS,
  type RoleRule,
  roleRules,
  type RoleScope,
} from "./profile";
export { quotaProfile } from "./quotaProfile";
export { quota } from "./quota";
export { serviceActivation } from "./serviceActivation";
export { project, rolesOfUsers, rolesOfUsersAndGroups } from "./project";

/** All kinds by name, in the order in which a realm is built up. */
export const kinds: Readonly<Record<KindName, Kind>> = {
  Account: account,
  Profile: profile,
  QuotaProfile: quotaProfile,
  ServiceActivation: serviceActivation,
  Quota: quota,
  User: user,
  Project: project,
};
