import type { DeclaredInputs, Finding } from "../model";
import type { FieldTable } from "../model/fieldTable";
import type { Broken } from "../model/rule";

/** Quota profiles where the portal has none: this provider alone keeps them, and the quotas of the program use what they say. */
export const STATE_ONLY_QUOTA_PROFILE = {
  instead: {
    account: "this provider stores quota profiles in the state only; customers can't see them",
    inheritable: "this provider stores quota profiles in the state only; customers can't see them",
    default: "this provider stores quota profiles in the state only; reference it in the Quotas that use it",
  },
  stateOnly: true,
} as const satisfies Partial<NonNullable<FieldTable["QuotaProfile"]>>;

/** A quota gets its limits of the profile itself: by an id nobody knows them. */
export function namedById(broken: Broken, { limits, profile }: DeclaredInputs): Finding[] {
  if (limits !== undefined || profile === undefined) return [];
  return [
    broken(
      "limits",
      "is missing: quota profiles are stored in the state only, so use the QuotaProfile resource (not its id) of the same program",
    ),
  ];
}
