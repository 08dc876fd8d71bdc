import { type Field, kinds, type KindName } from "../provider/model";
import { FIELDS_OF_EVERY_KIND, hasField, hasKind } from "../provider/model/definePortal";
import { kindAt } from "../provider/model/kindAt";
import type { Portal } from "../provider/model/portal";
import { isStateOnly } from "../provider/model/definePortal";
import { isRequiredAt } from "../realm/whereFields";

/** What each portal has of each kind and field, as a page of the documentation. */
export function supportTable(portals: readonly Portal[]): string {
  const lines = [
    "# What each portal has",
    "",
    "Made from the tables of the portals (`provider/portals/*/fields.ts`) by `npm run rules`. **required**: preview fails without it. **yes**: can be declared. A change is made in place, unless it says **new object** or **never changed**. Where a portal has no such thing, preview fails on the property and says what to do instead; that stands here, too.",
    "",
  ];
  for (const name of Object.keys(kinds) as KindName[]) {
    lines.push(`## ${name}`, "");
    lines.push(`| field | ${portals.map(({ name: portal }) => `\`${portal}\``).join(" | ")} |`);
    lines.push(`| --- | ${portals.map(() => "---").join(" | ")} |`);
    lines.push(`| _as a whole_ | ${portals.map((portal) => wholeOf(name, portal)).join(" | ")} |`);
    for (const field of Object.keys(kinds[name].fields).filter(
      (candidate) => !FIELDS_OF_EVERY_KIND.includes(candidate),
    ))
      lines.push(`| \`${field}\` | ${portals.map((portal) => fieldOf(name, field, portal)).join(" | ")} |`);
    lines.push("");
  }
  return lines.join("\n");
}

/** What a portal lacks, and what to do instead. */
export function noWith(advice: string | undefined): string {
  return advice === undefined ? "no" : `no: ${advice}`;
}

/** What a portal has of a kind as a whole, and by what an object is found there. */
export function wholeOf(name: KindName, portal: Portal): string {
  if (!hasKind(portal, name)) return noWith(portal.insteadOf?.[name]);
  if (isStateOnly(portal, name)) return "kept in the state alone";
  const { naturalKey } = kindAt(name, portal);
  return `found by ${naturalKey.join(", ")}`;
}

function fieldOf(name: KindName, field: string, portal: Portal): string {
  if (!hasKind(portal, name)) return "";
  if (!hasField(portal, name, field)) return noWith(portal.fields[name]?.instead?.[field]);
  const facts = fieldAt(name, field, portal);
  const words = [isRequiredAt(name, field, portal) ? "**required**" : "yes"];
  const { immutable } = facts;
  if (immutable === "replace") words.push("new object");
  if (immutable === "refuse") words.push("never changed");
  if (typeof immutable === "function") words.push("new object where it comes or goes");
  if (facts.openSet === true) words.push("others' entries stay");
  if (facts.writeOnly === true) words.push("never, or not always, read back");
  return words.join("; ");
}

function fieldAt(name: KindName, field: string, portal: Portal): Field {
  return kindAt(name, portal).fields[field]!;
}
