import { type Field, type FormerField, type Kind, type KindName, kinds } from "../provider/model";
import { FIELDS_OF_EVERY_KIND, hasField, hasKind } from "../provider/model/definePortal";
import { kindAt } from "../provider/model/kindAt";
import type { Portal } from "../provider/model/portal";
import { rulesOfField } from "../provider/model/rule";
import { joined } from "../text/words";
import { descriptionOf, typeOf } from "./fieldTypes";
import { whereOf } from "../realm/whereFields";
import { type Names, type NamedType, TypeWriter } from "./sdkTypes";

/** The types that programs may want to name. */
export const INPUT_NAMES: Names = {
  "Account.state": ["AccountState", "Commercial states of a customer."],
  "Account.onDelete": ["DeletionPolicy", "What happens at the portal when an Account is deleted."],
  "Account.adminAccess": ["AdminAccess", "An administrator for the partner's staff in a client's Organization."],
  "User.access[]": ["UserAccess", "A person's role on one account."],
  "User.accessTimes[]": ["AccessTime", "A time range in which a person can use the portal."],
  "Profile.level": ["ProfileLevel", "Who a profile can be assigned to."],
  "Profile.rules[]": ["PolicyRuleArgs", "Permission sets, or roles, with their scope."],
  "QuotaProfile.limits": ["QuotaLimits", "The ten numbers of a quota of the Cloud Service Portal."],
  "Quota.limits": ["QuotaLimits", ""],
  "Quota.rejectRequests[]": ["QuotaRejection", "A quota request to reject."],
  "Quota.onDelete": ["QuotaDeletionPolicy", "What happens to the limits when a Quota is deleted."],
  "ServiceActivation.onDelete": ["ActivationDeletionPolicy", "What happens when a ServiceActivation is deleted."],
  "User.options": ["SignInOptions", "Exceptions from the portal's rules of sign-in."],
  "Project.roles[]": ["ProjectRoles", "The roles of one user, or of one group, on a project."],
};
export const OUTPUT_NAMES: Names = {
  "Account.pendingQuotaRequests[]": ["PendingQuotaRequest", "A customer's open quota request."],
  "Profile.rules[]": ["PolicyRule", "Permission sets, or roles, with their scope, as an output."],
  "Quota.pendingRequests[]": ["PendingSizeRequest", "An open request for another size of a project's quota."],
};
/** Types that several kinds have, with the file of the one that exports them. */
const SHARED: Readonly<Record<string, KindName>> = { QuotaLimits: "QuotaProfile" };

/** What a kind's class is called in its file, and the file. */
export function fileOf(kind: KindName): string {
  return `${kind[0]!.toLowerCase()}${kind.slice(1)}.ts`;
}

/** The class of one kind, with its arguments and their types, as TypeScript. */
export function classFile(name: KindName, portals: readonly Portal[]): string {
  const kind = kinds[name];
  const having = portals.filter((portal) => hasKind(portal, name));
  const inputs = new TypeWriter(INPUT_NAMES, "input");
  const outputs = new TypeWriter(OUTPUT_NAMES, "output");
  const own = Object.keys(kind.fields).filter((field) => !FIELDS_OF_EVERY_KIND.includes(field));
  const args = [
    ...own.map((field) => argument(kind, field, having, inputs)),
    ...kind.formerFields.map((former) => formerArgument(kind, former, having, inputs)),
  ];
  const members = own
    .filter(
      (field) =>
        kind.fields[field]!.trigger === true || kind.fields[field]!.local !== true || kind.fields[field]!.shown,
    )
    .map((field) => member(kind, field, having, outputs))
    .concat(kind.formerFields.map((former) => formerMember(kind, former, having, outputs)));
  const shown = Object.keys(kind.outputs.shape);
  const more = shown.map((output) => outputMember(kind, output, outputs));
  const types = [...inputs.named.values(), ...outputs.named.values()];
  const others = types.filter((type) => (SHARED[type.name] ?? name) !== name);
  return [
    "// Generated from provider/model and provider/portals by `npm run rules`. Hand-written code is in hooks.ts and resource.ts.",
    'import * as pulumi from "./pulumi";',
    'import { hooks } from "./hooks";',
    `import type { KIND${args.join().includes("Reference<") || hasReference(inputs) ? ", Reference" : ""} } from "./reference";`,
    ...others.map((type) => `import type { ${type.name} } from "./${fileOf(SHARED[type.name]!).replace(".ts", "")}";`),
    'import { type CommonArgs, prepare } from "./resource";',
    "",
    ...types.filter((type) => !others.includes(type)).flatMap((type) => [typeText(type), ""]),
    comment(`The arguments of ${/^[AEIOU](?!ser)/.test(name) ? "an" : "a"} ${name}.`),
    `export interface ${name}Args extends CommonArgs {`,
    ...args,
    "}",
    "",
    comment(purposeOf(name, having, portals)),
    `export class ${name} extends pulumi.CustomResource {`,
    `declare readonly [KIND]: "${name}";`,
    ...members,
    ...more,
    "",
    `constructor(name: string, args: ${name}Args, options: pulumi.CustomResourceOptions = {}) {`,
    "const registration = prepare({",
    `kind: "${name}",`,
    "name,",
    "args,",
    "options,",
    ...(shown.length === 0 ? [] : [`outputs: ${JSON.stringify(shown)},`]),
    `...hooks.${name}?.(args, options),`,
    "});",
    "super(registration.type, name, registration.props, registration.options);",
    "registration.attach(this);",
    "}",
    "}",
    "",
  ].join("\n");
}

function hasReference({ named }: TypeWriter): boolean {
  return [...named.values()].some(({ text }) => text.includes("Reference<"));
}

function typeText({ name, says, text }: NamedType): string {
  const type =
    text.startsWith("{") && !text.includes("}\n| ")
      ? `export interface ${name} ${text}`
      : `export type ${name} = ${text};`;
  return `${comment(says)}\n${type}`;
}

export function purposeOf(name: KindName, having: readonly Portal[], portals: readonly Portal[]): string {
  const { purpose } = kinds[name];
  return having.length === portals.length ? purpose : `${purpose} Only on ${listed(having)}.`;
}

function argument(kind: Kind, name: string, portals: readonly Portal[], writer: TypeWriter): string {
  const { having, fields } = fieldsOf(kind, name, portals);
  const type = writer.given(writer.ofField(`${kind.name}.${name}`, fields));
  const isNeeded = !kind.fields[name]!.schema.safeParse(undefined).success;
  return `${comment(docOf(kind, name, portals, having))}\nreadonly ${name}${isNeeded ? "" : "?"}: ${type};`;
}

function member(kind: Kind, name: string, portals: readonly Portal[], writer: TypeWriter): string {
  const { fields } = fieldsOf(kind, name, portals);
  const isSecret = kind.fields[name]!.secret === true;
  const isNeeded = !kind.fields[name]!.schema.safeParse(undefined).success;
  const type = writer.ofField(`${kind.name}.${name}`, fields);
  return `${isSecret ? "/** A secret. */\n" : ""}declare readonly ${name}: pulumi.Output<${type}${isNeeded ? "" : " | undefined"}>;`;
}

function formerArgument(kind: Kind, former: FormerField, portals: readonly Portal[], writer: TypeWriter): string {
  const { fields } = fieldsOf(kind, former.field, portals);
  const type = writer.given(formerType(former, writer.given(writer.ofField(`${kind.name}.${former.field}`, fields))));
  return `${comment(deprecation(former))}\nreadonly ${former.name}?: ${type};`;
}

function formerMember(kind: Kind, former: FormerField, portals: readonly Portal[], writer: TypeWriter): string {
  const { fields } = fieldsOf(kind, former.field, portals);
  const type = formerType(former, writer.ofField(`${kind.name}.${former.field}`, fields));
  return `${comment(deprecation(former))}\ndeclare readonly ${former.name}: pulumi.Output<${type} | undefined>;`;
}

function deprecation({ field, member }: FormerField): string {
  return `@deprecated Use \`${field}\`${member === undefined ? "" : ` with the value of \`${member}\``}.`;
}

function formerType({ member }: FormerField, type: string): string {
  return member === undefined ? type : `{ readonly ${member}: ${type} }`;
}

function outputMember({ name: kind, outputs, secretOutputs }: Kind, name: string, writer: TypeWriter): string {
  const schema = outputs.shape[name] as Parameters<typeof descriptionOf>[0];
  const says = `${descriptionOf(schema)}${name in secretOutputs ? " A secret." : ""}`;
  const type = writer.of(`${kind}.${name}`, schema);
  return `${comment(says)}\ndeclare readonly ${name}: pulumi.Output<${type} | undefined>;`;
}

export function fieldsOf(kind: Kind, name: string, portals: readonly Portal[]): { having: Portal[]; fields: Field[] } {
  const having = portals.filter((portal) => hasField(portal, kind.name, name));
  return { having, fields: having.map((portal) => kindAt(kind.name, portal).fields[name]!) };
}

/** What a field is, where it exists, and what a change of it does. */
export function docOf(kind: Kind, name: string, portals: readonly Portal[], having: readonly Portal[]): string {
  const at = (portal: Portal) => kindAt(kind.name, portal).fields[name]!;
  const rules = having.flatMap((portal) => rulesOfField(portal.rules, kind.name, name));
  const sentences = [
    descriptionOf(kind.fields[name]!.schema),
    ...detailsOf(having, at),
    whereOf(kind.name, name, portals, ({ name: portal }) => `\`${portal}\``),
    ...changesOf(having, at),
    rules.length === 0 ? "" : `Rules: ${rules.join(", ")}.`,
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** What portals take and say, where they differ. */
function detailsOf(having: readonly Portal[], at: (portal: Portal) => Field): string[] {
  const texts = having.map((portal) => typeOf(at(portal)).type.replace(/, matching .*$/, ""));
  const differ = new Set(texts).size > 1 && texts.every((text) => text.startsWith("string"));
  return having.flatMap((portal, index) => {
    const parts = [differ ? texts[index] : undefined, at(portal).says].filter((part) => part !== undefined);
    return parts.length === 0 ? [] : [`\`${portal.name}\`: ${parts.join("; ")}.`];
  });
}

function changesOf(having: readonly Portal[], at: (portal: Portal) => Field): string[] {
  const says = new Map<string, Portal[]>();
  for (const portal of having) {
    const { immutable, trigger } = at(portal);
    const text =
      trigger === true || immutable === undefined
        ? ""
        : immutable === "replace"
          ? "A change replaces the object"
          : immutable === "refuse"
            ? "Can't be changed"
            : "Adding or removing it replaces the object";
    says.set(text, [...(says.get(text) ?? []), portal]);
  }
  return [...says]
    .filter(([text]) => text !== "")
    .map(([text, portals]) => (portals.length === having.length ? `${text}.` : `${text} on ${listed(portals)}.`));
}

function listed(portals: readonly Portal[]): string {
  return joined(portals.map(({ name }) => `\`${name}\``));
}

const WIDTH = 136;

/** A docstring, its lines not longer than the code's. */
export function comment(text: string): string {
  if (text.length + 7 <= WIDTH) return `/** ${text} */`;
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return ["/**", ...lines.map((line) => ` * ${line}`), " */"].join("\n");
}
