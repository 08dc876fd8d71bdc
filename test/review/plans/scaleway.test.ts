import { describePlans } from "./planTable";
import { scalewayPlans } from "./scaleway";

jest.setTimeout(600_000);

describe("plans at Scaleway", () => describePlans(scalewayPlans));
