export type { Crossing, Fleet, FleetStack } from "./division";
export { FLEET_FILE, type FleetFile, type FleetGroup } from "./fleetFile";
export { LOCK_FILE } from "./lock";
export { examineFleet, type FleetReading, newLock, type NewLock, readFleet } from "./reading";
