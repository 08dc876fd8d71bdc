import type { DeclaredInputs } from "../model";
import type { KindDriver } from "../model/portal";
import { text } from "../model/words";

/** A kind that the portal has nothing of: its objects are in the state alone, and other resources of the program use what they say. */
export function stateOnlyDriver(
  idOf: (inputs: DeclaredInputs) => string = ({ name }) => `kept/${text(name)}`,
): KindDriver {
  return {
    // Nothing has been there before.
    find: () => Promise.resolve(undefined),
    get: (id, state) => Promise.resolve({ id, inputs: state, outputs: {} }),
    everything: () => Promise.resolve({ found: [] }),
    create: (inputs) => Promise.resolve({ id: idOf(inputs), outputs: {} }),
    update: ({ id }) => Promise.resolve({ id, outputs: {} }),
    remove: () => Promise.resolve({}),
    absence: () => Promise.resolve({ proven: false, because: "it is in the state only" }),
    describe: ({ name }) => text(name),
  };
}
