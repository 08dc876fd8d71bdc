import type { z } from "zod";
import type { DecommissionRequest } from "../../../../provider/portals/csp/contract";
import { PROVIDER_CLIENT_STATES } from "../../../../provider/portals/csp/contract";
import type { Handlers } from "../call";
import { CspProblem, invalid, type FieldProblem } from "../problem";
import type { CspRealm } from "../realm";
import type { ClientRecord, RequestedDecommission } from "../records";
import { clientFor } from "../visibility";
import { settledClient } from "./clients";

type RequestBody = z.output<typeof DecommissionRequest>;

/** As many of what is left are named in the sentence; all of them stand in `left`. */
const NAMED_IN_DETAIL = 10;

/** How a client is decommissioned: as a trial (manual §2.5) or as one that was charged (manual §2.6). */
const KIND_OF_STATE: Readonly<Record<string, RequestBody["kind"]>> = {
  trial: "trial",
  demo: "trial",
  production: "production",
  managed: "production",
};

/** The state in which it ends: what was charged is settled first (manual §2.5, §2.6). */
export function decommissionedState({ state }: ClientRecord): "disabled" | "inactive" {
  return KIND_OF_STATE[state] === "production" ? "inactive" : "disabled";
}

/** The provider's own step: the sub-services are deleted, and the time begins after which the client is. */
export function decommission(realm: CspRealm, client: ClientRecord, state: "disabled" | "inactive", now: number): void {
  realm.subservices.removeAll("client", client.id);
  for (const project of [...realm.projects.find("client", client.id)])
    realm.projects.replace({ ...project, subserviceId: null });
  realm.clients.replace({ ...client, state, edits: [], updatedAt: now, decommissionedAt: now });
}

/** Users and projects, which must all be gone before a client is decommissioned (rules csp/U6, csp/O5). */
export function leftOf(realm: CspRealm, clientId: string) {
  return [
    ...[...realm.users.find("area", clientId)].map(({ id, username }) => ({ type: "user", id, name: username })),
    ...[...realm.projects.find("client", clientId)].map(({ id, name }) => ({ type: "project", id, name })),
  ];
}

function requireNothingLeft(realm: CspRealm, clientId: string): void {
  const left = leftOf(realm, clientId);
  if (left.length === 0) return;
  const named = left.slice(0, NAMED_IN_DETAIL).map(({ type, id, name }) => `${type} ${name} (${id})`);
  const more = left.length > named.length ? ` and ${left.length - named.length} more` : "";
  throw new CspProblem(
    "not_empty",
    `all users and projects of the client must be deleted first (csp/U6, csp/O5); left are ${named.join(", ")}${more}`,
    { left },
  );
}

/** Rule csp/O6: the ticket names every sub-service by the id and the name of its project. */
function ticketProblems(realm: CspRealm, { id, state }: ClientRecord, { kind, reason, projects }: RequestBody) {
  const problems: FieldProblem[] = [];
  if (kind !== KIND_OF_STATE[state])
    problems.push({
      field: "kind",
      code: "invalid_value",
      message: `a ${state} client is decommissioned as ${KIND_OF_STATE[state]} (manual §2.5, §2.6)`,
    });
  if (kind === "production" && (reason ?? "").trim() === "")
    problems.push({ field: "reason", code: "required", message: "must say who cancelled and why (manual §2.6)" });
  for (const [place, project] of projects.entries())
    if (project.name.trim() === "")
      problems.push({ field: `projects.${place}.name`, code: "required", message: "must not be empty (csp/O6)" });
  for (const { projectId, projectName } of realm.subservices.find("client", id)) {
    const listed = projects.findIndex((project) => project.id === projectId);
    if (listed < 0)
      problems.push({
        field: "projects",
        code: "required",
        message: `must list the project ${projectName} (${projectId}), which has a sub-service (csp/O6)`,
      });
    else if (projects[listed]?.name !== projectName)
      problems.push({
        field: `projects.${listed}.name`,
        code: "invalid_value",
        message: `the sub-service of ${projectId} is named ${projectName} (csp/O6)`,
      });
  }
  return problems;
}

/** A ticket that was written holds until it no longer says all, or says what is no longer so. */
function stillHolds(realm: CspRealm, client: ClientRecord, { kind, projectIds }: RequestedDecommission): boolean {
  return (
    kind === (KIND_OF_STATE[client.state] ?? kind) &&
    [...realm.subservices.find("client", client.id)].every(({ projectId }) => projectIds.includes(projectId))
  );
}

function ticketText(client: ClientRecord, { kind, projects, reason }: RequestBody): string {
  return [
    `Please decommission the ${kind} client ${client.name} (${client.id}, uProvide account ${client.uprovideAccountId}).`,
    ...(reason === undefined ? [] : [`Reason: ${reason}`]),
    "Sub-services to delete:",
    ...projects.map(({ id, name }) => `- project_id ${id}, project_name ${name}`),
    ...(projects.length === 0 ? ["- none"] : []),
  ].join("\n");
}

export const decommissioningHandlers = {
  /** Asked for again, it answers the ticket that was written before. */
  requestDecommission(call) {
    const { realm, body, now } = call;
    const client = settledClient(clientFor(call, call.parameters.clientId), now);
    requireNothingLeft(realm, client.id);
    const earlier = client.decommissioning;
    if (earlier !== undefined && stillHolds(realm, client, earlier))
      return { body: { ticketText: earlier.ticketText } };
    if (PROVIDER_CLIENT_STATES.some((state) => state === client.state))
      throw new CspProblem("invalid_transition", `the client is ${client.state}: it has been decommissioned already`);
    const problems = ticketProblems(realm, client, body);
    if (problems.length > 0) throw invalid(...problems);
    const decommissioning = {
      requestedAt: now,
      kind: body.kind,
      projectIds: body.projects.map(({ id }) => id),
      ticketText: ticketText(client, body),
    };
    realm.clients.replace({ ...client, updatedAt: now, decommissioning });
    return { body: { ticketText: decommissioning.ticketText } };
  },
} satisfies Partial<Handlers>;
