import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { operations } from "../../../../provider/portals/openstack/contract";
import { CallCounter } from "../../../../sandbox/calls";
import { sendFaulty, strikesBefore } from "../../../../sandbox/faults/effects";
import { type FaultRule, parseFaultRules } from "../../../../sandbox/faults/rules";
import { FaultSchedule } from "../../../../sandbox/faults/schedule";
import { type Answer, jsonAnswer, sendAnswer } from "../../../../sandbox/http/answer";
import { readRequest, type SandboxRequest } from "../../../../sandbox/http/request";
import { UNKNOWN_ROUTE } from "../../../../sandbox/http/listener";
import { Router } from "../../../../sandbox/http/router";
import { SERVICE_PATHS } from "../../../../sandbox/portals/openstack/seed";

const PORTAL = "openstack";
const PREFIX = `/${PORTAL}`;
const JSON_TYPE = "application/json";
/** Of one connection, or set anew on the way. */
const NOT_HANDED_ON = ["host", "connection", "content-length", "keep-alive", "transfer-encoding", "content-encoding"];

/** A path below the front, and the address that it leads to. */
export interface Way {
  readonly path: string;
  readonly address: string;
}

/**
 * Stands before real servers with what tests have of a sandbox: requests are counted by the routes of the contract, and go wrong where a
 * rule says so. It has the sandbox's paths, so that the same tests run on both.
 */
export class Front {
  readonly url: string;
  ways: readonly Way[] = [];
  /** What is at the servers, as a sandbox shows its records. */
  dump: () => Promise<object> = () => Promise.resolve({});
  private readonly calls = new CallCounter();
  private readonly faults = new FaultSchedule([], Date.now);
  private readonly router = new Router<string>();

  private constructor(private readonly server: Server) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const { service, method, path } of Object.values(operations)) {
      const route = SERVICE_PATHS[service]("{region}") + path;
      this.router.add(method, route, route);
    }
    server.on("request", (request, response) => void this.handle(request, response));
  }

  static async start(): Promise<Front> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Front(server);
  }

  /** Nothing has been asked, and nothing goes wrong. */
  restore(): void {
    this.calls.reset();
    this.faults.rules = [];
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const request = await readRequest(message, "");
      if (request.path.startsWith("/_sandbox/")) sendAnswer(response, await this.controlled(request));
      else await this.serve(request, message.url ?? "", response);
    } catch (error) {
      process.stderr.write(`front: ${message.method} ${message.url}: ${String(error)}\n`);
      response.destroy();
    }
  }

  private async controlled({ method, path, body }: SandboxRequest): Promise<Answer> {
    switch (`${method} ${path}`) {
      case "GET /_sandbox/calls":
        return jsonAnswer(200, this.calls.report());
      case "DELETE /_sandbox/calls":
        this.calls.reset();
        return jsonAnswer(204);
      case "GET /_sandbox/dump":
        return jsonAnswer(200, { [PORTAL]: await this.dump() });
      case "PUT /_sandbox/faults":
        this.faults.rules = parseFaultRules(JSON.parse(body) as FaultRule[], "the body");
        return jsonAnswer(200, this.faults.rules);
      default:
        return jsonAnswer(404, { error: `real servers have no ${method} ${path}` });
    }
  }

  private async serve(request: SandboxRequest, url: string, response: ServerResponse): Promise<void> {
    const route = this.router.find(request.method, request.path.slice(PREFIX.length))?.target ?? UNKNOWN_ROUTE;
    this.calls.count(PORTAL, request.method, route);
    const { effect, delayMilliseconds, retryAfterSeconds } = this.faults.planFor({
      portal: PORTAL,
      method: request.method,
      route,
    });
    if (delayMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, delayMilliseconds));
    if (retryAfterSeconds !== undefined)
      return sendAnswer(response, { status: 429, headers: { "retry-after": String(retryAfterSeconds) } });
    if (effect === undefined) return sendAnswer(response, await this.handedOn(request, url));
    const untouched: Answer = { status: 200, headers: { "content-type": JSON_TYPE } };
    const answer = strikesBefore(effect) ? untouched : parsed(await this.handedOn(request, url));
    sendFaulty(response, effect, answer, JSON_TYPE);
  }

  private async handedOn({ method, headers, body }: SandboxRequest, url: string): Promise<Answer> {
    const way = this.ways.find(({ path }) => url.startsWith(path));
    if (way === undefined) return jsonAnswer(404, { error: `nothing is served at ${url}` });
    const answer = await fetch(`${way.address}${url.slice(way.path.length)}`, {
      method,
      headers: kept(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      ...(body === "" ? {} : { body }),
    });
    // Addresses in answers, such as that of the next page, are the server's own.
    const text = (await answer.text()).replaceAll(way.address, `${this.url}${way.path}`);
    return {
      status: answer.status,
      headers: kept([...answer.headers]),
      ...(text === "" ? {} : { body: text }),
    };
  }
}

function kept(headers: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(headers.filter(([name]) => !NOT_HANDED_ON.includes(name)));
}

/** Effects reach into the values of an answer. */
function parsed(answer: Answer): Answer {
  const isJson = answer.headers["content-type"]?.startsWith(JSON_TYPE) === true && typeof answer.body === "string";
  return isJson ? { ...answer, body: JSON.parse(answer.body as string) as unknown } : answer;
}
