import type { FaultRuleInput } from "./faults/rules";
import type { VendorContract } from "./tongue/form";

/** How the sandbox is started. */
export interface SandboxOptions {
  /** Port on 127.0.0.1; 0 (default) takes any that is free. */
  readonly port?: number;
  /**
   * Port on 127.0.0.1 that serves Scaleway's APIs once more, without a path before them, for clients that can't take one; 0 takes any
   * that is free. Left out: none.
   */
  readonly scalewayPort?: number;
  /** Folder that keeps the data over restarts. Left out: in memory, thrown away at the end. */
  readonly dataDir?: string;
  /** Milliseconds that every answer takes longer. Default 0. */
  readonly latencyMs?: number;
  /** What is to go wrong. Default: nothing. */
  readonly faults?: readonly FaultRuleInput[];
  /** Milliseconds that asynchronous operations take, and Scaleway's changes of a group's members. Default 150. */
  readonly operationDelayMs?: number;
  /**
   * Portals to serve in the words of a vendor, each as its `contract.yaml` says, which must be sound. Such a portal has another endpoint, and
   * its contract stays at `contractEndpoint`.
   */
  readonly contracts?: readonly VendorContract[];
  /** The clock, in milliseconds since 1970; for tests that need to be elsewhere in time. It can still be moved ahead. */
  readonly now?: () => number;
}

/** An option that is the port of one portal. */
export type OwnPort = Extract<keyof SandboxOptions, `${string}Port`>;

export const DEFAULT_OPERATION_DELAY_MILLISECONDS = 150;
export const HIGHEST_PORT = 65_535;
/** A delay longer than an hour is a mistake: nobody waits for it. */
export const LONGEST_DELAY_MILLISECONDS = 3_600_000;

/** All that is wrong with the options, one line each. */
export class SandboxOptionsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(["the sandbox can't be started:", ...problems].join("\n  "));
  }
}

/** @throws {SandboxOptionsError} naming every option that can't be used. */
export function checkOptions({
  port = 0,
  scalewayPort = 0,
  latencyMs = 0,
  operationDelayMs = 0,
  dataDir,
  contracts = [],
}: SandboxOptions): void {
  const problems = [
    ...outside("port", port, HIGHEST_PORT),
    ...outside("scalewayPort", scalewayPort, HIGHEST_PORT),
    ...outside("latencyMs", latencyMs, LONGEST_DELAY_MILLISECONDS),
    ...outside("operationDelayMs", operationDelayMs, LONGEST_DELAY_MILLISECONDS),
    ...contracts
      .filter(({ portal }, index) => contracts.findIndex((other) => other.portal === portal) !== index)
      .map(({ portal }) => `contracts: ${portal} can have one only`),
    ...(dataDir === "" ? ["dataDir: must be the path of a folder; leave it out for a store in memory"] : []),
  ];
  if (problems.length > 0) throw new SandboxOptionsError(problems);
}

function outside(name: string, value: number, highest: number): string[] {
  return Number.isInteger(value) && value >= 0 && value <= highest
    ? []
    : [`${name}: must be a whole number from 0 to ${highest}, not ${value}`];
}
