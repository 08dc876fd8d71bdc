// Generated from provider/model and provider/portals by `npm run rules`. Hand-written code is in hooks.ts and resource.ts.
import * as pulumi from "./pulumi";
import { hooks } from "./hooks";
import type { KIND, Reference } from "./reference";
import type { QuotaLimits } from "./quotaProfile";
import { type CommonArgs, prepare } from "./resource";

/** A quota request to reject. */
export type QuotaRejection =
  | {
      /** The request's id, from the output `pendingQuotaRequests` of the Account, or `pendingRequests` of the Quota. */
      readonly id: pulumi.Input<string>;
      /** The reason, which the customer sees. */
      readonly comment?: pulumi.Input<string>;
    }
  | {
      /** The request's id, from the Quota's output `pendingRequests`. */
      readonly id: pulumi.Input<string>;
    };

/** What happens to the limits when a Quota is deleted. */
export type QuotaDeletionPolicy = "retain" | "reset";

/** An open request for another size of a project's quota. */
export interface PendingSizeRequest {
  /** The request's id. */
  readonly id: string;
  /** The size that is asked for. */
  readonly size: string;
  /** The regions that it is asked for. */
  readonly regions: string[];
  /** Time of the request. */
  readonly requestedAt?: string;
}

/** The arguments of a Quota. */
export interface QuotaArgs extends CommonArgs {
  /**
   * The account that the limits apply to: the resource, or its id. `scaleway`: default: the partner's own Organization. `openstack`: the
   * domain of the project, or without `project` the domain whose unified limits are set. Required on `csp` and `gridscale`. A change
   * replaces the object. Rules: scaleway/K1, scaleway/K2, gridscale/L4, openstack/Q1, openstack/Q7.
   */
  readonly account?: Reference<"Account">;
  /**
   * Id of the region (or zone) of the limits. `scaleway`: a region or zone; not set for quotas without a region. `openstack`: default: the
   * setting `regionName`, or the only region. Only on `csp`, `scaleway` and `openstack`, required on `csp`. A change replaces the object.
   * Rules: scaleway/Q1, openstack/Q3.
   */
  readonly region?: pulumi.Input<string>;
  /**
   * The project that the limits apply to. Not set for the limits of the whole account. `openstack`: required, except for the unified limits
   * of a whole domain. Only on `csp` and `openstack`. A change replaces the object. Rules: openstack/Q1, openstack/Q7.
   */
  readonly project?: Reference<"Project">;
  /**
   * The limits by name. The names depend on the portal. Set either this or `profile`. `csp`: all ten numbers; at most the available
   * capacity, at least the current usage. `scaleway`: the required minimum, by the portal's quota names. `gridscale`: the limits to set, by
   * the portal's keys and in its units; 0 means zero. Undeclared limits are not changed. `openstack`: limits are named by service and name:
   * `compute.cores`, `volume.gigabytes`, `network.router`; -1 is no limit; limits that are not named are not changed. Rules: csp/Q4, csp/Q5,
   * csp/Q11, scaleway/Q1, gridscale/L19, openstack/Q2, openstack/Q3, openstack/Q4, openstack/Q5, openstack/Q6.
   */
  readonly limits?: pulumi.Input<QuotaLimits | Readonly<Record<string, pulumi.Input<number>>>>;
  /**
   * A quota profile (resource or id) that provides the limits when the quota is created. Later changes of the profile apply only with
   * `followProfile`. Rules: csp/Q4, csp/Q5, openstack/Q5, openstack/Q9.
   */
  readonly profile?: Reference<"QuotaProfile">;
  /** With `profile`: whether later changes of the profile are applied. Default: false; the output `difference` shows them. */
  readonly followProfile?: pulumi.Input<boolean>;
  /**
   * Whether open quota requests that the declared limits cover are approved. Default: true. A refresh detects new requests. `openstack`:
   * only where the cloud has Adjutant. Only on `csp` and `openstack`. Rules: openstack/Q8.
   */
  readonly approveRequests?: pulumi.Input<boolean>;
  /**
   * Open quota requests of this account and region to reject, with a comment. `openstack`: without comment; only where the cloud has
   * Adjutant. Only on `csp` and `openstack`. Rules: csp/Q9, openstack/Q8.
   */
  readonly rejectRequests?: pulumi.Input<pulumi.Input<QuotaRejection>[]>;
  /**
   * What happens when the resource is deleted: `retain` (default) keeps the limits, `reset` sets all of them to 0, or to the portal's
   * defaults where it has some. `gridscale`: `reset` applies to the declared limits. `openstack`: `reset` restores the cloud's defaults.
   * Only on `csp`, `gridscale` and `openstack`.
   */
  readonly onDelete?: pulumi.Input<QuotaDeletionPolicy>;
}

/** The limits of one account, or of one project, in one region. */
export class Quota extends pulumi.CustomResource {
  declare readonly [KIND]: "Quota";
  declare readonly account: pulumi.Output<string | undefined>;
  declare readonly region: pulumi.Output<string | undefined>;
  declare readonly project: pulumi.Output<string | undefined>;
  declare readonly limits: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  declare readonly profile: pulumi.Output<string | undefined>;
  declare readonly approveRequests: pulumi.Output<boolean | undefined>;
  declare readonly rejectRequests: pulumi.Output<
    | {
        /** The request's id, from the output `pendingQuotaRequests` of the Account, or `pendingRequests` of the Quota. */
        readonly id: string;
        /** The reason, which the customer sees. */
        readonly comment?: string;
      }[]
    | {
        /** The request's id, from the Quota's output `pendingRequests`. */
        readonly id: string;
      }[]
    | undefined
  >;
  /** The limits at the portal, if they come from a profile. */
  declare readonly allocated: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  /** The limits assigned to the account's projects. Zeros are omitted. */
  declare readonly assigned: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  /** Current usage, at the last change or refresh. Zeros are omitted. */
  declare readonly used: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  /** With `profile`: the limits at the portal minus those of the profile. Equal limits are omitted. */
  declare readonly difference: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  /** OpenStack: open requests for another size, at the last change or refresh. Absent if there are none. */
  declare readonly pendingRequests: pulumi.Output<PendingSizeRequest[] | undefined>;

  constructor(name: string, args: QuotaArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "Quota",
      name,
      args,
      options,
      outputs: ["allocated", "assigned", "used", "difference", "pendingRequests"],
      ...hooks.Quota?.(args, options),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
