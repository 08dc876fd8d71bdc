import type { Found } from "../portals";
import { canonicalInputs, type Context, naming, type State } from "./context";
import { UserError } from "../model/errors";
import { seen } from "./read";
import { retryOnConflict } from "./retryOnConflict";
import { inDeclaredSpelling, spellingsIn } from "../model/spellings";
import { inputsIn, naturalKeyOf, outputsIn } from "../model/values";
import { isStateOnly } from "../model/definePortal";

/**
 * Deletes an object, or does what its deletion policy says, after making sure that it still is the one that was declared. What another
 * resource of this run has stays, and nothing is sent: the resource was renamed, and only its old name leaves the state.
 */
export async function deleteObject(context: Context, id: string, state: State): Promise<void> {
  const { driver, session, kind } = context;
  const declared = inputsIn(kind, state);
  const first = await context.gate.during(() => seen(context, id, declared, outputsIn(kind, state)));
  await retryOnConflict<Found | undefined, void>(first, async (found) => {
    if (found === undefined) return { done: await context.gate.pass(naming(context, declared)) };
    if (found.deleting !== undefined) return { done: await session.waitFor(found.deleting) };
    if (found.builtIn !== undefined)
      throw new UserError(`${naming(context, declared)} is ${found.builtIn}: it can't be deleted`);
    await mustStillBe(context, id, state, found.inputs);
    if (context.run.isWanted(context, kind.name, id, naturalKeyOf(kind, declared))) {
      if (!isStateOnly(session.portal, kind.name))
        context.say(
          `${naming(context, declared)} (id ${id}) stays at the portal: another resource of this program has it`,
        );
      return { done: undefined };
    }
    if (found.pending !== undefined) await session.waitFor(found.pending);
    const send = async () => {
      const removed = await driver.remove(found, declared, context.run.on(context.realm));
      if (removed.note !== undefined) context.say(`${naming(context, declared)}: ${removed.note}`);
      await Promise.all((removed.pending ?? []).map((pending) => session.waitFor(pending)));
    };
    return { send, reread: () => driver.get(id, declared, "fresh") };
  });
}

/** Guards against a state that names the wrong object: a restored back-up, an edited state, an id that was given again. */
async function mustStillBe(context: Context, id: string, state: State, actual: State): Promise<void> {
  const declared = inputsIn(context.kind, state);
  const canonical = await canonicalInputs(context, declared);
  const shown = inDeclaredSpelling(context.kind, actual, canonical, spellingsIn(state));
  if (naturalKeyOf(context.kind, canonical) === naturalKeyOf(context.kind, shown)) return;
  throw new UserError(
    `the object with the id ${id} is not the one that was declared: expected ${naming(context, declared)}, the portal has ` +
      `${naming(context, actual)}. Nothing was deleted. Run pulumi refresh, check the difference, and run again`,
  );
}
