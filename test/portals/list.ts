import { PORTAL_NAMES, type PortalName } from "../../provider/portals/list";
import type { PortalFixture } from "./fixture";

/** What shared tests are told of every portal of the provider: its folder here has its name. */
export const fixtures: readonly PortalFixture[] = PORTAL_NAMES.map(
  // oxlint-disable-next-line typescript/no-require-imports -- by name, so that a new portal is its folder alone
  (name) => (require(`./${name}`) as { readonly fixture: PortalFixture }).fixture,
);

export function fixtureOf(name: PortalName): PortalFixture {
  return fixtures.find((fixture) => fixture.name === name)!;
}
