import { randomUUID } from "node:crypto";
import * as http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import Router from "find-my-way";
import { Calls } from "./calls";
import { type FaultEffect, type Faults, readFaultRules } from "./faults";
import type { PortalReply, PortalRequest, PortalRoute, SandboxPortal, TokenChange } from "./portal";
import { Problem } from "./problem";
import type { Store } from "./store";

const LARGEST_BODY_BYTES = 4 * 1024 * 1024;
const MASK = "***";
const SECRET_MEMBERS = /password|secret|token/i;

export interface ServerOptions {
  readonly port: number;
  readonly latencyMs: number;
  readonly store: Store;
  readonly portals: readonly SandboxPortal[];
  readonly faults: Faults;
}

export interface RunningServer {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Serves portals over real HTTP on the loopback address, with latency and faults as wished. */
export async function serve(options: ServerOptions): Promise<RunningServer> {
  const calls = new Calls();
  const router = Router({ ignoreTrailingSlash: true, maxParamLength: 1000 });
  for (const portal of options.portals) {
    for (const route of portal.routes) {
      const path = `${portal.prefix}${route.path.replace(/\{(\w+)\}/g, ":$1")}`;
      router.on(
        route.method,
        path,
        (request, response, params) =>
          void answer(options, calls, portal, route, request, response, params as Record<string, string>),
      );
    }
  }
  addControlRoutes(router, options, calls);

  const server = http.createServer((request, response) => router.lookup(request, response));
  server.keepAliveTimeout = 60_000;
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function answer(
  options: ServerOptions,
  calls: Calls,
  portal: SandboxPortal,
  route: PortalRoute,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  params: Record<string, string>,
): Promise<void> {
  calls.add(portal.name, route.method, route.path);
  const effects = options.faults.effectsOn(portal.name, route.method, route.path);
  const requestId = randomUUID();
  const raw = await readBody(request);
  const delay =
    options.latencyMs + effects.reduce((sum, effect) => sum + ("delayMs" in effect ? effect.delayMs : 0), 0);
  if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));

  const before = effects.find(
    (effect) => !("delayMs" in effect) && !("mutate" in effect) && !("when" in effect && effect.when === "after"),
  );
  if (before !== undefined) return fail(before, response, requestId, undefined);

  const reply = carryOut(portal, route, request, params, raw, requestId);
  const after = effects.find((effect) => "when" in effect && effect.when === "after");
  if (after !== undefined) return fail(after, response, requestId, reply);
  const mutations = effects.flatMap((effect) => ("mutate" in effect ? [effect.mutate] : []));
  const body = mutations.reduce((value, mutation) => mutated(value, mutation.pointer, mutation.value), reply.body);
  send(response, { ...reply, body }, requestId);
}

function carryOut(
  portal: SandboxPortal,
  route: PortalRoute,
  request: http.IncomingMessage,
  params: Record<string, string>,
  raw: string | undefined,
  requestId: string,
): PortalReply {
  try {
    if (raw === undefined) throw new Problem(413, "malformed", "The body is too large.");
    const { searchParams } = new URL(request.url ?? "/", "http://sandbox");
    const parsed: PortalRequest = {
      method: route.method,
      params,
      query: searchParams,
      headers: request.headers,
      body: parse(raw),
      requestId,
    };
    return route.handle(parsed);
  } catch (error) {
    return portal.problem(error, requestId);
  }
}

function parse(raw: string): unknown {
  if (raw === "") return undefined;
  try {
    return JSON.parse(raw);
  } catch {
    throw new Problem(400, "malformed", "The body is not JSON.");
  }
}

function fail(
  effect: FaultEffect,
  response: http.ServerResponse,
  requestId: string,
  reply: PortalReply | undefined,
): void {
  const text = JSON.stringify(reply?.body ?? { items: [], nextCursor: null });
  if ("status" in effect) {
    const body = effect.body ?? {
      type: "about:blank",
      title: "Fault",
      status: effect.status,
      code: "fault",
      detail: "The sandbox was told to fail here.",
    };
    return send(response, { status: effect.status, body, headers: effect.headers }, requestId);
  }
  if ("rateLimit" in effect) {
    const body = {
      type: "about:blank",
      title: "Too many requests",
      status: 429,
      code: "rate_limited",
      detail: `More than ${effect.rateLimit.perSecond} requests in a second.`,
      requestId,
    };
    return send(response, { status: 429, body, headers: { "Retry-After": "1" } }, requestId);
  }
  if ("cut" in effect) {
    if (effect.cut === "body") {
      response.writeHead(reply?.status ?? 200, {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(text),
      });
      response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.destroy());
      return;
    }
    response.socket?.destroy();
    return;
  }
  if ("html" in effect)
    return void response
      .writeHead(200, { "Content-Type": "text/html" })
      .end("<!doctype html><title>Sign in</title><form></form>");
  if ("empty" in effect)
    return void response.writeHead(200, { "Content-Type": "application/json", "Content-Length": 0 }).end();
  if ("truncate" in effect)
    return void response
      .writeHead(reply?.status ?? 200, { "Content-Type": "application/json" })
      .end(text.slice(0, Math.max(1, text.length - 2)));
  // What is left is to hang: the socket stays open, and nothing comes.
}

function mutated(body: unknown, pointer: string, value: unknown): unknown {
  const copy: unknown = structuredClone(body);
  const steps = pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = steps.pop() ?? "";
  const holder = steps.reduce<unknown>(
    (here, step) => (typeof here === "object" && here !== null ? (here as Record<string, unknown>)[step] : undefined),
    copy,
  );
  if (typeof holder === "object" && holder !== null) (holder as Record<string, unknown>)[last] = value;
  return copy;
}

function send(response: http.ServerResponse, reply: PortalReply, requestId: string): void {
  const headers: Record<string, string | number> = { "x-request-id": requestId, ...reply.headers };
  if (reply.body === undefined) return void response.writeHead(reply.status, headers).end();
  const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
  headers["Content-Type"] ??= reply.status >= 400 ? "application/problem+json" : "application/json";
  headers["Content-Length"] = Buffer.byteLength(text);
  response.writeHead(reply.status, headers).end(text);
}

/** undefined where the body is too large. */
async function readBody(request: http.IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** `/_sandbox/…`: for people and tests that drive the sandbox. Needs no token, is not counted, and nothing goes wrong there. */
function addControlRoutes(router: Router.Instance<Router.HTTPVersion.V1>, options: ServerOptions, calls: Calls): void {
  const control = (
    method: "GET" | "PUT" | "DELETE",
    path: string,
    work: (body: unknown, params: Record<string, string>) => unknown,
  ) =>
    router.on(method, `/_sandbox${path}`, (request, response, params) => {
      void (async () => {
        try {
          const result = work(parse((await readBody(request)) ?? ""), params as Record<string, string>);
          send(response, result === undefined ? { status: 204 } : { status: 200, body: result }, "control");
        } catch (error) {
          send(
            response,
            {
              status: error instanceof Problem ? error.status : 400,
              body: { detail: error instanceof Error ? error.message : String(error) },
            },
            "control",
          );
        }
      })();
    });
  control("GET", "/calls", () => calls.report());
  control("DELETE", "/calls", () => calls.reset());
  control("GET", "/dump", () => masked(options.store.dump()));
  control("GET", "/faults", () => options.faults.rules());
  control("PUT", "/faults", (body) => options.faults.set(readFaultRules(body, "PUT /_sandbox/faults")));
  for (const portal of options.portals) {
    control("PUT", `/${portal.name}/tokens/:name`, (body, params) => {
      if (!portal.changeToken(params["name"] ?? "", (body ?? {}) as TokenChange))
        throw new Problem(404, "not_found", `There is no token called ${params["name"]}.`);
    });
  }
}

/** Everything that is or was a secret, masked; names of members that only speak of one stay readable. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      SECRET_MEMBERS.test(name) && typeof entry === "string" ? MASK : masked(entry),
    ]),
  );
}
