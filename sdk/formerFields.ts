import * as pulumi from "./pulumi";
import { type DeclaredInputs, type FormerField, type KindName, kinds } from "../provider/model";
import { formerFieldsIn, memberIn, underPresentNames } from "../provider/model/formerFields";

/** Arguments under the present names of their fields, and the fields that the program gives under former ones. */
export function presentArgs(
  kind: KindName,
  args: DeclaredInputs,
): { readonly args: DeclaredInputs; readonly formerFields: readonly FormerField[] } {
  return {
    args: underPresentNames(kinds[kind], args, givenMember),
    formerFields: formerFieldsIn(kinds[kind], args),
  };
}

/** The only member of an object that a program gives, which may be known later. */
export function givenMember(value: unknown, member: string): unknown {
  return pulumi.Output.isInstance(value) || value instanceof Promise
    ? pulumi.output(value).apply((known: unknown) => memberIn(known, member))
    : memberIn(value, member);
}

/** Lets a resource have its outputs under the former names of fields, too. */
export function showFormerNames(kind: KindName, resource: pulumi.CustomResource): void {
  for (const former of kinds[kind].formerFields)
    Object.defineProperty(resource, former.name, { get: () => outputOf(resource, former) });
}

function outputOf(resource: pulumi.CustomResource, { field, member }: FormerField): pulumi.Output<unknown> | undefined {
  const outputs = resource as unknown as Record<string, pulumi.Output<unknown> | undefined>;
  return outputs[field]?.apply((value) => (member === undefined || value === undefined ? value : { [member]: value }));
}
