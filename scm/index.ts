export { approve, approvedEffect } from "./approval";
export { type Forge, ForgeError } from "./forge";
export { markerOf, nameProblem, ownMarker } from "./marker";
export { closeIssue, postComment, type Posted, postIssue } from "./post";
export {
  branchHere,
  changeHere,
  commitHere,
  type ForgeFlags,
  forgeHere,
  personHere,
  workflowHere,
} from "./surroundings";
