import { type Field, kinds, type KindName } from "../provider/model";
import { FIELDS_OF_EVERY_KIND, hasField, hasKind } from "../provider/model/definePortal";
import { kindAt } from "../provider/model/kindAt";
import type { Portal } from "../provider/model/portal";
import { isStateOnly } from "../provider/model/definePortal";
import { SECTIONS } from "../realm/entry";
import { isRequiredAt, placeOfEntries } from "../realm/whereFields";

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
    ...sectionTable(portals),
  ];
  for (const name of Object.keys(kinds) as KindName[]) {
    lines.push(`## ${name}`, "");
    lines.push(...tableHead("field", portals));
    lines.push(`| _the kind_ | ${portals.map((portal) => wholeOf(name, portal)).join(" | ")} |`);
    for (const field of Object.keys(kinds[name].fields).filter(
      (candidate) => !FIELDS_OF_EVERY_KIND.includes(candidate),
    ))
      lines.push(`| \`${field}\` | ${portals.map((portal) => fieldOf(name, field, portal)).join(" | ")} |`);
    lines.push("");
  }
  return lines.join("\n");
}

const PLACES = {
  top: "at the top",
  account: "in an account",
  either: "at the top, and in an account",
  nowhere: "no",
} as const;

/** Where the sections of a realm file stand. */
function sectionTable(portals: readonly Portal[]): string[] {
  return [
    "## In a realm file",
    "",
    "Where each section of a [realm file](realm-file.md) can be. An entry of an account can also be at the top, with `account: KEY`. The tables below list the fields of the entries.",
    "",
    ...tableHead("section", portals),
    ...(Object.keys(kinds) as KindName[]).map(
      (kind) =>
        `| \`${SECTIONS[kind]}\` | ${portals.map((portal) => PLACES[placeOfEntries(kind, portal)]).join(" | ")} |`,
    ),
    "",
  ];
}

function tableHead(first: string, portals: readonly Portal[]): string[] {
  return [
    `| ${first} | ${portals.map(({ name }) => `\`${name}\``).join(" | ")} |`,
    `| --- | ${portals.map(() => "---").join(" | ")} |`,
  ];
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
