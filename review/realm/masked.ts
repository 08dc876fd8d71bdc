import { type DeclaredInputs, type KindName, kinds, UNKNOWN } from "../../provider/model";
import { isMasked } from "../../engine/values";
import type { PlannedResource, ResourceState } from "../../engine/plannedResource";

/** The resource with what the engine masks as what isn't known. Two masks on the two sides of a change may be two values. */
export function withoutMasks(resource: PlannedResource): PlannedResource {
  const { kind, before, after } = resource;
  return {
    ...resource,
    ...(before === undefined ? {} : { before: unmaskedState(kind, before) }),
    ...(after === undefined ? {} : { after: unmaskedState(kind, after) }),
  };
}

function unmaskedState(kind: KindName, state: ResourceState): ResourceState {
  return { ...state, values: unmaskedValues(kind, state.values) };
}

/** What is secret by itself stays masked: nothing else is ever shown of it. */
function unmaskedValues(kind: KindName, values: DeclaredInputs): DeclaredInputs {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const secret = kinds[kind].fields[name]?.secret;
      return [name, secret === true ? value : unmasked(value, secret)];
    }),
  );
}

function unmasked(value: unknown, secret: readonly string[] = []): unknown {
  if (isMasked(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map((entry) => unmasked(entry));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, secret.includes(name) ? member : unmasked(member)]),
  );
}
