import { PORTAL_NAMES } from "../../provider/portals/list";
import { fixtures } from "./list";

it("the shared tests are told of every portal", () => {
  expect(fixtures.map(({ name }) => name)).toEqual(PORTAL_NAMES);
});
