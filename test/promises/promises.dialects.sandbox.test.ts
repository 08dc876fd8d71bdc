import type { PortalFixture } from "../portals/fixture";
import type * as Dialects from "../contract/dialects/inPlaceOfSandbox";

// The same tests, on portals whose vendors speak another way than the contract.
jest.mock("../../sandbox", () => jest.requireActual<typeof Dialects>("../contract/dialects/inPlaceOfSandbox").sandbox);
jest.mock(
  "../portals/csp/settings",
  () => jest.requireActual<typeof Dialects>("../contract/dialects/inPlaceOfSandbox").csp,
);
jest.mock(
  "../portals/gridscale/settings",
  () => jest.requireActual<typeof Dialects>("../contract/dialects/inPlaceOfSandbox").gridscale,
);
jest.mock("../portals/list", () => ({
  fixtures: ["csp", "gridscale"].map(
    (name) => jest.requireActual<{ readonly fixture: PortalFixture }>(`../portals/${name}`).fixture,
  ),
}));

require("./promises.sandbox.test");
