import { type LiveRealm, remarkText } from "../discovery";
import { KIND_NAMES } from "../provider/model";
import { commentText } from "../realm/write/file";
import { counted } from "../text/words";

const MOST_NAMED = 3;

/** What an import found, wrote and could not say, for whoever ran it. */
export function importSummary(live: LiveRealm, from: string, files: readonly string[]): string {
  const lines = [
    `${from}: ${countText(live) || "nothing to declare"}`,
    ...files.map((file) => `  ${file}`),
    ...leftLines(live),
    ...section("What no declaration stands for, or not all of it", live.remarks.map(remarkText)),
    ...section("What can be declared and the portal doesn't tell", live.without),
    ...section("What an up with this token is refused for", refusedLines(live)),
  ];
  return `${lines.map(printed).join("\n")}\n`;
}

/** What the token doesn't see: reasons that several kinds have, once. */
export function unseenLines({ unseen }: LiveRealm): string[] {
  const kindsOf = new Map<string, string[]>();
  for (const line of unseen) {
    const colon = line.indexOf(": ");
    const reason = line.slice(colon + 2);
    kindsOf.set(reason, [...(kindsOf.get(reason) ?? []), line.slice(0, colon)]);
  }
  return [...kindsOf].map(([reason, kinds]) => printed(`  ${kinds.join(", ")}: ${reason}`));
}

function countText({ entries }: LiveRealm): string {
  const counts = KIND_NAMES.map((kind) => [kind, entries.filter((entry) => entry.kind === kind).length] as const);
  return counts
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => counted(count, kind))
    .join(", ");
}

function leftLines({ left }: LiveRealm): string[] {
  const builtIn = [...left]
    .filter(([, count]) => count.builtIn > 0)
    .map(([kind, count]) => counted(count.builtIn, kind));
  const untouched = [...left]
    .filter(([, count]) => count.untouched > 0)
    .map(([kind, count]) => counted(count.untouched, kind));
  return [
    ...(builtIn.length === 0
      ? []
      : [`The portal's own, which are referred to and never declared: ${builtIn.join(", ")}`]),
    ...(untouched.length === 0 ? [] : [`There with their accounts, and never set: ${untouched.join(", ")}`]),
  ];
}

function refusedLines({ refused }: LiveRealm): string[] {
  return [...refused].map(([reason, names]) => {
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
    return `${names.slice(0, MOST_NAMED).join(", ")}${more}: ${reason}`;
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title} (${lines.length}):`, ...lines.map((line) => `  ${line}`)];
}

/** Names come from the portal: none of them moves a cursor, or hides what stands beside it. */
function printed(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? "";
  return `${indent}${commentText(line)}`;
}
