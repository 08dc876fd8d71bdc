import { KIND_NAMES } from "../provider/model";
import { naturalKeyOf } from "../provider/model/values";
import { compare, type Plan, type PlannedResource } from "../engine/plannedResource";
import type { Undeclared } from "./drift";
import { connectionOf, type KindListing, type LiveSide } from "./liveSide";
import type { Names } from "./names";

/** All that was listed, each with its name. */
export function objectsIn(listings: readonly KindListing[], names: Names): Undeclared[] {
  return listings.flatMap(({ kind, connection, found }) =>
    found.map((object) => ({ kind, connection, found: object, name: names.of(connection, kind, object.inputs) })),
  );
}

/** What the portal has and the stack hasn't, in an order that doesn't hang on the portal's. */
export function strangersAmong(objects: readonly Undeclared[], { resources }: Plan): Undeclared[] {
  const own = new Set(
    resources.flatMap((resource) =>
      [resource.before?.id, resource.after?.id].map((id) => `${connectionOf(resource)} ${resource.kind} ${id}`),
    ),
  );
  return objects
    .filter(({ kind, connection, found }) => !own.has(`${connection} ${kind} ${found.id}`))
    .filter(
      ({ found: { builtIn, deleting, untouched, inherent } }) =>
        builtIn === undefined && deleting === undefined && untouched !== true && inherent !== true,
    )
    .sort(
      (one, other) =>
        KIND_NAMES.indexOf(one.kind) - KIND_NAMES.indexOf(other.kind) ||
        compare(one.connection, other.connection) ||
        compare(one.name, other.name) ||
        compare(one.found.id, other.found.id),
    );
}

/** Whether an object is what a resource that is yet to be made would find under its natural key. */
export function isWanted(live: LiveSide, resource: PlannedResource, { kind, connection, found }: Undeclared): boolean {
  const here = live.kindAt(resource.kind, connectionOf(resource));
  if (here === undefined || resource.kind !== kind || connectionOf(resource) !== connection) return false;
  const key = naturalKeyOf(here, resource.after?.values ?? {});
  return key !== undefined && key === naturalKeyOf(here, found.inputs);
}
