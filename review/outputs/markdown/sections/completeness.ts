import type { Report } from "../../../report";
import { completenessText, looks, remarksOf, sentenceStart } from "../../wording";
import type { Detail } from "../detail";
import type { Writer } from "../writer";

/** What was looked at, and what is to be known of these portals. */
export function completenessSection(
  writer: Writer,
  portals: Report["portals"],
  { remarks: most, portals: mostPortals }: Detail,
): string[] {
  const { completeness } = writer.report;
  const remarks = remarksOf(completeness);
  return [
    "### What was looked at",
    "",
    `${completeness.complete ? sentenceStart(completenessText(completeness)) : "**Not complete**"}: ${looks(writer.report)}.`,
    ...(portals.length + remarks.length === 0 ? [] : [""]),
    ...writer.items(portals, mostPortals, "portal", ({ title, note }) => [
      `${writer.words(title)}: ${writer.line(note ?? "")}`,
    ]),
    ...writer.items(remarks, most, "remark", (remark) => [writer.line(remark)]),
  ];
}
