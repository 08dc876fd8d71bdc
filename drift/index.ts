export { type Drift, type DriftQuestion, DriftQuestionError, findDrift } from "./findDrift";
export { DriftFileError, type Ignore, parseDriftFile } from "./driftFile";
export { reportOf, type ReportOptions } from "./toReport";
export * from "./report";
