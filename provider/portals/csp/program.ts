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

/** The same account: the same resource of the program, or the same id written out, or none for both. */
export function sameAccount(one: ProgramResource, other: ProgramResource): boolean {
  if (accountOf(one) !== undefined || accountOf(other) !== undefined) return accountOf(one) === accountOf(other);
  return one.inputs["account"] !== UNKNOWN && one.inputs["account"] === other.inputs["account"];
}

/** Quotas of accounts, and not of projects. */
export function accountQuotas(resources: readonly ProgramResource[]): ProgramResource[] {
  return ofKind(resources, "Quota").filter(({ inputs }) => inputs["project"] === undefined);
}

/** The ten numbers of a quota, where the program alone says them. */
export function givenLimits({ inputs: { limits } }: ProgramResource): Limits | undefined {
  return isLimits(limits) ? limits : undefined;
}
