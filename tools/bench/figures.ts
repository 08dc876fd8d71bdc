import type { ProcessFigures } from "./processes";

/**
 * Who brings the objects about: this provider, this provider as the native plugin, this provider as slowly as the portal allows, one that
 * does nothing, one written by hand, or Terraform. `start` is an empty program without objects: what the engine and Pulumi's SDK take.
 */
export type Way = "ours" | "plugin" | "paced" | "floor" | "start" | "naive" | "terraform";
/** What is brought about: the realm of a Cloud Service Portal, of a Scaleway partner or of gridscale Partner, or IAM groups with a policy each. */
export type Scenario = "csp" | "scaleway" | "groups" | "gridscale";
export type Phase = "up" | "second up" | "refresh" | "destroy";

/** What is measured, in all its phases. */
export interface Run {
  readonly scenario: Scenario;
  readonly way: Way;
  readonly size: number;
  readonly checkpoints: boolean;
}

export interface CallFigures {
  /** Calls to the portal by method and route; the floor makes none. */
  readonly calls: Readonly<Record<string, number>>;
  readonly totalCalls: number;
}

export interface Row extends Run, CallFigures, ProcessFigures {
  readonly phase: Phase;
  readonly seconds: number;
  /** Those of them that were beyond the portal's rate limit, where it was on. */
  readonly refused?: number;
  /** After the first up. */
  readonly stateBytes?: number;
  readonly userOverheadBytes?: number;
  readonly accountOverheadBytes?: number;
  readonly activationOverheadBytes?: number;
}
