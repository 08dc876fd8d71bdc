import { counted } from "../../../text/words";
import { PortalRefusal } from "../../model/refusal";
import type { Cloud } from "./client";
import { operations, type Service } from "./contract";
import type { WireProject } from "./reading";
import type { ListOperation } from "./wire";

/** What counts as something in a project, by what messages call it. */
const HOLDINGS = [
  ["server", operations.listServers],
  ["volume", operations.listVolumes],
  ["snapshot", operations.listSnapshots],
  ["network", operations.listNetworks],
  ["router", operations.listRouters],
  ["floating IP", operations.listFloatingIps],
  ["port", operations.listPorts],
] as const satisfies readonly (readonly [string, ListOperation])[];

/** What is left in projects. */
export interface Contents {
  /** "2 servers in ch-1 of the project web" */
  readonly left: readonly string[];
  /** What can't be looked at, and why. */
  readonly unseen: readonly string[];
}

/** What the services still have of projects that are about to be deleted: it would stay, without an owner. */
export async function contentsOf(cloud: Cloud, projects: readonly WireProject[]): Promise<Contents> {
  if (projects.length === 0) return { left: [], unseen: [] };
  const [regions, hidden] = await Promise.all([cloud.regions(), cloud.hiddenServices()]);
  const closed = await Promise.all(projects.map(({ id }) => cloud.whyClosed(id)));
  const open = projects.filter((_, index) => closed[index] === undefined);
  const places = open.flatMap((project) => regions.map((region) => ({ project, region })));
  const looks = await Promise.all(places.flatMap((place) => HOLDINGS.map((holding) => look(cloud, place, holding))));
  return {
    left: looks.flatMap(({ left }) => left ?? []),
    unseen: [
      ...closed.flatMap((reason) => reason ?? []),
      ...hidden.map((service) => `the service catalogue of the connection's token doesn't have the cloud's ${service}`),
      ...new Set(looks.flatMap(({ unseen }) => unseen ?? [])),
    ],
  };
}

async function look(
  cloud: Cloud,
  { project, region }: { readonly project: WireProject; readonly region: string },
  [what, operation]: (typeof HOLDINGS)[number],
): Promise<{ readonly left?: string; readonly unseen?: string }> {
  const { service }: { readonly service: Service } = operation;
  if (!(await cloud.offers(service, region))) return {};
  try {
    const count = (await cloud.listOfProject(region, operation, project.id)).length;
    return count === 0 ? {} : { left: `${counted(count, what)} in ${region} of the project ${project.name}` };
  } catch (error) {
    if (!(error instanceof PortalRefusal)) throw error;
    return { unseen: `${service} in ${region} of the project ${project.name}: ${error.message}` };
  }
}
