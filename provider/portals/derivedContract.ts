/**
 * Portals whose contract is derived from documentation: an overlay in `contract.yaml` says how the real portal differs, and nothing is written
 * to a real portal before a probe of it has passed.
 */
import { type Overlay, type PortalContract, probeOf, readOverlay, Tongue } from "../contract";
import type { Dialect, HttpSettings } from "../transport";
import type { DeclaredInputs, Finding, KindName } from "../model";
import type { ConnectionSettings, PortalSession } from "../model/portal";
import { ACCEPTING, OVERLAY } from "./derivedSettings";

/** How a portal is spoken to whose contract is derived. */
export interface SpokenTo {
  readonly contract: PortalContract;
  /** How the portal differs from the contract; undefined if it doesn't. */
  readonly tongue: Tongue | undefined;
  readonly dialect: Dialect;
  readonly http: HttpSettings;
}

/** How the portal of a connection differs from its contract. @throws UserError with everything that is wrong with its overlay */
export function tongueOf({ credentials }: ConnectionSettings, contract: PortalContract): Tongue | undefined {
  const file = credentials[OVERLAY];
  return file === undefined ? undefined : new Tongue(contract, readOverlay(file, contract));
}

/** Kinds and fields that an overlay says the portal lacks are refused before anything is sent. */
export function withoutLacking(session: PortalSession, overlay: Overlay | undefined): PortalSession {
  if (overlay === undefined) return session;
  const lacking = (kind: KindName, inputs: DeclaredInputs): Finding[] => {
    const { lacks } = overlay.kinds[kind] ?? {};
    if (lacks !== undefined)
      return [{ property: "", reason: `can't be declared at this portal: ${lacks} (contract.yaml)` }];
    return Object.keys(inputs).flatMap((field) => {
      const why = overlay.fields[`${kind}.${field}`]?.lacks;
      return why === undefined || inputs[field] === undefined
        ? []
        : [{ property: field, reason: `can't be declared at this portal: ${why} (contract.yaml)` }];
    });
  };
  const kinds = Object.entries(session.kinds).map(([kind, driver]) => {
    const lacks = overlay.kinds[kind]?.lacks;
    if (lacks === undefined) return [kind, driver] as const;
    const without = [`no objects of this kind: ${lacks} (contract.yaml)`];
    return [kind, { ...driver, everything: async () => ({ found: [], without }) }] as const;
  });
  return {
    ...session,
    kinds: Object.fromEntries(kinds),
    verify: async (kind, inputs, surroundings) => {
      const found = lacking(kind, inputs);
      return found.some(({ property }) => property === "")
        ? found
        : [...found, ...(await session.verify(kind, inputs, surroundings))];
    },
  };
}

/** Whether an address is on this machine, as that of a sandbox is. */
export function isLoopback(endpoint: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(endpoint).hostname);
}

export interface WriteGate {
  /** Why nothing may be written; undefined if it may. */
  readonly refused: string | undefined;
  /** What lets writes through, if the portal is a real one. */
  readonly because: string | undefined;
}

/** Whether a connection may write: to a sandbox, after a probe that passed, or because the setting says so. */
export function writeGate(
  settings: ConnectionSettings,
  contract: PortalContract,
  tongue: Tongue | undefined,
): WriteGate {
  const { credentials, endpoint, portal } = settings;
  if (isLoopback(endpoint)) return { refused: undefined, because: undefined };
  if (credentials[ACCEPTING] === "true") return { refused: undefined, because: `reseller:${ACCEPTING}` };
  const probe = probeOf(endpoint, contract, tongue?.overlay);
  if (probe.passed) return { refused: undefined, because: probe.because };
  return {
    refused:
      `the contract of ${portal} that this provider speaks is derived from documentation, and ${probe.because}. ` +
      "Run: npx reseller contract probe (it only reads). To write without a probe, after you have compared the contract with " +
      `the vendor's schema, run: pulumi config set reseller:${ACCEPTING} true`,
    because: undefined,
  };
}
