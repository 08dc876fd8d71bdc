export { startSandbox, type RunningSandbox } from "./sandbox";
export { SandboxOptionsError, type SandboxOptions } from "./options";
export { environmentOf } from "./portals";
export type { VendorContract } from "./tongue/form";
export { FaultRulesError, parseFaultRules, type FaultRule, type FaultRuleInput } from "./faults/rules";
