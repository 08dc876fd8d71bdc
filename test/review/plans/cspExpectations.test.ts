import { crowdPlans } from "./csp/crowd";
import { expectationsPlans } from "./csp/expectations";
import { describePlans } from "./planTable";

jest.setTimeout(600_000);

describe("plans on the Cloud Service Portal: what review.yaml asks for", () => describePlans(expectationsPlans));
describe("plans on the Cloud Service Portal: a crowd of people", () => describePlans(crowdPlans));
