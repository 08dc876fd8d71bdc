import * as pulumi from "@pulumi/pulumi";
import { soundInNewAccount } from "./order";
import { preflight } from "./preflight";
import type { QuotaLimits } from "./quotaLimits";
import type { QuotaProfile } from "./quotaProfile";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

export interface QuotaArgs extends CommonArgs {
  /** The account: the resource or its id. Required, but on Scaleway, where leaving it out means the partner's own Organization. */
  readonly account?: Reference<"Account">;
  /** Id of a region of the portal; none on gridscale (on Scaleway of a region or zone, and left out for what is counted as a whole). Each counts on its own. */
  readonly region?: pulumi.Input<string>;
  /** The project that the limits are for: the resource or its id. Left out: the account as a whole. A change makes a new quota. */
  readonly project?: Reference<"Project">;
  /**
   * The limits; either this or `profile`. Cloud Service Portal: all ten numbers, which fit in what they are shared out of (rule csp/Q4) and
   * aren't below use (rule csp/Q5). Scaleway: the least that must be there, by the portal's names of quotas (rule scaleway/Q1).
   * gridscale: those to set, by the portal's keys and in its units; 0 is 0, and others stay as they are (rule gridscale/L19).
   */
  readonly limits?: pulumi.Input<QuotaLimits | Readonly<Record<string, pulumi.Input<number>>>>;
  /**
   * A quota profile whose numbers are set when the quota is made, or another profile named. A later change of the profile changes no quota
   * (rule csp/Q7): the output `difference` shows it, and `followProfile` applies it.
   */
  readonly profile?: Reference<"QuotaProfile">;
  /** With `profile`: true also applies later changes of the profile. Default: false. */
  readonly followProfile?: boolean;
  /**
   * Whether pending requests for quota that the declared numbers cover are approved. Default: true. A request that came in since the
   * last run is seen by `pulumi refresh`, or `pulumi up --refresh`.
   */
  readonly approveRequests?: boolean;
  /** Pending requests of this account and region to reject, with a comment that the customer sees (rule csp/Q9). */
  readonly rejectRequests?: pulumi.Input<pulumi.Input<{ id: pulumi.Input<string>; comment?: pulumi.Input<string> }>[]>;
  /** What happens when the resource is deleted: `retain` (default) leaves the limits as they are, `reset` sets all of them to 0, on gridscale those that were declared. */
  readonly onDelete?: "retain" | "reset";
}

/**
 * The limits of one account, or of one project, in one region. On Scaleway, whose quotas can only be read, what is declared is compared
 * with what there is, and a difference fails (rule scaleway/Q1).
 */
export class Quota extends pulumi.CustomResource {
  declare readonly [KIND]: "Quota";
  declare readonly account: pulumi.Output<string | undefined>;
  declare readonly region: pulumi.Output<string | undefined>;
  declare readonly project: pulumi.Output<string | undefined>;
  declare readonly limits: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  declare readonly profile: pulumi.Output<string | undefined>;
  /** The limits at the portal, where they come from a profile or can only be read; what is unlimited is left out. */
  declare readonly allocated: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  /** What is shared out among the account's projects, as of the last change or refresh; without numbers that are 0. */
  declare readonly assigned: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  /** What is in use, as of the last change or refresh; without numbers that are 0. */
  declare readonly used: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  /** With `profile`: by how much the limits at the portal are above (below: negative) the profile's; without equal numbers. */
  declare readonly difference: pulumi.Output<Readonly<Record<string, number>> | undefined>;

  constructor(name: string, args: QuotaArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "Quota",
      name,
      args,
      options,
      implied: followed(args),
      outputs: ["allocated", "assigned", "used", "difference"],
      first: (self) => soundInNewAccount(self, args.account),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}

/** The numbers of a profile of the same program that is followed, so that a plan shows what they become. */
function followed({ followProfile, profile, limits, connection }: QuotaArgs): pulumi.Inputs {
  if (limits !== undefined || !pulumi.CustomResource.isInstance(profile)) return {};
  const isKept = preflight().keeps("QuotaProfile", connection);
  if (!isKept && followProfile !== true) return {};
  return { limits: (profile as QuotaProfile).limits, followProfile: true };
}
