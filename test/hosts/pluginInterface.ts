/** The interface of a plugin's schema, as lines of text: what programs in any language rely on. */

interface Typed {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Typed;
  readonly additionalProperties?: Typed;
  readonly secret?: boolean;
}

interface ObjectType {
  readonly properties?: Readonly<Record<string, Typed>>;
  readonly required?: readonly string[];
}

export interface PluginSchema {
  readonly version: string;
  readonly provider: { readonly inputProperties: Readonly<Record<string, Typed>> };
  readonly types: Readonly<Record<string, ObjectType & { readonly enum?: readonly { readonly value: string }[] }>>;
  readonly resources: Readonly<
    Record<
      string,
      ObjectType & {
        readonly inputProperties: Readonly<Record<string, Typed>>;
        readonly requiredInputs: readonly string[];
        readonly aliases: readonly { readonly type: string }[];
      }
    >
  >;
  readonly functions: Readonly<Record<string, { readonly inputs: ObjectType; readonly outputs: ObjectType }>>;
}

const REQUIRED = " (required)";

export function interfaceOf({ provider, types, resources, functions }: PluginSchema): string[] {
  return [
    ...members("provider", { properties: provider.inputProperties }),
    ...Object.entries(types).flatMap(([token, type]) => [
      ...members(`type ${token}`, type),
      ...(type.enum ?? []).map(({ value }) => `type ${token} | ${JSON.stringify(value)}`),
    ]),
    ...Object.entries(resources).flatMap(([token, resource]) => [
      ...resource.aliases.map(({ type }) => `resource ${token} alias ${type}`),
      ...members(`resource ${token} input`, {
        properties: resource.inputProperties,
        required: resource.requiredInputs,
      }),
      ...members(`resource ${token} output`, resource),
    ]),
    ...Object.entries(functions).flatMap(([token, { inputs, outputs }]) => [
      ...members(`function ${token} input`, inputs),
      ...members(`function ${token} output`, outputs),
    ]),
  ].sort();
}

function members(of: string, { properties = {}, required = [] }: ObjectType): string[] {
  return Object.entries(properties).map(
    ([name, type]) => `${of} ${name}: ${typeText(type)}${required.includes(name) ? REQUIRED : ""}`,
  );
}

function typeText({ type, $ref, items, additionalProperties, secret }: Typed): string {
  const text =
    $ref?.replace("#/types/", "") ??
    (items === undefined
      ? additionalProperties === undefined
        ? (type ?? "any")
        : `map of ${typeText(additionalProperties)}`
      : `list of ${typeText(items)}`);
  return secret === true ? `secret ${text}` : text;
}

/**
 * What breaks programs that were written for the recorded interface: what is gone or is another, and what must be given from now on. An
 * input that need not be given any longer, and a further member of anything, break nothing.
 */
export function breaches(recorded: readonly string[], present: readonly string[]): string[] {
  const now = new Set(present);
  const before = new Set(recorded);
  const owners = new Set(recorded.map(ownerOf));
  const isInput = (line: string) => / input |^type |^provider /.test(line);
  const gone = recorded.filter((line) => !now.has(line) && !(isInput(line) && now.has(line.replace(REQUIRED, ""))));
  const asked = present.filter(
    (line) => line.endsWith(REQUIRED) && isInput(line) && !before.has(line) && owners.has(ownerOf(line)),
  );
  return [...gone, ...asked];
}

/** `resource reseller:index:User input` */
function ownerOf(line: string): string {
  return line.replace(/ \S+: .*$| \| .*$/, "");
}
