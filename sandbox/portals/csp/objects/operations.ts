import type { z } from "zod";
import type { Operation } from "../../../../provider/portals/csp/contract";
import { newId } from "../../../secrets";
import type { AnyCall, Handlers, Outcome } from "../call";
import { notFound } from "../problem";
import { RESELLER_AREA } from "../realm";
import type { OperationRecord } from "../records";
import { timeText } from "../times";

type OperationBody = z.output<typeof Operation>;

/** When work that starts now is done. */
export function doneAt({ realm, now }: AnyCall): number {
  return now + realm.operationDelayMilliseconds;
}

/** Notes that asynchronous work on an object has begun. `clientId`: whose area it belongs to. */
export function startOperation(
  call: AnyCall,
  kind: string,
  resource: OperationRecord["resource"],
  clientId: string | null,
  id = newId("operation"),
): OperationRecord {
  const area = clientId ?? RESELLER_AREA;
  return call.realm.operations.insert({
    id,
    kind,
    resource,
    clientId: area,
    createdAt: call.now,
    finishedAt: doneAt(call),
  });
}

export function operationFields(operation: OperationRecord, now: number): OperationBody {
  const done = operation.finishedAt <= now;
  return {
    id: operation.id,
    kind: operation.kind,
    status: done ? "succeeded" : "running",
    resource: operation.resource,
    error: null,
    createdAt: timeText(operation.createdAt),
    finishedAt: done ? timeText(operation.finishedAt) : null,
  };
}

/** The 202 of work that has begun. */
export function accepted(operation: OperationRecord, now: number): Outcome<OperationBody> {
  return { body: operationFields(operation, now) };
}

function isVisible(operation: OperationRecord, { caller }: AnyCall): boolean {
  return caller.clientId === null || caller.clientId === operation.clientId;
}

export const operationHandlers = {
  *listOperations(call) {
    const wanted = call.query.get("filter[id]")?.split(",");
    const candidates = wanted?.flatMap((id) => call.realm.operations.get(id) ?? []) ?? call.realm.operations.values();
    for (const operation of candidates)
      if (isVisible(operation, call))
        yield { sequence: operation.sequence, fields: operationFields(operation, call.now) };
  },

  getOperation(call) {
    const operation = call.realm.operations.get(call.parameters.operationId);
    if (operation === undefined || !isVisible(operation, call)) throw notFound("operation");
    return { body: operationFields(operation, call.now) };
  },
} satisfies Partial<Handlers>;
