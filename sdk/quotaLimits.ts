import type * as pulumi from "@pulumi/pulumi";

/** The ten numbers of a quota: whole numbers of 0 or more, all of them given (rule csp/Q11). */
export interface QuotaLimits {
  /** OpenStack projects. */
  readonly projects: pulumi.Input<number>;
  /** Virtual machines. */
  readonly instances: pulumi.Input<number>;
  /** Virtual CPUs, over all instances. */
  readonly vcpus: pulumi.Input<number>;
  /** Memory in GB, over all instances. */
  readonly ramGb: pulumi.Input<number>;
  readonly volumes: pulumi.Input<number>;
  /** Volume storage in GB, over all volumes. */
  readonly volumeStorageGb: pulumi.Input<number>;
  readonly volumeSnapshots: pulumi.Input<number>;
  /** Virtual routers. */
  readonly routers: pulumi.Input<number>;
  readonly networks: pulumi.Input<number>;
  /** Public addresses. */
  readonly floatingIps: pulumi.Input<number>;
}
