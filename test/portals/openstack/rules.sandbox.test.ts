import { openstackRules } from "../../../provider/portals/openstack/rules";
import { testRules } from "../../rules/ruleTests";
import { OpenstackBench } from "./bench";
import { peopleAndPlaces } from "./rules/peopleAndPlaces";
import { quotas } from "./rules/quotas";

const tests = { ...peopleAndPlaces, ...quotas };
const own = openstackRules.filter((rule): rule is Extract<typeof rule, { id: keyof typeof tests }> => rule.id in tests);

testRules("openstack", own, tests, () => OpenstackBench.start());
