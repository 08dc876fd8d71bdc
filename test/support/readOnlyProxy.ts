import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Stands in front of a portal, hands on what only reads, and refuses the rest.
 *
 * @param signIn the route by which one signs in, which changes nothing
 */
export async function readOnlyProxy(target: string, signIn?: string) {
  const [signInMethod, signInPath = ""] = signIn?.split(" ") ?? [];
  const refused: string[] = [];
  let handedOn = 0;
  const { origin } = new URL(target);
  const server = createServer((incoming, answer) => {
    const { method = "", url = "", headers } = incoming;
    const signsIn = method === signInMethod && url.endsWith(signInPath);
    if (method !== "GET" && !signsIn) {
      refused.push(`${method} ${url}`);
      answer.writeHead(405).end();
      return;
    }
    handedOn += 1;
    const outgoing = request(
      `${origin}${url}`,
      { method, headers: { ...headers, host: new URL(origin).host } },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
      },
    );
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: target.replace(origin, `http://127.0.0.1:${port}`),
    refused,
    handedOn: () => handedOn,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
