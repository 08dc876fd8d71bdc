import { type DeclaredInputs, type Finding, type KindName, UNKNOWN } from "../model";
import { comesFirst, type Ordered } from "../model/ordering";
import type { PlannedInputs, Portal } from "../model/portal";
import { plannedInputs } from "../model/surroundings";

/** Where an object is: the realm, and by which connection it is driven. */
export interface Place {
  readonly realm: string;
  readonly connection: string;
}

/**
 * What one run has learnt from the calls of its host so far. A host asks about one resource at a time; rules that
 * look at two of them (a service that the account, changed in the same run, will make available) find the other here.
 *
 * What is known by id is kept by realm (a portal and its endpoint): two connections may drive one portal, and an object has the same id
 * through both. What is known by natural key alone is kept by connection: two partners of one portal may have objects of the same name.
 */
export class RunMemory {
  private readonly planned = new Map<string, DeclaredInputs>();
  private readonly declared = new Map<string, Map<unknown, DeclaredInputs>>();
  private readonly claimed = new Set<string>();
  private readonly declaredKeys = new Set<string>();
  private readonly replacedKeys = new Set<string>();
  private readonly putOff = new Set<KindName>();
  /** By realm and account, and by natural key: what is to be made, and isn't yet. */
  private readonly announced = new Map<string, Map<string, Ordered>>();

  /** What is known of the objects of one realm. */
  on(realm: string): PlannedInputs {
    return plannedInputs({
      of: (kind, id) => this.planned.get(`${realm} ${kind} ${id}`),
      all: (kind) => [...(this.declared.get(`${realm} ${kind}`)?.values() ?? [])],
    });
  }

  /** A resource of this run has, or will have, these inputs. */
  plan(realm: string, kind: KindName, id: string, inputs: DeclaredInputs): void {
    this.planned.set(`${realm} ${kind} ${id}`, inputs);
  }

  /** A resource is declared with these inputs; one without a natural key yet counts as one of its own. */
  declare({ realm, connection }: Place, kind: KindName, naturalKey: string | undefined, inputs: DeclaredInputs): void {
    const name = `${realm} ${kind}`;
    const ofKind = this.declared.get(name) ?? new Map<unknown, DeclaredInputs>();
    const key = naturalKey === undefined ? undefined : `${connection} ${kind} ${naturalKey}`;
    this.declared.set(name, ofKind.set(key ?? inputs, inputs));
    if (key !== undefined) this.declaredKeys.add(key);
  }

  /** Marks an object as belonging to a resource of this run; false where one has it already. */
  claim(realm: string, kind: KindName, id: string): boolean {
    const key = `${realm} ${kind} ${id}`;
    if (this.claimed.has(key)) return false;
    this.claimed.add(key);
    return true;
  }

  /** Whether a resource of this run has the object by its id. */
  isClaimed(realm: string, kind: KindName, id: string): boolean {
    return this.claimed.has(`${realm} ${kind} ${id}`);
  }

  /** Whether a resource of this run has the object, or is to have it. */
  isWanted({ realm, connection }: Place, kind: KindName, id: string, naturalKey: string | undefined): boolean {
    if (this.isClaimed(realm, kind, id)) return true;
    const key = `${connection} ${kind} ${naturalKey}`;
    return naturalKey !== undefined && this.declaredKeys.has(key) && !this.replacedKeys.has(key);
  }

  /** A resource of this kind waits for another one that the host has not told of. */
  putOffChecks(kind: KindName): void {
    this.putOff.add(kind);
  }

  isPutOff(kind: KindName): boolean {
    return this.putOff.has(kind);
  }

  /** Whether a resource of this run has these inputs, or may have them once all is known. */
  isDeclared(realm: string, { kind, inputs }: NonNullable<Finding["awaits"]>): boolean {
    const maybe = (one: unknown, other: unknown) => one === other || one === UNKNOWN || other === UNKNOWN;
    const declared = this.declared.get(`${realm} ${kind}`)?.values() ?? [];
    return [...declared].some((other) => Object.entries(inputs).every(([name, value]) => maybe(value, other[name])));
  }

  /** An object is to be made. Others of its account may have to wait for it. */
  announce({ realm, connection }: Place, resource: Ordered, naturalKey: string): void {
    const { kind, inputs } = resource;
    if (kind !== "ServiceActivation" && kind !== "Quota") return;
    const account = `${realm} ${String(inputs["account"])}`;
    const ofAccount = this.announced.get(account) ?? new Map<string, Ordered>();
    this.announced.set(account, ofAccount.set(`${connection} ${kind} ${naturalKey}`, resource));
  }

  /** It has been made, or can't be. */
  settle({ realm, connection }: Place, { kind, inputs }: Ordered, naturalKey: string): void {
    const ofAccount = this.announced.get(`${realm} ${String(inputs["account"])}`);
    ofAccount?.delete(`${connection} ${kind} ${naturalKey}`);
  }

  /** What is yet to be made before a resource. */
  unfinished({ realm }: Place, resource: Ordered, ordering: Portal["ordering"]): readonly Ordered[] {
    const ofAccount = this.announced.get(`${realm} ${String(resource.inputs["account"])}`)?.values() ?? [];
    return [...ofAccount].filter((other) => comesFirst(ordering, other, resource));
  }

  /** The object under this natural key will be deleted before its replacement is made. */
  expectReplacement({ connection }: Place, kind: KindName, naturalKey: string): void {
    this.replacedKeys.add(`${connection} ${kind} ${naturalKey}`);
  }

  isReplaced({ connection }: Place, kind: KindName, naturalKey: string): boolean {
    return this.replacedKeys.has(`${connection} ${kind} ${naturalKey}`);
  }
}
