import { type KindName, referenceName, UNKNOWN } from "../../provider/model";
import { changedAt, fieldPaths } from "../../provider/model/fieldPaths";
import type { Name, PartOfPlan, PlannedCrossing } from "./parts";
import type { PlannedResource, ResourceState } from "../../engine/plannedResource";
import { propertyPath } from "../../engine/propertyPath";

type Side = "before" | "after";

/**
 * The resources with references to other stacks as a plan of one stack would have them: each depends on what it refers to. A name that
 * stands for a resource of another stack becomes its id. A value that isn't known yet is linked only where the program has left evidence
 * that it is this very reference.
 */
export function withCrossings(
  resources: readonly PlannedResource[],
  parts: readonly PartOfPlan[],
): readonly PlannedResource[] {
  const nameOf = (stack: string | undefined, { kind, name }: Name) => JSON.stringify([stack, kind, name]);
  const crossings = new Map<string, PlannedCrossing[]>();
  for (const { stack, crossings: own } of parts)
    for (const crossing of own) {
      const from = nameOf(stack.name, crossing.from);
      crossings.set(from, [...(crossings.get(from) ?? []), crossing]);
    }
  if (crossings.size === 0) return resources;
  const targets = new Map<string, PlannedResource>();
  for (const resource of resources)
    targets.set(nameOf(resource.stack, { kind: resource.kind, name: resource.label }), resource);
  return resources.map((resource) => {
    const own = crossings.get(nameOf(resource.stack, { kind: resource.kind, name: resource.label }));
    if (own === undefined) return resource;
    const links = own.flatMap(({ path, to, stack }): Link[] => {
      const target = targets.get(nameOf(stack, to));
      return target === undefined || target.connection !== resource.connection ? [] : [{ path, target }];
    });
    return links.reduce((linked, link) => withLink(linked, link), resource);
  });
}

interface Link {
  readonly path: readonly (string | number)[];
  readonly target: PlannedResource;
}

function withLink(resource: PlannedResource, link: Link): PlannedResource {
  const { kind, operation } = resource;
  const state = (side: Side) => {
    const of = resource[side];
    if (of === undefined) return {};
    // What was applied earlier under that name may have been something else.
    const isDeclared = side === "after" || operation === "same";
    return { [side]: linkedState(isDeclared ? withId(kind, of, link.target, side) : of, link) };
  };
  return { ...resource, ...state("before"), ...state("after") };
}

function linkedState(state: ResourceState, { path, target }: Link): ResourceState {
  const field = String(path[0]);
  const isPending =
    valueAt(state.values, path) === UNKNOWN &&
    state.references[propertyPath(path)] === referenceName(target.kind, target.label);
  const ids = [target.before?.id, target.after?.id];
  if (!isPending && !leavesOf(state.values[field]).some((leaf) => leaf !== undefined && ids.includes(leaf as string)))
    return state;
  const urns = state.dependencies[field] ?? [];
  if (urns.includes(target.urn)) return state;
  return { ...state, dependencies: { ...state.dependencies, [field]: [...urns, target.urn] } };
}

/** The state with the target's id where its values have the target's name. */
function withId(kind: KindName, state: ResourceState, target: PlannedResource, side: Side): ResourceState {
  const id = target[side]?.id;
  const names = [target.before?.values["name"], target.after?.values["name"]];
  if (id === undefined) return state;
  const values = fieldPaths(kind)
    .references.filter((reference) => reference.kind === target.kind)
    .reduce<unknown>(
      (all, { path }) =>
        changedAt(all, path, (value) => (typeof value === "string" && names.includes(value) ? id : value)),
      state.values,
    );
  return { ...state, values: values as ResourceState["values"] };
}

function valueAt(value: unknown, [step, ...rest]: readonly (string | number)[]): unknown {
  if (step === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  return valueAt((value as Readonly<Record<string | number, unknown>>)[step], rest);
}

function leavesOf(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesOf) : [value];
}
