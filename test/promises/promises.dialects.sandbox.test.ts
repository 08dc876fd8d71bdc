import type { PortalFixture } from "../portals/fixture";
import type * as Dialects from "../contract/dialects/inPlaceOfSandbox";
import type * as BenchModule from "../support/bench";

// The same tests, on portals whose vendors speak another way than the contract. What serves a run makes no difference to that.
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
jest.mock("../support/bench", () => ({
  ...jest.requireActual<typeof BenchModule>("../support/bench"),
  HOSTS: ["the lifecycle"],
}));

require("./promises.sandbox.test");
