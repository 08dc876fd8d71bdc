import { D1, D2, D3, D4, D5, D6 } from "./domains";
import { P1, P2, P3, P4, P5, P6 } from "./projects";
import { Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9, Q10 } from "./quotas";
import { G1, G2, G3, G4, G5, G6, G7, G8, G9, G10 } from "./roles";
import { N1 } from "./spelling";
import { T1, T2, T3, T4, T5 } from "./tokens";
import { U1, U2, U3, U4, U5 } from "./users";

/**
 * Every rule of OpenStack that this provider keeps. T: tokens and the connection, D: domains, U: users, G: groups and roles, P: projects,
 * Q: quotas, N: names. The table in docs/openstack-rules.md is made from this.
 */
export const openstackRules = [
  ...[T1, T2, T3, T4, T5],
  ...[D1, D2, D3, D4, D5, D6],
  ...[U1, U2, U3, U4, U5],
  ...[G1, G2, G3, G4, G5, G6, G7, G8, G9, G10],
  ...[P1, P2, P3, P4, P5, P6],
  ...[Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9, Q10],
  N1,
] as const;
