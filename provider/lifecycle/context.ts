import type { DeclaredInputs, Failure, Kind } from "../model";
import type { KindDriver, PortalSession } from "../portals";
import type { AbsenceGate } from "./absenceGate";
import type { RunMemory } from "./runMemory";

/** Inputs and outputs of one resource side by side, as a host stores them. */
export type State = Record<string, unknown>;

export interface Checked {
  readonly inputs: State;
  readonly failures: readonly Failure[];
}

export interface Made {
  readonly id: string;
  readonly state: State;
}

/** What one step of the lifecycle works with: one kind on one open connection. */
export interface Context {
  readonly kind: Kind;
  readonly driver: KindDriver;
  readonly session: PortalSession;
  readonly connection: string;
  /** The portal and its endpoint, which several connections may share. */
  readonly realm: string;
  readonly adopt: boolean;
  readonly run: RunMemory;
  readonly gate: AbsenceGate;
  /** The host tells of a resource before it has told of all that the program declares. */
  readonly seesPart: boolean;
  /** No portal may be asked. */
  readonly offline: boolean;
  /** Takes a line for the user that is no error. */
  readonly say: (message: string) => void;
}

/** The state of an object: what was declared, and what the portal added. */
export function stateOf(inputs: DeclaredInputs, outputs: DeclaredInputs): State {
  return Object.fromEntries(
    Object.entries({ ...inputs, ...outputs }).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** Inputs with ids in the place of names, so that they can be compared with what the portal says. */
export async function canonicalInputs(
  { driver }: Pick<Context, "driver">,
  inputs: DeclaredInputs,
): Promise<DeclaredInputs> {
  return (await driver.canonical?.(inputs)) ?? inputs;
}

/** How messages name an object: "User anna of acc_1". */
export function naming(context: Context, inputs: DeclaredInputs): string {
  return `${context.kind.name} ${context.driver.describe(inputs) || "(name not known yet)"}`;
}
