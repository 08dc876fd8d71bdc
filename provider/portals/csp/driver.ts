import type { DeclaredInputs, Failure } from "../../kinds";
import type { Absence, Found, Freshness, KindDriver, PlannedInputs, Removed, Written } from "../portal";
import type { Collection } from "./collection";
import { type Realm } from "./realm";
import { proveAbsence, type Sight } from "./sight";

/** How one field of a kind stands on the wire: both ways, in one place. */
export interface WireField<Wire> {
  read(wire: Wire): unknown;
  /** The members of a request body that set the field; undefined clears it. `current` is what the portal has, on an update. */
  write(value: unknown, current?: Wire): Record<string, unknown>;
}

/** A field that has the same value on the wire, perhaps under another name. */
export function plain<Wire>(member: keyof Wire & string): WireField<Wire> {
  return {
    read: (wire) => wire[member] ?? undefined,
    write: (value) => ({ [member]: value ?? null }),
  };
}

/** A field that is part of the path and never stands in a body. */
export function inPath<Wire>(member: keyof Wire & string): WireField<Wire> {
  return { read: (wire) => wire[member] ?? undefined, write: () => ({}) };
}

/** What the seven kinds of this portal share; each of their files holds only what is different. */
export abstract class CspDriver<Wire extends { etag: string }> implements KindDriver {
  abstract readonly fields: Readonly<Record<string, WireField<Wire>>>;
  abstract readonly sight: Sight;

  constructor(
    protected readonly realm: Realm,
    protected readonly collection: Collection<Wire>,
  ) {}

  abstract idOf(wire: Wire): string;
  abstract keyOf(inputs: DeclaredInputs): string;
  abstract describe(inputs: DeclaredInputs): string;
  abstract verify(inputs: DeclaredInputs, planned: PlannedInputs): Promise<Failure[]>;
  abstract create(inputs: DeclaredInputs): Promise<Written>;
  abstract update(found: Found, changes: DeclaredInputs): Promise<Written>;
  abstract remove(found: Found, state: DeclaredInputs): Promise<Removed>;
  /** One object straight from the portal; undefined where it answers 404. */
  protected abstract fetch(id: string, state: DeclaredInputs): Promise<Wire | undefined>;
  /** The object with the natural key of `inputs` straight from the portal. */
  protected abstract search(inputs: DeclaredInputs): Promise<Wire | undefined>;

  async canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    return inputs;
  }

  async find(inputs: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    const wire = freshness === "fresh" ? await this.search(inputs) : await this.collection.withKey(this.keyOf(inputs));
    if (wire === undefined) return undefined;
    if (freshness === "fresh") await this.remember(wire);
    return this.found(wire);
  }

  async get(id: string, state: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    const wire = freshness === "fresh" ? await this.fetch(id, state) : await this.collection.withId(id);
    if (wire === undefined) return undefined;
    if (freshness === "fresh") await this.remember(wire);
    return this.found(wire);
  }

  absence(id: string, state: DeclaredInputs): Promise<Absence> {
    return proveAbsence(this.realm, this.sight, id, state);
  }

  protected found(wire: Wire): Found {
    const inputs = Object.fromEntries(Object.entries(this.fields).map(([name, field]) => [name, field.read(wire)]));
    return { id: this.idOf(wire), inputs, outputs: this.outputs(wire), revision: wire.etag };
  }

  protected outputs(_wire: Wire): Record<string, unknown> {
    return {};
  }

  /** The request body for the fields in `values`. */
  protected body(values: DeclaredInputs, current?: Wire): Record<string, unknown> {
    const members = Object.entries(values).flatMap(([name, value]) =>
      Object.entries(this.fields[name]?.write(value, current) ?? {}),
    );
    return Object.fromEntries(members);
  }

  /** Where the list was read already, it learns of the object; where not, the list will have it. */
  protected async remember(wire: Wire): Promise<void> {
    await this.collection.load();
    this.collection.put(wire);
  }
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
