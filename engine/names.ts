import { KIND_NAMES, type KindName } from "../provider/model";

const DYNAMIC_TYPE = "pulumi-nodejs:dynamic/reseller:";
const PLUGIN_TYPE = "reseller:index:";

/** The component of realm files, which is nothing at a portal. */
export const REALM_TYPE = `${PLUGIN_TYPE}Realm`;

/** The type under which the engine knows a kind of the dynamic provider. It must stay the same from release to release: states have it. */
export function resourceType(kind: KindName): string {
  return `${DYNAMIC_TYPE}${kind}`;
}

/** The same for the plugin. */
export function pluginType(kind: KindName): string {
  return `${PLUGIN_TYPE}${kind}`;
}

/** Whether a resource of this type is the plugin's. */
export function isOfPlugin(type: string): boolean {
  return type.startsWith(PLUGIN_TYPE) && type !== REALM_TYPE;
}

/** The kind that a type of this package's is of, in this version or another, on whichever host; undefined for other types. */
export function kindNameIn(type: string): string | undefined {
  const prefix = [DYNAMIC_TYPE, PLUGIN_TYPE].find((start) => type.startsWith(start));
  return prefix === undefined || type === REALM_TYPE ? undefined : type.slice(prefix.length);
}

/** The kind that a type of this package's is of; undefined for other types, and for kinds that this version doesn't have. */
export function kindOfType(type: string): KindName | undefined {
  const name = kindNameIn(type);
  return KIND_NAMES.find((kind) => kind === name);
}

const PROVIDER_TYPE = "pulumi:providers:reseller";
/** What the engine calls providers that no program declares. */
const DEFAULT_PROVIDER = /^default(_|$)/;

/** The name of a provider resource of this package that a program declares, by its URN; undefined for any other resource. */
export function providerNameIn(urn: string): string | undefined {
  const name = nameIn(urn);
  return typeIn(urn) === PROVIDER_TYPE && !DEFAULT_PROVIDER.test(name) ? name : undefined;
}

/** The same by what resources have of their provider: its URN and its id. */
export function providerOf(reference: string | undefined): string | undefined {
  return reference === undefined ? undefined : providerNameIn(reference.split("::").slice(0, -1).join("::"));
}

/**
 * What a connection is called beside those of the stack's settings: a provider resource's own has its name. Names of connections that it
 * has in addition stand behind it.
 */
export function connectionThrough(provider: string | undefined, connection: string | undefined): string | undefined {
  if (provider === undefined) return connection;
  return connection === undefined ? provider : `${provider}/${connection}`;
}

/** The property of a state that says which provider a resource has: see `sdk/providerString.ts`. */
export const PROVIDER_KEY = "__provider";

/** The name of a resource in the program, by its URN: `urn:pulumi:STACK::PROJECT::PARENTS$TYPE::NAME`. */
export function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The type of a resource, by its URN. */
export function typeIn(urn: string): string {
  return urn.split("::")[2]?.split("$").pop() ?? "";
}
