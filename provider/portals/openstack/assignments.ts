import { keyOf } from "../../model/words";
import type { WireAssignment } from "./reading";

/** Who has which role where: there is one grant of each, and it has no id of its own. */
export function assignmentKey({ user, group, role, scope }: WireAssignment): string {
  const place = scope.project?.id ?? scope.domain?.id ?? "system";
  const sort = scope.project === undefined ? (scope.domain === undefined ? "system" : "domain") : "project";
  return keyOf(user?.id, group?.id, role.id, sort, place, scope["OS-INHERIT:inherited_to"]);
}
