import { type AnyCall, filterOf, type Handlers, identityUrl, rowsOf } from "../call";
import { permit } from "../policy";
import type { EndpointRecord, ServiceRecord } from "../records";

const INTERFACES = ["public", "internal"] as const;

export const catalogueHandlers = {
  listRegions(call) {
    return rowsOf(call.realm.regions.values(), ({ id, description }) => ({
      id,
      description,
      parent_region_id: null,
      links: { self: `${identityUrl(call)}/regions/${id}` },
    }));
  },

  listServices(call) {
    permit(call, "list_services", "cloudRead");
    const [type, name] = [filterOf(call, "type"), filterOf(call, "name")];
    const services = [...call.realm.services.values()].filter(
      (service) => [undefined, service.type].includes(type) && [undefined, service.name].includes(name),
    );
    return rowsOf(services, ({ id, type: of, name: called }) => ({
      id,
      type: of,
      name: called,
      enabled: true,
      links: { self: `${identityUrl(call)}/services/${id}` },
    }));
  },

  listEndpoints(call) {
    permit(call, "list_endpoints", "cloudRead");
    const endpoints = [...call.realm.endpoints.values()].flatMap((endpoint) =>
      INTERFACES.map((kind) => ({ ...endpoint, ...endpointFields(call, endpoint, kind) })),
    );
    const wanted = ["service_id", "region_id", "interface"] as const;
    return rowsOf(
      endpoints.filter((endpoint) =>
        wanted.every((name) => [undefined, endpoint[name]].includes(filterOf(call, name))),
      ),
      ({ id, interface: kind, region, region_id, service_id, url }) => ({
        id,
        interface: kind,
        region,
        region_id,
        service_id,
        url,
        enabled: true,
        links: { self: `${identityUrl(call)}/endpoints/${id}` },
      }),
    );
  },
} satisfies Partial<Handlers>;

/** What every token that is for a place says of where the services are. */
export function catalogueFields(call: AnyCall): readonly object[] {
  const { realm } = call;
  return [...realm.services.values()].map(({ id, type, name }: ServiceRecord) => ({
    endpoints: [...realm.endpoints.find("service", id)].flatMap((endpoint) =>
      INTERFACES.map((kind) => {
        const { service_id: _, ...fields } = endpointFields(call, endpoint, kind);
        return fields;
      }),
    ),
    id,
    type,
    name,
  }));
}

function endpointFields(
  { baseUrl }: AnyCall,
  { id, regionId, serviceId, path }: EndpointRecord,
  kind: (typeof INTERFACES)[number],
) {
  // A record stands for the endpoints of both interfaces.
  const own = kind === "public" ? id : id.split("").reverse().join("");
  return {
    id: own,
    interface: kind,
    region_id: regionId,
    region: regionId,
    service_id: serviceId,
    url: baseUrl + path,
  };
}
