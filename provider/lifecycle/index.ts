export { Lifecycle, type LifecycleOptions, OFFLINE_VARIABLE } from "./lifecycle";
export type { Checked, Made, State } from "./context";
export { CannotTell, MendableError, PartialFailure } from "./errors";
export { DEFAULT_CONNECTION, readSettings, type RawSettings, type Settings } from "./settings";
export { mapLeaves } from "./unknown";
