import { grouped } from "../../../../text/escape";
import { changingStacks, counted, operationsText, otherStacksText } from "../../wording";
import type { Detail } from "../detail";
import type { Writer } from "../writer";

/** In which of several stacks something changes. */
export function stacksSection(writer: Writer, { stacks: most }: Detail): string[] {
  const { report } = writer;
  if (report.stacks === undefined) return [];
  const changing = changingStacks(report);
  const others = otherStacksText(report);
  return [
    "### Stacks",
    "",
    `${grouped(changing.length)} of ${counted(report.stacks.length, "stack", "stacks")} ${changing.length === 1 ? "changes" : "change"}.`,
    "",
    ...writer.items(changing, most, "stack", (stack) => [`${writer.name(stack.name)}: ${operationsText(stack)}`]),
    ...(others === undefined ? [] : [`- ${others}`]),
  ];
}
