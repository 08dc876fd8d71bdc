import type { Row } from "../../call";
import { type AnyCall, callerOf, type Handlers } from "../call";
import { fault } from "../problem";
import type { HoldingKind } from "../records";

export const holdingHandlers = {
  listServers(call) {
    const { projectId, isAdmin } = callerOf(call);
    const deny = (rule: string) => fault(403, `Policy doesn't allow os_compute_api:servers:${rule} to be performed.`);
    if (projectId === undefined) throw deny("index");
    if (isAllAsked(call) && !isAdmin) throw deny("index:get_all_tenants");
    return holdings(call, "servers", isAdmin && isAllAsked(call));
  },
  listVolumes: (call) => holdings(call, "volumes", callerOf(call).isAdmin && isAllAsked(call)),
  listSnapshots(call) {
    const { scope, isAdmin } = callerOf(call);
    if (scope?.place === "domain") throw fault(403, "Not authorized.");
    return holdings(call, "snapshots", isAdmin && isAllAsked(call));
  },
  listNetworks: (call) => holdings(call, "networks", callerOf(call).isAdmin),
  listRouters: (call) => holdings(call, "routers", callerOf(call).isAdmin),
  listFloatingIps: (call) => holdings(call, "floatingips", callerOf(call).isAdmin),
  listPorts: (call) => holdings(call, "ports", callerOf(call).isAdmin),
} satisfies Partial<Handlers>;

const OF_NEUTRON: ReadonlySet<HoldingKind> = new Set(["networks", "routers", "floatingips", "ports"]);

/** Nova and Cinder show everybody's where that is asked for. */
function isAllAsked({ query }: AnyCall): boolean {
  return ["1", "true"].includes((query.get("all_tenants") ?? "").toLowerCase());
}

function holdings(call: AnyCall, kind: HoldingKind, seesAll: boolean): Row[] {
  const { realm, region, query } = call;
  const wanted = seesAll ? (query.get("project_id") ?? undefined) : (callerOf(call).projectId ?? "");
  return [...realm.holdings.values()]
    .filter((one) => one.kind === kind && one.region === region && [undefined, one.projectId].includes(wanted))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, name, projectId, sequence }) => {
      const owner = OF_NEUTRON.has(kind) ? { project_id: projectId, tenant_id: projectId } : {};
      return { sequence, fields: { id, name, ...owner } };
    });
}
