// Made from provider/model and provider/portals by `npm run rules`. What can't be made stands in hooks.ts and resource.ts.
import * as pulumi from "@pulumi/pulumi";
import { hooks } from "./hooks";
import type { KIND, Reference } from "./reference";
import type { QuotaLimits } from "./quotaProfile";
import { type CommonArgs, prepare } from "./resource";

/** A request for quota that is rejected. */
export interface QuotaRejection {
  /** The id of the request; the output `pendingQuotaRequests` of the Account has it. */
  readonly id: pulumi.Input<string>;
  /** The reason, which the customer sees. */
  readonly comment?: pulumi.Input<string>;
}

/** What happens to the limits when a Quota is deleted. */
export type QuotaDeletionPolicy = "retain" | "reset";

/** The arguments of a Quota. */
export interface QuotaArgs extends CommonArgs {
  /**
   * The account that the limits are for: the resource, or its id. `scaleway`: left out: the partner's own Organization. Required on `csp`
   * and `gridscale`. A change makes a new object. Rules: scaleway/K1, scaleway/K2, gridscale/L4.
   */
  readonly account?: Reference<"Account">;
  /**
   * Id of the region (or zone) that the limits are for. `scaleway`: a region or zone; left out for what is counted as a whole. Only on `csp`
   * and `scaleway`, required on `csp`. A change makes a new object. Rules: scaleway/Q1.
   */
  readonly region?: pulumi.Input<string>;
  /**
   * The project that the limits are for; left out for the limits of the account as a whole. Only on `csp`. A change makes a new object.
   */
  readonly project?: Reference<"Project">;
  /**
   * The limits by name; which names there are depends on the portal. Either this or `profile`. `csp`: all ten numbers, within what they are
   * shared out of and not below use. `scaleway`: the least that must be there, by the portal's names of quotas. `gridscale`: those to set,
   * by the portal's keys and in its units; 0 is 0, and others stay as they are. Rules: csp/Q4, csp/Q5, csp/Q11, scaleway/Q1, gridscale/L19.
   */
  readonly limits?: pulumi.Input<QuotaLimits | Readonly<Record<string, pulumi.Input<number>>>>;
  /**
   * A quota profile (resource or id) whose numbers are set when the quota is made. A later change of the profile changes no quota, unless
   * `followProfile` says so. Rules: csp/Q4, csp/Q5.
   */
  readonly profile?: Reference<"QuotaProfile">;
  /** With `profile`: true also applies later changes of the profile. Default false: the output `difference` shows them. */
  readonly followProfile?: pulumi.Input<boolean>;
  /**
   * Whether pending requests for quota that the declared numbers cover are approved. Default true. A request that came in since is seen by a
   * refresh. Only on `csp`.
   */
  readonly approveRequests?: pulumi.Input<boolean>;
  /** Pending requests for quota of this account and region to reject, with a comment. Only on `csp`. Rules: csp/Q9. */
  readonly rejectRequests?: pulumi.Input<pulumi.Input<QuotaRejection>[]>;
  /**
   * What happens when the resource is deleted: `retain` (default) leaves the limits as they are, `reset` sets all of them to 0. `gridscale`:
   * `reset` is for those that were declared. Only on `csp` and `gridscale`.
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
        /** The id of the request; the output `pendingQuotaRequests` of the Account has it. */
        readonly id: string;
        /** The reason, which the customer sees. */
        readonly comment?: string;
      }[]
    | undefined
  >;
  /** The limits at the portal, where they come from a profile. */
  declare readonly allocated: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  /** What is shared out among the account's projects, where it is anything; numbers that are 0 are left out. */
  declare readonly assigned: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  /** What is in use, as of the last change or refresh; numbers that are 0 are left out. */
  declare readonly used: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  /**
   * With `profile`: by how much the limits at the portal are above (or below, negative) those of the profile; equal numbers are left out.
   */
  declare readonly difference: pulumi.Output<Readonly<Record<string, number>> | undefined>;

  constructor(name: string, args: QuotaArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "Quota",
      name,
      args,
      options,
      outputs: ["allocated", "assigned", "used", "difference"],
      ...hooks.Quota?.(args),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
