import { createHash } from "node:crypto";
import { compositeKey, type Collection, type StoredRecord } from "./store/collection";
import type { PortalStore } from "./store/store";

/** How long an `Idempotency-Key` is remembered. */
const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000;

/** The answer to give again. One-time secrets are never part of it. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface KeptRecord extends StoredRecord {
  readonly fingerprint: string;
  readonly answer: KeptAnswer;
  readonly expiresAt: number;
}

/**
 * The `Idempotency-Key`s of one portal. An answer is kept in the same transaction as the write it belongs to, so after
 * a crash there are both or neither. Refused requests are not kept: they changed nothing, and may be sent again
 * under the same key when their cause is mended.
 */
export class IdempotencyKeys {
  private readonly kept: Collection<KeptRecord>;

  constructor(store: PortalStore) {
    this.kept = store.collection<KeptRecord>("idempotencyKeys", {});
  }

  /** What was answered to this key before; `reused` where it was another request. */
  recall(owner: string, key: string, fingerprint: string, now: number): KeptAnswer | "reused" | undefined {
    const record = this.kept.get(compositeKey(owner, key));
    if (record === undefined || record.expiresAt <= now) return undefined;
    return record.fingerprint === fingerprint ? record.answer : "reused";
  }

  keep(owner: string, key: string, fingerprint: string, answer: KeptAnswer, now: number): void {
    this.forgetExpired(now);
    this.kept.insert({ id: compositeKey(owner, key), fingerprint, answer, expiresAt: now + KEPT_MILLISECONDS });
  }

  /** Keys are kept in the order of their arrival, so the expired ones come first. */
  private forgetExpired(now: number): void {
    for (const { id, expiresAt } of this.kept.values()) {
      if (expiresAt > now) return;
      this.kept.remove(id);
    }
  }
}

/** What makes two requests the same: method, path and body. */
export function fingerprintOf(method: string, path: string, body: string): string {
  return createHash("sha256")
    .update(compositeKey(method, path, body))
    .digest("base64url");
}
