import * as pulumi from "@pulumi/pulumi";
import { providerString, resourceType } from "../provider/hosts/providerString";
import type { KindName } from "../provider/kinds";
import { preflight } from "./preflight";

/** What every resource of this package accepts beside its own arguments. */
export interface CommonArgs {
  /**
   * Take over an object that exists already under the same natural key (its name within its scope), instead of failing.
   * Default: the setting `reseller:adopt`, which is false.
   */
  readonly adopt?: boolean;
  /** Name of a connection in `reseller:connections`. Default: the connection that the flat settings describe. */
  readonly connection?: string;
}

interface Declaration {
  readonly kind: KindName;
  /** As the program gave them. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The activation that must come first, where the program didn't name one. */
  readonly after?: (self: pulumi.Resource) => pulumi.Output<string | undefined>;
  /** Resources that must be there first, beyond those that the inputs refer to. */
  readonly dependsOn?: (self: pulumi.Resource) => Promise<pulumi.Resource[]>;
  readonly outputs?: readonly string[];
  readonly secretOutputs?: readonly string[];
}

/**
 * The base of all resources. It registers a dynamic resource whose provider is a short string that names this package, not
 * serialized code: the state stays small, and what runs is what is installed.
 */
export abstract class ResellerResource extends pulumi.CustomResource {
  protected constructor(declaration: Declaration, name: string, options: pulumi.CustomResourceOptions) {
    const { kind, args, outputs = [], secretOutputs = [] } = declaration;
    // What depends on this object itself is asked for one microtask later, when it exists.
    let self: ResellerResource | undefined;
    const later = async <Result>(ask: (resource: pulumi.Resource) => Result | Promise<Result>): Promise<Result> => {
      await Promise.resolve();
      return ask(self!);
    };

    const props: Record<string, unknown> = {
      ...Object.fromEntries(outputs.map((output) => [output, undefined])),
      ...Object.fromEntries(Object.entries(args).map(([field, value]) => [field, idsOf(value)])),
      ...(declaration.after === undefined || args["after"] !== undefined ? {} : { after: later(declaration.after) }),
      __provider: later(() => joined).then(() => providerString(kind)),
    };
    const ownOptions: pulumi.CustomResourceOptions = {
      ...(secretOutputs.length > 0 ? { additionalSecretOutputs: [...secretOutputs] } : {}),
      ...(declaration.dependsOn === undefined ? {} : { dependsOn: later(declaration.dependsOn) }),
    };
    super(resourceType(kind), name, props, pulumi.mergeOptions(options, ownOptions));
    self = this;
    const joined = preflight.join(kind, name, this, args);
  }
}

/** A resource given as a reference stands for its id. */
function idsOf(value: unknown): unknown {
  if (pulumi.CustomResource.isInstance(value)) return value.id;
  if (Array.isArray(value)) return value.map(idsOf);
  return value;
}
