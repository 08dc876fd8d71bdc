import type * as Sandbox from "../../../../sandbox";
import type { CloudOptions } from "../../../../tools/openstack";
import { RealServers } from "./servers";

const actual = jest.requireActual<typeof Sandbox>("../../../../sandbox");

/**
 * The module `sandbox` for tests that are written for all portals: to them, a sandbox is a time alone with real servers, which a test file
 * has once. Use, where the file's imports load this module, too:
 * `jest.mock("../../sandbox", () => jest.requireActual("../portals/openstack/real/inPlaceOfSandbox").sandbox)`.
 */
export const sandbox = { ...actual, startSandbox };

let wanted: Pick<CloudOptions, "services" | "regions"> = {};
let servers: Promise<RealServers> | undefined;

/** The services beside Keystone that the tests of this file need. */
export function needs(options: typeof wanted): void {
  wanted = options;
}

afterAll(async () => (await servers)?.close());

/** The other portals are the sandbox's, as they always are. */
async function startSandbox(): Promise<Sandbox.RunningSandbox> {
  servers ??= RealServers.start(wanted.services, wanted.regions);
  const real = await (await servers).use();
  const others = await actual.startSandbox();
  return { ...others, ...real, close: () => Promise.all([real.close(), others.close()]).then(() => undefined) };
}
