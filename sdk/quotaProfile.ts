// Generated from provider/model and provider/portals by `npm run rules`. Hand-written code is in hooks.ts and resource.ts.
import * as pulumi from "./pulumi";
import { hooks } from "./hooks";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

/** The ten numbers of a quota of the Cloud Service Portal. */
export interface QuotaLimits {
  /** OpenStack projects */
  readonly projects: pulumi.Input<number>;
  /** virtual machines */
  readonly instances: pulumi.Input<number>;
  /** virtual CPUs, over all instances */
  readonly vcpus: pulumi.Input<number>;
  /** memory in GB, over all instances */
  readonly ramGb: pulumi.Input<number>;
  /** volumes */
  readonly volumes: pulumi.Input<number>;
  /** volume storage in GB, over all volumes */
  readonly volumeStorageGb: pulumi.Input<number>;
  /** volume snapshots */
  readonly volumeSnapshots: pulumi.Input<number>;
  /** virtual routers */
  readonly routers: pulumi.Input<number>;
  /** networks */
  readonly networks: pulumi.Input<number>;
  /** public addresses */
  readonly floatingIps: pulumi.Input<number>;
}

/** The arguments of a QuotaProfile. */
export interface QuotaProfileArgs extends CommonArgs {
  /** The quota profile's name, unique in its scope. Rules: csp/Q2. */
  readonly name: pulumi.Input<string>;
  /** The only account that can use the profile. Not set for a global profile. Only on `csp`. A change replaces the object. */
  readonly account?: Reference<"Account">;
  /**
   * Global profiles only: customers can see and use the profile, but not edit it. Default: false. Only on `csp`. Rules: csp/Q1, csp/Q8.
   */
  readonly inheritable?: pulumi.Input<boolean>;
  /** Whether this is the default profile; at most one per scope. Default: false. Only on `csp`. Rules: csp/Q3. */
  readonly default?: pulumi.Input<boolean>;
  /**
   * The limits by name. The names depend on the portal. `csp`: all ten numbers. `scaleway`: limits use the portal's quota names.
   * `openstack`: limits are named by service and name: `compute.cores`, `volume.gigabytes`, `network.router`; -1 is no limit; limits that
   * are not named are not changed. Rules: csp/Q7, csp/Q11, scaleway/Q1, gridscale/L19, openstack/Q2.
   */
  readonly limits: pulumi.Input<QuotaLimits | Readonly<Record<string, pulumi.Input<number>>>>;
}

/** A named set of limits for quotas and projects. A change doesn't affect quotas that were set from it. */
export class QuotaProfile extends pulumi.CustomResource {
  declare readonly [KIND]: "QuotaProfile";
  declare readonly name: pulumi.Output<string>;
  declare readonly account: pulumi.Output<string | undefined>;
  declare readonly inheritable: pulumi.Output<boolean | undefined>;
  declare readonly default: pulumi.Output<boolean | undefined>;
  declare readonly limits: pulumi.Output<Readonly<Record<string, number>>>;

  constructor(name: string, args: QuotaProfileArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "QuotaProfile",
      name,
      args,
      options,
      ...hooks.QuotaProfile?.(args, options),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
