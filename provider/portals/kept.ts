import type { DeclaredInputs, Finding } from "../kinds";
import type { Absence, Found, KindDriver, Removed, Surroundings, Written } from "./portal";
import { keyOf, text } from "./words";

/** A kind that the portal has nothing of: its objects are in the state alone, and other resources of the program use what they say. */
export class KeptDriver implements KindDriver {
  constructor(
    private readonly naturalKey: readonly string[],
    /** Rules that need the live portal. */
    readonly verify: (inputs: DeclaredInputs, surroundings: Surroundings) => Promise<Finding[]>,
  ) {}

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

  create(inputs: DeclaredInputs): Promise<Written> {
    return Promise.resolve({ id: `kept/${keyOf(...this.naturalKey.map((name) => text(inputs[name])))}`, outputs: {} });
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
