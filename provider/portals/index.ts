import type { CspSessionFactory } from "./csp/session";
import type { GridscaleSessionFactory } from "./gridscale/session";
import type { ScalewaySessionFactory } from "./scaleway/session";
import type { ConnectionSettings, PortalName, PortalSession } from "../model/portal";

export * from "../model/portal";
export { PortalRefusal, type RefusalReason } from "../model/refusal";
export { portalFacts } from "./facts";

type Opener = (settings: ConnectionSettings, say: (message: string) => void) => PortalSession;

/** Loaded when first used: a program that drives one portal pays for no other. */
const openers: Readonly<Record<PortalName, () => Opener>> = {
  csp: () => (require("./csp/session") as { openCspSession: CspSessionFactory }).openCspSession,
  scaleway: () =>
    (require("./scaleway/session") as { openScalewaySession: ScalewaySessionFactory }).openScalewaySession,
  gridscale: () =>
    (require("./gridscale/session") as { openGridscaleSession: GridscaleSessionFactory }).openGridscaleSession,
};

/**
 * Opens a connection. Nothing is sent before it is first used.
 *
 * @param say takes a line for the user that is no error: progress of a long wait, a retry.
 */
export function openSession(settings: ConnectionSettings, say: (message: string) => void): PortalSession {
  return openers[settings.portal]()(settings, say);
}
