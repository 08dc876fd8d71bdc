import { grouped } from "../../../../text/escape";
import type { ReportQuota } from "../../../report";
import { firstOf, quotaProblems } from "../../wording";
import type { Detail } from "../detail";
import { omittedLine, type Writer } from "../writer";

export function quotasSection(writer: Writer, quotas: readonly ReportQuota[], { quotas: most }: Detail): string[] {
  if (quotas.length === 0) return [];
  const { shown, left } = firstOf(quotas, most);
  const number = (value: number | null | undefined) => (value === null || value === undefined ? "–" : grouped(value));
  const rows = shown.map((quota) => {
    const { account, region, name, before, after, used, shared, pool } = quota;
    const cells = [
      account === undefined ? "all accounts" : writer.cell(writer.names.account(account)),
      region === undefined ? "–" : writer.cell(region),
      writer.cell(name),
      ...[before, after, used, shared, pool].map(number),
      quotaProblems(quota).join(", "),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const table = [
    "| Account | Region | Limit | Before | After | In use | In projects | In all | |",
    "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ...rows,
  ];
  return [
    "### Limits",
    "",
    ...(shown.length === 0 ? [] : table),
    ...(left === 0 ? [] : [...(shown.length === 0 ? [] : [""]), omittedLine(left, "limit")]),
  ];
}
