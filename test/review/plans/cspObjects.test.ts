import { objectsPlans } from "./csp/objects";
import { describePlans } from "./planTable";

jest.setTimeout(600_000);

describe("plans on the Cloud Service Portal: what becomes of objects", () => describePlans(objectsPlans));
