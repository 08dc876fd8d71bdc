import { N1 } from "./spelling";

/**
 * Every rule of OpenStack that this provider keeps. T: tokens and the connection, D: domains, U: users, G: groups and roles, P: projects,
 * Q: quotas, N: names. The table in docs/openstack-rules.md is made from this.
 */
export const openstackRules = [N1] as const;
