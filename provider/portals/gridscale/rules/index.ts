import { L1, L14, L2, L3, L4, L5 } from "./accounts";
import { L15, L20, X1 } from "./contract";
import { L10, L11, L12, L13, L6, L7, L8, L9 } from "./people";
import { L19 } from "./quotas";
import { X2 } from "./roles";
import { X3, X4 } from "./services";
import { N1 } from "./spelling";

/**
 * Every rule of gridscale Partner that this provider keeps: L as gathered from the vendor's documents, X what the contract, which is
 * derived, asks for. The table in docs/gridscale-rules.md is made from this.
 */
export const gridscaleRules = [
  ...[L1, L2, L3, L4, L5, L6, L7, L8, L9, L10, L11, L12, L13, L14, L15, L19, L20],
  ...[X1, X2, X3, X4],
  N1,
] as const;
