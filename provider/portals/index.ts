import * as path from "node:path";
import type { ConnectionSettings, PortalSession, SessionModule } from "../model/portal";
import { portalNamed } from "./list";

export * from "../model/portal";
export { PortalRefusal, type RefusalReason } from "../model/refusal";
export { PORTAL_NAMES, portalNamed } from "./list";

/** Opens a connection. What talks to the portal is loaded now: a program that drives one portal pays for no other. */
export function openSession(settings: ConnectionSettings, say: (message: string) => void): PortalSession {
  const { folder } = portalNamed(settings.portal);
  // oxlint-disable-next-line typescript/no-require-imports -- by the portal's own folder, when it is first used
  const { openSession: open } = require(path.join(folder, "session")) as SessionModule;
  return open(settings, say);
}
