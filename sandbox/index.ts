import { Faults, type FaultRule, readFaultRules } from "./faults";
import { openCsp } from "./portals/csp";
import { serve } from "./server";
import { Store } from "./store";

export { type FaultRule, readFaultRules } from "./faults";

export interface SandboxOptions {
  /** 0 (default): any free one. */
  readonly port?: number;
  /** Folder of the store, which outlives the process. Left out: everything is gone with the process. */
  readonly dataDir?: string;
  /** Added to every answer, in milliseconds. Default 0. */
  readonly latencyMs?: number;
  readonly faults?: readonly FaultRule[];
  /** How long asynchronous work takes, in milliseconds. Default 150. */
  readonly operationDelayMs?: number;
}

export interface RunningSandbox {
  readonly baseUrl: string;
  readonly csp: {
    readonly endpoint: string;
    /** Of a user of the reseller who may do everything. */
    readonly token: string;
    /** Of a user of the reseller who may see everything and change nothing. */
    readonly readOnlyToken: string;
  };
  close(): Promise<void>;
}

/** Starts a local stand-in for the portals. It listens on the loopback address only. */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const faults = new Faults();
  faults.set(readFaultRules(options.faults ?? [], "the fault rules"));
  const store = new Store(options.dataDir);
  const csp = openCsp({ store, operationDelayMs: options.operationDelayMs ?? 150 });
  const server = await serve({
    port: options.port ?? 0,
    latencyMs: options.latencyMs ?? 0,
    store,
    portals: [csp],
    faults,
  });
  return {
    baseUrl: server.baseUrl,
    csp: {
      endpoint: `${server.baseUrl}${csp.prefix}`,
      token: csp.access["token"] ?? "",
      readOnlyToken: csp.access["readOnlyToken"] ?? "",
    },
    close: async () => {
      await server.close();
      store.close();
    },
  };
}
