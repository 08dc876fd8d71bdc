import type { DeclaredInputs } from "../model";
import type { Found } from "../portals";
import { canonicalInputs, type Context, naming, type State, stateOf } from "./context";
import { converge, spellingsAfter } from "./converge";
import { partial, PENDING_KEY, Progress } from "./create";
import { UserError } from "../model/errors";
import { keptSpellings, spellingsIn } from "../model/spellings";
import { everDeclared, inputsIn, normalise, outputsIn } from "../model/values";

/** Brings an object to what is declared, and finishes what an earlier run left unfinished. */
export async function updateObject(
  context: Context,
  id: string,
  before: State,
  inputs: DeclaredInputs,
): Promise<State> {
  const { kind, session } = context;
  const old = inputsIn(kind, before);
  const kept = outputsIn(kind, before);
  const known = spellingsIn(before);
  let progress: Progress | undefined;
  try {
    const operation = before[PENDING_KEY];
    if (typeof operation === "string")
      await session.waitFor({ what: `${naming(context, old)} to be finished`, operation });

    const canonical = await canonicalInputs(context, normalise(kind, inputs));
    const former = await canonicalInputs(context, normalise(kind, old));
    const found = await present(context, id, everDeclared(kind, { ...old, ...former }, canonical));
    progress = new Progress(await converge(context, found, canonical, former, known));
    await progress.complete(context);
    const acted = await pulled(context, found, old, inputs);
    const outputs = { ...kept, ...progress.outputs, ...acted };
    const spellings = await spellingsAfter(context, id, canonical, outputs, former, known);
    return stateOf(inputs, { ...outputs, ...keptSpellings(spellings) });
  } catch (error) {
    if (error instanceof NotThere) throw error;
    // The state keeps the old inputs: what was not written must show up as a difference in the next run.
    throw partial(context, id, { ...stateOf(old, kept), ...keptSpellings(known), ...progress?.unfinished }, error);
  }
}

/** There is nothing to change, and nothing that could be unfinished. */
class NotThere extends UserError {}

/** The object, with everything that is or was declared. */
async function present(context: Context, id: string, declared: DeclaredInputs): Promise<Found> {
  const { driver } = context;
  const found = (await driver.get(id, declared, "known")) ?? (await driver.get(id, declared, "fresh"));
  const name = naming(context, declared);
  if (found === undefined)
    throw new NotThere(`${name} (id ${id}) is in the state but can't be seen at the portal. Run pulumi refresh first`);
  if (found.deleting !== undefined)
    throw new NotThere(
      `${name} (id ${id}) is being deleted at the portal, which can't be stopped. Run pulumi refresh, which removes it from the state`,
    );
  if (found.builtIn !== undefined) throw new NotThere(`${name} is ${found.builtIn}: it can't be changed`);
  return found;
}

/** Acts on every trigger that has a new value. */
async function pulled(context: Context, found: Found, old: DeclaredInputs, inputs: DeclaredInputs): Promise<State> {
  const outputs: State = {};
  for (const [name, { trigger }] of Object.entries(context.kind.fields)) {
    if (trigger !== true || inputs[name] === undefined || inputs[name] === old[name]) continue;
    Object.assign(outputs, await context.driver.act?.(found, name));
  }
  return outputs;
}
