import * as pulumi from "@pulumi/pulumi";
import type { DeletionPolicy } from "../provider/model";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

export interface AccountArgs extends CommonArgs {
  /** The customer's name; 1 to 64 characters and unique in the realm on the Cloud Service Portal, 2 to 256 characters on Scaleway. */
  readonly name: pulumi.Input<string>;
  /** A description of the customer. Scaleway: can be changed and not emptied (rule scaleway/C5). */
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
  /** Scaleway, required there: e-mail address of the owner, who has to validate it before the Organization is open. */
  readonly email?: pulumi.Input<string>;
  /** Scaleway, required there: 2 to 256 characters. */
  readonly ownerFirstName?: pulumi.Input<string>;
  /** Scaleway, required there: 2 to 256 characters. */
  readonly ownerLastName?: pulumi.Input<string>;
  /** Scaleway: the owner's phone number. Can be changed and not emptied (rule scaleway/C5). */
  readonly phone?: pulumi.Input<string>;
  /** Scaleway, required there: your own number of the customer, which invoices carry; 1 to 256 characters (rules scaleway/C6, scaleway/C8). */
  readonly externalId?: pulumi.Input<string>;
  /**
   * gridscale: whether the account can't be entered; its workloads keep running, and are billed (rules gridscale/L1, gridscale/L2).
   * Scaleway: whether the partner's own lock is on the Organization: nobody of the customer can do anything, what runs keeps running and
   * costing. Locks of the vendor's are another matter (rules scaleway/C3, scaleway/C4). Left out: not managed.
   */
  readonly locked?: pulumi.Input<boolean>;
  /**
   * Scaleway: an administrator for your own people in the customer's Organization, asked for once (rule scaleway/C7). The password is a
   * secret of at most 72 bytes; the login name has 2 to 64 letters, digits and `@ . _ -`.
   */
  readonly adminAccess?: pulumi.Input<AdminAccess>;
  /**
   * gridscale: who owns the account, as a User or a UUID. A new owner takes the old one's place, who stays as an administrator
   * (rules gridscale/L9, gridscale/L13).
   */
  readonly owner?: Reference<"User">;
  /** gridscale: where the account may have projects: ids, names or IATA codes of locations (rule gridscale/X4). Others stay as they are. */
  readonly locations?: pulumi.Input<pulumi.Input<string>[]>;
  /** gridscale: keys of features that the account has (rule gridscale/X4). Others stay as they are. */
  readonly features?: pulumi.Input<pulumi.Input<string>[]>;
  /** What only gridscale has: prices of this account by product number, in the portal's currency and unit. Others stay as they are. */
  readonly gridscale?: pulumi.Input<{ readonly prices: pulumi.Input<Readonly<Record<string, pulumi.Input<number>>>> }>;
  /**
   * What happens at the portal when the resource is deleted. `retain` (default): nothing. `decommission`: the Cloud Service Portal's
   * provider is asked to decommission the customer, once its users and projects are gone; the text of the ticket is printed. Its
   * provider deletes customers, never a tool (rule csp/C7). `lock`: on Scaleway and gridscale, it is locked
   * (rules scaleway/C2, gridscale/L2). `delete`: on gridscale, it is set to be deleted and cleaned up, for good (rule gridscale/L4).
   */
  readonly onDelete?: DeletionPolicy;
  /** Why the customer is decommissioned, such as who cancelled and when; needed for production and managed. */
  readonly decommissionReason?: pulumi.Input<string>;
}

/** An administrator that a partner asks for in a client's Organization. */
export interface AdminAccess {
  readonly username: pulumi.Input<string>;
  readonly email: pulumi.Input<string>;
  /** Becomes a secret, whether or not it comes as one. */
  readonly password: pulumi.Input<string>;
}

/** What a customer has asked for, and nobody has decided on. */
export interface PendingQuotaRequest {
  readonly id: string;
  readonly region: string;
  /** The wanted numbers, by name. */
  readonly requested: Readonly<Record<string, number>>;
  /** RFC 3339 */
  readonly requestedAt: string;
  readonly comment?: string;
}

/**
 * A customer of the reseller: a *client* of the Cloud Service Portal, a client *Organization* of Scaleway, an account of
 * gridscale Partner.
 *
 * Protected unless the resource option `protect: false` says otherwise: a plan that would delete it fails.
 */
export class Account extends pulumi.CustomResource {
  declare readonly [KIND]: "Account";
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly state: pulumi.Output<string | undefined>;
  declare readonly availableServices: pulumi.Output<string[] | undefined>;
  declare readonly primaryColor: pulumi.Output<string | undefined>;
  declare readonly secondaryColor: pulumi.Output<string | undefined>;
  declare readonly iconUrl: pulumi.Output<string | undefined>;
  declare readonly uprovideAccount: pulumi.Output<string | undefined>;
  declare readonly email: pulumi.Output<string | undefined>;
  declare readonly ownerFirstName: pulumi.Output<string | undefined>;
  declare readonly ownerLastName: pulumi.Output<string | undefined>;
  declare readonly phone: pulumi.Output<string | undefined>;
  declare readonly externalId: pulumi.Output<string | undefined>;
  declare readonly locked: pulumi.Output<boolean | undefined>;
  declare readonly adminAccess: pulumi.Output<pulumi.Unwrap<AdminAccess> | undefined>;
  declare readonly owner: pulumi.Output<string | undefined>;
  declare readonly locations: pulumi.Output<string[] | undefined>;
  declare readonly features: pulumi.Output<string[] | undefined>;
  declare readonly gridscale: pulumi.Output<{ readonly prices: Readonly<Record<string, number>> } | undefined>;
  /** gridscale: ids of all owners, where there are several, or none is declared. */
  declare readonly owners: pulumi.Output<string[] | undefined>;
  /** gridscale: the account's projects, as of the last change or refresh. */
  declare readonly projects: pulumi.Output<{ id: string; name: string; location?: string }[] | undefined>;
  /** gridscale: what the account pays, as of the last change or refresh, where prices are declared. */
  declare readonly prices: pulumi.Output<{ product: number; name: string; price: number }[] | undefined>;
  /** Scaleway: `opened`, `locked` or `closed`, as of the last change or refresh. A new Organization is locked until its owner validates the address. */
  declare readonly status: pulumi.Output<string | undefined>;
  /** Scaleway: `partner` or `scaleway`, whichever lock is uppermost; absent where it is open. */
  declare readonly lockedBy: pulumi.Output<string | undefined>;
  /** Scaleway: such as `validate_email` or `locked_by_reseller`. */
  declare readonly lockReason: pulumi.Output<string | undefined>;
  /** Scaleway: RFC 3339 time of the uppermost lock. */
  declare readonly lockedAt: pulumi.Output<string | undefined>;
  /** Scaleway: RFC 3339. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** The state, where it is one that only the portal's provider sets (disabled, inactive): shown, and never drift (rule csp/C3). */
  declare readonly providerState: pulumi.Output<string | undefined>;
  /** RFC 3339 time at which the customer's decommissioning was asked for. */
  declare readonly decommissionRequestedAt: pulumi.Output<string | undefined>;
  /** Requests for more quota that wait for an answer, as of the last change or refresh; absent where there are none. */
  declare readonly pendingQuotaRequests: pulumi.Output<PendingQuotaRequest[] | undefined>;

  constructor(name: string, args: AccountArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "Account",
      name,
      args,
      options: pulumi.mergeOptions({ protect: true }, options),
      outputs: [
        "providerState",
        "decommissionRequestedAt",
        "pendingQuotaRequests",
        "status",
        "lockedBy",
        "lockReason",
        "lockedAt",
        "createdAt",
        "owners",
        "projects",
        "prices",
      ],
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
