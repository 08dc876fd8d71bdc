import type { DeclaredInputs } from "../model";
import type { Found } from "../portals";
import { canonicalInputs, type Context, naming, type State, stateOf } from "./context";
import { PENDING_KEY } from "./create";
import { CannotTell } from "../model/errors";
import { inDeclaredSpelling, keptSpellings, spellingsIn, stillThere } from "../model/spellings";
import { asGiven, inOrderOf, inputsIn, normalise, onlyOwn, outputsIn, sameValue } from "../model/values";

export interface Reading {
  readonly inputs: State;
  readonly state: State;
}

/**
 * The object as it is at the portal, in the spelling of the declaration. Undefined where it is gone, which must be
 * proven: by the portal for this object, and by the gate for the run as a whole.
 */
export async function readObject(context: Context, id: string, state: State): Promise<Reading | undefined> {
  const declared = inputsIn(context.kind, state);
  const found = await context.gate.during(() => seen(context, id, declared, outputsIn(context.kind, state)));
  if (found === undefined || found.deleting !== undefined) {
    await context.gate.pass(naming(context, declared));
    if (found?.deleting !== undefined)
      context.say(
        `${naming(context, declared)} (id ${id}) is being deleted at the portal, which can't be stopped, and counts as deleted`,
      );
    return undefined;
  }
  const spellings = spellingsIn(state);
  const inputs = asGiven(context.kind, await asDeclared(context, declared, found, spellings));
  const unfinished = state[PENDING_KEY] === undefined ? {} : { [PENDING_KEY]: state[PENDING_KEY] };
  const kept = {
    ...keptSecrets(context, state),
    ...keptSpellings(stillThere(context.kind.fields, found.inputs, spellings)),
    ...unfinished,
  };
  return { inputs, state: stateOf(inputs, { ...found.outputs, ...kept }) };
}

/** The object, or undefined where the portal has shown that it is not there. */
export async function seen(context: Context, id: string, declared: State, outputs: State): Promise<Found | undefined> {
  const { driver, session } = context;
  const state = { ...outputs, ...declared };
  const known = await driver.get(id, state, "known");
  if (known !== undefined) return known;
  // What another process has read at another time is no proof.
  session.readAnew();
  const found = await driver.get(id, state, "fresh");
  if (found !== undefined) return found;
  const absence = await driver.absence(id, declared);
  if (!absence.proven) {
    throw new CannotTell(
      `${naming(context, declared)} (id ${id}) can't be seen at the portal, and ${absence.because}. It stays in the state`,
    );
  }
  return undefined;
}

/** What is the same keeps the declaration's spelling; what differs shows the portal's value; what was never declared stays out. */
async function asDeclared(context: Context, declared: State, found: Found, spellings: DeclaredInputs): Promise<State> {
  const { kind } = context;
  const canonical = await canonicalInputs(context, normalise(kind, declared));
  const actual = inDeclaredSpelling(kind, onlyOwn(kind, found.inputs, [canonical]), canonical, spellings);
  const inputs: State = {};
  // Fields that the declaration only implies show up where the portal has another value than the implied one.
  for (const name of Object.keys({ ...declared, ...canonical })) {
    const field = kind.fields[name];
    const fixed = field?.local === true || field?.trigger === true || !(name in found.inputs);
    if (fixed || sameValue(field, canonical[name], actual[name])) inputs[name] = declared[name];
    else inputs[name] = field === undefined ? actual[name] : inOrderOf(field, declared[name], actual[name]);
  }
  return inputs;
}

/** A one-time secret can't be read again: a refresh keeps what the state has. */
function keptSecrets({ kind }: Context, state: State): State {
  const outputs = outputsIn(kind, state);
  return Object.fromEntries(Object.keys(kind.secretOutputs).map((name) => [name, outputs[name]]));
}
