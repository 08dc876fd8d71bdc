import * as pulumi from "@pulumi/pulumi";
import type { QuotaLimits } from "./quotaLimits";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

export interface QuotaProfileArgs extends CommonArgs {
  /** The quota profile's name, unique in its scope; 1 to 64 characters. */
  readonly name: pulumi.Input<string>;
  /** The account that alone may use the profile: the resource or its id. Left out: a global profile. A change makes a new profile. */
  readonly account?: Reference<"Account">;
  /** Customers see and may use the profile, and can't edit it. Global profiles only (rule csp/Q1). Default: false. */
  readonly inheritable?: pulumi.Input<boolean>;
  /** Chosen where none is named; at most one in each scope (rule csp/Q3). Default: false. */
  readonly default?: pulumi.Input<boolean>;
  /** The limits by name. Cloud Service Portal: all ten numbers. Scaleway: the portal's names of quotas; the profile is kept in the state alone. */
  readonly limits: pulumi.Input<QuotaLimits | Readonly<Record<string, pulumi.Input<number>>>>;
}

/** A named set of limits to choose from. Changing it changes no quota that was set from it. */
export class QuotaProfile extends pulumi.CustomResource {
  declare readonly [KIND]: "QuotaProfile";
  declare readonly name: pulumi.Output<string>;
  declare readonly account: pulumi.Output<string | undefined>;
  declare readonly inheritable: pulumi.Output<boolean | undefined>;
  declare readonly default: pulumi.Output<boolean | undefined>;
  declare readonly limits: pulumi.Output<Readonly<Record<string, number>>>;

  constructor(name: string, args: QuotaProfileArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({ kind: "QuotaProfile", name, args, options });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
