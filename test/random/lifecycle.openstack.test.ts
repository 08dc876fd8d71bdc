import { fixture } from "../portals/openstack";
import { openstackModel } from "../portals/openstack/model";
import type * as Real from "../portals/openstack/real/inPlaceOfSandbox";
import "../portals/openstack/real/inPlaceOfSandbox";
import type * as Runs from "../support/runs";

// The same test, on a real Keystone: all kinds but quotas, which are of other services.
jest.mock("../../sandbox", () => jest.requireActual<typeof Real>("../portals/openstack/real/inPlaceOfSandbox").sandbox);
jest.mock("../support/runs", () => {
  const actual = jest.requireActual<typeof Runs>("../support/runs");
  return { ...actual, runs: () => actual.runs(2, 40) };
});
const { Quota: _quotas, ...kinds } = openstackModel.kinds;
const { Quota: _often, ...weights } = openstackModel.weights;
jest.mock("../portals/list", () => ({
  fixtures: [{ ...fixture, model: () => ({ ...openstackModel, kinds, weights }) }],
}));

require("./lifecycle.sandbox.test");
