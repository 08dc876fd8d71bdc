import { openstackRules } from "../../../provider/portals/openstack/rules";
import { testRules } from "../../rules/ruleTests";
import { OpenstackBench } from "./bench";
import { peopleAndPlaces } from "./rules/peopleAndPlaces";

const tests = { ...peopleAndPlaces };
const own = openstackRules.filter((rule): rule is Extract<typeof rule, { id: keyof typeof tests }> => rule.id in tests);

testRules("openstack", own, tests, () => OpenstackBench.start());
