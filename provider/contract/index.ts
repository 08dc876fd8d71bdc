export type { ContractOperation, KindFacts, PortalContract } from "./facts";
export type { Overlay } from "./overlay";
export { readOverlay } from "./read";
export type { Tongue } from "./tongue";
export { digestOf, type KeptProbe, keepProbe, PROBE_DAYS, PROBE_FILE, probeOf } from "./probeFile";
export { type Probe, probe } from "./probe";
export type { Shape } from "./shapes";
