import type { Finding } from "../../../report";
import { listed } from "../../wording";
import type { Detail } from "../detail";
import type { Writer } from "../writer";

export function irreversibleSection(
  writer: Writer,
  groups: readonly (readonly Finding[])[],
  { irreversible: most, names }: Detail,
): string[] {
  if (groups.length === 0) return [];
  return [
    "### Irreversible",
    "",
    ...writer.items(groups, most, "kind", (findings) => [
      `${writer.name(findings[0]!.id)} ${writer.words(findings[0]!.title)}: `,
      listed(
        findings.map(({ subject }) => subject),
        names,
        writer.name,
      ),
    ]),
  ];
}

/** Findings of one rule are told together. */
export function byRule(findings: readonly Finding[]): Finding[][] {
  const rules = new Map<string, Finding[]>();
  for (const finding of findings) {
    const rule = JSON.stringify([finding.id, finding.title]);
    const same = rules.get(rule);
    if (same === undefined) rules.set(rule, [finding]);
    else same.push(finding);
  }
  return [...rules.values()];
}
