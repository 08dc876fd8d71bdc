// Made from provider/model and provider/portals by `npm run rules`. What can't be made stands in hooks.ts and resource.ts.
import * as pulumi from "@pulumi/pulumi";
import { hooks } from "./hooks";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

/** Commercial states of a customer. */
export type AccountState = "trial" | "demo" | "production" | "managed";

/** An administrator that a partner asks for in a client's Organization. */
export interface AdminAccess {
  readonly username: pulumi.Input<string>;
  /** The e-mail address. */
  readonly email: pulumi.Input<string>;
  readonly password: pulumi.Input<string>;
}

/** What happens at the portal when an Account is deleted. */
export type DeletionPolicy = "retain" | "lock" | "decommission" | "delete";

/** What a customer has asked for, and nobody has decided on. */
export interface PendingQuotaRequest {
  /** Id of the request. */
  readonly id: string;
  /** The region that it is for. */
  readonly region: string;
  /** The limits that are asked for, by name. */
  readonly requested: Readonly<Record<string, number>>;
  /** When it was made, RFC 3339. */
  readonly requestedAt: string;
  /** What the customer wrote with it. */
  readonly comment?: string;
}

/** The arguments of an Account. */
export interface AccountArgs extends CommonArgs {
  /**
   * The customer's name. `csp`: text of 1 to 64 characters. `scaleway`: text of 1 to 256 characters. `gridscale`: text of 1 to 64
   * characters. Rules: scaleway/C1.
   */
  readonly name: pulumi.Input<string>;
  /**
   * A description of the customer. `csp`: text of at most 1024 characters. `scaleway`: text of 1 to 1024 characters; can be changed and not
   * emptied. Only on `csp` and `scaleway`. Rules: scaleway/C5.
   */
  readonly description?: pulumi.Input<string>;
  /** The commercial state of the customer. Only on `csp`, required there. Rules: csp/C3, csp/C6. */
  readonly state?: pulumi.Input<AccountState>;
  /**
   * Services that the customer may have activated, such as openstack. `csp`: `s3` needs `openstack`. Only on `csp`. Rules: csp/V1, csp/V4.
   */
  readonly availableServices?: pulumi.Input<pulumi.Input<string>[]>;
  /** Colour of the customer's menu, `#RRGGBB`. Left out: the portal's default. Only on `csp`. Rules: csp/C4. */
  readonly primaryColor?: pulumi.Input<string>;
  /** Second colour of the customer's dashboard, `#RRGGBB`. Left out: the portal's default. Only on `csp`. Rules: csp/C4. */
  readonly secondaryColor?: pulumi.Input<string>;
  /** https URL of the customer's icon. Left out: the reseller's icon. Only on `csp`. Rules: csp/C4. */
  readonly iconUrl?: pulumi.Input<string>;
  /**
   * Id of the uProvide account that the customer is billed to. It must exist. Only on `csp`, required there. Can't be changed. Rules:
   * csp/C1.
   */
  readonly uprovideAccount?: pulumi.Input<string>;
  /**
   * E-mail address of the customer's owner. `scaleway`: the owner has to validate it before the Organization is open. Only on `scaleway`,
   * required there. Rules: scaleway/C1.
   */
  readonly email?: pulumi.Input<string>;
  /** First name of the customer's owner. Only on `scaleway`, required there. Rules: scaleway/C1. */
  readonly ownerFirstName?: pulumi.Input<string>;
  /** Last name of the customer's owner. Only on `scaleway`, required there. Rules: scaleway/C1. */
  readonly ownerLastName?: pulumi.Input<string>;
  /** Phone number of the customer's owner. `scaleway`: can be changed and not emptied. Only on `scaleway`. Rules: scaleway/C5. */
  readonly phone?: pulumi.Input<string>;
  /**
   * Your own number of the customer, which invoices carry. Only on `scaleway`, required there. Rules: scaleway/C1, scaleway/C6, scaleway/C8.
   */
  readonly externalId?: pulumi.Input<string>;
  /**
   * Whether the reseller's own lock is on the customer: nobody of the customer can do anything, what runs keeps running. Left out: not
   * managed. `scaleway`: the partner's own lock on the Organization; locks of the vendor's are another matter. `gridscale`: whether the
   * account can't be entered; its workloads keep running, and are billed. Only on `scaleway` and `gridscale`. Rules: scaleway/C4,
   * gridscale/L2.
   */
  readonly locked?: pulumi.Input<boolean>;
  /**
   * An administrator for the reseller's people in the customer's own Organization, made once. Can't be changed later; taking it out leaves
   * the person. `scaleway`: the login name has 2 to 64 letters, digits and `@ . _ -`, the password at most 72 bytes. Only on `scaleway`.
   * Rules: scaleway/C7, scaleway/U3.
   */
  readonly adminAccess?: pulumi.Input<AdminAccess>;
  /**
   * The person who owns the account. A new owner takes the old one's place, who stays as an administrator. Only on `gridscale`. Rules:
   * gridscale/L13.
   */
  readonly owner?: Reference<"User">;
  /**
   * Where the account may have projects: ids, names or IATA codes of locations. Only on `gridscale`. Rules: gridscale/L14, gridscale/X4.
   */
  readonly locations?: pulumi.Input<pulumi.Input<string>[]>;
  /** Features that the account has. Others stay as they are. Only on `gridscale`. Rules: gridscale/X4. */
  readonly features?: pulumi.Input<pulumi.Input<string>[]>;
  /** Prices of this account, by product number. Others stay as they are. Only on `gridscale`. */
  readonly productPrices?: pulumi.Input<Readonly<Record<string, pulumi.Input<number>>>>;
  /**
   * What happens at the portal when the resource is deleted: `retain` (default) leaves the customer untouched. What else there is depends on
   * the portal. `csp`: `retain`, or `decommission`: the portal's provider is asked to decommission the customer, once its users and projects
   * are gone, and the text of the ticket is printed. `scaleway`: `retain` or `lock`. `gridscale`: `retain`, `lock`, or `delete`: it is set
   * to be deleted and cleaned up, for good. Rules: csp/C7, scaleway/C2, gridscale/L4.
   */
  readonly onDelete?: pulumi.Input<DeletionPolicy>;
  /** Why the customer is decommissioned, with `onDelete: decommission`; needed for production and managed. Only on `csp`. */
  readonly decommissionReason?: pulumi.Input<string>;
  /** @deprecated Use `productPrices`, which has the value of `prices`. */
  readonly gridscale?: pulumi.Input<{ readonly prices: pulumi.Input<Readonly<Record<string, pulumi.Input<number>>>> }>;
}

/**
 * A customer of the reseller. Protected against deletion unless the program says otherwise; what a delete does at the portal is
 * `onDelete`.
 */
export class Account extends pulumi.CustomResource {
  declare readonly [KIND]: "Account";
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
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
  /** @deprecated Use `productPrices`, which has the value of `prices`. */
  declare readonly gridscale: pulumi.Output<{ readonly prices: Readonly<Record<string, number>> } | undefined>;
  /** The state, where it is one that only the portal's provider sets (disabled, inactive). Shown, never fought over. */
  declare readonly providerState: pulumi.Output<string | undefined>;
  /** When the customer's decommissioning was asked for. Absent where it was not. */
  declare readonly decommissionRequestedAt: pulumi.Output<string | undefined>;
  /** Scaleway: opened, locked or closed, as of the last change or refresh. */
  declare readonly status: pulumi.Output<string | undefined>;
  /** Scaleway: who has locked the customer: partner or scaleway. Absent where nobody has. */
  declare readonly lockedBy: pulumi.Output<string | undefined>;
  /** Scaleway: why, such as validate_email for an owner who has not yet validated the address. */
  declare readonly lockReason: pulumi.Output<string | undefined>;
  /** Scaleway: since when. */
  declare readonly lockedAt: pulumi.Output<string | undefined>;
  /** Scaleway: when the customer was made. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** gridscale: ids of all owners, where there are several or none is declared. */
  declare readonly owners: pulumi.Output<string[] | undefined>;
  /** gridscale: the account's projects, as of the last change or refresh. */
  declare readonly projects: pulumi.Output<
    | {
        /** Its id. */
        readonly id: string;
        /** Its name. */
        readonly name: string;
        /** Where it is. */
        readonly location?: string;
      }[]
    | undefined
  >;
  /** gridscale: what the account pays, as of the last change or refresh, where prices are declared. */
  declare readonly prices: pulumi.Output<
    | {
        /** The product's number. */
        readonly product: number;
        /** The product's name. */
        readonly name: string;
        /** What the account pays for it. */
        readonly price: number;
      }[]
    | undefined
  >;
  /** Requests for more quota that wait for an answer, as of the last change or refresh. Absent where there are none. */
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
      ...hooks.Account?.(args),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
