import * as pulumi from "@pulumi/pulumi";
import { providerString, resourceType } from "./providerString";
import type { KindName } from "../provider/kinds";
import { preflight } from "./preflight";
import { shortenStacks } from "./shortStack";

/** What every resource of this package accepts beside its own arguments. */
export interface CommonArgs {
  /**
   * Take over an object that exists already under the same natural key (its name within its scope), instead of failing.
   * Default: the setting `reseller:adopt`, which is false.
   */
  readonly adopt?: boolean;
  /** Name of a connection in `reseller:connections`. Default: the connection that the flat settings describe. */
  readonly connection?: string;
  /**
   * Ids of rules whose question or warning you have read and accept for this resource, such as `["csp/C6"]`. Messages name the
   * id where one is wanted; docs/csp-rules.md lists them.
   */
  readonly confirm?: string[];
}

interface Declaration {
  readonly kind: KindName;
  readonly name: string;
  /** As the program gave them. */
  readonly args: object;
  readonly options: pulumi.CustomResourceOptions;
  /** The activation that must come first, where the program didn't name one. */
  readonly after?: (self: pulumi.Resource) => pulumi.Output<string | undefined>;
  /** Inputs that follow from what the program gave. */
  readonly implied?: pulumi.Inputs;
  /** What is waited for before the resource is made, without becoming a dependency that the state would keep. */
  readonly first?: (self: pulumi.Resource) => Promise<void>;
  /** Resources that must be there first, beyond those that the inputs refer to. */
  readonly dependsOn?: (self: pulumi.Resource) => Promise<pulumi.Resource[]>;
  readonly outputs?: readonly string[];
  readonly secretOutputs?: readonly string[];
}

/** What a resource's class hands to Pulumi's constructor, and what it does when that has returned. */
export interface Registration {
  readonly type: string;
  readonly props: pulumi.Inputs;
  readonly options: pulumi.CustomResourceOptions;
  /** To be called right after `super`. */
  readonly attach: (self: pulumi.CustomResource) => void;
}

/**
 * Prepares a dynamic resource whose provider is a short string that names this package, not serialized code: the state stays
 * small, and what runs is what is installed.
 *
 * The classes have no base class of ours between them and Pulumi's: Pulumi takes the line of the program from the place on
 * the stack right above the first subclass of its own.
 */
export function prepare(declaration: Declaration): Registration {
  const { kind, name, options, outputs = [], secretOutputs = [] } = declaration;
  const args = { ...declaration.args } as Record<string, unknown>;
  const run = preflight();
  // Settles what depends on the resource itself, once it exists.
  let attach!: (self: pulumi.CustomResource) => void;
  const self = new Promise<pulumi.CustomResource>((resolve) => (attach = resolve));
  const restoreStacks = shortenStacks();

  const props: pulumi.Inputs = {
    ...Object.fromEntries(outputs.map((output) => [output, undefined])),
    ...Object.fromEntries(Object.entries(args).map(([field, value]) => [field, idsOf(value)])),
    ...declaration.implied,
    ...(declaration.after === undefined || args["after"] !== undefined ? {} : { after: self.then(declaration.after) }),
    __provider: self
      .then((resource) => run.sound().then(() => declaration.first?.(resource)))
      .then(() => providerString(kind)),
  };
  const needed: Promise<pulumi.Resource[]> | undefined = declaration.dependsOn && self.then(declaration.dependsOn);
  const ownOptions: pulumi.CustomResourceOptions = {
    ...(secretOutputs.length > 0 ? { additionalSecretOutputs: [...secretOutputs] } : {}),
    ...(needed === undefined ? {} : { dependsOn: needed }),
  };
  return {
    type: resourceType(kind),
    props,
    options: pulumi.mergeOptions(options, ownOptions),
    attach: (resource) => {
      restoreStacks();
      run.join(kind, name, resource, args);
      attach(resource);
    },
  };
}

/** A resource given as a reference stands for its id. */
function idsOf(value: unknown): unknown {
  if (pulumi.CustomResource.isInstance(value)) return value.id;
  if (Array.isArray(value)) return value.map(idsOf);
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, idsOf(entry)]));
  return value;
}
