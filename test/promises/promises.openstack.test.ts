import { fixture } from "../portals/openstack";
import type * as Real from "../portals/openstack/real/inPlaceOfSandbox";
import "../portals/openstack/real/inPlaceOfSandbox";

// The same tests, on a real Keystone.
jest.mock("../../sandbox", () => jest.requireActual<typeof Real>("../portals/openstack/real/inPlaceOfSandbox").sandbox);
jest.mock("../portals/list", () => ({ fixtures: [fixture] }));

require("./promises.sandbox.test");
