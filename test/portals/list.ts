import type { PortalName } from "../../provider/portals/list";
import { csp } from "./csp";
import type { PortalFixture } from "./fixture";
import { gridscale } from "./gridscale";
import { scaleway } from "./scaleway";

/** Every portal that the shared tests are told of. */
export const fixtures: readonly PortalFixture[] = [csp, scaleway, gridscale];

export function fixtureOf(name: PortalName): PortalFixture {
  return fixtures.find((fixture) => fixture.name === name)!;
}
