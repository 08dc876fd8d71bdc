import * as http from "node:http";
import type { AddressInfo } from "node:net";

export interface JsonProxy {
  readonly origin: string;
  close(): Promise<void>;
}

interface Changes {
  /** What becomes of the JSON of a request. */
  readonly sent?: (value: unknown) => unknown;
  /** What becomes of the JSON of an answer. */
  readonly answered?: (value: unknown) => unknown;
}

/** Passes requests on to a portal, and changes what is sent and what is answered. */
export async function jsonProxy(target: string, { sent, answered }: Changes): Promise<JsonProxy> {
  const { hostname, port } = new URL(target);
  const server = http.createServer((request, response) => {
    const {
      "accept-encoding": _none,
      "content-length": _length,
      "transfer-encoding": _sent,
      ...headers
    } = request.headers;
    collected(request, (body) => {
      const text = changed(body, sent);
      const onwards = http.request(
        {
          hostname,
          port,
          path: request.url,
          method: request.method,
          headers: { ...headers, host: `${hostname}:${port}`, "content-length": Buffer.byteLength(text) },
        },
        (answer) =>
          collected(answer, (answerBody) => {
            const answerText = changed(answerBody, answered);
            const { "content-length": _old, "transfer-encoding": _kept, ...kept } = answer.headers;
            response.writeHead(answer.statusCode ?? 502, { ...kept, "content-length": Buffer.byteLength(answerText) });
            response.end(answerText);
          }),
      );
      onwards.on("error", () => response.destroy());
      onwards.end(text);
    });
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

function collected(message: http.IncomingMessage, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  message.on("data", (chunk: Buffer) => chunks.push(chunk));
  message.on("end", () => done(Buffer.concat(chunks).toString("utf8")));
}

function changed(text: string, change: ((value: unknown) => unknown) | undefined): string {
  if (change === undefined) return text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  return JSON.stringify(change(value));
}

/** Every text in a JSON value changed, by the name of the member that it is, or stands in. */
export function eachText(value: unknown, change: (text: string, member: string) => unknown, member = ""): unknown {
  if (typeof value === "string") return change(value, member);
  if (Array.isArray(value)) return value.map((entry) => eachText(entry, change, member));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, eachText(of, change, name)]));
}
