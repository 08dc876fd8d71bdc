import type { KindName } from "../../provider/kinds";
import { type ProgramResource, Reference } from "../support/miniEngine";

export type Values = Readonly<Record<string, unknown>>;

/** A resource as a person would write it: references are {@link Reference}s. */
export interface Resource {
  readonly kind: KindName;
  readonly label: string;
  readonly values: Values;
}

/** A program, as data. */
export interface Realm {
  readonly resources: readonly Resource[];
  /** The setting `reseller:adopt`. */
  readonly adopt: boolean;
}

export function resourcesOf(realm: Realm, kind: KindName): Resource[] {
  return realm.resources.filter((resource) => resource.kind === kind);
}

export function resourceOf(realm: Realm, label: string): Resource | undefined {
  return realm.resources.find((resource) => resource.label === label);
}

export function withResource(realm: Realm, resource: Resource): Realm {
  return { ...realm, resources: [...realm.resources, resource] };
}

export function withValues(realm: Realm, label: string, values: Values): Realm {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return {
    ...realm,
    resources: realm.resources.map((resource) =>
      resource.label === label ? { ...resource, values: given } : resource,
    ),
  };
}

/** The label that a field refers to. */
export function target(resource: Resource, field: string): string | undefined {
  const value = resource.values[field];
  return value instanceof Reference ? value.label : undefined;
}

export function refersTo(resource: Resource, label: string): boolean {
  return Object.values(resource.values).some((value) => holds(value, label));
}

function holds(value: unknown, label: string): boolean {
  if (value instanceof Reference) return value.label === label;
  if (Array.isArray(value)) return value.some((entry) => holds(entry, label));
  return typeof value === "object" && value !== null && Object.values(value).some((entry) => holds(entry, label));
}

function activation(realm: Realm, account: string | undefined, service: string): Resource | undefined {
  return resourcesOf(realm, "ServiceActivation").find(
    (resource) => target(resource, "account") === account && resource.values["service"] === service,
  );
}

/** The service that must be active before the resource can be made. */
function neededService({ kind, values }: Resource): string | undefined {
  if (kind === "Project") return "openstack";
  return kind === "ServiceActivation" && values["service"] !== "openstack" ? "openstack" : undefined;
}

/** The program as the engine gets it from the SDK, with the order that the SDK finds by itself. */
export function programOf(realm: Realm): ProgramResource[] {
  return realm.resources.map((resource) => {
    const { kind, label, values } = resource;
    const account = target(resource, "account");
    const service = neededService(resource);
    const needed = service === undefined ? undefined : activation(realm, account, service);
    return {
      kind,
      label,
      inputs: needed === undefined ? values : { ...values, after: new Reference(needed.label) },
      dependsOn:
        kind === "Project"
          ? resourcesOf(realm, "Quota")
              .filter((quota) => target(quota, "account") === account)
              .map((quota) => quota.label)
          : [],
    };
  });
}

/** The program as the text that a person would write. */
export function sourceOf(realm: Realm): string {
  const written = new Set<string>();
  const lines: string[] = ["const made = {};"];
  const write = (resource: Resource): void => {
    if (written.has(resource.label)) return;
    written.add(resource.label);
    for (const other of realm.resources) if (refersTo(resource, other.label)) write(other);
    const needed = companionInText(realm, resource);
    if (needed !== undefined) write(needed);
    const values = needed === undefined ? resource.values : { ...resource.values, after: new Reference(needed.label) };
    const options = resource.kind === "Account" ? ", { protect: false }" : "";
    const label = JSON.stringify(resource.label);
    lines.push(`made[${label}] = new reseller.${resource.kind}(${label}, ${literal(values)}${options});`);
  };
  for (const resource of realm.resources) write(resource);
  return lines.join("\n");
}

/** What the SDK doesn't find by itself: it knows only that S3 and projects need OpenStack. */
function companionInText(realm: Realm, resource: Resource): Resource | undefined {
  if (resource.kind !== "ServiceActivation" || ["openstack", "s3"].includes(String(resource.values["service"])))
    return undefined;
  return activation(realm, target(resource, "account"), "openstack");
}

function literal(value: unknown): string {
  if (value instanceof Reference) return `made[${JSON.stringify(value.label)}]`;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, entry]) => `${JSON.stringify(name)}: ${literal(entry)}`)
      .join(", ")} }`;
  return JSON.stringify(value) ?? "undefined";
}
