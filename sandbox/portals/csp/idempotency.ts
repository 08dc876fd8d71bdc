import type { ContractOperation } from "../../../provider/portals/csp/contract";
import type { PortalReply } from "../../portal";
import { Problem } from "../../problem";
import type { Caller } from "./caller";
import { type CspState, hash } from "./state";

const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000;
/** Members of answers that are shown once. */
const SECRETS = ["initialPassword", "newPassword", "secretKey", "token"];

/** Carries a POST out once for each key: a repeat gets the first answer again, without its one-time secret. */
export function replayed(
  state: CspState,
  caller: Caller,
  operation: ContractOperation,
  key: string,
  body: unknown,
  work: () => PortalReply,
): PortalReply {
  const { idempotency } = state.tables;
  const id = hash(JSON.stringify([caller.userId, operation.id, key]));
  const bodyHash = hash(JSON.stringify(body ?? null));
  const first = idempotency.get(id);
  if (first !== undefined && Date.now() - first.at < KEPT_MILLISECONDS) {
    if (first.bodyHash !== bodyHash)
      throw new Problem(409, "idempotency_key_reused", "This Idempotency-Key was used with another body.");
    return { status: first.status, body: first.body, headers: first.headers };
  }
  const reply = work();
  idempotency.put({
    id,
    bodyHash,
    status: reply.status,
    body: withoutSecrets(operation, reply.body),
    headers: { ...reply.headers },
    at: Date.now(),
  });
  return reply;
}

function withoutSecrets(operation: ContractOperation, body: unknown): unknown {
  if (operation.flags?.includes("secret-once") !== true || typeof body !== "object" || body === null) return body;
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => !SECRETS.includes(name)));
  return { ...rest, secretReturned: false };
}
