import type { ContractOperation, ErrorType } from "./contract";

/** How long a grant, or a new object, may take to be known everywhere at the portal. */
const LONGEST_MS = 180_000;

/**
 * What the portal says before it knows everywhere what it has just been told: that something is not permitted after a grant, now and again
 * although it has let the same call pass before, and that something is not there after a create. Knows what this session has seen and done, and so which of these answers may pass by
 * themselves for minutes.
 */
export class Propagation {
  private readonly worked = new Set<string>();
  private readonly made = new Map<string, number>();
  private grantedAt = Number.NEGATIVE_INFINITY;

  noteWorked(operation: ContractOperation, token: string): void {
    this.worked.add(abilityOf(operation, token));
  }

  noteMade(id: string): void {
    this.made.set(id, Date.now());
  }

  /** The key may have got the right to the Partner Space by what this session has just written. */
  noteGranted(): void {
    this.grantedAt = Date.now();
  }

  /** Types of errors after which a call of the operation, with these ids in it, is worth another try. */
  types(operation: ContractOperation, token: string, ids: Iterable<unknown>): ErrorType[] {
    // A group that others change goes on being changed for as long as they like.
    const types: ErrorType[] = ["transient_state"];
    if (this.worked.has(abilityOf(operation, token)) || this.isRecent(this.grantedAt)) types.push("permissions_denied");
    for (const id of ids)
      if (typeof id === "string" && this.isRecent(this.made.get(id) ?? Number.NEGATIVE_INFINITY)) {
        types.push("not_found");
        break;
      }
    return types;
  }

  private isRecent(moment: number): boolean {
    return Date.now() - moment < LONGEST_MS;
  }
}

/** What a key has shown that it may do: to read, or to change, one sort of objects. */
function abilityOf({ method, path }: ContractOperation, token: string): string {
  const [, , , sort = ""] = path.split("/");
  return `${token} ${method === "GET" ? "read" : "write"} ${sort}`;
}
