import { counted } from "../../text/words";
import type { IntoStack } from "../intoStack";

interface Line {
  readonly kind: string;
  readonly name: string;
}

/** What was taken into a stack, for people. */
export function intoStackText({ taken, components, differing, uncompared, absent, left, before }: IntoStack): string {
  const parts = components === 0 ? "" : ` (and ${counted(components, "component")} of the program)`;
  return [
    `${counted(taken.length, "resource")} adopted into the state${parts}; ${before} ${before === 1 ? "was" : "were"} there before.`,
    ...section(
      differing,
      "different from the program; the state has the portal's values, and pulumi preview shows the difference",
      ({ fields }) => fields.join(", "),
    ),
    ...section(
      uncompared,
      "with secrets that can't be compared with the portal, and are assumed to match the program",
      ({ fields }) => fields.join(", "),
    ),
    ...section(absent, "not at the portal: pulumi up creates them", ({ because }) => because),
    ...section(left, "left out", ({ because }) => because),
    "",
  ].join("\n");
}

function section<Entry extends Line>(
  entries: readonly Entry[],
  title: string,
  more: (entry: Entry) => string | undefined,
): string[] {
  if (entries.length === 0) return [];
  const lines = entries.map((entry) => {
    const text = more(entry);
    return `  ${entry.kind} ${entry.name}${text === undefined ? "" : `: ${text}`}`;
  });
  return [`${entries.length} ${title}:`, ...lines];
}
