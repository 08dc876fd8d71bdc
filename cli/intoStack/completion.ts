import type { EngineState, Planned } from "./plan";

/** A stack as `pulumi stack export` prints it. */
export interface ExportedStack {
  readonly version: number;
  readonly deployment: { readonly resources?: readonly EngineState[]; readonly [member: string]: unknown };
}

/** What an import has written, or the engine knows best. */
const KEPT = ["urn", "type", "custom", "id", "parent", "provider", "inputs", "outputs", "created", "modified"];

/**
 * An import file has no words for what the engine keeps beside the values: on what a resource depends (without which a destroy has no order),
 * whether it is protected, which outputs are secret, its aliases and its line in the program. The preview has all of it. Undefined where
 * nothing is missing.
 *
 * @param plan what the engine would write of each resource; of those that were there before, only what an earlier, unfinished import left.
 */
export function completed(stack: ExportedStack, plan: readonly Planned[]): ExportedStack | undefined {
  const { resources = [] } = stack.deployment;
  const there = new Set(resources.map(({ urn }) => urn));
  const planned = new Map(plan.map((resource) => [resource.urn, resource]));
  let changes = 0;
  const whole = resources.map((resource) => {
    const goal = planned.get(resource.urn);
    if (goal === undefined || !isIncomplete(resource, goal)) return resource;
    changes += 1;
    const kept = Object.entries(resource).filter(([member]) => KEPT.includes(member));
    const added = Object.entries(goal.state).filter(([member]) => !KEPT.includes(member));
    return withoutAbsent({ ...Object.fromEntries(kept), ...Object.fromEntries(added) } as EngineState, there);
  });
  if (changes === 0) return undefined;
  return { ...stack, deployment: { ...stack.deployment, resources: inOrder(whole) } };
}

/** Whatever the engine itself has written has one of these, and nothing that was imported has any. */
const MARKS = ["propertyDependencies", "sourcePosition", "stackTrace"];

function isIncomplete(resource: EngineState, { kind, state }: Planned): boolean {
  const isOurs = kind !== undefined || (!resource.custom && resource.type !== "pulumi:pulumi:Stack");
  const isMarked = (entry: EngineState) => MARKS.some((mark) => entry[mark] !== undefined);
  return isOurs && !isMarked(resource) && isMarked(state) && resource["delete"] !== true;
}

function withoutAbsent(resource: EngineState, there: ReadonlySet<string>): EngineState {
  const { dependencies, propertyDependencies = {} } = resource;
  const present = (urns: readonly string[] = []) => urns.filter((urn) => there.has(urn));
  return {
    ...resource,
    ...(dependencies === undefined ? {} : { dependencies: present(dependencies) }),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([property, urns]) => [property, present(urns)]),
    ),
  };
}

/** A state names what a resource depends on before the resource itself. */
function inOrder(resources: readonly EngineState[]): EngineState[] {
  const byUrn = new Map(resources.filter((entry) => entry["delete"] !== true).map((entry) => [entry.urn, entry]));
  const ordered = new Set<EngineState>();
  const begun = new Set<EngineState>();
  const place = (resource: EngineState) => {
    if (begun.has(resource)) return;
    begun.add(resource);
    for (const urn of neededBy(resource)) {
      const needed = byUrn.get(urn);
      if (needed !== undefined) place(needed);
    }
    ordered.add(resource);
  };
  for (const resource of resources) place(resource);
  return [...ordered];
}

function neededBy({ parent, provider, dependencies, propertyDependencies, deletedWith }: EngineState): string[] {
  // A reference to a provider is its URN and its id.
  const ofProvider = provider?.split("::").slice(0, -1).join("::");
  const needed = [parent, ofProvider, deletedWith, ...(dependencies ?? [])];
  return [...needed.filter((urn) => urn !== undefined), ...Object.values(propertyDependencies ?? {}).flat()];
}
