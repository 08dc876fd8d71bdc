import type { DeclaredInputs } from "../model";
import type { Absence, Found, Freshness, KindDriver, Listing, PlannedInputs, Removed, Written } from "../model/portal";
import type { Collection } from "./collection";

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

/** What kinds share whose objects stand in lists; the file of each kind holds only what is different. */
export abstract class CollectionDriver<Wire extends object> implements KindDriver {
  abstract readonly fields: Readonly<Record<string, WireField<Wire>>>;

  abstract idOf(wire: Wire): string;
  abstract keyOf(inputs: DeclaredInputs): string;
  abstract describe(inputs: DeclaredInputs): string;
  abstract create(inputs: DeclaredInputs): Promise<Written>;
  abstract update(found: Found, changes: DeclaredInputs, wanted: DeclaredInputs): Promise<Written>;
  abstract remove(found: Found, state: DeclaredInputs, planned: PlannedInputs): Promise<Removed>;
  /** One object straight from the portal; undefined where it answers 404. */
  protected abstract fetch(id: string, state: DeclaredInputs): Promise<Wire | undefined>;
  /** The object with the natural key of `inputs` straight from the portal. */
  protected abstract search(inputs: DeclaredInputs): Promise<Wire | undefined>;

  async canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    return inputs;
  }

  abstract everything(whole?: boolean): Promise<Listing>;
  abstract absence(id: string, state: DeclaredInputs): Promise<Absence>;
  /** The list that an object with these inputs stands in. */
  protected abstract collectionFor(inputs: DeclaredInputs): Collection<Wire>;

  async find(inputs: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    const wire =
      freshness === "fresh" ? await this.search(inputs) : await this.collectionFor(inputs).withKey(this.keyOf(inputs));
    return wire === undefined ? undefined : this.seen(wire, inputs, freshness);
  }

  async alike(inputs: DeclaredInputs): Promise<readonly Found[]> {
    const wires = await this.collectionFor(inputs).alike(this.keyOf(inputs));
    return Promise.all(wires.map((wire) => this.found(wire, inputs)));
  }

  async get(id: string, state: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    const wire = freshness === "fresh" ? await this.fetch(id, state) : await this.collectionFor(state).withId(id);
    return wire === undefined ? undefined : this.seen(wire, state, freshness);
  }

  /** `declared` holds what is, or was, declared of the object: what nobody asks for need not be looked up. */
  protected async found(wire: Wire, declared: DeclaredInputs): Promise<Found> {
    const inputs = Object.fromEntries(Object.entries(this.fields).map(([name, field]) => [name, field.read(wire)]));
    return { id: this.idOf(wire), inputs, outputs: await this.outputs(wire, declared) };
  }

  /** All that could be declared of an object, so that all of it is looked up. */
  protected asDeclared(wire: Wire): DeclaredInputs {
    return Object.fromEntries(Object.entries(this.fields).map(([name, field]) => [name, field.read(wire)]));
  }

  protected async outputs(_wire: Wire, _declared: DeclaredInputs): Promise<Record<string, unknown>> {
    return {};
  }

  /** What a fresh look must show beyond the object itself. */
  protected async refreshed(_wire: Wire, _declared: DeclaredInputs): Promise<void> {}

  /** The last step of a write: what the portal makes of it. A failure here loses nothing that was written. */
  protected shown(
    id: string,
    wire: Wire | (() => Promise<Wire | undefined>),
    declared: DeclaredInputs,
  ): Written["next"] {
    return async () => {
      const now = typeof wire === "function" ? await (wire as () => Promise<Wire | undefined>)() : wire;
      if (now !== undefined && typeof wire === "function") await this.remember(now, declared);
      return { id, outputs: now === undefined ? {} : await this.outputs(now, declared) };
    };
  }

  /** The request body for the fields in `values`. */
  protected body(values: DeclaredInputs, current?: Wire): Record<string, unknown> {
    const members = Object.entries(values).flatMap(([name, value]) =>
      Object.entries(this.fields[name]?.write(value, current) ?? {}),
    );
    return Object.fromEntries(members);
  }

  /** Where the list was read already, it learns of the object; where not, the list will have it. */
  protected async remember(wire: Wire, inputs: DeclaredInputs = {}): Promise<void> {
    const collection = this.collectionFor(inputs);
    await collection.load();
    collection.put(wire);
  }

  private async seen(wire: Wire, declared: DeclaredInputs, freshness: Freshness): Promise<Found> {
    if (freshness === "fresh") {
      await this.remember(wire, declared);
      await this.refreshed(wire, declared);
    }
    return this.found(wire, declared);
  }
}
