export type { Drift } from "./drift";
export { findDrift, findDriftOf } from "./findDrift";
export { type DriftQuestion, DriftQuestionError, type PlannedQuestion } from "./question";
export { DriftFileError, type Ignore, parseDriftFile } from "./driftFile";
export { reportOf, type ReportOptions } from "./toReport";
export * from "./report";
