import * as http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { HttpConnection, type HttpSettings } from "../../provider/transport";

export const TOKEN = "token-that-nobody-may-see";

export type Answer = (request: http.IncomingMessage, response: http.ServerResponse, count: number) => void;

/** A clock that only waiting moves: every wait is over at once, and its length is kept. */
export class FakeClock {
  readonly waits: number[] = [];
  private time = Date.parse("2026-01-01T00:00:00Z");

  readonly now = () => this.time;
  readonly wait = async (ms: number): Promise<void> => {
    this.waits.push(ms);
    const target = this.time + ms;
    // Those who wait at the same time begin together.
    await new Promise((resolve) => setImmediate(resolve));
    this.time = Math.max(this.time, target);
  };
}

/** A real server that answers as a test wishes; gone, with all its sockets, when the test ends. @param onRequest before its body comes */
export async function withServer(
  answer: Answer,
  work: (connection: HttpConnection, seen: http.IncomingMessage[], clock: FakeClock) => Promise<void>,
  settings: Partial<HttpSettings> = {},
  onRequest: (request: http.IncomingMessage) => void = () => undefined,
): Promise<void> {
  const seen: http.IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const server = http.createServer((request, response) => {
    seen.push(request);
    onRequest(request);
    request.resume();
    request.on("end", () => answer(request, response, seen.length));
  });
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const clock = new FakeClock();
  const connection = new HttpConnection({
    endpoint: `http://127.0.0.1:${port}/api`,
    token: TOKEN,
    random: () => 0,
    wait: clock.wait,
    now: clock.now,
    ...settings,
  });
  try {
    await work(connection, seen, clock);
  } finally {
    connection.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

export const json = (
  response: http.ServerResponse,
  status: number,
  body: unknown,
  headers: http.OutgoingHttpHeaders = {},
) =>
  response
    .writeHead(status, { "content-type": "application/json", "x-request-id": "req-1", ...headers })
    .end(JSON.stringify(body));

export const GET = { method: "GET", path: "/things" } as const;
export const POST = { method: "POST", path: "/things", body: { a: 1 } } as const;

export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: Error) => error,
  );
}
