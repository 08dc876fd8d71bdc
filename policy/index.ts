export { type EnforcementLevel, OF_A_CHANGE, type PolicyOptions, realmPolicies, type RealmPolicy } from "./policies";
export type { PolicyResource } from "./resource";
