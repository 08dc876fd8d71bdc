import { counted } from "../../../text/words";
import { intoStackReport } from "../../importSummary";
import { intoStackText } from "../../intoStack/text";
import type { FleetIntoStacksReport } from "../../reports";
import type { Adoption } from "./adopt";

/** What a person has to look at is not done. */
export function isDone({ result, problem }: Adoption): boolean {
  return result !== undefined && problem === undefined && result.left.length === 0;
}

/** What was taken into the stacks of a fleet, for people. Of a stack where all is well, that is its first line. */
export function adoptionsText(adoptions: readonly Adoption[]): string {
  const lines = adoptions.map(({ stack, result, problem = "" }) => {
    const wrong = problem === "" ? "" : `\n${problem}`;
    const text = result === undefined ? `not adopted: ${problem}` : `${intoStackText(result).trimEnd()}${wrong}`;
    return `${stack}: ${text.replaceAll("\n", "\n  ")}\n`;
  });
  const open = adoptions.filter((adoption) => !isDone(adoption)).length;
  const sum = adoptions.reduce((all, { result }) => all + (result?.taken.length ?? 0), 0);
  const stacks = counted(adoptions.length, "stack");
  const end =
    open === 0
      ? ""
      : ` ${open} of them ${open === 1 ? "needs" : "need"} attention: run the same command again when it is mended.`;
  return `${lines.join("")}${counted(sum, "resource")} adopted into ${stacks}.${end}\n`;
}

/** The same for programs. */
export function adoptionsReport(adoptions: readonly Adoption[]): FleetIntoStacksReport["stacks"] {
  return adoptions.map(({ stack, result, problem }) => {
    if (result === undefined) return { stack, problem };
    const { version: _same, ...report } = intoStackReport(result);
    return { stack, ...report, ...(problem === undefined ? {} : { problem }) };
  });
}
