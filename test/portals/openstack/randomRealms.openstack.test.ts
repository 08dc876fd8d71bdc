import { fixture } from ".";
import type * as Runs from "../../support/runs";
import { openstackModel } from "./model";
import type * as Real from "./real/inPlaceOfSandbox";
import "./real/inPlaceOfSandbox";

// The tests of random realms, of imports and of drift, on a real Keystone: with all kinds but quotas, which are of other services.
jest.mock("../../../sandbox", () => jest.requireActual<typeof Real>("./real/inPlaceOfSandbox").sandbox);
jest.mock("../../support/runs", () => {
  const actual = jest.requireActual<typeof Runs>("../../support/runs");
  return { ...actual, runs: () => actual.runs(2, 40) };
});
jest.mock("../list", () => {
  const { Quota: _quotas, ...kinds } = openstackModel.kinds;
  const { Quota: _often, ...weights } = openstackModel.weights;
  const ours = { ...fixture, model: () => ({ ...openstackModel, kinds, weights }) };
  return { fixtures: [ours], fixtureOf: () => ours };
});

require("../../random/lifecycle.sandbox.test");
require("../../discovery/roundTrip.sandbox.test");
require("../../drift/model.sandbox.test");
require("../../drift/promises.sandbox.test");
