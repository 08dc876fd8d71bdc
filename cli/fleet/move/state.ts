import { z } from "zod";
import { kindOfType, nameIn } from "../../../engine/names";
import type { KindName } from "../../../provider/model";
import { UserError } from "../../../provider/model/errors";

const Resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().optional(),
  id: z.string().optional(),
  delete: z.boolean().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
  dependencies: z.array(z.string()).nullish(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
});
const Exported = z.looseObject({
  deployment: z.looseObject({
    resources: z.array(Resource).nullish(),
    pending_operations: z.array(z.unknown()).nullish(),
  }),
});

export type StateResource = z.output<typeof Resource>;

/** A stack as `pulumi stack export` prints it. Secrets are encrypted. */
export interface StackExport {
  readonly stack: string;
  /** As it was printed. */
  readonly text: string;
  readonly resources: readonly StateResource[];
  /** Whether a run was killed in the middle, so that the engine doesn't know what became of an operation. */
  readonly isUnfinished: boolean;
}

/** @throws UserError without a word of the text */
export function readExport(stack: string, text: string): StackExport {
  try {
    const { resources, pending_operations: pending } = Exported.parse(JSON.parse(text)).deployment;
    return { stack, text, resources: resources ?? [], isUnfinished: (pending ?? []).length > 0 };
  } catch {
    throw new UserError(`the state of the stack ${stack} can't be read: the engine printed something else`);
  }
}

/** The same stack with other resources. */
export function withResources({ stack, text }: StackExport, resources: readonly StateResource[]): StackExport {
  const whole = Exported.parse(JSON.parse(text));
  const changed = JSON.stringify({ ...whole, deployment: { ...whole.deployment, resources } });
  return readExport(stack, changed);
}

/** A resource of this package in a state. */
export interface OwnResource {
  readonly kind: KindName;
  /** As the program calls it. */
  readonly name: string;
  readonly urn: string;
  readonly id: string;
  /** It has been replaced, and is still to be deleted. */
  readonly isLeaving: boolean;
  readonly state: StateResource;
}

export function ownResources({ resources }: Pick<StackExport, "resources">): OwnResource[] {
  return resources.flatMap((state) => {
    const { urn, type, id } = state;
    const kind = kindOfType(type);
    if (kind === undefined || id === undefined) return [];
    return [{ kind, name: nameIn(urn), urn, id, isLeaving: state.delete === true, state }];
  });
}
