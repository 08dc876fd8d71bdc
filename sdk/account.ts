import * as pulumi from "@pulumi/pulumi";
import type { DeletionPolicy } from "../provider/kinds";
import { type CommonArgs, prepare } from "./resource";

export interface AccountArgs extends CommonArgs {
  /** The customer's name, unique in the realm; 1 to 64 characters. */
  readonly name: pulumi.Input<string>;
  /** A description of the customer. */
  readonly description?: pulumi.Input<string>;
  /** Commercial state: `trial`, `demo`, `production` or `managed`. Required on the Cloud Service Portal (rule csp/C3). */
  readonly state?: pulumi.Input<string>;
  /** Services that may be activated, such as `openstack`; `s3` needs `openstack` (rule csp/V1). The order means nothing. */
  readonly availableServices?: pulumi.Input<pulumi.Input<string>[]>;
  /** Colour of the customer's menu, `#RRGGBB` (rule csp/C4). Left out: the portal's default, which is never drift. */
  readonly primaryColor?: pulumi.Input<string>;
  /** Second colour of the customer's dashboard, `#RRGGBB` (rule csp/C4). Left out: the portal's default, which is never drift. */
  readonly secondaryColor?: pulumi.Input<string>;
  /** https URL of the customer's icon (rule csp/C4). Left out: the reseller's icon. */
  readonly iconUrl?: pulumi.Input<string>;
  /** Id of the uProvide account that the customer is billed to; it must exist (rule csp/C1). Can't be changed later. */
  readonly uprovideAccount?: pulumi.Input<string>;
  /**
   * What happens at the portal when the resource is deleted. `retain` (default): nothing. The Cloud Service Portal has
   * no other: its provider deletes customers, never a tool (rule csp/C7).
   */
  readonly onDelete?: DeletionPolicy;
}

/**
 * A customer of the reseller (a *client* of the Cloud Service Portal).
 *
 * Protected unless the resource option `protect: false` says otherwise: a plan that would delete it fails.
 */
export class Account extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly state: pulumi.Output<string | undefined>;
  declare readonly availableServices: pulumi.Output<string[] | undefined>;
  declare readonly primaryColor: pulumi.Output<string | undefined>;
  declare readonly secondaryColor: pulumi.Output<string | undefined>;
  declare readonly iconUrl: pulumi.Output<string | undefined>;
  declare readonly uprovideAccount: pulumi.Output<string | undefined>;

  constructor(name: string, args: AccountArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "Account",
      name,
      args,
      options: pulumi.mergeOptions({ protect: true }, options),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
