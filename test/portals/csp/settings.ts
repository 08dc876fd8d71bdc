import type { RunningSandbox } from "../../../sandbox";

/** Settings of a connection, by their names. */
export function settings({ csp: { endpoint, token } }: RunningSandbox) {
  return { endpoint, token };
}
