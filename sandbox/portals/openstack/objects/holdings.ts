import type { Row } from "../../call";
import { type AnyCall, callerOf, type Handlers } from "../call";
import { fault } from "../problem";
import type { HoldingKind } from "../records";

export const holdingHandlers = {
  listServers: (call) => holdings(call, "servers"),
  listVolumes: (call) => holdings(call, "volumes"),
  listSnapshots: (call) => holdings(call, "snapshots"),
  listNetworks: (call) => holdings(call, "networks"),
  listRouters: (call) => holdings(call, "routers"),
  listFloatingIps: (call) => holdings(call, "floatingips"),
  listPorts: (call) => holdings(call, "ports"),
} satisfies Partial<Handlers>;

const OF_NEUTRON: ReadonlySet<HoldingKind> = new Set(["networks", "routers", "floatingips", "ports"]);

/** A project sees its own; an administrator on a project all, in Nova and Cinder where `all_tenants` asks for it. */
function holdings(call: AnyCall, kind: HoldingKind): Row[] {
  const { projectId: own, isAdmin, roles } = callerOf(call);
  const isNeutron = OF_NEUTRON.has(kind);
  if (own === undefined || !roles.has("reader")) {
    if (isNeutron) return [];
    throw fault(403, `Policy doesn't allow ${kind}:index to be performed.`);
  }
  const { region } = call;
  const asked = call.query.get("project_id") ?? undefined;
  const seesAll = isAdmin && (isNeutron || ["1", "true"].includes((call.query.get("all_tenants") ?? "").toLowerCase()));
  const wanted = seesAll ? asked : own;
  return [...call.realm.holdings.values()]
    .filter(
      (holding) =>
        holding.kind === kind && holding.region === region && (wanted === undefined || holding.projectId === wanted),
    )
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, name, projectId, sequence }) => ({
      sequence,
      fields: { id, name, ...(isNeutron ? { project_id: projectId, tenant_id: projectId } : {}) },
    }));
}
