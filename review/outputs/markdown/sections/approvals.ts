import { grouped, markdownName } from "../../../../text/escape";
import { listed } from "../../wording";
import type { Detail } from "../detail";
import type { Writer } from "../writer";

export function approvalsSection(writer: Writer, { approvals: most, names }: Detail): string[] {
  const { approvals } = writer.report;
  if (approvals.length === 0) return [];
  return [
    "### Approval needed",
    "",
    ...writer.items(approvals, most, "approval", ({ by, count, findings }) => [
      `${grouped(count)} of ${writer.name(by)}`,
      ...(findings.length === 0 ? [] : [`, for ${listed(findings, names, (finding) => markdownName(finding, 160))}`]),
    ]),
  ];
}
