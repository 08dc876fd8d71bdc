import * as pulumi from "./pulumi";
import { pluginType, resourceType } from "../engine/names";
import type { KindName } from "../provider/model";
import { packageOf, PACKAGE, PLUGIN_VERSION } from "./provider";

/** The setting that makes the plugin the host of all resources. */
const HOST_SETTING = "reseller:host";
const HOSTS = ["dynamic", "plugin"] as const;
export type Host = (typeof HOSTS)[number];

/** Which of the hosts a resource has, and the provider resource that the program gave it. */
export interface ChosenHost {
  readonly host: Host;
  readonly provider?: pulumi.ProviderResource;
}

/** A provider of this package, given to the resource or to what it is in, chooses the plugin; else the setting does. */
export function chosenHost({ provider, parent }: pulumi.CustomResourceOptions): ChosenHost {
  const given = provider ?? inherited(parent);
  if (given !== undefined && packageOf(given) === PACKAGE) return { host: "plugin", provider: given };
  if (provider !== undefined) return { host: "dynamic" };
  return { host: settingOf() };
}

function settingOf(): Host {
  const setting = pulumi.runtime.getConfig(HOST_SETTING) ?? "dynamic";
  const host = HOSTS.find((name) => name === setting);
  if (host === undefined)
    throw new pulumi.RunError(`${HOST_SETTING} is ${JSON.stringify(setting)}, but must be dynamic or plugin`);
  return host;
}

/** The provider that the SDK would take from the parent. It hides the method from its types. */
function inherited(parent: pulumi.Resource | undefined): pulumi.ProviderResource | undefined {
  const { getProvider } = (parent ?? {}) as { getProvider?(member: string): pulumi.ProviderResource | undefined };
  return getProvider?.call(parent, pluginType("Account"));
}

/** The type of a resource, and options without which its state of the other host would be another resource's. */
export function registeredAs(
  kind: KindName,
  { host }: ChosenHost,
): { readonly type: string; readonly options: pulumi.CustomResourceOptions } {
  const [own, other] = [resourceType(kind), pluginType(kind)];
  return host === "dynamic"
    ? { type: own, options: { aliases: [{ type: other }] } }
    : { type: other, options: { aliases: [{ type: own }], version: PLUGIN_VERSION } };
}
