export type { ContractOperation, KindFacts, PortalContract } from "./facts";
export { overlaid, statedIn } from "./dialect";
export type { Overlay } from "./overlay";
export { allPages, type Paging } from "./pages";
export { readOverlay } from "./read";
export { Tongue } from "./tongue";
export { valueAt } from "./paths";
export { digestOf, type KeptProbe, keepProbe, PROBE_DAYS, PROBE_FILE, probeOf } from "./probeFile";
