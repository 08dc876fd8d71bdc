import { entryId } from "../../../fleet/divide";
import { type Fleet, type FleetStack, targetOf } from "../../../fleet";
import { REALM_TYPE } from "../../../engine/names";
import { changedAt, fieldPaths } from "../../../provider/model/fieldPaths";
import { isReference } from "../../../realm/fieldPaths";
import type { RealmEntry } from "../../../realm/entry";
import { type OwnResource, ownResources, type StackExport, type StateResource, withResources } from "./state";

const STACK_TYPE = "pulumi:pulumi:Stack";

/**
 * States as the programs of their stacks would write them: `state move` leaves out the component of the realm, and what refers to another
 * resource by its id in one stack does so by its name in two. Nothing of it is at a portal.
 *
 * @param states of the stacks of the fleet, after the moves
 * @param others states that may have the component, where none of the fleet has
 * @returns those that change
 */
export function rewritten(fleet: Fleet, states: readonly StackExport[], others: readonly StackExport[]): StackExport[] {
  const component = [...states, ...others].flatMap(({ resources }) =>
    resources.filter(({ type }) => type === REALM_TYPE),
  )[0];
  const known = new Map(
    states.flatMap((state) => ownResources(state).map((resource) => [entryId(resource), resource])),
  );
  const byName = new Map(states.map((state) => [state.stack, state]));
  return fleet.stacks.flatMap((stack) => {
    const state = byName.get(stack.name);
    if (state === undefined || ownResources(state).length === 0) return [];
    const words = new References(fleet, stack, known);
    const resources = state.resources.map((resource) => words.asDeclared(resource));
    const whole = withComponent(resources, component);
    return whole.every((resource, index) => resource === state.resources[index]) ? [] : [withResources(state, whole)];
  });
}

/** A state without some resources, which nothing in it depends on any more. */
export function without(state: StackExport, urns: ReadonlySet<string>): StackExport {
  const kept = (some: readonly string[] | null | undefined) => (some ?? []).filter((urn) => !urns.has(urn));
  const resources = state.resources
    .filter(({ urn }) => !urns.has(urn))
    .map((resource) => ({
      ...resource,
      ...(resource.dependencies === undefined ? {} : { dependencies: kept(resource.dependencies) }),
      ...(resource.propertyDependencies === undefined
        ? {}
        : {
            propertyDependencies: Object.fromEntries(
              Object.entries(resource.propertyDependencies ?? {}).map(([name, some]) => [name, kept(some)]),
            ),
          }),
      ...(urns.has(String(resource["deletedWith"])) ? { deletedWith: undefined } : {}),
    }));
  return withResources(state, resources);
}

function withComponent(resources: readonly StateResource[], component: StateResource | undefined): StateResource[] {
  const root = resources.find(({ type }) => type === STACK_TYPE);
  if (component === undefined || root === undefined || resources.some(({ type }) => type === REALM_TYPE))
    return [...resources];
  const [, stack, project] = /^urn:pulumi:(.*?)::(.*?)::/.exec(root.urn) ?? [];
  const urn = component.urn.replace(/^urn:pulumi:.*?::.*?::/, `urn:pulumi:${stack}::${project}::`);
  const place = resources.indexOf(root) + 1;
  return [
    ...resources.slice(0, place),
    { urn, type: REALM_TYPE, custom: false, parent: root.urn },
    ...resources.slice(place),
  ];
}

/** How the resources of one stack refer to others. */
class References {
  private readonly entries: ReadonlyMap<string, RealmEntry>;
  private readonly own: ReadonlySet<string>;

  constructor(
    private readonly fleet: Fleet,
    stack: FleetStack,
    private readonly known: ReadonlyMap<string, OwnResource>,
  ) {
    this.own = new Set(stack.entries.map(entryId));
    this.entries = new Map(
      stack.entries.flatMap((entry) =>
        [entry.name, ...entry.formerly].map((name) => [entryId({ kind: entry.kind, name }), entry]),
      ),
    );
  }

  asDeclared(resource: StateResource): StateResource {
    const [own] = ownResources({ resources: [resource] });
    const entry = own === undefined ? undefined : this.entries.get(entryId(own));
    if (own === undefined || entry === undefined) return resource;
    const { inputs = {}, outputs } = resource;
    const words = this.wordsOf(entry);
    const changed = withWords(own, inputs, words);
    if (changed === inputs) return resource;
    return {
      ...resource,
      inputs: changed,
      ...(outputs === undefined ? {} : { outputs: withWords(own, outputs, words) }),
    };
  }

  /** By field and former word, the word that the program uses. */
  private wordsOf(entry: RealmEntry): ReadonlyMap<string, string> {
    const words = new Map<string, string>();
    for (const { path } of fieldPaths(entry.kind).references)
      changedAt(entry.values, path, (value, walked) => {
        if (!isReference(value) || !("entry" in value)) return value;
        const target = this.known.get(entryId(value.entry));
        const declared = this.fleet
          .stackOf(value.entry)
          ?.entries.find((other) => entryId(other) === entryId(value.entry));
        const title = declared && targetOf(declared, "").title;
        if (target === undefined || title === undefined) return value;
        const byId = this.own.has(entryId(value.entry)) || this.fleet.file.references === "stack";
        const [now, before] = byId ? [target.id, title] : [title, target.id];
        words.set(wordKey(walked[0], before), now);
        return value;
      });
    return words;
  }
}

/** The same object where nothing changes. */
function withWords(
  { kind }: OwnResource,
  values: Readonly<Record<string, unknown>>,
  words: ReadonlyMap<string, string>,
): Record<string, unknown> {
  let isChanged = false;
  const changed = fieldPaths(kind).references.reduce<unknown>(
    (some, { path }) =>
      changedAt(some, path, (value, walked) => {
        const word = typeof value === "string" ? words.get(wordKey(walked[0], value)) : undefined;
        isChanged ||= word !== undefined;
        return word ?? value;
      }),
    values,
  );
  return isChanged ? (changed as Record<string, unknown>) : values;
}

function wordKey(field: string | number | undefined, word: string): string {
  return `${field} ${word}`;
}
