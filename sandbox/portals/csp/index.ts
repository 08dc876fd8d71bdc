import { type ContractOperation, operations } from "../../../provider/portals/csp/contract";
import type { PortalOptions, PortalReply, PortalRequest, PortalRoute, SandboxPortal } from "../../portal";
import { Problem } from "../../problem";
import { type Caller, identify } from "./caller";
import { type Handler, handlers } from "./handlers";
import { replayed } from "./idempotency";
import { CspState } from "./state";
import { validated } from "./validation";

/** The Cloud Service Portal of the sandbox: every operation of the contract, by the rules of the manual. */
export function openCsp({ store, operationDelayMs }: PortalOptions): SandboxPortal {
  const state = new CspState(store, operationDelayMs);
  const token = (name: string) => state.tables.tokens.get(name)?.token ?? "";
  return {
    name: "csp",
    prefix: "/csp/api/v1",
    routes: (Object.keys(operations) as (keyof typeof operations)[]).map((name) =>
      routeOf(state, operations[name], handlers[name]),
    ),
    problem: problemReply,
    access: { token: token("reseller"), readOnlyToken: token("reader") },
    changeToken: (name, change) => {
      const record = state.tables.tokens.get(name);
      if (record === undefined) return false;
      state.tables.tokens.put({
        ...record,
        reduced: change.permissions === undefined ? record.reduced : change.permissions,
        visible: change.visible ?? record.visible,
        revoked: change.revoked ?? record.revoked,
      });
      return true;
    },
  };
}

function routeOf(state: CspState, operation: ContractOperation, handler: Handler): PortalRoute {
  return {
    method: operation.method,
    path: operation.path,
    handle: (request) => {
      state.passTime();
      const caller = identify(state, request.headers.authorization);
      refuseUnlessAllowed(operation, caller);
      const key = request.headers["idempotency-key"];
      const work = () => carryOut(state, operation, handler, caller, request);
      return operation.method === "POST" && typeof key === "string"
        ? replayed(state, caller, operation, key, request.body, work)
        : work();
    },
  };
}

function carryOut(
  state: CspState,
  operation: ContractOperation,
  handler: Handler,
  caller: Caller,
  request: PortalRequest,
): PortalReply {
  const body = operation.request === undefined ? undefined : validated(operation.request, request.body);
  const ifMatch = request.headers["if-match"];
  if (operation.ifMatch === true && ifMatch === undefined)
    throw new Problem(428, "precondition_required", "This needs If-Match with the object's ETag.");
  const reply = handler({
    state,
    caller,
    params: request.params,
    query: request.query,
    body: body as never,
    ifMatch: String(ifMatch ?? "*"),
    operation,
  });
  const etag = (reply.body as { etag?: unknown } | undefined)?.etag;
  return typeof etag === "string" ? { ...reply, headers: { ...reply.headers, ETag: etag } } : reply;
}

function refuseUnlessAllowed(operation: ContractOperation, caller: Caller): void {
  if (operation.flags?.includes("provider") === true)
    throw new Problem(403, "provider_only", "Only the portal's provider does this.");
  if (operation.flags?.includes("reseller") === true && caller.level !== "reseller")
    throw new Problem(403, "level_too_low", "This needs the level of a reseller.");
}

function problemReply(error: unknown, requestId: string): PortalReply {
  if (error instanceof Problem) {
    const { status, code, detail, facts } = error;
    return {
      status,
      body: {
        type: `urn:csp:problem:${code}`,
        title: code.replaceAll("_", " "),
        status,
        code,
        detail,
        requestId,
        ...facts,
      },
    };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    status: 500,
    body: { type: "about:blank", title: "fault of the sandbox", status: 500, code: "internal", detail, requestId },
  };
}
