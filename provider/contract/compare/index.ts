export { compared } from "./compare";
export { readOpenApi } from "./document";
export { draftOf } from "./draft";
export type { BodyMatch, Comparison, ConnectionGuess, OperationMatch } from "./matches";
export { type MemberMatch, rounded } from "./members";
