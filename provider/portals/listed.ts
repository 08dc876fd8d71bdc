import type { Declared, Values } from "../model/declared";
import type { Found, Freshness, KindDriver, Written } from "../model/portal";
import type { Collection } from "./collection";

/** How one field of a kind stands on the wire: both ways, in one place. */
export interface WireField<Wire, Value, Body> {
  read(wire: Wire): Value | undefined;
  /**
   * The members of a request body that set the field; undefined clears it. `current` is what the portal has, on an update. Absent where the
   * field stands in a path, or is written by a call of its own.
   */
  write?(value: Value | undefined, current?: Wire): Partial<Body>;
}

/** The fields of a kind that stand in an object on the wire. A field that the kind doesn't have there is an error of types. */
export type WireFields<Inputs, Wire, Body> = {
  readonly [Name in keyof Inputs]?: WireField<Wire, NonNullable<Inputs[Name]>, Body>;
};

/** Members of a type that a text can be given to. */
type TextMember<Of> = keyof { [Name in keyof Of as string extends Of[Name] ? Name : never]: unknown };

/** Fields that have the same value on the wire, perhaps under another name. `Body` is that of the request which changes them. */
export function wireFields<Wire, Body>() {
  return {
    /** Null, or absent, where there is none. */
    plain: <Member extends keyof Wire & keyof Body>(
      member: Member,
    ): WireField<Wire, NonNullable<Wire[Member]>, Body> => ({
      read: (wire) => wire[member] ?? undefined,
      // A computed member has its type.
      write: (value) => ({ [member]: value ?? null }) as Partial<Body>,
    }),
    /** A text that is empty, or null, where it is not given. */
    emptiable: (member: TextMember<Wire> & TextMember<Body>): WireField<Wire, string, Body> => ({
      read: (wire) => String(wire[member] ?? "") || undefined,
      // TypeScript forgets the name of a computed member.
      write: (value) => ({ [member]: value ?? "" }) as Partial<Body>,
    }),
    /** Never in a body. */
    readOnly: <Member extends keyof Wire>(member: Member): WireField<Wire, NonNullable<Wire[Member]>, Body> => ({
      read: (wire) => wire[member] ?? undefined,
    }),
  };
}

/** Objects of a kind that stand in lists of the portal. */
export interface ListedObjects<Inputs, Outputs, Wire extends object, Body> {
  readonly fields: WireFields<Inputs, Wire, Body>;
  readonly idOf: (wire: Wire) => string;
  /** The natural key, as the list has it. */
  readonly keyOf: (inputs: Declared<Inputs>) => string;
  /** The list that an object with these inputs stands in. */
  readonly listOf: (inputs: Declared<Inputs>) => Collection<Wire>;
  /** The group of that list; undefined where the inputs don't tell, or the list has none. */
  readonly groupOf?: (inputs: Declared<Inputs>) => string | undefined;
  /** One object straight from the portal; undefined where it answers 404. */
  readonly fetch: (id: string, state: Declared<Inputs>) => Promise<Wire | undefined>;
  /** The object with the natural key of `inputs` straight from the portal. Default: out of the list, read afresh. */
  readonly search?: (inputs: Declared<Inputs>) => Promise<Wire | undefined>;
  /** What a fresh look must show beyond the object itself. */
  readonly refresh?: (wire: Wire, declared: Declared<Inputs>) => Promise<void>;
  /** What there is beside the fields. `declared` holds what is, or was, declared of the object: what nobody asks for need not be looked up. */
  readonly beside?: (
    wire: Wire,
    declared: Declared<Inputs>,
  ) => Partial<Found<Inputs, Outputs>> | Promise<Partial<Found<Inputs, Outputs>>>;
  readonly outputs?: (wire: Wire, declared: Declared<Inputs>) => Values<Outputs> | Promise<Values<Outputs>>;
}

/** The parts of a driver whose objects stand in lists, and what its other parts need. */
export interface Listed<Inputs, Outputs, Wire, Body> extends Required<
  Pick<KindDriver<Inputs, Outputs>, "find" | "alike" | "get">
> {
  /** All fields that stand in the object. */
  readonly read: (wire: Wire) => Values<Inputs>;
  readonly found: (wire: Wire, declared: Declared<Inputs>) => Promise<Found<Inputs, Outputs>>;
  /** The request body for the fields in `values`. */
  readonly body: (values: Values<Inputs>, current?: Wire) => Partial<Body>;
  /** Where the list was read already, it learns of the object; where not, the list will have it. */
  readonly remember: (wire: Wire, inputs?: Declared<Inputs>) => Promise<void>;
  /** The last step of a write: what the portal makes of it. A failure here loses nothing that was written. */
  readonly shown: (
    id: string,
    wire: Wire | (() => Promise<Wire | undefined>),
    declared: Declared<Inputs>,
  ) => NonNullable<Written<Outputs>["next"]>;
}

export function listed<Inputs, Outputs, Wire extends object, Body = never>(
  objects: ListedObjects<Inputs, Outputs, Wire, Body>,
): Listed<Inputs, Outputs, Wire, Body> {
  const { idOf, keyOf, listOf, groupOf = () => undefined } = objects;
  const search = objects.search ?? ((inputs) => readAfresh(objects, inputs));
  const { read, body } = bothWays(objects.fields);

  const outputs = async (wire: Wire, declared: Declared<Inputs>): Promise<Values<Outputs>> =>
    (await objects.outputs?.(wire, declared)) ?? {};

  const found = async (wire: Wire, declared: Declared<Inputs>): Promise<Found<Inputs, Outputs>> => {
    const shown = await outputs(wire, declared);
    const { inputs, ...beside } = (await objects.beside?.(wire, declared)) ?? {};
    return { id: idOf(wire), inputs: { ...read(wire), ...inputs }, outputs: shown, ...beside };
  };

  const remember = async (wire: Wire, inputs: Declared<Inputs> = {}) => {
    await listOf(inputs).putIfLoaded(wire);
  };

  const seen = async (wire: Wire | undefined, declared: Declared<Inputs>, freshness: Freshness) => {
    if (wire === undefined) return undefined;
    if (freshness === "fresh") {
      await remember(wire, declared);
      await objects.refresh?.(wire, declared);
    }
    return found(wire, declared);
  };

  return {
    read,
    body,
    found,
    remember,
    find: async (inputs, freshness) =>
      seen(
        freshness === "fresh" ? await search(inputs) : await listOf(inputs).withKey(keyOf(inputs), groupOf(inputs)),
        inputs,
        freshness,
      ),
    alike: async (inputs) => {
      const wires = await listOf(inputs).alike(keyOf(inputs), groupOf(inputs));
      return Promise.all(wires.map((wire) => found(wire, inputs)));
    },
    get: async (id, state, freshness) =>
      seen(
        freshness === "fresh" ? await objects.fetch(id, state) : await listOf(state).withId(id, groupOf(state)),
        state,
        freshness,
      ),
    shown: (id, wire, declared) => async () => {
      const now = typeof wire === "function" ? await wire() : wire;
      if (now !== undefined && typeof wire === "function") await remember(now, declared);
      return { id, outputs: now === undefined ? {} : await outputs(now, declared) };
    },
  };
}

async function readAfresh<Inputs, Outputs, Wire extends object, Body>(
  { listOf, groupOf, keyOf }: ListedObjects<Inputs, Outputs, Wire, Body>,
  inputs: Declared<Inputs>,
): Promise<Wire | undefined> {
  const list = listOf(inputs);
  const group = groupOf?.(inputs);
  await list.load("fresh", group);
  return list.withKey(keyOf(inputs), group);
}

/** TypeScript can't follow a table of fields name by name: here alone its entries are taken together, and given their types again. */
function bothWays<Inputs, Wire, Body>(
  table: WireFields<Inputs, Wire, Body>,
): Pick<Listed<Inputs, unknown, Wire, Body>, "read" | "body"> {
  const fields = Object.entries(table) as [keyof Inputs & string, WireField<Wire, unknown, Body>][];
  return {
    read: (wire) => Object.fromEntries(fields.map(([name, field]) => [name, field.read(wire)])) as Values<Inputs>,
    body: (values, current) => {
      const members = fields.flatMap(([name, { write }]) =>
        name in values && write !== undefined ? [write(values[name], current)] : [],
      );
      return Object.assign({}, ...members) as Partial<Body>;
    },
  };
}
