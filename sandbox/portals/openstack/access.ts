import type { OpenStackRealm } from "./realm";
import type { GrantRecord, Place, Scope } from "./records";

/** One line of who may do what where, with the way that it came. */
export interface Effective {
  readonly userId: string;
  readonly place: Place;
  readonly placeId: string;
  readonly roleId: string;
  readonly grant: GrantRecord;
  /** The group through which somebody has it. */
  readonly groupId: string | undefined;
  /** The role that implies it. */
  readonly priorId: string | undefined;
}

/** What a grant comes to: for each person, place and role a line. */
export function effectiveOf(realm: OpenStackRealm, grant: GrantRecord): Effective[] {
  const isGroup = grant.actors === "groups";
  const people = isGroup ? realm.membersOf(grant.actorId) : [grant.actorId];
  const places = grant.inherited
    ? realm.below(grant.placeId).map(({ id }) => ({ place: "project" as const, placeId: id }))
    : [{ place: grant.place, placeId: grant.placeId }];
  const roles = impliedBy(realm, grant.roleId);
  return people.flatMap((userId) =>
    places.flatMap((place) =>
      roles.map((role) => ({ userId, ...place, ...role, grant, groupId: isGroup ? grant.actorId : undefined })),
    ),
  );
}

/** A role and all that it implies. A role of one domain gives nothing but what it implies. */
function impliedBy(
  realm: OpenStackRealm,
  granted: string,
): { readonly roleId: string; readonly priorId: string | undefined }[] {
  const found = new Map<string, { roleId: string; priorId: string | undefined }>();
  const open: { roleId: string; priorId: string | undefined }[] = [{ roleId: granted, priorId: undefined }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const key = `${next.roleId} ${next.priorId}`;
    if (found.has(key)) continue;
    found.set(key, next);
    for (const { priorId, impliedId } of realm.inferences.find("prior", next.roleId))
      open.push({ roleId: impliedId, priorId });
  }
  return [...found.values()].filter(({ roleId }) => realm.roles.get(roleId)?.domainId === null);
}

/** All lines of a person. */
export function effectiveOfUser(realm: OpenStackRealm, userId: string): Effective[] {
  return [userId, ...realm.groupsOf(userId)]
    .flatMap((actorId) => [...realm.grants.find("actor", actorId)])
    .flatMap((grant) => effectiveOf(realm, grant))
    .filter((line) => line.userId === userId);
}

/** The roles that a person has in a place. */
export function rolesOn(realm: OpenStackRealm, userId: string, scope: Scope): ReadonlySet<string> {
  if (scope === null) return new Set();
  return new Set(
    effectiveOfUser(realm, userId)
      .filter(({ place, placeId }) => place === scope.place && placeId === scope.id)
      .map(({ roleId }) => roleId),
  );
}
