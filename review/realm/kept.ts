import type { Field } from "../../provider/model";
import { kindAt } from "../../provider/model/kindAt";
import { portalNamed } from "../../provider/portals/list";
import type { PortalName } from "../../provider/model/portal";
import type { PlannedResource } from "../../engine/plannedResource";

/**
 * The resource with what stays at the portal although the program no longer declares it: a lock that is taken out of the program is no
 * longer managed, and not lifted. A quota is left out, since it has either limits or a profile, and the one takes the other's place.
 */
export function withKept(resource: PlannedResource, portal: PortalName): PlannedResource {
  const { kind, operation, before, after } = resource;
  if (operation !== "update" || before === undefined || after === undefined || kind === "Quota") return resource;
  const fields: Readonly<Record<string, Field>> = kindAt(kind, portalNamed(portal)).fields;
  const kept = Object.entries(before.values).filter(
    ([name]) => after.values[name] === undefined && staysWhenRemoved(fields[name]),
  );
  return kept.length === 0
    ? resource
    : { ...resource, after: { ...after, values: { ...Object.fromEntries(kept), ...after.values } } };
}

/** A password is left out as well: it can't be seen whether it is the same. */
function staysWhenRemoved(field: Field | undefined): boolean {
  if (field === undefined || field.local === true || field.trigger === true || field.secret === true) return false;
  return field.whenRemoved !== "clear";
}
