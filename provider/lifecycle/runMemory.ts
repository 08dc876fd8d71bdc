import type { DeclaredInputs, KindName } from "../kinds";
import type { PlannedInputs } from "../portals/portal";

/**
 * What one run has learnt from the calls of its host so far. A host asks about one resource at a time; rules that
 * look at two of them (a service that the account, changed in the same run, will make available) find the other here.
 */
export class RunMemory implements PlannedInputs {
  private readonly planned = new Map<string, DeclaredInputs>();
  private readonly claimed = new Set<string>();
  private readonly replaced = new Set<string>();

  of(kind: KindName, id: string): DeclaredInputs | undefined {
    return this.planned.get(`${kind} ${id}`);
  }

  /** A resource of this run has, or will have, these inputs. */
  plan(kind: KindName, id: string, inputs: DeclaredInputs): void {
    this.planned.set(`${kind} ${id}`, inputs);
  }

  /** Marks an object as belonging to a resource of this run; false where one has it already. */
  claim(connection: string, kind: KindName, id: string): boolean {
    const key = `${connection} ${kind} ${id}`;
    if (this.claimed.has(key)) return false;
    this.claimed.add(key);
    return true;
  }

  isClaimed(connection: string, kind: KindName, id: string): boolean {
    return this.claimed.has(`${connection} ${kind} ${id}`);
  }

  /** The object under this natural key will be deleted before its replacement is made. */
  expectReplacement(kind: KindName, naturalKey: string): void {
    this.replaced.add(`${kind} ${naturalKey}`);
  }

  isReplaced(kind: KindName, naturalKey: string): boolean {
    return this.replaced.has(`${kind} ${naturalKey}`);
  }
}
