import * as pulumi from "@pulumi/pulumi";
import { neededActivation } from "./order";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

export interface ServiceActivationArgs extends CommonArgs {
  /** The account: the resource or its id. */
  readonly account: Reference<"Account">;
  /**
   * Cloud Service Portal: key of the service, such as `openstack` or `s3`; the account must have it in `availableServices` (rule csp/V2).
   * gridscale: key of a feature, or `location:NAME` with the id, name or IATA code of a location (rule gridscale/X4).
   */
  readonly service: pulumi.Input<string>;
  /**
   * The activation that must come first: S3 needs OpenStack (rule csp/V1). Found by itself where the program declares it for the
   * same account, in whatever order.
   */
  readonly after?: Reference<"ServiceActivation">;
  /**
   * What happens when the resource is deleted, since the service stays active either way (rule csp/V3): `retain` (default) says so and
   * goes on, `refuse` is an error. gridscale: the feature or location is switched off, unless it is `retain`.
   */
  readonly onDelete?: "retain" | "refuse" | "remove";
}

/** One service, switched on for one account. One-way: deleting the resource leaves the service on (rule csp/V3). */
export class ServiceActivation extends pulumi.CustomResource {
  declare readonly [KIND]: "ServiceActivation";
  declare readonly account: pulumi.Output<string>;
  declare readonly service: pulumi.Output<string>;

  constructor(name: string, args: ServiceActivationArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({ kind: "ServiceActivation", name, args, options, after: neededActivation });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
