import { aboutText, VERDICT_TITLES } from "../../wording";
import type { Detail } from "../detail";
import type { Writer } from "../writer";

/** What has to be known before anything else. */
export function verdictSection(writer: Writer, { gaps }: Detail): string[] {
  const { verdict, headline, completeness } = writer.report;
  return [
    `## Access review of ${aboutText(writer.report, writer.name)}: ${VERDICT_TITLES[verdict]}`,
    "",
    `**${writer.words(headline)}**`,
    ...(completeness.gaps.length === 0
      ? []
      : ["", "What is missing:", "", ...writer.items(completeness.gaps, gaps, "gap", (gap) => [writer.line(gap)])]),
  ];
}
