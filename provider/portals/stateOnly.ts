import type { DeclaredInputs } from "../model";
import type { Absence, Found, KindDriver, Listing, Removed, Written } from "../model/portal";
import { text } from "../model/words";

/** A kind that the portal has nothing of: its objects are in the state alone, and other resources of the program use what they say. */
export class StateOnlyDriver implements KindDriver {
  constructor(private readonly idOf: (inputs: DeclaredInputs) => string = ({ name }) => `kept/${text(name)}`) {}

  canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    return Promise.resolve(inputs);
  }

  /** Nothing has been there before. */
  find(): Promise<Found | undefined> {
    return Promise.resolve(undefined);
  }

  get(id: string, state: DeclaredInputs): Promise<Found | undefined> {
    return Promise.resolve({ id, inputs: state, outputs: {} });
  }

  /** The portal has none. */
  everything(): Promise<Listing> {
    return Promise.resolve({ found: [] });
  }

  create(inputs: DeclaredInputs): Promise<Written> {
    return Promise.resolve({ id: this.idOf(inputs), outputs: {} });
  }

  update({ id }: Found): Promise<Written> {
    return Promise.resolve({ id, outputs: {} });
  }

  remove(): Promise<Removed> {
    return Promise.resolve({});
  }

  absence(): Promise<Absence> {
    return Promise.resolve({ proven: false, because: "it is in the state alone" });
  }

  describe(inputs: DeclaredInputs): string {
    return text(inputs["name"]);
  }
}
