import type { PortalFixture } from "../portals/fixture";
import type * as Dialects from "../contract/dialects/inPlaceOfSandbox";
import type * as Runs from "../support/runs";

// The same tests, on portals whose vendors speak another way than the contract, with fewer values.
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
jest.mock("../support/runs", () => {
  const actual = jest.requireActual<typeof Runs>("../support/runs");
  return { ...actual, runs: (short: number, long?: number) => Math.ceil(actual.runs(short, long) / 6) };
});

require("./lifecycle.sandbox.test");
