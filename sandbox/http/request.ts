import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** A request that was read to its end. */
export interface SandboxRequest {
  readonly id: string;
  readonly method: string;
  /** As sent, percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly remoteAddress: string;
}

/** A body larger than this is a mistake of the caller. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/** The body was longer than the sandbox reads. */
export class BodyTooLong extends Error {}

/** @throws {BodyTooLong} */
export async function readRequest(message: IncomingMessage, id: string): Promise<SandboxRequest> {
  const [path = "/", ...query] = (message.url ?? "/").split("?");
  return {
    id,
    method: message.method ?? "GET",
    path,
    query: new URLSearchParams(query.join("?")),
    headers: message.headers,
    body: await readBody(message),
    remoteAddress: message.socket.remoteAddress ?? "127.0.0.1",
  };
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_LIMIT_BYTES) throw new BodyTooLong(`a body may have ${BODY_LIMIT_BYTES} bytes at most`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
