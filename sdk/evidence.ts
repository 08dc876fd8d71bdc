import * as pulumi from "./pulumi";
import * as state from "@pulumi/pulumi/runtime/state";
import { type KindName, referenceName } from "../provider/model";
import type { EntryName } from "../realm/entry";

/** An output that Pulumi made for the id of a resource, as it was when the resource was made. */
interface KnownId {
  /** What names the resource. */
  readonly name: string;
  /** Where the output's value comes from. */
  readonly promise: unknown;
}

const ids = new WeakMap<pulumi.Output<unknown>, KnownId>();

/** To be called as soon as the resource exists: what stands in its place later is not its id. */
export function noteId(kind: KindName, label: string, { id }: pulumi.CustomResource): void {
  noteReference({ kind, name: label }, id);
}

/** The same of an output that stands for the id of a resource of another stack. */
export function noteReference({ kind, name }: EntryName, output: pulumi.Output<unknown>): void {
  ids.set(output, { name: referenceName(kind, name), promise: sourceOf(output) });
}

/** Which of the values are the id of another resource, and not only made of it: the very output that the resource has. */
export function referencesIn(value: unknown, path = ""): Record<string, string> {
  if (pulumi.Output.isInstance(value)) {
    const known = ids.get(value);
    return known === undefined || known.promise !== sourceOf(value) ? {} : { [path]: known.name };
  }
  if (Array.isArray(value))
    return Object.assign({}, ...value.map((entry, index) => referencesIn(entry, `${path}[${index}]`))) as Record<
      string,
      string
    >;
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return {};
  const members = Object.entries(value).map(([name, member]) =>
    referencesIn(member, path === "" ? name : `${path}.${name}`),
  );
  return Object.assign({}, ...members) as Record<string, string>;
}

/**
 * Names of the fields whose values are secret, or hold something secret, as the program gave them; undefined where none can be. Unknown as
 * long as one of them is: whether it is a secret shows with its value. What a transformation or a transform makes a secret nobody here sees.
 */
export function secretsAmong(
  fields: Readonly<Record<string, unknown>>,
): pulumi.Output<string[] | undefined> | undefined {
  const candidates = Object.entries(fields).filter(([, value]) => mayBeSecret(value));
  if (candidates.length === 0) return undefined;
  const values = candidates.map(([, value]) => pulumi.output(value));
  const names = pulumi.all(values).apply(async () => {
    const are = await Promise.all(values.map((value) => pulumi.isSecret(value)));
    const secret = candidates.filter((_, index) => are[index]).map(([name]) => name);
    return secret.length === 0 ? undefined : secret;
  });
  return pulumi.unsecret(names);
}

/** Whether any part of a value is an output, or may become one, and isn't the very id of a resource. */
function mayBeSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null || pulumi.Resource.isInstance(value)) return false;
  if (pulumi.Output.isInstance(value)) return ids.get(value)?.promise !== sourceOf(value);
  return value instanceof Promise || Object.values(value).some(mayBeSecret);
}

/** A program may have put another one in its place. The SDK hides it from its types. */
function sourceOf(output: pulumi.Output<unknown>): unknown {
  return (output as unknown as { readonly promise?: unknown }).promise;
}

/**
 * Whether something stands between what a program gave and what the engine gets: transformations of the resource or of what it is in, or
 * transforms. What they make of a value nobody here sees.
 */
export function mayBeTransformed(resource: pulumi.Resource): boolean {
  // The SDK hides them from its types.
  const { __transformations: transformations } = resource as unknown as { __transformations?: readonly unknown[] };
  return (transformations?.length ?? 0) > 0 || hasCallbacks();
}

/** Whether the program has handed the engine code that may change resources on their way. The SDK hides it from its types. */
export function hasCallbacks(): boolean {
  const { getStore } = state as unknown as { getStore?: () => { readonly callbacks?: unknown } };
  return getStore === undefined || getStore().callbacks !== undefined;
}
