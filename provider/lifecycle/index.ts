export { Lifecycle, type LifecycleOptions, OFFLINE_VARIABLE } from "./lifecycle";
export type { Checked, Made, State } from "./context";
export { CannotTell, UserError, PartialFailure } from "../model/errors";
export { askFunction, FUNCTIONS, LIST_OF_SERVICES, listObjects, type PluginFunction } from "./functions";
export type { Importable } from "./importable";
export type { Identified, TakenIn } from "./takeIn";
export {
  DEFAULT_CONNECTION,
  KNOWN_IDS_VARIABLE,
  readSettings,
  type RawSettings,
  type Settings,
} from "../portals/settings";
