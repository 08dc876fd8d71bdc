import type { DeclaredInputs, KindName } from "./kind";
import type { Portal } from "./portal";

export interface Ordered {
  readonly kind: KindName;
  readonly inputs: DeclaredInputs;
}

/** The services that must be active before a resource is made. */
export function servicesBefore(
  ordering: Portal["ordering"],
  { kind, inputs: { service } }: Ordered,
): readonly string[] {
  const { projects, services = {} } = ordering ?? {};
  if (kind === "Project") return projects === undefined ? [] : [projects];
  return kind === "ServiceActivation" && typeof service === "string" && Object.hasOwn(services, service)
    ? services[service]!
    : [];
}

/**
 * Whether one resource of an account is made before another, though nothing in their inputs says so: services before the people who use
 * them and before what runs in them, quotas before the projects that need room in them.
 */
export function comesFirst(ordering: Portal["ordering"], first: Ordered, resource: Ordered): boolean {
  const { account, service, project } = first.inputs;
  if (typeof account !== "string" || account !== resource.inputs["account"]) return false;
  if (first.kind === "Quota") return resource.kind === "Project" && project === undefined;
  if (first.kind !== "ServiceActivation") return false;
  return resource.kind === "User" || servicesBefore(ordering, resource).some((needed) => needed === service);
}
