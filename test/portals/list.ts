import { PORTAL_NAMES, type PortalName } from "../../provider/portals/list";
import type { PortalFixture } from "./fixture";

/** What shared tests are told of every portal of the provider. Each is found by its name, so that a new one is its folder alone. */
export const fixtures: readonly PortalFixture[] = PORTAL_NAMES.map(
  (name) => (require(`./${name}`) as { readonly fixture: PortalFixture }).fixture,
);

export function fixtureOf(name: PortalName): PortalFixture {
  return fixtures.find((fixture) => fixture.name === name)!;
}
