export { type Cloud, type CloudOptions, startCloud } from "./cloud";
export type { ServiceName } from "./prepared";
export { PythonNotFound } from "./python";
