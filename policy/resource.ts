import { OTHER_UNKNOWN_SIGNS, UNKNOWN_SIGN } from "../engine/values";
import { type KindName, kinds, REFERENCES_INPUT, SECRETS_INPUT } from "../provider/model";
import { presentPath, underPresentNames } from "../provider/model/formerFields";
import type { EngineState } from "../engine/digest";

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

/** What the program's side has left for whoever reads a plan. */
const OF_PROGRAM: readonly string[] = [REFERENCES_INPUT, SECRETS_INPUT];

const SETTINGS_TYPE = "pulumi:providers:pulumi-nodejs";

/** A resource of this provider as the engine has it in plans and states. The engine tells policies no id. */
export function stateOf(resource: PolicyResource, kind: KindName): EngineState {
  const values = underPresentNames(kinds[kind], plain(resource.props));
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
      Object.entries(resource.propertyDependencies).map(([name, behind]) => [
        presentPath(kinds[kind], name),
        behind.map(({ urn }) => urn),
      ]),
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
  if (OTHER_UNKNOWN_SIGNS.includes(value)) return UNKNOWN_SIGN;
  if (Array.isArray(value)) return value.map(known);
  if (typeof value === "object" && value !== null) return plain(value);
  return value;
}
