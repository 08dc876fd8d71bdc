import { type KindName, UNKNOWN } from "../../model";
import type { ProgramResource } from "../../model/portal";
import { isLimits, type Limits } from "./limits";

export function ofKind(resources: readonly ProgramResource[], kind: KindName): ProgramResource[] {
  return resources.filter((resource) => resource.kind === kind);
}

/** Where the account is a resource of the program. */
export function accountOf(resource: ProgramResource): ProgramResource | undefined {
  return resource.references["account"]?.[0];
}

/**
 * The resources of each account, in the order of the program. An account is a resource of the program, or an id written out, or none. Where it
 * isn't known, nothing can be said.
 */
export function byAccount(resources: readonly ProgramResource[]): ProgramResource[][] {
  const groups = new Map<unknown, ProgramResource[]>();
  for (const resource of resources) {
    const account = accountOf(resource) ?? resource.inputs["account"];
    if (account === UNKNOWN) continue;
    const group = groups.get(account);
    if (group === undefined) groups.set(account, [resource]);
    else group.push(resource);
  }
  return [...groups.values()];
}

/** Quotas of accounts, and not of projects. */
export function accountQuotas(resources: readonly ProgramResource[]): ProgramResource[] {
  return ofKind(resources, "Quota").filter(({ inputs }) => inputs["project"] === undefined);
}

/** The ten numbers of a quota, where the program alone says them. */
export function givenLimits({ inputs: { limits } }: ProgramResource): Limits | undefined {
  return isLimits(limits) ? limits : undefined;
}
