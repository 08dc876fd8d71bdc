import type { FindingId } from "../../review";
import type { WrittenResource } from "./planText";

/** What a portal calls its own profiles and permissions, where review.yaml names them. */
export interface NamesInReviewFile {
  readonly realm: readonly WrittenResource[];
  /** Files, each with the findings about a name in it that nobody has. */
  readonly guards: readonly (readonly [file: string, finds: readonly FindingId[]])[];
}

export function ceiling(profile: string): string {
  return `ceilings: [{ name: a, profile: ${profile}, permissions: ['*'] }]`;
}

export function never(permission: string): string {
  return `assertions: [{ name: a, who: { account: Acme AG }, never: { permissions: ['${permission}'] } }]`;
}
