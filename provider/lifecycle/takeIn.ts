import type { DeclaredInputs, Kind } from "../model";
import type { KindDriver } from "../portals";
import { canonicalInputs, type Context, type State } from "./context";
import { takeOverRefusal } from "./check";
import { readObject } from "./read";
import { differingFields, naturalKeyOf } from "../model/values";
import { holdsUnknown, wholeValues } from "../model/unknown";
import { isStateOnly } from "../model/definePortal";

/** What a declaration is about at the portal. */
export type Identified =
  | { readonly is: "there"; readonly id: string }
  /** The portal has no such object, or none that could be declared: the next `up` makes it. */
  | { readonly is: "absent"; readonly because?: string }
  /** A part of its natural key is not known yet. */
  | { readonly is: "unknown"; readonly fields: readonly string[] }
  /** There is one, and it can't be taken in. */
  | { readonly is: "unfit"; readonly because: string };

/** An object as a state has it that nobody made from here. */
export interface TakenIn {
  /** As declared; where the portal has another value, the portal's. */
  readonly inputs: State;
  readonly state: State;
  /** Fields whose values at the portal are not the declared ones. */
  readonly differing: readonly string[];
}

export async function identifyObject(context: Context, inputs: DeclaredInputs): Promise<Identified> {
  const { kind, driver, session } = context;
  if (naturalKeyOf(kind, inputs) === undefined)
    return { is: "unknown", fields: kind.naturalKey.filter((name) => holdsUnknown(inputs[name])) };
  const canonical = await canonicalInputs(context, inputs);
  // What is kept in the state alone is nowhere else: making it sends nothing.
  if (isStateOnly(session.portal, kind.name)) return { is: "there", id: (await driver.create(canonical)).id };
  const found = await driver.find(canonical, "known");
  if (found === undefined) return { is: "absent", ...(await outOfSight(driver)) };
  if (found.deleting !== undefined) return { is: "absent", because: "is being deleted at the portal" };
  if (found.untouched === true && !showsMoreThanItsKey(kind)) return { is: "absent", because: "is not switched on" };
  const refusal = takeOverRefusal(context, found, canonical);
  return refusal === undefined ? { is: "there", id: found.id } : { is: "unfit", because: refusal };
}

/** Undefined where the object is gone by now. */
export async function takeInObject(context: Context, id: string, declared: State): Promise<TakenIn | undefined> {
  const reading = await readObject(context, id, declared);
  if (reading === undefined) return undefined;
  // What refers to an object that isn't there yet, and that the portal doesn't show, is left for the `up` that makes both.
  return {
    inputs: wholeValues(reading.inputs),
    state: wholeValues(reading.state),
    differing: differingFields(context.kind, declared, reading.inputs),
  };
}

/** Whoever doesn't see all can't say that something isn't there. */
async function outOfSight(driver: KindDriver): Promise<{ readonly because?: string }> {
  const unseen = (await driver.everything?.())?.unseen;
  return unseen === undefined ? {} : { because: `was not found, but may exist: ${unseen}` };
}

/** Whether a difference could be seen in what a state has of an object. */
function showsMoreThanItsKey({ fields, naturalKey }: Kind): boolean {
  return Object.entries(fields).some(([name, field]) => field.local !== true && !naturalKey.includes(name));
}
