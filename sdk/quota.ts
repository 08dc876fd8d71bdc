import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";
import type { QuotaLimits } from "./quotaLimits";
import { type CommonArgs, prepare } from "./resource";

export interface QuotaArgs extends CommonArgs {
  /** The account: the resource or its id. */
  readonly account: pulumi.Input<string> | Account;
  /** Id of a region of the portal. Each region counts on its own. */
  readonly region: pulumi.Input<string>;
  /** The ten numbers. */
  readonly limits: pulumi.Input<QuotaLimits>;
  /** What happens when the resource is deleted: `retain` (default) leaves the limits as they are, `reset` sets all of them to 0. */
  readonly onDelete?: "retain" | "reset";
}

/** The limits of one account in one region. */
export class Quota extends pulumi.CustomResource {
  declare readonly account: pulumi.Output<string>;
  declare readonly region: pulumi.Output<string>;
  declare readonly limits: pulumi.Output<pulumi.Unwrap<QuotaLimits>>;

  constructor(name: string, args: QuotaArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({ kind: "Quota", name, args, options });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
