import { isDeepStrictEqual } from "node:util";
import type { KindName } from "../../provider/model";
import type { EngineMessage } from "../../engine/messages";
import { withCrossings } from "./crossings";
import type { PartOfPlan } from "./parts";
import { compare, type Plan, type PlannedResource, type ResourceState } from "../../engine/plannedResource";
import { mergedSettings } from "./connections";

/** What stands in a plan of several stacks for the name of one. */
export const ALL_STACKS = "*";

/** The plan of several stacks of one project: what each of them has, under names that tell them apart. */
export function mergedPlan(parts: readonly PartOfPlan[], gaps: readonly string[] = []): Plan {
  const settings = mergedSettings(parts.map(({ stack, plan }) => ({ stack: stack.name, plan })));
  const qualified = parts.flatMap((part) =>
    qualifiedResources(part, (connection) => settings.connectionOf(part.stack.name, connection)),
  );
  const resources = withKeys(withCrossings(qualified, parts));
  return {
    project: parts.map(({ plan }) => plan.project).find((name) => name !== "") ?? "",
    stack: ALL_STACKS,
    stacks: parts.map(({ stack }) => stack).sort((one, other) => compare(one.name, other.name)),
    config: settings.config,
    providers: settings.providers,
    resources: resources.sort((one, other) => compare(one.key, other.key) || compare(one.urn, other.urn)),
    others: parts.reduce((sum, { plan }) => sum + plan.others, 0),
    messages: mergedMessages(parts),
    gaps: [
      ...gaps,
      ...parts.flatMap(({ stack, plan }) => plan.gaps.map((gap) => `Stack ${stack.name}: ${gap}`)),
      ...movedGaps(resources),
    ],
  };
}

/** Each with its stack, its connection among those of all stacks, and what a setting of its stack says of it. */
function qualifiedResources(
  { stack, plan }: PartOfPlan,
  connectionOf: (connection: string | undefined) => string | undefined,
): PlannedResource[] {
  const adopts = String(plan.config["reseller:adopt"]) === "true";
  const adopting = (state: ResourceState) => (adopts && !state.adopts ? { ...state, adopts: true } : state);
  return plan.resources.map((resource) => ({
    ...resource,
    stack: stack.name,
    connection: connectionOf(resource.connection),
    ...(resource.before === undefined ? {} : { before: adopting(resource.before) }),
    ...(resource.after === undefined ? {} : { after: adopting(resource.after) }),
  }));
}

function shortKey({ kind, label }: { readonly kind: KindName; readonly label: string }): string {
  return `${kind}/${label}`;
}

/** What has the name of something in another stack is called by its stack, too. */
function withKeys(resources: readonly PlannedResource[]): PlannedResource[] {
  const stacks = new Map<string, Set<string | undefined>>();
  for (const resource of resources) {
    const key = shortKey(resource);
    stacks.set(key, (stacks.get(key) ?? new Set()).add(resource.stack));
  }
  return resources.map((resource) =>
    stacks.get(shortKey(resource))!.size === 1
      ? resource
      : { ...resource, key: `${resource.key} (stack ${resource.stack})` },
  );
}

/** What one stack makes under a name that another no longer has is one object at the portal, or two: the plans don't tell. */
function movedGaps(resources: readonly PlannedResource[]): string[] {
  const going = new Map<string, PlannedResource[]>();
  for (const resource of resources)
    if (resource.operation === "delete")
      going.set(shortKey(resource), [...(going.get(shortKey(resource)) ?? []), resource]);
  return resources
    .filter(({ operation }) => operation === "create")
    .flatMap((made) =>
      (going.get(shortKey(made)) ?? [])
        .filter(({ stack }) => stack !== made.stack)
        .map(
          ({ stack }) =>
            `${made.kind} ${made.label} is created in the stack ${made.stack} and removed from the stack ${stack}, so it is not known which of the two the portal keeps: to move it, run reseller fleet move.`,
        ),
    );
}

/** Each once, with the stacks in whose previews it was said. */
function mergedMessages(parts: readonly PartOfPlan[]): EngineMessage[] {
  const all: (EngineMessage & { stacks: string[] })[] = [];
  const byText = new Map<string, (typeof all)[number][]>();
  for (const { stack, plan } of parts)
    for (const message of plan.messages) {
      const alike = byText.get(message.text) ?? [];
      byText.set(message.text, alike);
      const known = alike.find(
        ({ isError, refused }) => isError === message.isError && isDeepStrictEqual(refused, message.refused),
      );
      if (known !== undefined) known.stacks.push(stack.name);
      else {
        const fresh = { ...message, stacks: [stack.name] };
        alike.push(fresh);
        all.push(fresh);
      }
    }
  return all
    .map((message) => ({ ...message, stacks: message.stacks.sort(compare) }))
    .sort(({ text: one }, { text: other }) => compare(one, other));
}
