import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CallCounter } from "./calls";
import { Clock } from "./clock";
import { clockRoutes } from "./clockRoutes";
import { Control } from "./control";
import { parseFaultRules } from "./faults/rules";
import { FaultSchedule } from "./faults/schedule";
import { Listener } from "./http/listener";
import {
  checkOptions,
  DEFAULT_OPERATION_DELAY_MILLISECONDS,
  type OwnPort,
  SandboxOptionsError,
  type SandboxOptions,
} from "./options";
import { portals, type PortalName, type PortalsAccess } from "./portals";
import type { PortalEntry, SandboxPortal } from "./portals/portal";
import { Store } from "./store/store";
import { VendorPortal } from "./tongue/vendorPortal";

const LOOPBACK = "127.0.0.1";
const KEEP_ALIVE_MILLISECONDS = 60_000;

/** A sandbox that answers, with the endpoint and the credentials of each portal. */
export type RunningSandbox = PortalsAccess & {
  readonly baseUrl: string;
  /** Ends all connections, also those that hang, and closes the store. */
  close(): Promise<void>;
};

/**
 * Starts a local stand-in for the portals, on 127.0.0.1 only.
 * @throws {SandboxOptionsError} where an option can't be used, the port is taken, or the data can't be opened;
 * `FaultRulesError` where a fault rule can't be understood.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  checkOptions(options);
  const faultRules = parseFaultRules(options.faults ?? [], "faults");
  const store = openStore(options.dataDir);
  const servers: Server[] = [];
  try {
    const clock = new Clock(store, options.now ?? Date.now);
    const faults = new FaultSchedule(faultRules, clock.now);
    const served = servedPortals(store, clock.now, options);
    const vendors = vendorPortals(served, options);
    const calls = new CallCounter();
    const control = new Control(calls, store, faults, [
      ...clockRoutes(clock, Object.values(served)),
      ...Object.values(served).flatMap(({ controlRoutes }) => controlRoutes),
    ]);
    const serving = { control, calls, faults, clock, latencyMilliseconds: options.latencyMs ?? 0 };
    const serve = async (shown: readonly (readonly [string, SandboxPortal])[], port: number, option: string) => {
      const server = serverOf(new Listener({ ...serving, portals: shown }));
      const endpoint = `http://${LOOPBACK}:${await listen(server, port, option)}`;
      servers.push(server);
      return endpoint;
    };
    const shown = [...Object.entries(served), ...Object.entries(vendors)];
    const baseUrl = await serve(shown, options.port ?? 0, "port");
    const access = await withOwnPorts(accessOf({ ...served, ...vendors }, baseUrl), options, (name, port, option) =>
      serve([[name, atRoot(served[name])]], port, option),
    );
    return { ...access, baseUrl, close: () => close(servers, store) };
  } catch (error) {
    await Promise.all(servers.map(closed));
    store.close();
    throw error;
  }
}

/** Lets portals have the ports of their own that the options give them. */
async function withOwnPorts(
  access: PortalsAccess,
  options: SandboxOptions,
  serve: (name: PortalName, port: number, option: OwnPort) => Promise<string>,
): Promise<PortalsAccess> {
  let all = access;
  for (const [name, { ownPort }] of Object.entries(portals) as [PortalName, PortalEntry<never>][]) {
    const port = ownPort === undefined ? undefined : options[ownPort];
    if (ownPort === undefined || port === undefined) continue;
    all = { ...all, [name]: { ...all[name], rootEndpoint: await serve(name, port, ownPort) } };
  }
  return all;
}

/** The same portal, with nothing before its paths. */
function atRoot(portal: SandboxPortal): SandboxPortal {
  return Object.create(portal, { prefix: { value: "" } }) as SandboxPortal;
}

function serverOf(listener: Listener): Server {
  const server = createServer((request, response) => {
    listener.handle(request, response).catch((error: unknown) => {
      // What is not a problem of the request is a mistake in the sandbox, and must be seen as one.
      process.stderr.write(`sandbox: ${request.method} ${request.url}: ${(error as Error).stack}\n`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  // Longer than clients keep idle connections, so that none is closed under a request that is on its way.
  server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS;
  return server;
}

function openStore(folder: string | undefined): Store {
  try {
    return new Store(folder);
  } catch (error) {
    throw new SandboxOptionsError([(error as Error).message]);
  }
}

function servedPortals(
  store: Store,
  now: () => number,
  { operationDelayMs = DEFAULT_OPERATION_DELAY_MILLISECONDS, contracts = [] }: SandboxOptions,
): Record<PortalName, SandboxPortal> {
  return Object.fromEntries(
    Object.entries(portals).map(([name, { create }]) => {
      const vendor = contracts.find(({ portal }) => portal === name);
      // The vendor's answer waits for the work instead.
      const operationDelayMilliseconds = vendor?.connection?.asynchronous === "none" ? 0 : operationDelayMs;
      return [name, create({ store, records: store.portal(name), now, operationDelayMilliseconds })];
    }),
  ) as Record<PortalName, SandboxPortal>;
}

/** The same portals in the words of vendors, as far as there are any. */
function vendorPortals(
  served: Record<PortalName, SandboxPortal>,
  { operationDelayMs = DEFAULT_OPERATION_DELAY_MILLISECONDS, contracts = [] }: SandboxOptions,
): Partial<Record<PortalName, SandboxPortal>> {
  return Object.fromEntries(
    contracts.map((vendor) => {
      const portal = served[vendor.portal] as SandboxPortal<{ readonly endpoint: string }>;
      return [vendor.portal, new VendorPortal(portal, vendor, operationDelayMs)];
    }),
  );
}

function accessOf(served: Record<PortalName, SandboxPortal>, baseUrl: string): PortalsAccess {
  return Object.fromEntries(
    Object.entries(served).map(([name, portal]) => [name, portal.access(baseUrl)]),
  ) as unknown as PortalsAccess;
}

async function listen(server: Server, port: number, option: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new SandboxOptionsError([
          error.code === "EADDRINUSE" ? `${option}: ${port} is in use; take another, or 0 for any` : error.message,
        ]),
      ),
    );
    server.listen(port, LOOPBACK, resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function close(servers: readonly Server[], store: Store): Promise<void> {
  await Promise.all(servers.map(closed));
  store.close();
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
