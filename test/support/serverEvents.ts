import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/**
 * Resolves with the next request that a server in this process gets (`start`) or has answered (`finish`). To ask again and again instead
 * takes a whole processor from what is waited for.
 */
export function nextRequest(
  at: "start" | "finish",
  isMeant: (request: { readonly method: string; readonly url: string }) => boolean,
): Promise<void> {
  const channel = at === "start" ? "http.server.request.start" : "http.server.response.finish";
  return new Promise((resolve) => {
    const heard = (message: unknown): void => {
      const { method = "", url = "" } = (message as { readonly request: IncomingMessage }).request;
      if (!isMeant({ method, url })) return;
      unsubscribe(channel, heard);
      resolve();
    };
    subscribe(channel, heard);
  });
}
