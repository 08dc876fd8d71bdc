import { type z } from "zod";
import type { CallCounter } from "./calls";
import { FaultRulesError, parseFaultRules } from "./faults/rules";
import type { FaultSchedule } from "./faults/schedule";
import { jsonAnswer, type Answer } from "./http/answer";
import type { SandboxRequest } from "./http/request";
import { Router } from "./http/router";
import type { ControlRoute } from "./portals/portal";
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

/** Checks the body of a control request. @throws {ControlRefusal} naming every mistake. */
export function controlBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the body"}: ${message}`);
  throw new ControlRefusal(400, mistakes.join("; "));
}

/** Serves `/_sandbox/*`. Nothing here is counted, delayed or faulted, and no token is asked for. */
export class Control {
  private readonly router = new Router<ControlRoute>();

  constructor(calls: CallCounter, store: Store, faults: FaultSchedule, portalRoutes: readonly ControlRoute[]) {
    const routes: ControlRoute[] = [
      { method: "GET", path: "/calls", handle: () => jsonAnswer(200, calls.report()) },
      {
        method: "DELETE",
        path: "/calls",
        handle: () => {
          calls.reset();
          return jsonAnswer(204);
        },
      },
      { method: "GET", path: "/dump", handle: () => jsonAnswer(200, masked(store.contents())) },
      { method: "GET", path: "/faults", handle: () => jsonAnswer(200, faults.rules) },
      {
        method: "PUT",
        path: "/faults",
        handle: (_parameters, body) => {
          faults.rules = parseFaultRules(body, "the body");
          return jsonAnswer(200, faults.rules);
        },
      },
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
      return found.target.handle(found.parameters, parseBody(request.body));
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

function parseBody(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ControlRefusal(400, "the body is not JSON");
  }
}
