export { type EnforcementLevel, type PolicyOptions, realmPolicies, type RealmPolicy } from "./policies";
export type { PolicyResource } from "./resource";
