import { accessPlans } from "./csp/access";
import { describePlans } from "./planTable";

jest.setTimeout(600_000);

describe("plans on the Cloud Service Portal: who may do what", () => describePlans(accessPlans));
