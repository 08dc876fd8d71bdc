import { Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9, Q10 } from "./quotas";
import { N1 } from "./spelling";

/**
 * Every rule of OpenStack that this provider keeps. T: tokens and the connection, D: domains, U: users, G: groups and roles, P: projects,
 * Q: quotas, N: names. The table in docs/openstack-rules.md is made from this.
 */
export const openstackRules = [...[Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9, Q10], N1] as const;
