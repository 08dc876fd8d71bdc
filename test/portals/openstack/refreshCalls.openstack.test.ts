import { ref } from "../../support/bench";
import { runs } from "../../support/runs";
import { domain, OpenstackBench, person, profile, project } from "./bench";
import type * as Real from "./real/inPlaceOfSandbox";
import "./real/inPlaceOfSandbox";

jest.mock("../../../sandbox", () => jest.requireActual<typeof Real>("./real/inPlaceOfSandbox").sandbox);

const DOMAINS = ["a", "b", "c", "d", "e"];
const IN_EACH = runs(11, 59);
/** Lists that a refresh reads once, each of one page. */
const LISTS = ["domains", "users", "groups", "projects", "roles", "role_inferences", "role_assignments"];

function objectsOf(name: string) {
  const account = ref(name);
  const all = Array.from({ length: IN_EACH }, (_, index) => {
    const label = `${name}${index}`;
    if (index < 2) return profile(label, { account, rules: [{ roles: ["reader"], scope: "domain" }] });
    return index < 5 ? project(label, { account }) : person(label, { account, profiles: [ref(`${name}${index % 2}`)] });
  });
  return [domain(name), ...all];
}

it("a refresh of objects in five domains takes a list of each kind, and one for the members of each group", async () => {
  const bench = await OpenstackBench.start();
  await bench.up(...DOMAINS.flatMap(objectsOf));
  await bench.resetCalls();
  expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
  const { "GET /identity/v3/groups/{groupId}/users": members, ...calls } = await bench.calls();
  expect(members).toBe(2 * DOMAINS.length);
  const { "POST /identity/v3/auth/tokens": signIns = 0, ...lists } = calls;
  expect(signIns).toBeLessThanOrEqual(1);
  for (const [route, times] of Object.entries(lists)) {
    expect(LISTS.map((list) => `GET /identity/v3/${list}`)).toContain(route);
    expect({ route, times }).toEqual({ route, times: 1 });
  }
  await bench.close();
});
