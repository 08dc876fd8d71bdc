import { type Field, type Kind, kinds, type KindName } from "../provider/model";
import { FIELDS_OF_EVERY_KIND, hasField, hasKind } from "../provider/model/definePortal";
import { kindAt } from "../provider/model/kindAt";
import type { Portal } from "../provider/model/portal";
import { rulesOfField } from "../provider/model/rule";
import { descriptionOf, outputType, type TypeWords, typeOf } from "./fieldTypes";
import { isRequiredAt } from "../realm/whereFields";
import { noWith, wholeOf } from "./supportTable";

/** One thing that is said of a field, in the words of each portal that has it. */
interface Aspect {
  readonly title: string;
  of(field: Field, portal: Portal): string;
}

/** Every kind and field, as a page of the documentation: all of it from the schemas, the kinds and the portals' facts. */
export function fieldReference(portals: readonly Portal[]): string {
  const lines = [
    "# Reference",
    "",
    "Every kind of resource, with its fields and outputs. Generated from `provider/model` and `provider/portals` by `npm run rules`. For a comparison of the portals, see [portals.md](portals.md). Rules: [csp](csp-rules.md), [scaleway](scaleway-rules.md), [gridscale](gridscale-rules.md).",
    "",
    ...Object.values(kinds).map(({ name }) => `- [${name}](#${name.toLowerCase()})`),
    "",
    "How to read it:",
    "",
    "- A property that is the same on all portals is a line. Properties that differ are in a table.",
    "- **Change**: _in place_, _replacement_ (the old object is deleted), or _not allowed_.",
    "- **Removal**: what happens at the portal if a declared field is removed from the program: _cleared_ or _value kept_. A field that was never declared is not managed.",
    "- A reference accepts the resource itself (`account: acme`), or the id of an object that the program doesn't declare.",
    "",
    "## Arguments of every resource",
    "",
    ...FIELDS_OF_EVERY_KIND.flatMap((name) => {
      const field: Field = kinds.Account.fields[name]!;
      return [`- \`${name}\` (${typeOf(field).type}): ${descriptionOf(field.schema)}`];
    }),
    "",
    "Pulumi's resource options (`protect`, `aliases`, `dependsOn`, `ignoreChanges`, `retainOnDelete`, …) are the third argument of the constructor.",
    "",
  ];
  for (const name of Object.keys(kinds) as KindName[]) lines.push(...kindSection(name, portals));
  return lines.join("\n");
}

function kindSection(name: KindName, portals: readonly Portal[]): string[] {
  const kind = kinds[name];
  const own = Object.keys(kind.fields).filter((field) => !FIELDS_OF_EVERY_KIND.includes(field));
  const outputs = Object.entries(kind.outputs.shape);
  return [
    `## ${name}`,
    "",
    kind.purpose,
    "",
    ...table("", portals, (portal) => wholeOf(name, portal)),
    ...own.flatMap((field) => fieldSection(name, field, portals)),
    ...(outputs.length === 0 ? [] : [`### Outputs of ${name}`, ""]),
    ...outputs.flatMap(([output, schema]) => outputLines(kind, output, schema)),
    ...(outputs.length === 0 ? [] : [""]),
  ];
}

function outputLines({ secretOutputs }: Kind, name: string, schema: Kind["outputs"]["shape"][string]): string[] {
  const { type, members } = outputType(schema as never);
  const secret = name in secretOutputs ? ", **secret**" : "";
  return [
    `- \`${name}\` (${type}${secret}): ${descriptionOf(schema as never)}`,
    ...members.map((member) => `  ${member}`),
  ];
}

function fieldSection(kind: KindName, name: string, portals: readonly Portal[]): string[] {
  const at = (portal: Portal): Field => kindAt(kind, portal).fields[name]!;
  const having = portals.filter((portal) => hasKind(portal, kind) && hasField(portal, kind, name));
  const general: Field = kinds[kind].fields[name]!;
  const types = having.map((portal) => typeOf(at(portal)));
  const aspects: Aspect[] = [
    { title: "Type", of: (field) => typeOf(field).type },
    { title: "Notes", of: ({ says = "" }) => says },
    { title: "Change", of: changeOf },
    { title: "Removal", of: removalOf },
    { title: "Also", of: furtherOf },
    {
      title: "Rules",
      of: (_field, portal) =>
        rulesOfField(portal.rules, kind, name)
          .map((rule) => `[${rule}](${portal.name}-rules.md)`)
          .join(", "),
    },
  ];
  const same: string[] = [];
  const rows: string[] = [];
  for (const { title, of } of aspects) {
    const texts = new Map(having.map((portal) => [portal, of(at(portal), portal)]));
    const different = new Set(texts.values());
    const [only = ""] = different;
    if (different.size === 1) same.push(...(only === "" ? [] : [`- ${title}: ${only}`]));
    else rows.push(`| ${title} | ${portals.map((portal) => texts.get(portal) ?? "").join(" | ")} |`);
  }
  const isSecret = general.secret;
  if (isSecret !== undefined)
    same.push(
      `- Secret${isSecret === true ? "" : `: ${isSecret.map((member) => `\`${member}\``).join(", ")}`}; never printed`,
    );
  const { formerly } = general;
  if (formerly !== undefined) {
    const value = formerly.member === undefined ? "" : `, with the value in its member \`${formerly.member}\``;
    same.push(`- Former name, deprecated: \`${formerly.name}\`${value}`);
  }
  return [
    `### ${kind}: \`${name}\``,
    "",
    descriptionOf(general.schema),
    "",
    ...same,
    ...(same.length > 0 ? [""] : []),
    ...table("Supported", portals, (portal) => givenAt(kind, name, portal), rows),
    ...memberSection(having, types),
  ];
}

/** Members of the values, once where they are the same everywhere. */
function memberSection(having: readonly Portal[], types: readonly TypeWords[]): string[] {
  const texts = types.map(({ members }) => members.join("\n"));
  const apart = [...new Set(texts)].filter((text) => text !== "");
  return apart.flatMap((text) => {
    const who = having.filter((_portal, index) => texts[index] === text).map(({ name }) => `\`${name}\``);
    return [who.length === having.length ? "Members:" : `Members (${who.join(", ")}):`, "", text, ""];
  });
}

function table(
  title: string,
  portals: readonly Portal[],
  of: (portal: Portal) => string,
  more: readonly string[] = [],
): string[] {
  return [
    `| | ${portals.map(({ name }) => `\`${name}\``).join(" | ")} |`,
    `| --- | ${portals.map(() => "---").join(" | ")} |`,
    `| ${title} | ${portals.map(of).join(" | ")} |`,
    ...more,
    "",
  ];
}

function givenAt(kind: KindName, name: string, portal: Portal): string {
  if (!hasKind(portal, kind)) return "no such kind";
  if (!hasField(portal, kind, name)) return noWith(portal.fields[kind]?.instead?.[name]);
  return isRequiredAt(kind, name, portal) ? "**required**" : "optional";
}

function changeOf({ immutable, trigger, local }: Field): string {
  if (trigger === true) return "triggers one action on an existing object";
  if (immutable === "replace") return "replacement";
  if (immutable === "refuse") return "not allowed";
  if (typeof immutable === "function") return "in place; replacement if the field is added or removed";
  return local === true ? "in the state only; nothing is sent to the portal" : "in place";
}

function removalOf({ whenRemoved, local, immutable }: Field): string {
  if (local === true || immutable === "replace" || immutable === "refuse") return "";
  return whenRemoved === "clear" ? "cleared at the portal" : "the portal's value is kept";
}

function furtherOf({ openSet, writeOnly, emptyIsAbsent }: Field): string {
  const words: string[] = [];
  if (openSet !== undefined) words.push("undeclared entries are kept, and are not a difference");
  if (writeOnly === true) words.push("not (or not always) read back: manual changes aren't detected");
  if (emptyIsAbsent === true) words.push("an empty list equals no list");
  return words.join("; ");
}
