import "../contract/dialects/atVendors";
import type * as BenchModule from "../support/bench";

// The same tests, on portals whose vendors speak another way than the contract. What serves a run makes no difference to that.
jest.mock("../support/bench", () => ({
  ...jest.requireActual<typeof BenchModule>("../support/bench"),
  HOSTS: ["the lifecycle"],
}));

require("./promises.sandbox.test");
