import type { z } from "zod";
import { PortalRefusal } from "../../model/refusal";
import { listed } from "../../model/words";
import type { Service as ServiceAddress } from "../../transport";
import { type Service, SERVICE_TYPES, type Token } from "./contract";

type Entry = NonNullable<z.output<typeof Token>["token"]["catalog"]>[number];
type Endpoint = Entry["endpoints"][number];

/** Where services are, as the catalogue in a token has it. */
export class Catalogue {
  constructor(
    private readonly entries: readonly Entry[],
    /** `public`, `internal` or `admin`. */
    private readonly interfaceName: string,
  ) {}

  /** Regions in which a service is, in the order of their names. */
  regionsOf(service: Service): string[] {
    return [...new Set(this.endpointsOf(service).map(regionOf))].sort();
  }

  has(service: Service, region?: string): boolean {
    return this.endpointsOf(service).some((endpoint) => region === undefined || regionOf(endpoint) === region);
  }

  /**
   * The address of a service in a region; where none is given, in the only one that there is.
   * @throws PortalRefusal that says what is there in its place
   */
  addressOf(service: Service, region?: string): ServiceAddress {
    const endpoints = this.endpointsOf(service);
    if (endpoints.length === 0) throw new PortalRefusal(this.missing(service));
    const regions = this.regionsOf(service);
    if (region === undefined && regions.length > 1)
      throw new PortalRefusal(
        `the service ${service} is in the regions ${listed(regions)}: name one, or set reseller:regionName (or OS_REGION_NAME)`,
      );
    const endpoint = endpoints.find((one) => region === undefined || regionOf(one) === region);
    if (endpoint === undefined)
      throw new PortalRefusal(
        `the service catalogue has no ${service} in the region ${JSON.stringify(region)}; it has it in ${listed(regions)}`,
      );
    return { name: `${service} in ${regionOf(endpoint)}`, endpoint: addressIn(service, endpoint.url) };
  }

  private endpointsOf(service: Service): Endpoint[] {
    for (const type of SERVICE_TYPES[service]) {
      const endpoints = this.entries
        .filter((entry) => entry.type === type)
        .flatMap((entry) => entry.endpoints)
        .filter((endpoint) => endpoint.interface === this.interfaceName);
      if (endpoints.length > 0) return endpoints;
    }
    return [];
  }

  private missing(service: Service): string {
    const types = SERVICE_TYPES[service].join(" or ");
    const there = [...new Set(this.entries.map(({ type }) => type))].sort();
    return (
      `the service catalogue has no ${service} (type ${types}) with the interface ${this.interfaceName}; it has ` +
      `${there.length === 0 ? "no services: the token has no scope" : listed(there)}`
    );
  }
}

function regionOf({ region_id: id, region }: Endpoint): string {
  return id ?? region ?? "";
}

/** The catalogue has Neutron with or without its version, which the paths of the contract have. */
function addressIn(service: Service, url: string): string {
  const address = url.replace(/\/+$/, "");
  return service === "network" ? address.replace(/\/v2\.0$/, "") : address;
}
