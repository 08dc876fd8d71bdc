export type { ReviewOptions } from "./options";
export { reviewPlan } from "./review";
export { FleetPlans } from "./fleet/fleetPlans";
export type { PlannedCrossing } from "./fleet/parts";
export {
  reviewPosture as reviewStanding,
  POSTURE as STANDING,
  type PostureId as StandingId,
  type PostureOptions as StandingOptions,
  type PostureRealm as StandingRealm,
  type Posture as StandingReview,
} from "./posture";
export { PlanError } from "../engine/digest";
export { parseReviewFile, ReviewFile, ReviewFileError } from "./expectations/reviewFile";
export { DEFAULT_FAIL_ON, EXIT_CODES, EXIT_UNREACHABLE, EXIT_WRONG_USE, FAIL_ON, type FailOn } from "./gate";
export { catalogue, type FindingId } from "./findings/catalogue";
export * from "./report";
// For the other rooms of this package.
export type { FindingKind } from "./findings/catalogue";
export { errorText } from "./findings/providerWords";
export { ASKED_KINDS, type LiveRealm } from "./live/liveRealm";
export { masked, secretsIn } from "./masks";
export { type FormatName, FORMATS } from "./outputs";
export { reportSchema } from "./outputs/json";
export { toPage } from "./outputs/page";
export { Page, type PageOptions } from "./outputs/terminalPage";
export { counted, listed, Names, sourceText, whereText } from "./outputs/wording";
export { portalOf } from "./portals";
