export { reviewPlan, type ReviewOptions } from "./review";
export {
  reviewStanding,
  STANDING,
  type StandingId,
  type StandingOptions,
  type StandingRealm,
  type StandingReview,
} from "./standing";
export { PlanError } from "./plan/engineDigest";
export { parseReviewFile, ReviewFile, ReviewFileError } from "./expectations/reviewFile";
export { DEFAULT_FAIL_ON, EXIT_CODES, EXIT_UNREACHABLE, EXIT_WRONG_USE, FAIL_ON, type FailOn } from "./gate";
export { catalogue, type FindingId } from "./findings/catalogue";
export * from "./report";
