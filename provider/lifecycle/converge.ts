import { type DeclaredInputs, spelledAlike } from "../model";
import type { Found, Written } from "../portals";
import { type Context, naming } from "./context";
import { retryOnConflict } from "./retryOnConflict";
import { CannotTell, UserError } from "../model/errors";
import { hasSpellings, inDeclaredSpelling, spellingsOf } from "../model/spellings";
import { changesTo, everDeclared, immutability, onlyOwn, sameValue, show, showField } from "../model/values";

/**
 * Brings an object that exists to what is declared, writing only what differs, and only over what was read. `before` is what was declared
 * last; nothing of an object that is taken over was. `spellings`: what the portal has made of that.
 */
export async function converge(
  context: Context,
  found: Found,
  wanted: DeclaredInputs,
  before: DeclaredInputs = {},
  spellings: DeclaredInputs = {},
): Promise<Written> {
  const { driver } = context;
  return retryOnConflict<Found, Written>(ownPart(context, found, wanted, before), async (current) => {
    if (current.pending !== undefined) await context.session.waitFor(current.pending);
    if (current.untouched === true) return { done: await driver.create(wanted) };
    const actual = inDeclaredSpelling(context.kind, current.inputs, before, spellings);
    const changes = Object.fromEntries(
      Object.entries(changesTo(context.kind, actual, wanted, before)).filter(
        ([name, value]) =>
          !(name in current.inputs && sameValue(context.kind.fields[name], value, current.inputs[name])),
      ),
    );
    if (Object.keys(changes).length === 0) return { done: { id: current.id, outputs: current.outputs } };
    refuseImmutable(context, current, changes);
    return {
      send: () => driver.update(current, changes, wanted),
      reread: async () => ownPart(context, await reread(context, current, wanted, changes), wanted, before),
    };
  });
}

/** What the portal has made of the spelling of what was just written. What is new is said, once. */
export async function spellingsAfter(
  context: Context,
  id: string,
  wanted: DeclaredInputs,
  outputs: DeclaredInputs,
  before: DeclaredInputs = {},
  known: DeclaredInputs = {},
): Promise<DeclaredInputs> {
  const { kind, driver } = context;
  const names = Object.keys(wanted).filter((name) => hasSpellings(kind.fields[name], wanted[name]));
  if (driver.singleton === true || names.length === 0) return known;
  // What names the object, and what may be respelled: the rest need not be looked up.
  const asked = Object.entries(wanted).filter(([name, value]) => typeof value !== "object" || names.includes(name));
  const state = { ...outputs, ...Object.fromEntries(asked) };
  // An answer may repeat what was sent: where spelling alone was changed, the portal is asked what it has.
  const isRespelled = names.some(
    (name) => name in before && before[name] !== wanted[name] && spelledAlike(before[name], wanted[name]),
  );
  const found =
    (isRespelled ? undefined : await driver.get(id, state, "known")) ?? (await driver.get(id, state, "fresh"));
  if (found === undefined) return known;
  const spellings = spellingsOf(kind, wanted, found.inputs);
  for (const name of Object.keys(spellings).filter((of) => known[of] !== spellings[of]))
    context.say(
      `${naming(context, wanted)}: the portal keeps ${name} as ${show(found.inputs[name])} where ${show(wanted[name])} is declared. ` +
        "Only the spelling differs, which is not a difference from now on. You can declare the portal's spelling, or keep yours",
    );
  return spellings;
}

/** The object without those entries of open sets that were never declared: they are somebody else's. */
function ownPart({ kind }: Context, found: Found, wanted: DeclaredInputs, before: DeclaredInputs): Found {
  return { ...found, inputs: onlyOwn(kind, found.inputs, [wanted, before]) };
}

function refuseImmutable(context: Context, current: Found, changes: Record<string, unknown>): void {
  const fixed = Object.keys(changes).filter(
    (name) => immutability(context.kind.fields[name], current.inputs[name], changes[name]) !== undefined,
  );
  if (fixed.length === 0) return;
  const list = fixed
    .map(
      (name) =>
        `${name} is ${shown(context, name, current.inputs[name])} at the portal, declared is ${shown(context, name, changes[name])}`,
    )
    .join("; ");
  throw new UserError(
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
  const now = await driver.get(current.id, everDeclared(kind, current.inputs, wanted), "fresh");
  if (now === undefined)
    throw new CannotTell(
      `${naming(context, wanted)} (id ${current.id}) was deleted during this run. Run pulumi refresh`,
    );
  const overlap = Object.keys(changes).filter(
    (name) =>
      !sameValue(kind.fields[name], current.inputs[name], now.inputs[name]) &&
      !sameValue(kind.fields[name], changes[name], now.inputs[name]),
  );
  if (overlap.length === 0) return now;
  const list = overlap.map(
    (name) =>
      `${name}: was ${shown(context, name, current.inputs[name])}, is now ${shown(context, name, now.inputs[name])}, declared is ${shown(context, name, changes[name])}`,
  );
  throw new UserError(
    `${naming(context, wanted)} (id ${current.id}) was changed by somebody else at the same time, and was not overwritten. ${list.join("; ")}. ` +
      "Run pulumi refresh, check the difference, and run again",
  );
}

function shown({ kind }: Context, name: string, value: unknown): string {
  return showField(kind.fields[name], value);
}
