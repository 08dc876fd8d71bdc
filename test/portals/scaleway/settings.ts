import type { RunningSandbox } from "../../../sandbox";

/** Settings of a connection, by their names. */
export function settings({ scaleway: { endpoint, organizationId, accessKey, secretKey } }: RunningSandbox) {
  return { endpoint, organizationId, accessKey, secretKey };
}
