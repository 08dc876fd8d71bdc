/**
 * From here on the modules of a test file speak to vendors who differ from the contract: shared tests run on them as they stand. To be
 * required before those.
 */
import type { PortalFixture } from "../../portals/fixture";
import type * as Dialects from "./inPlaceOfSandbox";

jest.mock("../../../sandbox", () => jest.requireActual<typeof Dialects>("./inPlaceOfSandbox").sandbox);
jest.mock("../../portals/csp/settings", () => jest.requireActual<typeof Dialects>("./inPlaceOfSandbox").csp);
jest.mock(
  "../../portals/gridscale/settings",
  () => jest.requireActual<typeof Dialects>("./inPlaceOfSandbox").gridscale,
);
jest.mock("../../portals/list", () => ({
  fixtures: ["csp", "gridscale"].map(
    (name) => jest.requireActual<{ readonly fixture: PortalFixture }>(`../../portals/${name}`).fixture,
  ),
}));
