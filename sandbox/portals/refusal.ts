import type { Answer } from "../http/answer";

/** Where an answer goes. */
export interface Addressed {
  readonly id: string;
  /** The whole path, as it was sent. */
  readonly path: string;
  /** What of it follows the portal's prefix. */
  readonly below: string;
}

/** A request that a portal refuses. Thrown by handlers; nothing of what they changed before is kept. */
export abstract class Refusal extends Error {
  /** As the portal writes it, without the headers that all its answers have. */
  abstract answer(to: Addressed): Answer;
}

/**
 * Something that only one object may have, such as a name.
 * @param holders those that have it
 * @param refusal what is thrown of one of them, unless that is the object that is being changed
 */
export function requireFree(
  holders: Iterable<{ readonly id: string }>,
  refusal: (holderId: string) => Refusal,
  exceptId?: string,
): void {
  for (const { id } of holders) if (id !== exceptId) throw refusal(id);
}
