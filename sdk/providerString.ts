import type { KindName } from "../provider/model";

/**
 * What a resource's state holds in place of a serialized provider: the name of this package's host and the kind. It must
 * stay the same from release to release, because refresh and delete run what the state says.
 */
export function providerString(kind: KindName): string {
  return `exports.handler=()=>require("pulumi-reseller/host").${kind}`;
}
