import type { DeclaredInputs, KindName } from "../kinds";
import type { PlannedInputs } from "../portals/portal";

/**
 * What one run has learnt from the calls of its host so far. A host asks about one resource at a time; rules that
 * look at two of them (a service that the account, changed in the same run, will make available) find the other here.
 */
export class RunMemory {
  private readonly planned = new Map<string, DeclaredInputs>();
  private readonly declared = new Map<string, Map<unknown, DeclaredInputs>>();
  private readonly claimed = new Set<string>();
  private readonly replaced = new Set<string>();

  /** What is known of the objects of one connection. */
  on(connection: string): PlannedInputs {
    return {
      of: (kind, id) => this.planned.get(`${connection} ${kind} ${id}`),
      all: (kind) => [...(this.declared.get(`${connection} ${kind}`)?.values() ?? [])],
    };
  }

  /** A resource of this run has, or will have, these inputs. */
  plan(connection: string, kind: KindName, id: string, inputs: DeclaredInputs): void {
    this.planned.set(`${connection} ${kind} ${id}`, inputs);
  }

  /** A resource is declared with these inputs; one without a natural key yet counts as one of its own. */
  declare(connection: string, kind: KindName, naturalKey: string | undefined, inputs: DeclaredInputs): void {
    const name = `${connection} ${kind}`;
    const ofKind = this.declared.get(name) ?? new Map<unknown, DeclaredInputs>();
    this.declared.set(name, ofKind.set(naturalKey ?? inputs, inputs));
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
