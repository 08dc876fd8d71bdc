export type Way = "ours" | "floor" | "naive";
export type Phase = "up" | "second up" | "refresh" | "destroy";
export interface Row {
  readonly way: Way;
  readonly size: number;
  readonly checkpoints: boolean;
  readonly phase: Phase;
  readonly seconds: number;
  readonly providerPeakBytes: number | undefined;
  /** Calls to the portal by method and route; the floor makes none. */
  readonly calls: Readonly<Record<string, number>>;
  readonly totalCalls: number;
  /** After the first up. */
  readonly stateBytes?: number;
  readonly userOverheadBytes?: number;
  readonly activationOverheadBytes?: number;
}
