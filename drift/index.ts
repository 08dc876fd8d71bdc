export type { Drift } from "./drift";
export { findDrift } from "./findDrift";
export { type DriftQuestion, DriftQuestionError } from "./question";
export { DriftFileError, type Ignore, parseDriftFile } from "./driftFile";
export { reportOf, type ReportOptions } from "./toReport";
export * from "./report";
