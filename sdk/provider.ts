import * as pulumi from "./pulumi";
import { secretSettings } from "../provider/portals/secrets";
import type { ProviderArgs } from "./providerArgs";
import { shortenStacks } from "./shortStack";

/** The package of the plugin. */
export const PACKAGE = "reseller";

/** The version of the plugin that a program of this version asks for. */
export const PLUGIN_VERSION = (require("pulumi-reseller/package.json") as { readonly version: string }).version;

/**
 * A connection to a portal, as a resource of the program: `new User("anna", …, { provider })`. Resources that have one are managed by the
 * plugin `pulumi-resource-reseller`, and not by the dynamic provider.
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, options: pulumi.ResourceOptions = {}) {
    const secrets = secretSettings();
    const props = Object.fromEntries(
      Object.entries(args).map(([setting, value]) => [
        setting,
        secrets.has(setting) ? pulumi.secret(texted(value)) : texted(value),
      ]),
    );
    const restoreStacks = shortenStacks();
    try {
      super(PACKAGE, name, props, pulumi.mergeOptions({ version: PLUGIN_VERSION }, options));
    } finally {
      restoreStacks();
    }
    noted.set(this, args);
  }
}

const noted = new WeakMap<pulumi.ProviderResource, ProviderArgs>();

/** What the program alone tells of a provider's settings. */
export function plainSetting(provider: pulumi.ProviderResource, name: keyof ProviderArgs): string | undefined {
  const value: unknown = noted.get(provider)?.[name];
  return typeof value === "string" || typeof value === "boolean" ? String(value) : undefined;
}

/** The package that a provider resource is of. The SDK hides the method from its types. */
export function packageOf(provider: pulumi.ProviderResource): string {
  return (provider as unknown as { getPackage(): string }).getPackage();
}

/** Settings of providers go to the engine as texts. */
function texted(value: unknown): pulumi.Output<unknown> {
  const output: pulumi.Output<unknown> = pulumi.output(value);
  return output.apply((known) => (known === undefined || typeof known === "string" ? known : JSON.stringify(known)));
}
