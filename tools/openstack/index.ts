export { type Cloud, type CloudOptions, startCloud } from "./cloud";
export { PythonNotFound } from "./python";
