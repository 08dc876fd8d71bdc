// Made from provider/model and provider/portals by `npm run rules`. What can't be made stands in hooks.ts and resource.ts.
import * as pulumi from "@pulumi/pulumi";
import { hooks } from "./hooks";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

/** What a person may do on one account. */
export interface UserAccess {
  /** The Account: the resource, or its id. */
  readonly account: Reference<"Account">;
  /** The role on the account: the resource, or its id. */
  readonly profile: Reference<"Profile">;
}

/** Hours in which a person may use the portal. */
export interface AccessTime {
  /** The days of the week on which these hours hold. */
  readonly days: pulumi.Input<pulumi.Input<"mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun">[]>;
  /** A time of day, HH:MM, in the portal's time zone. */
  readonly from: pulumi.Input<string>;
  /** A time of day, HH:MM, in the portal's time zone. */
  readonly to: pulumi.Input<string>;
}

/** The arguments of a User. */
export interface UserArgs extends CommonArgs {
  /**
   * The account that the person belongs to; left out for a user of the reseller itself. Only on `csp` and `scaleway`. A change makes a new
   * object. Rules: scaleway/K1, scaleway/K2.
   */
  readonly account?: Reference<"Account">;
  /**
   * The login name, unique within the account. `csp`: text of 1 to 64 characters. `scaleway`: text of 2 to 150 characters; letters, digits
   * and `@ . _ -`. Only on `csp` and `scaleway`, required there. A change makes a new object on `csp`. Rules: scaleway/U1, scaleway/U2.
   */
  readonly username?: pulumi.Input<string>;
  /** The person's e-mail address. `gridscale`: unique in the realm; people log in with it. Required. Rules: scaleway/U7. */
  readonly email?: pulumi.Input<string>;
  /** The person's first name. Required on `csp`. */
  readonly firstName?: pulumi.Input<string>;
  /** The person's last name. Required on `csp`. */
  readonly lastName?: pulumi.Input<string>;
  /** The person's phone number. Only on `scaleway` and `gridscale`. */
  readonly phone?: pulumi.Input<string>;
  /** Language of the mails and of the portal, such as en_US. Left out: the portal's default. Only on `scaleway` and `gridscale`. */
  readonly locale?: pulumi.Input<string>;
  /** Tags of the person. Only on `scaleway`. Rules: scaleway/U6. */
  readonly tags?: pulumi.Input<pulumi.Input<string>[]>;
  /** A comment on the person. Only on `csp`. */
  readonly description?: pulumi.Input<string>;
  /**
   * The permission profiles that the person has: resources, ids, or names of standard profiles. `csp`: standard profiles are `User-Adm`,
   * `User` and `Client-Adm`; a person of a customer can't have a profile of level `reseller`. `scaleway`: groups that the person is in;
   * groups that somebody else put the person into stay. Only on `csp` and `scaleway`, required on `csp`. Rules: csp/U1, csp/U2, csp/U3,
   * csp/U5, csp/P9, scaleway/K2, scaleway/U5, scaleway/P1, scaleway/L1.
   */
  readonly profiles?: pulumi.Input<pulumi.Input<string>[]> | readonly Reference<"Profile">[];
  /**
   * What the person may do on which accounts. Access to others stays as it is. `gridscale`: roles are `Read Only`, `Read and Write` and
   * `Admin`, or a Profile. Only on `gridscale`. Rules: gridscale/L4, gridscale/L10, gridscale/L11, gridscale/L13, gridscale/X2.
   */
  readonly access?: pulumi.Input<pulumi.Input<UserAccess>[]>;
  /**
   * What the person may do in the whole realm, inherited by all accounts. `gridscale`: `Read Only`, `Write` or `Admin`, or a Profile. Only
   * on `gridscale`. Rules: gridscale/L13, gridscale/X2.
   */
  readonly realmAccess?: Reference<"Profile">;
  /**
   * Whether the person is locked out. Left out: not managed, since a portal may lock people by itself. `scaleway`: no log-in, and API keys
   * without rights. `gridscale`: the person can log in to none of your accounts. Only on `scaleway` and `gridscale`. Rules: scaleway/U5,
   * scaleway/L1, gridscale/L7, gridscale/L13.
   */
  readonly locked?: pulumi.Input<boolean>;
  /**
   * The password, a secret. A new one changes it. Never read back; taking it out changes nothing. `scaleway`: at most 72 bytes. Only on
   * `scaleway`. Rules: scaleway/U3.
   */
  readonly password?: pulumi.Input<string>;
  /**
   * Whether a password is generated when the user is made; the output `initialPassword` has it. Only on `scaleway`. Rules: scaleway/U3.
   */
  readonly generatePassword?: pulumi.Input<boolean>;
  /**
   * Whether the portal sends a welcome when the user is made. Default false. `scaleway`: that is what inviting somebody is. Only on
   * `scaleway`.
   */
  readonly sendWelcomeEmail?: pulumi.Input<boolean>;
  /** Whether the portal mails a password when the user is made. Default false. Only on `scaleway`. */
  readonly sendPasswordEmail?: pulumi.Input<boolean>;
  /**
   * Permission keys that the person has beside the profiles. Left out: what the portal has is left alone. Only on `csp`. Rules: csp/U2,
   * csp/U5, csp/P9.
   */
  readonly permissions?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * When the person may use the portal, in the portal's time zone; any one of the entries is enough. Left out: at any time. Only on `csp`.
   * Rules: csp/A1, csp/A2, csp/A3.
   */
  readonly accessTimes?: pulumi.Input<pulumi.Input<AccessTime>[]>;
  /**
   * From which IP addresses or CIDR blocks the person may use the portal; any one of them is enough. Left out: from anywhere. Only on `csp`.
   * Rules: csp/A1, csp/A2, csp/A3.
   */
  readonly sourceAddresses?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * A word of your choice. Giving a new one to a user that exists resets the password once; the output `newPassword` has the result. Only on
   * `csp` and `scaleway`. Rules: csp/A5, scaleway/U3.
   */
  readonly resetPassword?: pulumi.Input<string>;
}

/** A person who can log in: to one account, or to the reseller's own realm where `account` is left out. */
export class User extends pulumi.CustomResource {
  declare readonly [KIND]: "User";
  declare readonly account: pulumi.Output<string | undefined>;
  declare readonly username: pulumi.Output<string | undefined>;
  declare readonly email: pulumi.Output<string | undefined>;
  declare readonly firstName: pulumi.Output<string | undefined>;
  declare readonly lastName: pulumi.Output<string | undefined>;
  declare readonly phone: pulumi.Output<string | undefined>;
  declare readonly locale: pulumi.Output<string | undefined>;
  declare readonly tags: pulumi.Output<string[] | undefined>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly profiles: pulumi.Output<string[] | undefined>;
  declare readonly access: pulumi.Output<
    | {
        /** The Account: the resource, or its id. */
        readonly account: string;
        /** The role on the account: the resource, or its id. */
        readonly profile: string;
      }[]
    | undefined
  >;
  declare readonly realmAccess: pulumi.Output<string | undefined>;
  declare readonly locked: pulumi.Output<boolean | undefined>;
  /** A secret. */
  declare readonly password: pulumi.Output<string | undefined>;
  declare readonly permissions: pulumi.Output<string[] | undefined>;
  declare readonly accessTimes: pulumi.Output<
    | {
        /** The days of the week on which these hours hold. */
        readonly days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
        /** A time of day, HH:MM, in the portal's time zone. */
        readonly from: string;
        /** A time of day, HH:MM, in the portal's time zone. */
        readonly to: string;
      }[]
    | undefined
  >;
  declare readonly sourceAddresses: pulumi.Output<string[] | undefined>;
  declare readonly resetPassword: pulumi.Output<string | undefined>;
  /** Scaleway: whether the person has a second factor, as of the last change or refresh. */
  declare readonly mfa: pulumi.Output<boolean | undefined>;
  /** Scaleway: when the person last logged in, as of the last change or refresh. */
  declare readonly lastLoginAt: pulumi.Output<string | undefined>;
  /** The entries of the portal's menu that the person sees, as of the last change or refresh. */
  declare readonly effectivePanels: pulumi.Output<string[] | undefined>;
  /** The password that the last reset by `resetPassword` gave. Absent where there was none. A secret. */
  declare readonly newPassword: pulumi.Output<string | undefined>;
  /**
   * The password the portal showed when the user was made. Absent where it was lost, where the user existed before, and after a reset. A
   * secret.
   */
  declare readonly initialPassword: pulumi.Output<string | undefined>;

  constructor(name: string, args: UserArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "User",
      name,
      args,
      options,
      outputs: ["mfa", "lastLoginAt", "effectivePanels", "newPassword", "initialPassword"],
      ...hooks.User?.(args),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
