/**
 * Portals whose contract is derived from documentation: an overlay in `contract.yaml` says how the real portal differs, and nothing is written
 * to a real portal before a probe of it has passed.
 */
import type { Overlay, PortalContract } from "../contract";
import { overlaid } from "../contract/dialect";
import { probeOf } from "../contract/probeFile";
import { readOverlay } from "../contract/read";
import { Tongue } from "../contract/tongue";
import type { Dialect, HttpSettings } from "../transport";
import type { DeclaredInputs, Finding, KindName } from "../model";
import type { ConnectionSettings, PortalSession } from "../model/portal";
import { ACCEPTING, OVERLAY } from "./derivedSettings";
import { portalNamed } from "./list";

/** How a portal is spoken to whose contract is derived. */
export interface SpokenTo {
  readonly contract: PortalContract;
  /** How the portal differs from the contract; undefined if it doesn't. */
  readonly tongue: Tongue | undefined;
  readonly http: HttpSettings;
}

/**
 * A portal as its connection's overlay describes it, if there is one.
 *
 * @param http how the contract is spoken
 * @throws UserError with everything that is wrong with the overlay
 */
export function asOverlaid(
  { credentials }: ConnectionSettings,
  contract: PortalContract,
  http: HttpSettings & { readonly dialect: Dialect },
): SpokenTo {
  const file = credentials[OVERLAY];
  if (file === undefined) return { contract, tongue: undefined, http };
  const tongue = new Tongue(contract, readOverlay(file, contract));
  return {
    contract,
    tongue,
    http: { ...http, dialect: overlaid(http.dialect, tongue.overlay.connection, credentials) },
  };
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
function isLoopback(endpoint: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(endpoint).hostname);
}

/**
 * Why a connection may not write, with the mark of its portal's rule about that; undefined if it may: to a sandbox, after a probe that passed,
 * or because the setting says so. What lets writes through to a real portal is said.
 */
export function whyNoWrites(
  { credentials, endpoint, portal }: ConnectionSettings,
  { contract, tongue }: SpokenTo,
  mark: string,
  say: (message: string) => void,
): string | undefined {
  if (isLoopback(endpoint)) return undefined;
  const isAccepted = credentials[ACCEPTING] === "true";
  const probe = isAccepted
    ? { passed: true, because: `reseller:${ACCEPTING}` }
    : probeOf(endpoint, contract, tongue?.overlay);
  if (probe.passed) {
    say(`${portalNamed(portal).title}: writes are allowed by ${probe.because} ${mark}`);
    return undefined;
  }
  return (
    `the contract of ${portal} that this provider speaks is derived from documentation, and ${probe.because}. ` +
    "Run: npx reseller contract probe (it only reads). To write without a probe, after you have compared the contract with " +
    `the vendor's schema, run: pulumi config set reseller:${ACCEPTING} true ${mark}`
  );
}
