export { accountOf } from "./divide";
export type { Crossing, Fleet, FleetStack } from "./division";
export { FLEET_FILE, type FleetFile, type FleetGroup } from "./fleetFile";
export { LOCK_FILE } from "./lock";
export { nameAtPortal } from "./byName";
export { partOf, readingOfPart, readPart, stackNamed } from "./part";
export { type Part, PART_VARIABLE, type PartTarget } from "./partForm";
export { examineFleet, type FleetReading, newLock, type NewLock, readFleet } from "./reading";
