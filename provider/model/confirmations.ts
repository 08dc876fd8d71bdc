import type { DeclaredInputs, Failure, Finding } from ".";
import { isList } from "./shapes";

export interface CheckResult {
  readonly failures: Failure[];
  readonly warnings: Failure[];
}

/** What becomes of findings: those that the resource's author has confirmed are dropped, other warnings are said. */
export function applyConfirmations(findings: readonly Finding[], inputs: DeclaredInputs): CheckResult {
  const confirmed = isList(inputs["confirm"]) ? inputs["confirm"] : [];
  const failures: Failure[] = [];
  const warnings: Failure[] = [];
  for (const { property, reason, severity = "refuse", rule } of findings) {
    if (severity === "refuse") failures.push({ property, reason });
    else if (confirmed.includes(rule)) continue;
    else if (severity === "warn") warnings.push({ property, reason });
    else failures.push({ property, reason: `${reason}. To confirm, add confirm: ["${rule}"] to this resource` });
  }
  return { failures, warnings };
}
