import { grouped } from "../../../../text/escape";
import { completenessText, looks, remarksOf, sentenceStart, standingNotes } from "../../wording";
import type { Detail } from "../detail";
import { omittedLine, type Writer } from "../writer";

/** What was read, and what is to be known of this review. */
export function completenessSection(writer: Writer, { remarks: most, standing }: Detail): string[] {
  const { completeness } = writer.report;
  const remarks = writer.items(remarksOf(completeness), most, "remark", (remark) => [writer.line(remark)]);
  return [
    "### What was read",
    "",
    `${completeness.complete ? sentenceStart(completenessText(completeness)) : "**Not complete**"}: ${looks(writer.report)}.`,
    ...(remarks.length === 0 ? [] : ["", ...remarks]),
    ...standingLines(writer, standing),
  ];
}

/** What every such review says is folded: whoever reads one a day has read it. */
function standingLines(writer: Writer, most: number): string[] {
  const notes = standingNotes(writer.report);
  if (notes.length === 0) return [];
  if (most === 0) return ["", omittedLine(notes.length, "note")];
  return [
    "",
    "<details>",
    `<summary>${grouped(notes.length)} ${notes.length === 1 ? "note" : "notes"} common to all such reviews</summary>`,
    "",
    ...writer.items(notes, most, "note", (note) => [writer.line(note)]),
    "",
    "</details>",
  ];
}
