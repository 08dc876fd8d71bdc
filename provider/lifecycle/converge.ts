import type { DeclaredInputs } from "../kinds";
import { type Found, PortalRefusal, type Written } from "../portals";
import { type Context, naming } from "./context";
import { CannotTell, MendableError } from "./errors";
import { sameValue, show } from "./values";

/** How often a write is tried again after somebody else changed the same object. */
const MOST_TRIES = 3;

/**
 * Brings an object that exists to what is declared, writing only what differs, and only over what was read. `cleared` names
 * fields that were declared before and no longer are.
 */
export async function converge(
  context: Context,
  found: Found,
  wanted: DeclaredInputs,
  cleared: readonly string[] = [],
): Promise<Written> {
  const { driver } = context;
  let current = found;
  for (let attempt = 1; ; attempt += 1) {
    if (current.pending !== undefined) await context.session.settle(current.pending);
    if (current.untouched === true) return driver.create(wanted);
    const changes = changesTo(context, current, wanted, cleared);
    if (Object.keys(changes).length === 0) return { id: current.id, outputs: current.outputs };
    refuseImmutable(context, current, changes);
    try {
      return await driver.update(current, changes, wanted);
    } catch (error) {
      if (!(error instanceof PortalRefusal) || error.reason !== "stale" || attempt >= MOST_TRIES) throw error;
      current = await reread(context, current, wanted, changes);
    }
  }
}

/** The fields in which the object differs from what is wanted, with the value to write; undefined clears. */
export function changesTo(
  { kind }: Context,
  current: Found,
  wanted: DeclaredInputs,
  cleared: readonly string[],
): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(kind.fields)) {
    if (field.local === true || field.trigger === true || !(name in current.inputs)) continue;
    if (name in wanted && wanted[name] !== undefined) {
      if (!sameValue(field, wanted[name], current.inputs[name])) changes[name] = wanted[name];
    } else if (cleared.includes(name) && field.whenRemoved === "clear" && current.inputs[name] !== undefined) {
      changes[name] = undefined;
    }
  }
  return changes;
}

function refuseImmutable(context: Context, current: Found, changes: Record<string, unknown>): void {
  const fixed = Object.keys(changes).filter((name) => context.kind.fields[name]?.immutable !== undefined);
  if (fixed.length === 0) return;
  const list = fixed
    .map((name) => `${name} is ${show(current.inputs[name])} at the portal, declared is ${show(changes[name])}`)
    .join("; ");
  throw new MendableError(
    `${naming(context, current.inputs)} (id ${current.id}) exists with values that can't be changed: ${list}. Declare the portal's values, or another object`,
  );
}

/** After a write that met somebody else's change: goes on only where that change left our fields alone. */
async function reread(
  context: Context,
  current: Found,
  wanted: DeclaredInputs,
  changes: Record<string, unknown>,
): Promise<Found> {
  const { kind, driver } = context;
  const now = await driver.get(current.id, { ...current.inputs, ...wanted }, "fresh");
  if (now === undefined)
    throw new CannotTell(
      `${naming(context, wanted)} (id ${current.id}) was there a moment ago and is not now. Run pulumi refresh`,
    );
  const overlap = Object.keys(changes).filter(
    (name) =>
      !sameValue(kind.fields[name], current.inputs[name], now.inputs[name]) &&
      !sameValue(kind.fields[name], changes[name], now.inputs[name]),
  );
  if (overlap.length === 0) return now;
  const list = overlap.map(
    (name) =>
      `${name}: was ${show(current.inputs[name])}, is now ${show(now.inputs[name])}, declared is ${show(changes[name])}`,
  );
  throw new MendableError(
    `${naming(context, wanted)} (id ${current.id}) was changed by somebody else at the same time; nothing was overwritten. ${list.join("; ")}. ` +
      "Run pulumi refresh, look at the difference, and run again",
  );
}
