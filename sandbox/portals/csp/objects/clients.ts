import type { z } from "zod";
import type { Client } from "../../../../provider/portals/csp/contract";
import { PROVIDER_CLIENT_STATES } from "../../../../provider/portals/csp/contract";
import { newId } from "../../../secrets";
import { compositeKey } from "../../../store/collection";
import type { AnyCall, Handlers, WithoutEtag } from "../call";
import { requirePermission } from "../caller";
import { NO_LIMITS } from "../limits";
import { requireFree } from "../../refusal";
import { CspProblem, invalid, nameTaken, type FieldProblem } from "../problem";
import { type CspRealm, REGIONS } from "../realm";
import type { ClientRecord, ClientValues } from "../records";
import { SERVICES, serviceOf } from "../services";
import { timeText, timeTextOrNull } from "../times";
import { uprovideAccountExists } from "../uprovide";
import { clientFor, visibleClients } from "../visibility";
import { accepted, doneAt, startOperation } from "./operations";

const DEFAULT_PRIMARY_COLOR = "#003366";
const DEFAULT_SECONDARY_COLOR = "#6699CC";

/** The client as the portal shows it now: with the edits that uProvide has pushed by now. */
export function settledClient(client: ClientRecord, now: number): ClientRecord {
  return client.edits.reduce<ClientRecord>(
    (settled, { at, values }) =>
      at <= now ? { ...settled, ...values, updatedAt: at, edits: settled.edits.slice(1) } : settled,
    client,
  );
}

/** The client as it will be when all edits are pushed. */
export function finalValues(client: ClientRecord): ClientValues {
  return client.edits.reduce<ClientValues>((final, { values }) => ({ ...final, ...values }), client);
}

export function clientFields(realm: CspRealm, record: ClientRecord, now: number): WithoutEtag<z.output<typeof Client>> {
  const client = settledClient(record, now);
  return {
    id: client.id,
    resellerId: realm.resellerId,
    name: client.name,
    description: client.description,
    state: client.state,
    availableServices: [...client.availableServices],
    primaryColor: client.primaryColor,
    secondaryColor: client.secondaryColor,
    iconUrl: client.iconUrl,
    uprovideAccountId: client.uprovideAccountId,
    uprovideServiceId: client.uprovideServiceId,
    variant: "ew",
    decommissionRequestedAt: timeTextOrNull(client.decommissioning?.requestedAt ?? null),
    createdAt: timeText(client.createdAt),
    updatedAt: timeText(client.updatedAt),
  };
}

/** Rule csp/V1 at the form: services exist, and S3 is only available beside OpenStack. */
function serviceProblems(keys: readonly string[]): FieldProblem[] {
  const field = "availableServices";
  return keys.flatMap((key): FieldProblem[] => {
    const service = serviceOf(key);
    if (service === undefined)
      return [
        {
          field,
          code: "not_found",
          message: `there is no service ${key}; there are ${SERVICES.map((known) => known.key).join(", ")}`,
        },
      ];
    return service.dependsOn
      .filter((needed) => !keys.includes(needed))
      .map((needed) => ({
        field,
        code: "dependency_missing",
        message: `${key} needs ${needed} to be available too (csp/V1)`,
      }));
  });
}

function requireFreeName({ realm, now }: AnyCall, name: string, exceptId?: string): void {
  const holders = [...realm.clients.find("name", name)].filter((other) =>
    [settledClient(other, now).name, finalValues(other).name].includes(name),
  );
  requireFree(holders, nameTaken(`a client named ${name} exists already`), exceptId);
}

/** Rule csp/V4: what is active can't be made unavailable. */
function requireActiveStayAvailable(realm: CspRealm, clientId: string, keys: readonly string[]): void {
  for (const { serviceKey } of realm.activations.find("client", clientId)) {
    if (!keys.includes(serviceKey))
      throw new CspProblem("invalid_transition", `${serviceKey} is active and can't be made unavailable (csp/V4)`);
  }
}

export const clientHandlers = {
  *listClients(call) {
    const name = call.query.get("filter[name]");
    const candidates = name === null ? visibleClients(call) : call.realm.clients.find("name", name);
    for (const client of candidates)
      yield { sequence: client.sequence, fields: clientFields(call.realm, client, call.now) };
  },

  getClient(call) {
    if (call.caller.level === "reseller") requirePermission(call.caller, "show_clients");
    return { body: clientFields(call.realm, clientFor(call, call.parameters.clientId), call.now) };
  },

  createClient(call) {
    const { realm, body, now } = call;
    const problems = serviceProblems(body.availableServices ?? []);
    if (!uprovideAccountExists(realm, body.uprovideAccountId))
      problems.push({
        field: "uprovideAccountId",
        code: "not_found",
        message: `uProvide has no account ${body.uprovideAccountId}; it must exist first (csp/C1)`,
      });
    if (problems.length > 0) throw invalid(...problems);
    requireFreeName(call, body.name);
    const client = realm.clients.insert({
      id: newId("cli"),
      name: body.name,
      description: body.description ?? null,
      state: body.state,
      availableServices: unique(body.availableServices ?? []),
      primaryColor: body.primaryColor ?? DEFAULT_PRIMARY_COLOR,
      secondaryColor: body.secondaryColor ?? DEFAULT_SECONDARY_COLOR,
      iconUrl: body.iconUrl ?? null,
      uprovideAccountId: body.uprovideAccountId,
      uprovideServiceId: newId("uprovide-service"),
      createdAt: now,
      updatedAt: now,
      settlesAt: doneAt(call),
      edits: [],
    });
    for (const { id: region } of REGIONS)
      realm.allocations.insert({
        id: compositeKey(client.id, null, region),
        clientId: client.id,
        projectId: null,
        region,
        limits: NO_LIMITS,
        profileId: null,
      });
    return accepted(startOperation(call, "client.create", { type: "client", id: client.id }, client.id), now);
  },

  updateClient(call) {
    const { realm, body, now } = call;
    const client = settledClient(clientFor(call, call.parameters.clientId), now);
    call.precondition.match(clientFields(realm, client, now));
    const before = finalValues(client);
    if (PROVIDER_CLIENT_STATES.some((state) => state === before.state))
      throw new CspProblem(
        "invalid_transition",
        `the client is ${before.state}; only the provider can change that (csp/C3)`,
      );
    if (body.availableServices !== undefined) {
      const problems = serviceProblems(body.availableServices);
      if (problems.length > 0) throw invalid(...problems);
      requireActiveStayAvailable(realm, client.id, body.availableServices);
    }
    if (body.name !== undefined) requireFreeName(call, body.name, client.id);
    const changed = changedValues(before, body);
    if (Object.keys(changed).length > 0)
      realm.clients.replace({ ...client, edits: [...client.edits, { at: doneAt(call), values: changed }] });
    return accepted(startOperation(call, "client.update", { type: "client", id: client.id }, client.id), now);
  },

  deleteClient(call) {
    clientFor(call, call.parameters.clientId);
    throw new CspProblem(
      "provider_only",
      "a client is deleted by the provider, six months after its decommissioning (csp/C7)",
    );
  },
} satisfies Partial<Handlers>;

/** Only what differs: an edit that changes nothing leaves `updatedAt` alone. */
function changedValues(before: ClientValues, body: Partial<ClientValues>): Partial<ClientValues> {
  const wanted =
    body.availableServices === undefined ? body : { ...body, availableServices: unique(body.availableServices) };
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([name, value]) =>
        value !== undefined && JSON.stringify(value) !== JSON.stringify(before[name as keyof ClientValues]),
    ),
  );
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)];
}
