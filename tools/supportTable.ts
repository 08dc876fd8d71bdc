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
    "Generated from `provider/portals/*/fields.ts` by `npm run rules`.",
    "",
    "- **required**: preview fails without the field.",
    "- **yes**: the field is supported.",
    "- **no**: preview fails if the field is declared, and names the alternative that is listed here.",
    "- **replacement**: a change replaces the object. **not changeable**: a change is an error. All other changes are made in place.",
    "",
  ];
  for (const name of Object.keys(kinds) as KindName[]) {
    lines.push(`## ${name}`, "");
    lines.push(`| field | ${portals.map(({ name: portal }) => `\`${portal}\``).join(" | ")} |`);
    lines.push(`| --- | ${portals.map(() => "---").join(" | ")} |`);
    lines.push(`| _the kind_ | ${portals.map((portal) => wholeOf(name, portal)).join(" | ")} |`);
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
  if (isStateOnly(portal, name)) return "in the state only";
  const { naturalKey } = kindAt(name, portal);
  return `natural key: ${naturalKey.join(", ")}`;
}

function fieldOf(name: KindName, field: string, portal: Portal): string {
  if (!hasKind(portal, name)) return "";
  if (!hasField(portal, name, field)) return noWith(portal.fields[name]?.instead?.[field]);
  const facts = fieldAt(name, field, portal);
  const words = [isRequiredAt(name, field, portal) ? "**required**" : "yes"];
  const { immutable } = facts;
  if (immutable === "replace") words.push("replacement");
  if (immutable === "refuse") words.push("not changeable");
  if (typeof immutable === "function") words.push("replacement if the field is added or removed");
  if (facts.openSet === true) words.push("undeclared entries are kept");
  if (facts.writeOnly === true) words.push("not (or not always) read back");
  return words.join("; ");
}

function fieldAt(name: KindName, field: string, portal: Portal): Field {
  return kindAt(name, portal).fields[field]!;
}
