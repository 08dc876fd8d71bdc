import * as path from "node:path";
import type { PortalContract } from "../contract";
import type { ConnectionSettings, PortalSession, SessionModule } from "../model/portal";
import type { SpokenTo } from "./derivedContract";
import { portalNamed } from "./list";

export * from "../model/portal";
export { PortalRefusal, type RefusalReason } from "../model/refusal";
export { PORTAL_NAMES, portalNamed } from "./list";

/** Opens a connection. What talks to the portal is loaded now: a program that drives one portal pays for no other. */
export function openSession(settings: ConnectionSettings, say: (message: string) => void): PortalSession {
  return sessionModule(settings).openSession(settings, say);
}

/** How a portal is spoken to whose contract is derived; undefined if its vendor has published the contract. @throws UserError */
export function spokenTo(settings: ConnectionSettings): SpokenTo | undefined {
  return sessionModule(settings).spokenTo?.(settings);
}

/** The contract of a portal, if it is derived; undefined if its vendor has published it. */
export function derivedContract(portal: string): PortalContract | undefined {
  return sessionModule({ portal }).contract;
}

function sessionModule({ portal }: Pick<ConnectionSettings, "portal">): DerivedSessionModule {
  const { folder } = portalNamed(portal);
  // oxlint-disable-next-line typescript/no-require-imports -- by the portal's own folder, when it is first used
  return require(path.join(folder, "session")) as DerivedSessionModule;
}

interface DerivedSessionModule extends SessionModule {
  readonly contract?: PortalContract;
  readonly spokenTo?: (settings: ConnectionSettings) => SpokenTo;
}
