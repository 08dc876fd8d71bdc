// The same tests, on portals whose vendors speak another way than the contract, with fewer values.
import "../contract/dialects/atVendors";
import "../contract/dialects/fewerRuns";

require("./lifecycle.sandbox.test");
