import { A1, A2, A3, A4, A5 } from "./access";
import { X1 } from "./contract";
import { C1, C2, C3, C4, C5, C6, C7 } from "./customers";
import { P1, P2, P3, P4, P5, P6, P7, P8, P9 } from "./profiles";
import { O1, O2, O3, O4, O5, O6, Q6 } from "./projects";
import { Q1, Q2, Q3, Q7, Q8 } from "./quotaProfiles";
import { Q10, Q11, Q4, Q5, Q9 } from "./quotas";
import { V1, V2, V3, V4, V5 } from "./services";
import { N1 } from "./spelling";
import { U1, U2, U3, U4, U5, U6 } from "./users";

/**
 * Every rule of the Cloud Service Portal that this provider keeps. C: customers, V: services, U: users, P: permission profiles,
 * Q: quotas, O: projects, A: access, N: names, X: the contract. The table in docs/csp-rules.md is made from this.
 */
export const cspRules = [
  ...[C1, C2, C3, C4, C5, C6, C7],
  ...[V1, V2, V3, V4, V5],
  ...[U1, U2, U3, U4, U5, U6],
  ...[P1, P2, P3, P4, P5, P6, P7, P8, P9],
  ...[Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9, Q10, Q11],
  ...[O1, O2, O3, O4, O5, O6],
  ...[A1, A2, A3, A4, A5],
  N1,
  X1,
] as const;
