import { fixture } from "../portals/openstack";
import type * as Real from "../portals/openstack/real/inPlaceOfSandbox";
import "../portals/openstack/real/inPlaceOfSandbox";
import { isLong } from "../support/runs";

// The same test, on a real Keystone: without the quota, which is of other services.
jest.mock("../../sandbox", () => jest.requireActual<typeof Real>("../portals/openstack/real/inPlaceOfSandbox").sandbox);
jest.mock("../portals/list", () => {
  const { programs } = fixture;
  const program = (clients: number, objects: number) =>
    programs.killed.program(clients, objects).replace(/^ *new reseller\.Quota.*\n/m, "");
  const ours = { ...fixture, programs: { ...programs, killed: { ...programs.killed, program } } };
  return { fixtures: [ours], fixtureOf: () => ours };
});

process.env["RESELLER_KILL_SIZE"] ??= isLong ? "60" : "20";
process.env["RESELLER_KILLS"] ??= isLong ? "5" : "1";

require("./kill.engine.test");
