import type * as Sandbox from "../../../../sandbox";
import type { CloudOptions } from "../../../../tools/openstack";
import { RealServers, type Servers } from "./servers";

/**
 * The module `sandbox` for tests that are written for all portals: to them, a sandbox is a time alone with real servers, which a test file
 * has once. Use, where the file's imports load this module, too:
 * `jest.mock("../../sandbox", () => jest.requireActual("../portals/openstack/real/inPlaceOfSandbox").sandbox)`.
 */
export const sandbox = { ...jest.requireActual<typeof Sandbox>("../../../../sandbox"), startSandbox };

let wanted: Pick<CloudOptions, "services" | "regions"> = {};
let servers: Promise<RealServers> | undefined;

/** The services beside Keystone that the tests of this file need. */
export function needs(options: typeof wanted): void {
  wanted = options;
}

afterAll(async () => (await servers)?.close());

async function startSandbox(): Promise<Servers> {
  servers ??= RealServers.start(wanted.services, wanted.regions);
  return (await servers).use();
}
