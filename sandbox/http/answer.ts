import type { ServerResponse } from "node:http";

/** What is sent back; `body` is JSON unless it is a string, and undefined for none. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export const JSON_TYPE = "application/json; charset=utf-8";
export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** The bytes of an answer's body. */
export function bytesOf({ body }: Answer): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

/** Headers as they go out: with the length, and with a type where there is a body. */
export function headersOf(answer: Answer, length: number): Record<string, string> {
  return {
    ...(answer.body === undefined ? undefined : { "content-type": JSON_TYPE }),
    ...answer.headers,
    ...(answer.status === 204 ? undefined : { "content-length": String(length) }),
  };
}

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  const bytes = bytesOf(answer);
  response.writeHead(answer.status, headersOf(answer, bytes.length));
  response.end(bytes);
}

/** A JSON answer of the sandbox itself. */
export function jsonAnswer(status: number, body?: unknown): Answer {
  return { status, headers: {}, body };
}
