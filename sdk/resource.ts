import * as pulumi from "./pulumi";
import { PROVIDER_KEY } from "../engine/names";
import { providerString, requireHostInProgram } from "./providerString";
import {
  ADOPTS_INPUT,
  type DeclaredInputs,
  type Field,
  type KindName,
  kinds,
  REFERENCES_INPUT,
  SECRETS_INPUT,
} from "../provider/model";
import { mayBeTransformed, noteId, referencesIn, secretsAmong } from "./evidence";
import { presentArgs, showFormerNames } from "./formerFields";
import { chosenHost, registeredAs } from "./host";
import { knowId } from "./knownIds";
import { preflight } from "./preflight";
import { KIND } from "./reference";
import { shortenStacks } from "./shortStack";
import { sourceLocation } from "./sourceLocation";

/** Arguments that every resource of this package accepts in addition to its own. */
export interface CommonArgs {
  /**
   * Whether to take over an existing object with the same natural key (its name within its scope) instead of failing.
   * Default: the setting `reseller:adopt`, which defaults to false.
   */
  readonly adopt?: boolean;
  /** Name of a connection in `reseller:connections`. Default: the connection of the flat settings. */
  readonly connection?: string;
  /**
   * Ids of rules whose warnings you accept for this resource, such as `["csp/C6"]`. An error names the id if one is required;
   * docs/csp-rules.md and the other rule tables list all rules.
   */
  readonly confirm?: string[];
}

export interface Declaration {
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
  /** Options that hold where the program says nothing else. */
  readonly defaults?: pulumi.CustomResourceOptions;
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
 * Prepares a resource of the host that the program chose. A dynamic resource's provider is a short string that names this package, not
 * serialized code: the state stays small, and what runs is what is installed.
 *
 * The classes have no base class of ours between them and Pulumi's: Pulumi takes the line of the program from the place on
 * the stack right above the first subclass of its own.
 */
export function prepare(declaration: Declaration): Registration {
  const { kind, name, outputs = [], defaults } = declaration;
  const chosen = chosenHost(declaration.options);
  const isDynamic = chosen.host === "dynamic";
  if (isDynamic) requireHostInProgram();
  const registered = registeredAs(kind, chosen);
  const options = defaults === undefined ? declaration.options : pulumi.mergeOptions(defaults, declaration.options);
  const { fields } = kinds[kind];
  const { args, formerFields } = presentArgs(kind, { ...declaration.args });
  const run = preflight();
  let attach!: (self: pulumi.CustomResource) => void;
  // Settles what depends on the resource itself, once it exists.
  const self = new Promise<pulumi.CustomResource>((resolve) => (attach = resolve));
  const restoreStacks = shortenStacks();
  const declaredIn = sourceLocation();

  const ready = self.then((resource) => run.sound(resource).then(() => declaration.first?.(resource)));
  const given = Object.fromEntries(Object.entries(args).map(([field, value]) => [field, idsOf(value)]));

  // The plugin sees which values are secret.
  const secrets = isDynamic ? secretsAmong(notSecretByKind(kind, given)) : undefined;

  const props: pulumi.Inputs = {
    ...Object.fromEntries(outputs.map((output) => [output, undefined])),
    ...Object.fromEntries(Object.entries(given).map(([field, value]) => [field, sealed(value, fields[field])])),
    ...declaration.implied,
    ...(Object.keys(referencesIn(given)).length === 0
      ? {}
      : {
          [REFERENCES_INPUT]: self.then((resource) =>
            run.sound(resource).then(() => (mayBeTransformed(resource) ? undefined : referencesIn(given))),
          ),
        }),
    ...(secrets === undefined ? {} : { [SECRETS_INPUT]: secrets }),
    ...(args["adopt"] === undefined && run.adopts(chosen.provider) ? { [ADOPTS_INPUT]: true } : {}),
    ...(declaration.after === undefined || args["after"] !== undefined ? {} : { after: self.then(declaration.after) }),
    ...(isDynamic ? { [PROVIDER_KEY]: ready.then(() => providerString(kind)) } : {}),
  };
  // Without a property that could be waited for, what the resource depends on is.
  const needed = isDynamic
    ? declaration.dependsOn && self.then(declaration.dependsOn)
    : Promise.all([self, ready]).then(([resource]) => declaration.dependsOn?.(resource) ?? []);
  return {
    type: registered.type,
    props,
    options: [registered.options, ownOptions(kind, args, needed)].reduce(pulumi.mergeOptions, options),
    attach: (resource) => {
      restoreStacks();
      Object.defineProperty(resource, KIND, { value: kind });
      knowId(resource);
      noteId(kind, name, resource);
      const all = { ...args, ...declaration.implied };
      const { provider } = chosen;
      const isTransformed = hasTransforms(options);
      run.join({ kind, label: name, resource, args: all, formerFields, isTransformed, provider }, declaredIn);
      showFormerNames(kind, resource);
      attach(resource);
    },
  };
}

function ownOptions(
  kind: KindName,
  args: DeclaredInputs,
  dependsOn: Promise<pulumi.Resource[]> | undefined,
): pulumi.CustomResourceOptions {
  const secret = secretProperties(kind, args);
  return {
    ...(secret.length > 0 ? { additionalSecretOutputs: secret } : {}),
    ...(dependsOn === undefined ? {} : { dependsOn }),
  };
}

function notSecretByKind(kind: KindName, given: DeclaredInputs): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([field]) => kinds[kind].fields[field]?.secret !== true));
}

function secretProperties(kind: KindName, args: DeclaredInputs): string[] {
  const { secretOutputs, fields } = kinds[kind];
  const given = Object.keys(fields).filter((field) => fields[field]?.secret === true && args[field] !== undefined);
  return [...Object.keys(secretOutputs), ...given];
}

/** Its aliases and inputs may become others than the program says. */
function hasTransforms({ transforms = [] }: pulumi.CustomResourceOptions): boolean {
  return transforms.length > 0;
}

/** What is secret of a value becomes a secret, however the program gave it. */
function sealed(value: unknown, field: Field | undefined): unknown {
  const { secret } = field ?? {};
  if (secret === undefined || value === undefined) return value;
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  // The members of what isn't known yet can't be told apart.
  if (secret === true || !isPlain) return pulumi.secret(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      secret.includes(name) ? pulumi.secret(member as unknown) : member,
    ]),
  );
}

/** A resource given as a reference stands for its id. */
function idsOf(value: unknown): unknown {
  if (pulumi.CustomResource.isInstance(value)) return value.id;
  if (Array.isArray(value)) return value.map(idsOf);
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, idsOf(entry)]));
  return value;
}
