import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { CallCounter } from "../calls";
import { CONTROL_PREFIX, type Control } from "../control";
import type { Clock } from "../clock";
import { sendFaulty, strikesBefore } from "../faults/effects";
import type { FaultPlan, FaultSchedule } from "../faults/schedule";
import type { PortalOperation } from "../portals/call";
import type { SandboxPortal, Wording } from "../portals/portal";
import { jsonAnswer, sendAnswer, type Answer } from "./answer";
import { BodyTooLong, readRequest, type SandboxRequest } from "./request";
import { Router, type RouteMatch } from "./router";

interface MountedPortal extends Pick<Wording, "find" | "methodsOf"> {
  readonly name: string;
  readonly portal: SandboxPortal;
}

/** Under which name requests are counted that no route serves. */
export const UNKNOWN_ROUTE = "(no such route)";

/** What the listener needs of the sandbox around it. */
export interface ListenerSurroundings {
  /** With the names under which their requests are counted. */
  readonly portals: readonly (readonly [name: string, portal: SandboxPortal])[];
  readonly control: Control;
  readonly calls: CallCounter;
  readonly faults: FaultSchedule;
  readonly clock: Clock;
  readonly latencyMilliseconds: number;
}

/** Takes every request of the server: counts it, delays it, lets it go wrong, or has the portal answer it. */
export class Listener {
  private readonly mounted: readonly MountedPortal[];

  constructor(private readonly surroundings: ListenerSurroundings) {
    this.mounted = surroundings.portals.map(([name, portal]) => ({ name, portal, ...routesOf(portal) }));
  }

  async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = `req-${randomUUID()}`;
    const path = (message.url ?? "/").split("?", 1)[0] ?? "/";
    const mount = this.mounted.find(({ portal }) => path.startsWith(`${portal.prefix}/`));
    let request: SandboxRequest;
    try {
      request = await readRequest(message, id);
    } catch (error) {
      if (!(error instanceof BodyTooLong)) return; // The client went away while it was sending.
      const answer =
        mount?.portal.answerProblem({ id, path }, "malformed", error.message) ??
        jsonAnswer(400, { error: error.message });
      const closing = { ...answer, headers: { ...answer.headers, connection: "close" } };
      return sendAnswer(response, mount?.portal.wording?.say(closing, undefined) ?? closing);
    }
    if (path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`))
      return sendAnswer(response, this.surroundings.control.answer(request));
    if (mount !== undefined) return await this.serve(mount, request, response);
    const prefixes = this.mounted.map(({ portal }) => portal.prefix).join(", ");
    return sendAnswer(response, jsonAnswer(404, { error: `nothing is served here; the portals are at ${prefixes}` }));
  }

  private async serve(mount: MountedPortal, request: SandboxRequest, response: ServerResponse): Promise<void> {
    const { calls, faults, clock, latencyMilliseconds } = this.surroundings;
    const found = mount.find(request);
    const { method = request.method, path: route = UNKNOWN_ROUTE } = found?.target ?? {};
    calls.count(mount.name, method, route);
    const secondsLeft = clock.maintenanceSecondsLeft();
    if (secondsLeft > 0) {
      const answer = mount.portal.answerProblem(request, "maintenance", "the portal is closed for its nightly work");
      const closed = { ...answer, headers: { ...answer.headers, "retry-after": String(secondsLeft) } };
      return sendAnswer(response, said(mount, found, closed));
    }
    const plan = faults.planFor({ portal: mount.name, method, route });
    const underWay = found && mount.portal.begin(found.target, { ...request, parameters: found.parameters });
    try {
      await wait(latencyMilliseconds + plan.delayMilliseconds + (underWay?.milliseconds ?? 0));
      this.finish(mount, found, request, response, plan);
    } finally {
      underWay?.end();
    }
  }

  private finish(
    mount: MountedPortal,
    found: RouteMatch<PortalOperation> | undefined,
    request: SandboxRequest,
    response: ServerResponse,
    plan: FaultPlan,
  ): void {
    if (plan.retryAfterSeconds !== undefined) {
      const answer = mount.portal.answerProblem(request, "rate_limited", "too many requests in one second");
      const headers = { ...answer.headers, "retry-after": String(plan.retryAfterSeconds) };
      return sendAnswer(response, said(mount, found, { ...answer, headers }));
    }
    if (plan.effect === undefined) return sendAnswer(response, said(mount, found, answerOf(mount, found, request)));
    const { jsonType } = mount.portal;
    const untouched: Answer = { status: 200, headers: { "x-request-id": request.id, "content-type": jsonType } };
    const answer = strikesBefore(plan.effect) ? untouched : answerOf(mount, found, request);
    sendFaulty(response, plan.effect, answer, jsonType, (altered) => said(mount, found, altered));
  }
}

/** As the portal says it, whose words may not be its contract's. */
function said({ portal }: MountedPortal, found: RouteMatch<PortalOperation> | undefined, answer: Answer): Answer {
  return portal.wording?.say(answer, found?.target) ?? answer;
}

function routesOf({ operations, prefix, wording }: SandboxPortal): Pick<Wording, "find" | "methodsOf"> {
  if (wording !== undefined)
    return { find: (request) => wording.find(request), methodsOf: (request) => wording.methodsOf(request) };
  const router = new Router<PortalOperation>();
  for (const operation of operations) router.add(operation.method, operation.path, operation);
  return {
    find: ({ method, path }) => router.find(method, path.slice(prefix.length)),
    methodsOf: ({ path }) => router.methodsOf(path.slice(prefix.length)),
  };
}

function answerOf(
  { portal, methodsOf }: MountedPortal,
  found: RouteMatch<PortalOperation> | undefined,
  request: SandboxRequest,
): Answer {
  if (found === undefined) return portal.answerUnknown(request, methodsOf(request));
  return portal.answer(found.target, { ...request, parameters: found.parameters });
}

async function wait(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
