import { z } from "zod";
import type { CallCounter } from "./calls";
import { FaultRules, FaultRulesError, parseFaultRules } from "./faults/rules";
import type { FaultSchedule } from "./faults/schedule";
import { jsonAnswer, type Answer } from "./http/answer";
import type { SandboxRequest } from "./http/request";
import { Router } from "./http/router";
import { controlRoute, type ControlRoute } from "./portals/portal";
import { masked } from "./store/masking";
import type { Store } from "./store/store";

/** Where the sandbox itself is steered and looked into. */
export const CONTROL_PREFIX = "/_sandbox";

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/** A control request that can't be served; the message says why. */
export class ControlRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What a control request is about. @throws {ControlRefusal} where it is not there */
export function found<Found>(record: Found | undefined, what: string): Found {
  if (record === undefined) throw new ControlRefusal(404, `there is no such ${what}`);
  return record;
}

/** Serves `/_sandbox/*`. Nothing here is counted, delayed or faulted, and no token is asked for. */
export class Control {
  private readonly router = new Router<ControlRoute>();

  constructor(calls: CallCounter, store: Store, faults: FaultSchedule, portalRoutes: readonly ControlRoute[]) {
    const routes: ControlRoute[] = [
      {
        method: "GET",
        path: "/",
        effect: "Answers this table",
        handle: () => jsonAnswer(200, { routes: routes.map(described) }),
      },
      {
        method: "GET",
        path: "/process",
        effect: "Answers the number of the sandbox's process",
        handle: () => jsonAnswer(200, { pid: process.pid }),
      },
      {
        method: "GET",
        path: "/calls",
        effect: "Answers the number of requests by portal, method and route",
        handle: () => jsonAnswer(200, calls.report()),
      },
      {
        method: "DELETE",
        path: "/calls",
        effect: "Begins to count requests anew",
        handle: () => {
          calls.reset();
          return jsonAnswer(204);
        },
      },
      {
        method: "GET",
        path: "/dump",
        effect: "Answers every stored record by portal and collection, secrets masked",
        handle: () => jsonAnswer(200, masked(store.contents())),
      },
      {
        method: "GET",
        path: "/faults",
        effect: "Answers the rules of what goes wrong",
        handle: () => jsonAnswer(200, faults.rules),
      },
      controlRoute({
        method: "PUT",
        path: "/faults",
        effect: "Replaces the rules of what goes wrong, and begins to count against them anew",
        // `parseFaultRules` says of each mistake in which rule it is; the schema alone could not.
        body: z.unknown().meta(jsonSchema(FaultRules)),
        handle: (_parameters, body) => {
          faults.rules = parseFaultRules(body, "the body");
          return jsonAnswer(200, faults.rules);
        },
      }),
      ...portalRoutes,
    ];
    for (const route of routes) this.router.add(route.method, route.path, route);
  }

  answer(request: SandboxRequest): Answer {
    // A page in a browser could reach this port through a name that it controls: such a request carries that name.
    if (!LOOPBACK_HOST.test(request.headers.host ?? "") || request.headers.origin !== undefined)
      return refusal(403, "the sandbox is steered from this machine only, as 127.0.0.1 or localhost");
    const path = request.path.slice(CONTROL_PREFIX.length) || "/";
    const found = this.router.find(request.method, path);
    if (found === undefined) return refusal(404, `the sandbox has no ${request.method} ${request.path}`);
    try {
      return found.target.handle(found.parameters, bodyOf(found.target, request.body));
    } catch (error) {
      if (error instanceof ControlRefusal) return refusal(error.status, error.message);
      if (error instanceof FaultRulesError) return jsonAnswer(400, { error: error.message, problems: error.problems });
      throw error;
    }
  }
}

function refusal(status: number, error: string): Answer {
  return jsonAnswer(status, { error });
}

/** @throws {ControlRefusal} naming every mistake. */
function bodyOf({ body: schema }: ControlRoute, text: string): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(text === "" ? {} : parseJson(text));
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the body"}: ${message}`);
  throw new ControlRefusal(400, mistakes.join("; "));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ControlRefusal(400, "the body is not JSON");
  }
}

/** A row of the table: the body as JSON Schema, null where none is read. */
function described({ method, path, effect, body }: ControlRoute): object {
  const whole = `${CONTROL_PREFIX}${path === "/" ? "" : path}`;
  return { method, path: whole, effect, body: body === undefined ? null : jsonSchema(body) };
}

function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...shown } = z.toJSONSchema(schema, { io: "input" });
  return shown;
}
