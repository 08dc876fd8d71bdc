// Generated from provider/model and provider/portals by `npm run rules`. Hand-written code is in hooks.ts and resource.ts.
import * as pulumi from "./pulumi";
import { hooks } from "./hooks";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

/** Commercial states of a customer. */
export type AccountState = "trial" | "demo" | "production" | "managed";

/** An administrator for the partner's staff in a client's Organization. */
export interface AdminAccess {
  readonly username: pulumi.Input<string>;
  /** The e-mail address. */
  readonly email: pulumi.Input<string>;
  readonly password: pulumi.Input<string>;
}

/** What happens at the portal when an Account is deleted. */
export type DeletionPolicy = "retain" | "lock" | "decommission" | "delete";

/** A customer's open quota request. */
export interface PendingQuotaRequest {
  /** The request's id. */
  readonly id: string;
  /** The region of the quota. */
  readonly region: string;
  /** The requested limits, by name. */
  readonly requested: Readonly<Record<string, number>>;
  /** Time of the request, RFC 3339. */
  readonly requestedAt: string;
  /** The customer's comment. */
  readonly comment?: string;
}

/** The arguments of an Account. */
export interface AccountArgs extends CommonArgs {
  /**
   * The customer's name. `csp`: string of 1 to 64 characters. `scaleway`: string of 1 to 256 characters. `gridscale`: string of 1 to 64
   * characters. `openstack`: string of 1 to 64 characters; the domain's name, unique in the cloud. Rules: scaleway/C1, openstack/D1,
   * openstack/D2, openstack/D3.
   */
  readonly name: pulumi.Input<string>;
  /**
   * A description of the customer. `csp`: string of at most 1024 characters. `scaleway`: string of 1 to 1024 characters; can be changed, but
   * not removed. `openstack`: string of at most 255 characters. Only on `csp`, `scaleway` and `openstack`. Rules: scaleway/C5, openstack/D1.
   */
  readonly description?: pulumi.Input<string>;
  /** Tags of the customer. Only on `openstack`. Rules: openstack/D1. */
  readonly tags?: pulumi.Input<pulumi.Input<string>[]>;
  /** The commercial state of the customer. Only on `csp`, required there. Rules: csp/C3, csp/C6. */
  readonly state?: pulumi.Input<AccountState>;
  /**
   * Services that can be activated for the customer, such as openstack. `csp`: `s3` needs `openstack`. Only on `csp`. Rules: csp/V1, csp/V4,
   * csp/V5.
   */
  readonly availableServices?: pulumi.Input<pulumi.Input<string>[]>;
  /** Colour of the customer's menu, `#RRGGBB`. Default: the portal's. Only on `csp`. Rules: csp/C4. */
  readonly primaryColor?: pulumi.Input<string>;
  /** Second colour of the customer's dashboard, `#RRGGBB`. Default: the portal's. Only on `csp`. Rules: csp/C4. */
  readonly secondaryColor?: pulumi.Input<string>;
  /** https URL of the customer's icon. Default: the reseller's icon. Only on `csp`. Rules: csp/C4. */
  readonly iconUrl?: pulumi.Input<string>;
  /**
   * Id of the uProvide account that the customer is billed to. It must exist. Only on `csp`, required there. Can't be changed. Rules:
   * csp/C1.
   */
  readonly uprovideAccount?: pulumi.Input<string>;
  /**
   * E-mail address of the customer's owner. `scaleway`: the owner has to validate it before the Organization can be used. Only on
   * `scaleway`, required there. Rules: scaleway/C1.
   */
  readonly email?: pulumi.Input<string>;
  /** First name of the customer's owner. Only on `scaleway`, required there. Rules: scaleway/C1. */
  readonly ownerFirstName?: pulumi.Input<string>;
  /** Last name of the customer's owner. Only on `scaleway`, required there. Rules: scaleway/C1. */
  readonly ownerLastName?: pulumi.Input<string>;
  /** Phone number of the customer's owner. `scaleway`: can be changed, but not removed. Only on `scaleway`. Rules: scaleway/C5. */
  readonly phone?: pulumi.Input<string>;
  /** Your own customer number, printed on invoices. Only on `scaleway`, required there. Rules: scaleway/C1, scaleway/C6, scaleway/C8. */
  readonly externalId?: pulumi.Input<string>;
  /**
   * Whether the reseller locks the customer. The customer's users have no access; running workloads continue. Not managed if not set.
   * `scaleway`: the partner's lock on the Organization, not a lock by Scaleway. `gridscale`: a locked account can't be accessed; its
   * workloads continue to run and are billed. `openstack`: a disabled domain: its people can't sign in, and its tokens end. Only on
   * `scaleway`, `gridscale` and `openstack`. Rules: scaleway/C4, gridscale/L2.
   */
  readonly locked?: pulumi.Input<boolean>;
  /**
   * Whether the portal refuses every change and the deletion of the customer. This provider lifts the protection for its own changes and
   * restores it. Not managed if not set. `openstack`: the option `immutable` of the domain. Only on `openstack`. Rules: openstack/D4.
   */
  readonly protected?: pulumi.Input<boolean>;
  /**
   * An administrator for the reseller's staff in the customer's Organization. Created once, and can't be changed later. Removing the field
   * keeps the user. `scaleway`: the login name has 2 to 64 letters, digits and `@ . _ -`, the password at most 72 bytes. Only on `scaleway`.
   * Rules: scaleway/C7, scaleway/U3.
   */
  readonly adminAccess?: pulumi.Input<AdminAccess>;
  /**
   * The person who owns the account. After a change, the previous owner remains an administrator. Only on `gridscale`. Rules: gridscale/L13.
   */
  readonly owner?: Reference<"User">;
  /**
   * Locations in which the account can have projects: ids, names or IATA codes. Only on `gridscale`. Rules: gridscale/L14, gridscale/X4.
   */
  readonly locations?: pulumi.Input<pulumi.Input<string>[]>;
  /** Features enabled for the account. Undeclared features are not changed. Only on `gridscale`. Rules: gridscale/X4. */
  readonly features?: pulumi.Input<pulumi.Input<string>[]>;
  /** Prices for this account, by product number. Undeclared prices are not changed. Only on `gridscale`. Rules: gridscale/X4. */
  readonly productPrices?: pulumi.Input<Readonly<Record<string, pulumi.Input<number>>>>;
  /**
   * What happens at the portal when the resource is deleted. `retain` (default) keeps the customer unchanged. The other values depend on the
   * portal. `csp`: `retain`, or `decommission`: after the customer's users and projects are deleted, requests the decommissioning and prints
   * the text of the ticket. `scaleway`: `retain` or `lock`. `gridscale`: `retain`, `lock`, or `delete`: permanently deletes the account and
   * its contents. `openstack`: `retain`, `lock`, or `delete`: disables and deletes the domain, only if its projects have nothing left in
   * them. Rules: csp/C7, scaleway/C2, gridscale/L4, openstack/D5, openstack/D6.
   */
  readonly onDelete?: pulumi.Input<DeletionPolicy>;
  /** Reason for the decommissioning, with `onDelete: decommission`. Required for the states production and managed. Only on `csp`. */
  readonly decommissionReason?: pulumi.Input<string>;
  /** @deprecated Use `productPrices` with the value of `prices`. */
  readonly gridscale?: pulumi.Input<{ readonly prices: pulumi.Input<Readonly<Record<string, pulumi.Input<number>>>> }>;
}

/** A customer of the reseller. Protected against deletion by default. `onDelete` sets what a delete does at the portal. */
export class Account extends pulumi.CustomResource {
  declare readonly [KIND]: "Account";
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly tags: pulumi.Output<string[] | undefined>;
  declare readonly state: pulumi.Output<"trial" | "demo" | "production" | "managed" | undefined>;
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
  declare readonly protected: pulumi.Output<boolean | undefined>;
  declare readonly adminAccess: pulumi.Output<
    | {
        readonly username: string;
        /** The e-mail address. */
        readonly email: string;
        readonly password: string;
      }
    | undefined
  >;
  declare readonly owner: pulumi.Output<string | undefined>;
  declare readonly locations: pulumi.Output<string[] | undefined>;
  declare readonly features: pulumi.Output<string[] | undefined>;
  declare readonly productPrices: pulumi.Output<Readonly<Record<string, number>> | undefined>;
  /** @deprecated Use `productPrices` with the value of `prices`. */
  declare readonly gridscale: pulumi.Output<{ readonly prices: Readonly<Record<string, number>> } | undefined>;
  /** The state, if only the portal's provider can set it (disabled, inactive). The program doesn't change it back. */
  declare readonly providerState: pulumi.Output<string | undefined>;
  /** When the customer's decommissioning was requested. Absent if it was not. */
  declare readonly decommissionRequestedAt: pulumi.Output<string | undefined>;
  /** Scaleway: opened, locked or closed, at the last change or refresh. */
  declare readonly status: pulumi.Output<string | undefined>;
  /** Scaleway: who locked the customer: partner or scaleway. Absent if it isn't locked. */
  declare readonly lockedBy: pulumi.Output<string | undefined>;
  /** Scaleway: reason of the lock, such as validate_email if the owner hasn't validated the e-mail address yet. */
  declare readonly lockReason: pulumi.Output<string | undefined>;
  /** Scaleway: time of the lock. */
  declare readonly lockedAt: pulumi.Output<string | undefined>;
  /** Scaleway: creation time of the customer. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** gridscale: ids of all owners, if there are several or none is declared. */
  declare readonly owners: pulumi.Output<string[] | undefined>;
  /** gridscale: the account's projects, at the last change or refresh. */
  declare readonly projects: pulumi.Output<
    | {
        /** The project's id. */
        readonly id: string;
        /** The project's name. */
        readonly name: string;
        /** The project's location. */
        readonly location?: string;
      }[]
    | undefined
  >;
  /** gridscale: the account's prices, at the last change or refresh, if prices are declared. */
  declare readonly prices: pulumi.Output<
    | {
        /** The product's number. */
        readonly product: number;
        /** The product's name. */
        readonly name: string;
        /** The account's price. */
        readonly price: number;
      }[]
    | undefined
  >;
  /** Open requests for more quota, at the last change or refresh. Absent if there are none. */
  declare readonly pendingQuotaRequests: pulumi.Output<PendingQuotaRequest[] | undefined>;

  constructor(name: string, args: AccountArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "Account",
      name,
      args,
      options,
      outputs: [
        "providerState",
        "decommissionRequestedAt",
        "status",
        "lockedBy",
        "lockReason",
        "lockedAt",
        "createdAt",
        "owners",
        "projects",
        "prices",
        "pendingQuotaRequests",
      ],
      ...hooks.Account?.(args, options),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
