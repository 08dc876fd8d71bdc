import type { AnyCall } from "./call";
import { notFound } from "./problem";
import { REGIONS } from "./realm";
import type { ClientRecord, ProjectRecord, UserRecord } from "./records";

/** The client, where the caller may enter its area. @throws {CspProblem} `not_found`, also where it exists and is hidden. */
export function clientFor({ realm, caller }: AnyCall, clientId: string): ClientRecord {
  const client = realm.clients.get(clientId);
  if (client === undefined || (caller.clientId !== null && caller.clientId !== client.id)) throw notFound("client");
  return client;
}

/** Every client whose area the caller may enter; of the caller it only matters where that belongs. */
export function visibleClients({
  realm,
  caller,
}: Pick<AnyCall, "realm"> & { readonly caller: Pick<AnyCall["caller"], "clientId"> }): Iterable<ClientRecord> {
  if (caller.clientId === null) return realm.clients.values();
  const own = realm.clients.get(caller.clientId);
  return own === undefined ? [] : [own];
}

type OnUser = AnyCall & { readonly parameters: { readonly userId: string } };
type OnClientUser = OnUser & { readonly parameters: { readonly clientId: string } };

/** The user of a client that a path names. @throws {CspProblem} `not_found` */
export function clientUserOf(call: OnClientUser): UserRecord {
  const { clientId, userId } = call.parameters;
  const user = call.realm.users.get(userId);
  if (user === undefined || user.clientId !== clientFor(call, clientId).id) throw notFound("user");
  return user;
}

/** The user on the reseller level that a path names, for callers on that level. @throws {CspProblem} `not_found` */
export function resellerUserOf({ realm, caller, parameters }: OnUser): UserRecord {
  const user = realm.users.get(parameters.userId);
  if (user === undefined || user.clientId !== null || caller.clientId !== null) throw notFound("user");
  return user;
}

/** A project of that client. @throws {CspProblem} `not_found` */
export function projectFor(call: AnyCall, clientId: string, projectId: string): ProjectRecord {
  const project = call.realm.projects.get(projectId);
  if (project === undefined || project.clientId !== clientFor(call, clientId).id) throw notFound("project");
  return project;
}

/** @throws {CspProblem} `not_found` */
export function requireKnownRegion(region: string): void {
  if (!REGIONS.some(({ id }) => id === region)) throw notFound("region");
}
