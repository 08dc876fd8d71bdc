import * as pulumi from "./pulumi";
import { nameIn, typeIn } from "../engine/names";

/** What the SDK knows of a resource before the engine does, and hides from its types. */
interface Unregistered {
  readonly __pulumiType?: string;
  readonly __name?: string;
  readonly __parentResource?: pulumi.Resource;
  /** Each becomes a URN, some not before another resource is registered. */
  readonly __aliases?: readonly pulumi.Input<string>[];
}

const STACK_TYPE = "pulumi:pulumi:Stack";

interface Aliases {
  readonly urns: string[];
  outstanding: number;
}

const aliases = new WeakMap<pulumi.Resource, Aliases>();

/** Begins to find out what a resource was called before: what hangs on no other resource is known when the present turn has ended. */
export function noteAliases(resource: pulumi.Resource): void {
  aliasesOf(resource);
  const parent = parentOf(resource);
  if (parent !== undefined) noteAliases(parent);
}

function aliasesOf(resource: pulumi.Resource): Aliases {
  const noted = aliases.get(resource);
  if (noted !== undefined) return noted;
  const { __aliases: own = [] } = resource as unknown as Unregistered;
  const fresh: Aliases = { urns: [], outstanding: own.length };
  aliases.set(resource, fresh);
  for (const alias of own)
    pulumi.output(alias).apply((urn) => {
      fresh.urns.push(urn);
      fresh.outstanding -= 1;
    });
  return fresh;
}

/** The URN that the engine will give a resource; undefined where that can't be told before it does. */
export function urnOf(resource: pulumi.Resource): string | undefined {
  const types: string[] = [];
  for (let each: pulumi.Resource | undefined = resource; each !== undefined; each = parentOf(each)) {
    const { __pulumiType: type } = each as unknown as Unregistered;
    if (type === undefined || type === "") return undefined;
    types.unshift(type);
  }
  const { __name: name } = resource as unknown as Unregistered;
  return name && `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${types.join("$")}::${name}`;
}

/** URNs that a resource had, by its own aliases and by its parents'; undefined where not all of them are known. */
export function formerUrns(resource: pulumi.Resource): string[] | undefined {
  const own = urnOf(resource);
  const { urns, outstanding } = aliasesOf(resource);
  if (own === undefined || outstanding > 0) return undefined;
  const parent = parentOf(resource);
  if (parent === undefined) return urns;
  const parents = formerUrns(parent);
  const parentName = (parent as unknown as Unregistered).__name ?? "";
  return (
    parents && [...urns, ...parents.flatMap((former) => [own, ...urns].map((urn) => child(urn, parentName, former)))]
  );
}

/** A resource without a parent is the stack's own, which shows in no URN. */
function parentOf(resource: pulumi.Resource): pulumi.Resource | undefined {
  const { __parentResource: parent } = resource as unknown as Unregistered;
  return (parent as Unregistered | undefined)?.__pulumiType === STACK_TYPE ? undefined : parent;
}

/** The URN of a child under a former name of its parent; a name that begins with the parent's changes with it, as it does for the engine. */
function child(urn: string, parentName: string, formerParent: string): string {
  const name = nameIn(urn);
  const renamedWithIt = name.startsWith(parentName) ? nameIn(formerParent) + name.slice(parentName.length) : name;
  return `${formerParent.split("::").slice(0, 3).join("::")}$${typeIn(urn)}::${renamedWithIt}`;
}

/** The URN with another name. */
export function renamed(urn: string, name: string): string {
  return [...urn.split("::").slice(0, 3), name].join("::");
}
