import * as http from "node:http";
import type { AddressInfo } from "node:net";

export interface ReversingProxy {
  readonly origin: string;
  close(): Promise<void>;
}

/** Passes requests on to a portal, and answers every list backwards: the order of a list means nothing to anybody. */
export async function reversingProxy(target: string): Promise<ReversingProxy> {
  const { hostname, port } = new URL(target);
  const server = http.createServer((request, response) => {
    const { "accept-encoding": _none, ...headers } = request.headers;
    const onwards = http.request(
      {
        hostname,
        port,
        path: request.url,
        method: request.method,
        headers: { ...headers, host: `${hostname}:${port}` },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          const body = reversed(Buffer.concat(chunks).toString("utf8"));
          const { "content-length": _old, "transfer-encoding": _kept, ...kept } = answer.headers;
          response.writeHead(answer.statusCode ?? 502, { ...kept, "content-length": Buffer.byteLength(body) });
          response.end(body);
        });
      },
    );
    onwards.on("error", () => response.destroy());
    request.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function reversed(text: string): string {
  try {
    return JSON.stringify(backwards(JSON.parse(text)));
  } catch {
    return text;
  }
}

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards).reverse();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, backwards(member)]));
}
