import { openstackRules } from "../../../provider/portals/openstack/rules";
import { testRules } from "../../rules/ruleTests";
import { OpenstackBench } from "./bench";
import { groupsAndRoles } from "./rules/groupsAndRoles";
import { peopleAndPlaces } from "./rules/peopleAndPlaces";
import { quotas } from "./rules/quotas";

const tests = { ...peopleAndPlaces, ...groupsAndRoles, ...quotas };

testRules("openstack", openstackRules, tests, () => OpenstackBench.start());
