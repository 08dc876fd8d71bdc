import { markdownBlock, shownName, shownText } from "../../../../text/escape";
import { compare } from "../../../../engine/plannedResource";
import type { ReportChange } from "../../../report";
import { counted, firstOf, listed, sourceText } from "../../wording";
import type { Detail } from "../detail";
import { omittedLine } from "../writer";

const MOST_PROPERTIES = 100;
const LONGEST_VALUE = 200;

/** What changes, property by property. @param lines those of a change: `changeLines`. */
export function changesSection(
  changes: readonly ReportChange[],
  { changes: most }: Detail,
  lines: typeof changeLines,
): string[] {
  if (changes.length === 0) return [];
  const { shown, left } = firstOf(byStack(changes), most);
  const leftLine = left === 0 ? [] : [omittedLine(left, "change", undefined, "")];
  if (shown.length === 0) return leftLine;
  return [
    "<details>",
    `<summary>${counted(changes.length, "change", "changes")}, property by property</summary>`,
    "",
    ...markdownBlock(
      shown.flatMap((change, index) => [...stackLine(change, shown[index - 1]), ...lines(change)]),
      "diff",
    ),
    ...(left === 0 ? [] : ["", ...leftLine]),
    "",
    "</details>",
  ];
}

/** Those of one stack together; the others stay in their order. */
function byStack(changes: readonly ReportChange[]): readonly ReportChange[] {
  if (changes.every(({ stack }) => stack === undefined)) return changes;
  return [...changes].sort((one, other) => compare(one.stack ?? "", other.stack ?? ""));
}

/** A heading above the first change of a stack. */
function stackLine({ stack }: ReportChange, before: ReportChange | undefined): string[] {
  return stack === undefined || stack === before?.stack ? [] : [`@@ stack ${shownName(stack)} @@`];
}

/** Sign first, so that nothing from a value stands at the start of a line. */
export function changeLines(change: ReportChange): readonly string[] {
  const { key, operation, because, properties } = change;
  const source = sourceText(change);
  const reasons = because.length === 0 ? "" : ` because of ${listed(because, 5, shownName)}`;
  const { shown, left } = firstOf(properties, MOST_PROPERTIES);
  return [
    `  ${operation} ${shownName(key)}${reasons}${source === undefined ? "" : ` (${shownName(source)})`}`,
    ...shown.flatMap(({ name, before, after }) => [
      ...(before === undefined && after === undefined ? [`  ${shownName(name)}`] : []),
      ...(before === undefined ? [] : [`- ${shownName(name)}: ${shownText(before, LONGEST_VALUE)}`]),
      ...(after === undefined ? [] : [`+ ${shownName(name)}: ${shownText(after, LONGEST_VALUE)}`]),
    ]),
    ...(left === 0 ? [] : [`  and ${counted(left, "more property", "more properties")}`]),
  ];
}
