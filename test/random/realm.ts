import type { KindName } from "../../provider/model";
import { type ProgramResource, Reference } from "../support/miniEngine";

export type Values = Readonly<Record<string, unknown>>;

/** A resource as a person would write it: references are {@link Reference}s. */
export interface DrawnResource {
  readonly kind: KindName;
  readonly label: string;
  readonly values: Values;
}

/** A program, as data. */
export interface DrawnRealm {
  readonly resources: readonly DrawnResource[];
  /** The setting `reseller:adopt`. */
  readonly adopt: boolean;
}

/** What must come first, beyond what a resource refers to. */
export interface Companions {
  /** Given as the field `after`. */
  readonly after?: string;
  readonly dependsOn: readonly string[];
  /** What a program has to say itself, since the SDK doesn't find it. */
  readonly inText?: string;
}

/** What goes with a resource by itself. */
interface Accompanied {
  companions(realm: DrawnRealm, resource: DrawnResource): Companions;
}

export function resourcesOf(realm: DrawnRealm, kind: KindName): DrawnResource[] {
  return realm.resources.filter((resource) => resource.kind === kind);
}

export function resourceOf(realm: DrawnRealm, label: string): DrawnResource | undefined {
  return realm.resources.find((resource) => resource.label === label);
}

export function withResource(realm: DrawnRealm, resource: DrawnResource): DrawnRealm {
  return { ...realm, resources: [...realm.resources, resource] };
}

export function withValues(realm: DrawnRealm, label: string, values: Values): DrawnRealm {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return {
    ...realm,
    resources: realm.resources.map((resource) =>
      resource.label === label ? { ...resource, values: given } : resource,
    ),
  };
}

/** The label that a field refers to. */
export function target(resource: DrawnResource, field: string): string | undefined {
  const value = resource.values[field];
  return value instanceof Reference ? value.label : undefined;
}

export function refersTo(resource: DrawnResource, label: string): boolean {
  return Object.values(resource.values).some((value) => holds(value, label));
}

function holds(value: unknown, label: string): boolean {
  if (value instanceof Reference) return value.label === label;
  if (Array.isArray(value)) return value.some((entry) => holds(entry, label));
  return typeof value === "object" && value !== null && Object.values(value).some((entry) => holds(entry, label));
}

/** The program as the engine gets it from the SDK, with the order that the SDK finds by itself. */
export function programOf(model: Accompanied, realm: DrawnRealm): ProgramResource[] {
  return realm.resources.map((resource) => {
    const { kind, label, values } = resource;
    const { after, dependsOn } = model.companions(realm, resource);
    return {
      kind,
      label,
      inputs: after === undefined ? values : { ...values, after: new Reference(after) },
      dependsOn,
    };
  });
}

/** The program as the text that a person would write. */
export function sourceOf(model: Accompanied, realm: DrawnRealm): string {
  const written = new Set<string>();
  const lines: string[] = ["const made = {};"];
  const write = (resource: DrawnResource): void => {
    if (written.has(resource.label)) return;
    written.add(resource.label);
    for (const other of realm.resources) if (refersTo(resource, other.label)) write(other);
    const { inText } = model.companions(realm, resource);
    if (inText !== undefined) write(resourceOf(realm, inText)!);
    const values = inText === undefined ? resource.values : { ...resource.values, after: new Reference(inText) };
    const options = resource.kind === "Account" ? ", { protect: false }" : "";
    const label = JSON.stringify(resource.label);
    lines.push(`made[${label}] = new reseller.${resource.kind}(${label}, ${literal(values)}${options});`);
  };
  for (const resource of realm.resources) write(resource);
  return lines.join("\n");
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
