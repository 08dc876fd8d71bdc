export { compared, type Comparison, type OperationMatch } from "./compare";
export { readOpenApi } from "./document";
export type { MemberMatch } from "./members";
