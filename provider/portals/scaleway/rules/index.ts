import { C1, C2, C3, C4, C5, C6, C7, C8, C9 } from "./customers";
import { P1, P2, P7 } from "./groups";
import { K1, K2 } from "./keys";
import { L1, U5 } from "./lockout";
import { P3, P4, P5, P6 } from "./profiles";
import { Q1 } from "./quotas";
import { N1 } from "./spelling";
import { U1, U2, U3, U4, U6, U7 } from "./users";

/**
 * Every rule of Scaleway that this provider keeps. K: keys, C: customers, U: users, P: profiles, L: locking oneself out, Q: quotas,
 * N: names. The table in docs/scaleway-rules.md is made from this.
 */
export const scalewayRules = [
  ...[K1, K2],
  ...[C1, C2, C3, C4, C5, C6, C7, C8, C9],
  ...[U1, U2, U3, U4, U5, U6, U7],
  ...[P1, P2, P3, P4, P5, P6, P7],
  ...[L1, Q1, N1],
] as const;
