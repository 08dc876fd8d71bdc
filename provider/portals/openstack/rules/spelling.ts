import { spellingRule } from "../../../model/rule";

export const N1 = spellingRule("openstack/N1");
