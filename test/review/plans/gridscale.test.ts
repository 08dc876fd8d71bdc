import { describePlans } from "./planTable";
import { gridscalePlans } from "./gridscale";

jest.setTimeout(600_000);

describe("plans at gridscale", () => describePlans(gridscalePlans));
