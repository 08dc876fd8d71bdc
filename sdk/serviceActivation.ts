// Generated from provider/model and provider/portals by `npm run rules`. Hand-written code is in hooks.ts and resource.ts.
import * as pulumi from "./pulumi";
import { hooks } from "./hooks";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

/** What happens when a ServiceActivation is deleted. */
export type ActivationDeletionPolicy = "retain" | "refuse" | "remove";

/** The arguments of a ServiceActivation. */
export interface ServiceActivationArgs extends CommonArgs {
  /** The account that the service is for: the resource, or its id. A change replaces the object. Rules: gridscale/L4. */
  readonly account: Reference<"Account">;
  /**
   * The key of the service, such as openstack. `csp`: string of 1 to 64 characters; such as `openstack` or `s3`; the account must have it in
   * `availableServices`. `gridscale`: string of 1 to 128 characters; a feature's key, or `location:NAME` with the id, name or IATA code of a
   * location. A change replaces the object. Rules: csp/V1, csp/V2, csp/V3, gridscale/X3, gridscale/X4.
   */
  readonly service: pulumi.Input<string>;
  /**
   * The activation that must exist first. Detected automatically if the same program declares it. `csp`: `s3` needs `openstack`. Only on
   * `csp`.
   */
  readonly after?: Reference<"ServiceActivation">;
  /**
   * What happens when the resource is deleted. `csp`: activations are permanent: `retain` (default) keeps the service active with a message,
   * `refuse` is an error. `gridscale`: `remove` (default) deactivates the service, `retain` keeps it active.
   */
  readonly onDelete?: pulumi.Input<ActivationDeletionPolicy>;
}

/** One service, activated for one account. Only on `csp` and `gridscale`. */
export class ServiceActivation extends pulumi.CustomResource {
  declare readonly [KIND]: "ServiceActivation";
  declare readonly account: pulumi.Output<string>;
  declare readonly service: pulumi.Output<string>;

  constructor(name: string, args: ServiceActivationArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "ServiceActivation",
      name,
      args,
      options,
      ...hooks.ServiceActivation?.(args, options),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
