import { cspRules } from "./csp/ruleBook";
import { gridscaleRules } from "./gridscale/ruleBook";
import type { PortalName } from "../model/portal";
import type { RuleBook } from "../model/ruleBook";
import { scalewayRules } from "./scaleway/ruleBook";

/** What the code does with the rules of each portal. */
export const ruleBooks: Readonly<Record<PortalName, RuleBook<string>>> = {
  csp: cspRules,
  scaleway: scalewayRules,
  gridscale: gridscaleRules,
};
