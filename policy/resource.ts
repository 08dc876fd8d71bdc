import { KIND_NAMES, type KindName, kinds, REFERENCES_INPUT, SECRETS_INPUT } from "../provider/kinds";
import type { EngineState } from "../review/plan/engineDigest";

/** What a policy is given of one resource: so much of Pulumi's own type as is needed, so that nobody has to have that package. */
export interface PolicyResource {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts: { readonly protect: boolean };
  /** By property: what its value comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly PolicyResource[]>>;
}

/** The engine's sign for a text that isn't known yet, which plans have for everything that isn't. */
export const UNKNOWN_SIGN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The signs for what isn't known and is no text: booleans, numbers, lists, assets, archives, objects. */
const OTHER_UNKNOWNS: readonly unknown[] = [
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

/** What the program's side has left for whoever reads a plan. */
const OF_PROGRAM: readonly string[] = [REFERENCES_INPUT, SECRETS_INPUT];

const TYPE = /^pulumi-nodejs:dynamic\/reseller:(\w+)$/;
const SETTINGS_TYPE = "pulumi:providers:pulumi-nodejs";

/** The kind of a resource of this provider; undefined for others. */
export function kindOf({ type }: { readonly type: string }): KindName | undefined {
  const name = TYPE.exec(type)?.[1];
  return (KIND_NAMES as readonly (string | undefined)[]).includes(name) ? (name as KindName) : undefined;
}

/** A resource of this provider as the engine has it in plans and states. The engine tells policies no id. */
export function stateOf(resource: PolicyResource, kind: KindName): EngineState {
  const values = plain(resource.props);
  const { fields } = kinds[kind];
  return {
    urn: resource.urn,
    type: resource.type,
    custom: true,
    inputs: Object.fromEntries(
      Object.entries(values).filter(([name, value]) => (name in fields || OF_PROGRAM.includes(name)) && value !== null),
    ),
    outputs: values,
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([name, behind]) => [name, behind.map(({ urn }) => urn)]),
    ),
    protect: resource.opts.protect,
  };
}

/** The stack's settings: the engine hands all of them to the host of dynamic providers. */
export function settingsIn(resources: readonly PolicyResource[]): Record<string, unknown> {
  return Object.assign(
    {},
    ...resources.filter(({ type }) => type === SETTINGS_TYPE).map(({ props }) => plain(props)),
  ) as Record<string, unknown>;
}

/** The values themselves: a policy's properties throw where somebody reads one that isn't known yet, and don't where it is described. */
function plain(properties: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(properties)).map(([name, { value }]) => [name, known(value)]),
  );
}

function known(value: unknown): unknown {
  if (OTHER_UNKNOWNS.includes(value)) return UNKNOWN_SIGN;
  if (Array.isArray(value)) return value.map(known);
  if (typeof value === "object" && value !== null) return plain(value);
  return value;
}
