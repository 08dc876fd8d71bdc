import * as path from "node:path";
import { readOverlay } from "../../../provider/contract";
import { cspContract } from "../../../provider/portals/csp/contractFacts";
import { gridscaleContract } from "../../../provider/portals/gridscale/contractFacts";
import type * as Sandbox from "../../../sandbox";
import type * as CspSettings from "../../portals/csp/settings";
import type * as GridscaleSettings from "../../portals/gridscale/settings";

const actual = jest.requireActual<typeof Sandbox>("../../../sandbox");

/** The file that says how the vendor of a portal differs from its contract. */
export function dialectOf(portal: "csp" | "gridscale"): string {
  return path.join(__dirname, `${portal}.yaml`);
}

/** The same as plain data, for the sandbox. */
export const contracts = [cspContract, gridscaleContract].map((contract) =>
  readOverlay(dialectOf(contract.portal as "csp" | "gridscale"), contract),
) as readonly Sandbox.VendorContract[];

/**
 * The module `sandbox` for tests that are written for all portals: people who change something by hand speak the contract, as always, and
 * only the provider speaks to the vendor. A test file replaces with it the modules `sandbox` and the `settings` of both portals.
 */
export const sandbox = { ...actual, startSandbox };

async function startSandbox(options: Sandbox.SandboxOptions = {}): Promise<Sandbox.RunningSandbox> {
  const { csp, gridscale, ...others } = await actual.startSandbox({ ...options, contracts });
  return {
    ...others,
    csp: { ...csp, endpoint: csp.contractEndpoint ?? csp.endpoint },
    gridscale: { ...gridscale, endpoint: gridscale.contractEndpoint ?? gridscale.endpoint },
  };
}

/** The settings of a connection to the vendor. */
function atVendor(
  portal: "csp" | "gridscale",
  { settings }: { settings: (running: Sandbox.RunningSandbox) => object },
) {
  return {
    settings: (running: Sandbox.RunningSandbox) => ({
      ...settings(running),
      endpoint: `${running.baseUrl}/vendor/${portal}`,
      contract: dialectOf(portal),
    }),
  };
}

export const csp = atVendor("csp", jest.requireActual<typeof CspSettings>("../../portals/csp/settings"));
export const gridscale = atVendor(
  "gridscale",
  jest.requireActual<typeof GridscaleSettings>("../../portals/gridscale/settings"),
);
