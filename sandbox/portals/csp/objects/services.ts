import type { z } from "zod";
import type { Service } from "../../../../provider/portals/csp/contract";
import type { ListRow } from "../../../lists";
import { newId } from "../../../secrets";
import { compositeKey } from "../../../store/collection";
import type { AnyCall, Handlers, WithoutEtag } from "../call";
import { CspProblem, notFound } from "../problem";
import type { CspRealm } from "../realm";
import type { ClientRecord } from "../records";
import { serviceOf, SERVICES, type PortalService } from "../services";
import { timeText } from "../times";
import { clientFor, visibleClients } from "../visibility";
import { finalValues, settledClient } from "./clients";
import { doneAt, operationFields, startOperation } from "./operations";

type ServiceFields = WithoutEtag<z.output<typeof Service>>;

function serviceFields(realm: CspRealm, client: ClientRecord, service: PortalService, now: number): ServiceFields {
  const activation = realm.activations.get(compositeKey(client.id, service.key));
  const isActive = activation !== undefined && activation.activeFrom <= now;
  return {
    clientId: client.id,
    key: service.key,
    available: isAvailable(client, service.key, now),
    status: activation === undefined ? "not_active" : isActive ? "active" : "activating",
    dependsOn: [...service.dependsOn],
    activatedAt: isActive ? timeText(activation.activeFrom) : null,
  };
}

/** What was ticked in uProvide reaches the portal when the client's creation has come to its end. */
function isAvailable(client: ClientRecord, key: string, now: number): boolean {
  return client.settlesAt <= now && settledClient(client, now).availableServices.includes(key);
}

export function isServiceActive(realm: CspRealm, clientId: string, key: string, now: number): boolean {
  const activation = realm.activations.get(compositeKey(clientId, key));
  return activation !== undefined && activation.activeFrom <= now;
}

function* servicesOf({ realm, now }: AnyCall, clients: Iterable<ClientRecord>): Iterable<ListRow<ServiceFields>> {
  for (const client of clients)
    for (const [place, service] of SERVICES.entries())
      yield {
        sequence: client.sequence * SERVICES.length + place,
        fields: serviceFields(realm, client, service, now),
      };
}

export const serviceHandlers = {
  listServices: (call) => servicesOf(call, visibleClients(call)),

  listClientServices: (call) => servicesOf(call, [clientFor(call, call.parameters.clientId)]),

  activateService(call) {
    const { realm, now } = call;
    const client = clientFor(call, call.parameters.clientId);
    const service = serviceOf(call.parameters.serviceKey);
    if (service === undefined) throw notFound("service");
    const id = compositeKey(client.id, service.key);
    const earlier = realm.activations.get(id);
    const earlierOperation = earlier === undefined ? undefined : realm.operations.get(earlier.operationId);
    if (earlier !== undefined && earlierOperation !== undefined)
      return { body: operationFields(earlierOperation, now), status: earlier.activeFrom <= now ? 200 : 202 };
    // An edit under way that takes the service away would leave it active and unavailable (csp/V4).
    if (!isAvailable(client, service.key, now) || !finalValues(client).availableServices.includes(service.key))
      throw new CspProblem("not_available", `${service.key} is not available to this client (csp/V2)`);
    for (const needed of service.dependsOn) {
      if (!isAvailable(client, needed, now) || !isServiceActive(realm, client.id, needed, now))
        throw new CspProblem("dependency_missing", `${service.key} needs ${needed} to be active (csp/V1)`);
    }
    const operationId = newId("operation");
    realm.activations.insert({
      id,
      clientId: client.id,
      serviceKey: service.key,
      activeFrom: doneAt(call),
      operationId,
    });
    const resource = { type: "service", id: service.key };
    return { body: operationFields(startOperation(call, "service.activate", resource, client.id, operationId), now) };
  },
} satisfies Partial<Handlers>;
