import type { RunningSandbox } from "../../../sandbox";

/** Settings of a connection, by their names: as fast as the sandbox answers. */
export function settings({ gridscale: { endpoint, userUuid, token } }: RunningSandbox) {
  return { endpoint, userUuid, token, requestsPerMinute: "100000" };
}
