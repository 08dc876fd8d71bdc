import type { DeclaredInputs } from "../kinds";
import type { Found } from "../portals";
import { type Context, naming, type State, stateOf } from "./context";
import { converge } from "./converge";
import { partial, PENDING_KEY, Progress } from "./create";
import { MendableError } from "./errors";
import { inputsIn, outputsIn } from "./values";

/** Brings an object to what is declared, and finishes what an earlier run left unfinished. */
export async function updateObject(
  context: Context,
  id: string,
  before: State,
  inputs: DeclaredInputs,
): Promise<State> {
  const { kind, driver, session } = context;
  const old = inputsIn(kind, before);
  const kept = outputsIn(kind, before);
  let progress: Progress | undefined;
  try {
    const operation = before[PENDING_KEY];
    if (typeof operation === "string")
      await session.settle({ what: `${naming(context, old)} to be finished`, operation });

    const canonical = await driver.canonical(inputs);
    const found = (await driver.get(id, old, "known")) ?? (await driver.get(id, old, "fresh"));
    if (found === undefined)
      throw new MendableError(
        `${naming(context, old)} (id ${id}) is in the state but can't be seen at the portal. Run pulumi refresh first`,
      );
    if (found.builtIn !== undefined)
      throw new MendableError(`${naming(context, old)} is ${found.builtIn}: it can't be changed`);

    const cleared = Object.keys(old).filter((name) => inputs[name] === undefined);
    progress = new Progress(await converge(context, found, canonical, cleared));
    await progress.complete(context);
    const acted = await pulled(context, found, old, inputs);
    return stateOf(inputs, { ...kept, ...progress.outputs, ...acted });
  } catch (error) {
    // The state keeps the old inputs: what was not written must show up as a difference in the next run.
    throw partial(context, id, { ...stateOf(old, kept), ...progress?.unfinished }, error);
  }
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
