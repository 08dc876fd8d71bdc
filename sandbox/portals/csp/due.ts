import { newId } from "../../secrets";
import { endOfKeeping, nightAfter } from "./calendar";
import { ALL, type CspRealm } from "./realm";
import type { ClientRecord } from "./records";

const NIGHTS = "nightly-batch";

/** Brings about what time has made come true since the last request, in its order. */
export function catchUp(realm: CspRealm, now: number): void {
  const nights = realm.nights.get(NIGHTS);
  let next = nights?.nextAt ?? nightAfter(now);
  for (; next <= now; next = nightAfter(next)) {
    removeGoneProjects(realm, next);
    makeSubservices(realm, next);
  }
  if (nights === undefined) realm.nights.insert({ id: NIGHTS, nextAt: next });
  else if (nights.nextAt !== next) realm.nights.replace({ ...nights, nextAt: next });
  removeGoneProjects(realm, now);
  for (const client of clientsToDelete(realm, now)) deleteClient(realm, client, now);
}

/** The nightly batch: every project that has none is given its sub-service (rule csp/O4). Answers how many were made. */
export function makeSubservices(realm: CspRealm, now: number): number {
  const without = [...realm.projects.find("withoutSubservice", ALL)];
  for (const project of without) {
    const id = newId("subservice");
    const { id: projectId, name: projectName, clientId } = project;
    realm.subservices.insert({ id, clientId, projectId, projectName, createdAt: now });
    realm.projects.replace({ ...project, subserviceId: id });
  }
  return without.length;
}

function projectsGoneBy(realm: CspRealm, now: number) {
  return [...realm.projects.find("deleting", ALL)].filter(({ goneFrom }) => goneFrom !== null && goneFrom <= now);
}

function removeGoneProjects(realm: CspRealm, now: number): void {
  for (const { id } of projectsGoneBy(realm, now)) realm.removeProject(id);
}

/** Of a client that was charged the provider first makes sure that no new project has come up (manual §2.6). */
function clientsToDelete(realm: CspRealm, now: number): ClientRecord[] {
  return [...realm.clients.find("decommissioned", ALL)].filter(
    ({ id, state, decommissionedAt }) =>
      decommissionedAt !== undefined &&
      endOfKeeping(decommissionedAt) <= now &&
      (state === "disabled" || realm.projects.count("client", id) === 0),
  );
}

/** With the client goes its uProvide account, unless another client is linked to that. */
function deleteClient(realm: CspRealm, { id, uprovideAccountId }: ClientRecord, now: number): void {
  realm.removeClient(id);
  if (realm.clients.count("uprovideAccount", uprovideAccountId) === 0)
    realm.deletedUprovideAccounts.insert({ id: uprovideAccountId, deletedAt: now });
}
